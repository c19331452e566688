"""What docker agent refuses in a file whose keys are right: names that lead nowhere, shapes that it cannot load."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats.drafts import Positioned
from promptops.formats.suggestion import advice_on
from promptops.resources.rejections import quoted
from promptops.sources.documents import KeyPath

_AUTOMATIC = ("", "auto")
_SOURCES = ("command", "remote", "ref")
_CATALOGUE = "docker:"


def shape_faults(document: Positioned) -> Iterator[Fault]:
    """Yield what upstream cannot load at all: agents in a list, a version that is no number."""
    data = document.value
    if isinstance(data["agents"], list):
        message = "`agents` must be a mapping of names to agents, not a list"
        place = document.range_of(("agents",), "key")
        yield Fault("invalid-value", message, place, "write the name of each agent as its key", ("agents",))
    version = data.get("version")
    if isinstance(version, str) and version and not version.isdecimal():
        message = f"there is no version {quoted(version)} of the format"
        keys = ("version",)
        yield Fault("invalid-value", message, document.range_of(keys), 'write a whole number, such as `"2"`', keys)


def reference_faults(document: Positioned) -> Iterator[Fault]:
    """Yield references within the file that lead to nothing."""
    data = document.value
    agents = _named(data, "agents")
    names = _Names(document, "agent", agents)
    models = _Names(document, "model", _named(data, "models"))
    servers = _Names(document, "MCP server", _named(data, "mcps"))
    for name, agent in agents.items():
        here = ("agents", name)
        for key in ("sub_agents", "handoffs"):
            for index, other in _texts(agent.get(key)):
                yield from names.missing(other, (*here, key, index))
        yield from _missing_models(models, agent.get("model"), (*here, "model"))
        fallback = agent.get("fallback")
        for index, model in _texts(fallback.get("models") if isinstance(fallback, dict) else None):
            yield from models.missing(model, (*here, "fallback", "models", index))
        yield from _toolset_faults(document, servers, agent.get("toolsets"), (*here, "toolsets"))


def _missing_models(models: _Names, written: Any, keys: KeyPath) -> Iterator[Fault]:
    for name in written.split(",") if isinstance(written, str) else ():
        if name.strip() not in _AUTOMATIC:
            yield from models.missing(name.strip(), keys)


def _toolset_faults(document: Positioned, servers: _Names, toolsets: Any, keys: KeyPath) -> Iterator[Fault]:
    for index, toolset in enumerate(toolsets if isinstance(toolsets, list) else ()):
        if not isinstance(toolset, dict) or toolset.get("type") != "mcp":
            continue
        ref = toolset.get("ref")
        if isinstance(ref, str) and ref and not ref.startswith(_CATALOGUE):
            yield from servers.missing(ref, (*keys, index, "ref"))
        if not any(toolset.get(source) for source in _SOURCES):
            here = (*keys, index)
            message = "an MCP toolset needs `command`, `remote` or `ref`"
            yield Fault("invalid-value", message, document.range_of((*here, "type")), None, here)


def _named(data: Mapping[str, Any], section: str) -> dict[str, dict[str, Any]]:
    entries = data.get(section)
    listed = entries.items() if isinstance(entries, dict) else ()
    return {name: entry if isinstance(entry, dict) else {} for name, entry in listed}


def _texts(value: Any) -> Iterator[tuple[int, str]]:
    return ((index, item) for index, item in enumerate(value if isinstance(value, list) else ()) if type(item) is str)


class _Names:
    """The names of one section of a file."""

    def __init__(self, document: Positioned, kind: str, names: Collection[str]) -> None:
        self._document = document
        self._kind = kind
        self._names = names

    def missing(self, name: str, keys: KeyPath) -> Iterator[Fault]:
        """Yield a fault for a name that the file does not declare; one with a slash is that of something elsewhere."""
        if name in self._names or "/" in name or not name:
            return
        message = f"the file declares no {self._kind} {quoted(name)}, and docker agent refuses it"
        advice = advice_on(name, self._names, "declare it, or remove the reference")
        yield Fault("unknown-reference", message, self._document.range_of(keys), advice, keys)
