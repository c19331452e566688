"""Microsoft's declarative agents, and the API plugins whose functions they may call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from promptops.diagnostics import Range
from promptops.formats.annotations import annotated, without
from promptops.formats.declarative.checks import agent_faults, plugin_faults
from promptops.formats.declarative.instructions import Instructions, is_dynamic, read_instructions
from promptops.formats.drafts import NOT_OURS, Draft, Positioned, Reading, SourceFile
from promptops.formats.naming import name_of, reference
from promptops.sources.documents import MAX_FAULTS, KeyPath, Part
from promptops.sources.json import read_json
from promptops.sources.trees import Unreadable

DIALECT = "declarative-agent"

_SUFFIXES = (".json",)
_CERTAIN = re.compile(r'"[^"\n]{0,200}/copilot/(?:declarative-agent|plugin)/v[^"\n]{0,40}"')
_AGENT_SCHEMAS = ("declarative-agent", "declarative-copilot")
_PLUGIN_VERSION = re.compile(r"v2(?:\.[0-9]+)?")
_AGENT_VERSION = re.compile(r"v[0-9]+\.[0-9]+")


class _Manifest:
    """A manifest whose `instructions` may stand in another file: then a place in them is where that is named."""

    def __init__(self, document: Positioned) -> None:
        self.value: Any = document.value
        self._document = document

    def range_of(self, keys: KeyPath, part: Part = "value") -> Range:
        """Return where the value (or the last key) at a path of keys stands."""
        return self._document.range_of(keys, part)

    def range_in(self, keys: KeyPath, start: int, end: int) -> Range:
        """Return where a stretch of the string at a path of keys stands, or all of the string."""
        del start, end
        return self._document.range_of(keys)


def read(file: SourceFile) -> Reading:
    """Read the manifest of an agent as a prompt and an agent, that of a plugin as a tool for each function."""
    document, faults = read_json(file.text)
    if document is None:
        return Reading(DIALECT, faults=faults) if _CERTAIN.search(file.text) else NOT_OURS
    data = document.value
    if not isinstance(data, dict):
        return NOT_OURS
    if _is_agent(data):
        instructions = read_instructions(data.get("instructions"), file.beside)
        drafts = tuple(_agent_drafts(file, document, instructions))
        found = agent_faults(document, instructions, file.beside)
        return Reading(DIALECT, drafts, (*faults, *islice(found, MAX_FAULTS)))
    if _is_plugin(data):
        names = [(base, function["name"]) for base, function in _named_functions(data)]
        return Reading(DIALECT, tuple(_tools(document)), (*faults, *islice(plugin_faults(document, names), MAX_FAULTS)))
    return NOT_OURS


def _is_agent(data: dict[str, Any]) -> bool:
    """Say whether an object is certainly the manifest of a declarative agent: by its schema, or by its keys."""
    schema, version = data.get("$schema"), data.get("version")
    if isinstance(schema, str) and any(name in schema for name in _AGENT_SCHEMAS):
        return "properties" not in data
    says_version = isinstance(version, str) and _AGENT_VERSION.fullmatch(version) is not None
    has_texts = all(isinstance(data.get(key), str) for key in ("name", "description", "instructions"))
    return says_version and has_texts and isinstance(data.get("conversation_starters"), list)


def _is_plugin(data: dict[str, Any]) -> bool:
    version = data.get("schema_version")
    is_version = isinstance(version, str) and _PLUGIN_VERSION.fullmatch(version) is not None
    return is_version and isinstance(data.get("name_for_human"), str)


def _agent_drafts(file: SourceFile, document: Positioned, instructions: Instructions) -> Iterator[Draft]:
    data = document.value
    name = name_of(file.path, _SUFFIXES)
    description = {"description": data["description"]} if isinstance(data.get("description"), str) else {}
    agent: dict[str, Any] = {"kind": "Agent", "name": name, **description}
    if instructions.text and instructions.text.strip():
        prompt = {"kind": "Prompt", "name": name, **description, "body": instructions.text}
        place = _Manifest(document) if instructions.files else document
        dynamic = (("body",),) if instructions.dynamic else ()
        yield Draft("Prompt", prompt, place, renames={"body": ("instructions",)}, dynamic=dynamic)
        agent["prompt"] = name
    tools = [tool for tool in _functions(file, data) if reference(tool, "tool")]
    if tools:
        agent["tools"] = tools
    is_here = "prompt" in agent and not instructions.files
    agent |= annotated(DIALECT, without(data, {*description, *(("instructions",) if is_here else ())}))
    renames: dict[str, KeyPath] = {"prompt": ("instructions",), "tools": ("actions",), "name": ()}
    yield Draft("Agent", agent, document, renames=renames)


def _functions(file: SourceFile, data: dict[str, Any]) -> list[str]:
    """Return the names of the functions in an agent's plugins, each once, in order."""
    names: dict[str, None] = {}
    actions = data.get("actions")
    for action in actions if isinstance(actions, list) else ():
        path = action.get("file") if isinstance(action, dict) else None
        text = file.beside(path) if isinstance(path, str) and not is_dynamic(path) else None
        plugin, _ = read_json(text) if text is not None and not isinstance(text, Unreadable) else (None, ())
        if plugin is not None and isinstance(plugin.value, dict):
            names |= dict.fromkeys(function["name"] for _, function in _named_functions(plugin.value))
    return list(names)


def _named_functions(plugin: dict[str, Any]) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """Yield the functions of a plugin that have a name, with their places."""
    functions = plugin.get("functions")
    for index, function in enumerate(functions if isinstance(functions, list) else ()):
        if isinstance(function, dict) and isinstance(function.get("name"), str) and function["name"]:
            yield ("functions", index), function


def _tools(document: Positioned) -> Iterator[Draft]:
    """Yield a tool for each function; without parameters they are those of the operation that it is bound to."""
    plugin = document.value
    shared = without(plugin, {"functions", "runtimes"})
    for base, function in _named_functions(plugin):
        data: dict[str, Any] = {"kind": "Tool", "name": function["name"]}
        if isinstance(function.get("description"), str):
            data["description"] = function["description"]
        if isinstance(function.get("parameters"), dict):
            data["parameters"] = function["parameters"]
        rest = {**without(function, data), "plugin": shared, "runtimes": _runtimes(plugin, function["name"])}
        data |= annotated(DIALECT, rest)
        yield Draft("Tool", data, document, base)


def _runtimes(plugin: dict[str, Any], function: str) -> list[Any]:
    """Return what runs a function: the runtimes that name it, and those that name none or all."""
    runtimes = plugin.get("runtimes")
    return [runtime for runtime in (runtimes if isinstance(runtimes, list) else ()) if _runs(runtime, function)]


def _runs(runtime: Any, function: str) -> bool:
    named = runtime.get("run_for_functions") if isinstance(runtime, dict) else None
    return not isinstance(named, list) or function in named or "*" in named
