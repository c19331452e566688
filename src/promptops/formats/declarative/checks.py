"""What Microsoft's validation refuses in the manifest of a declarative agent or of an API plugin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats.declarative.instructions import Instructions, is_absent, is_dynamic
from promptops.formats.drafts import Positioned
from promptops.formats.suggestion import advice_on
from promptops.resources.rejections import quoted
from promptops.sources.documents import KeyPath
from promptops.sources.trees import Unreadable

MAX_INSTRUCTIONS = 8_000
"""Most characters of instructions, once the files in them are read; so says the schema of every version."""

_AGENT_KEYS = (
    "id",
    "version",
    "name",
    "description",
    "disclaimer",
    "sensitivity_label",
    "instructions",
    "capabilities",
    "behavior_overrides",
    "conversation_starters",
    "actions",
    "worker_agents",
    "user_overrides",
    "editorial_answers",
)
_PLUGIN_KEYS = (
    "schema_version",
    "name_for_human",
    "namespace",
    "description_for_model",
    "description_for_human",
    "logo_url",
    "contact_email",
    "legal_info_url",
    "privacy_policy_url",
    "functions",
    "runtimes",
    "capabilities",
)
_FREE = ("$", "x-")
_AGENT_NEEDS = ("version", "name", "description")
_PLUGIN_NEEDS = ("namespace", "description_for_human")
_MAX_TEXTS = {"name": 100, "description": 1_000}
_MAX_ACTIONS = 10
_MAX_STARTERS = 12
_MAX_STARTERS_BEFORE = 6
_FEWER_STARTERS = frozenset({"v1.0", "v1.2", "v1.3", "v1.4", "v1.5"})
_FUNCTION_NAME = re.compile("[A-Za-z0-9_-]+")


def agent_faults(
    document: Positioned, instructions: Instructions, beside: Callable[[str], str | Unreadable]
) -> Iterator[Fault]:
    """Yield what is wrong with the manifest of an agent."""
    data = document.value
    yield from _key_faults(document, _AGENT_KEYS, _AGENT_NEEDS)
    yield from _instruction_faults(document, instructions)
    for key, most in _MAX_TEXTS.items():
        text = data.get(key)
        if isinstance(text, str) and len(text) > most and not is_dynamic(text):
            yield _fault(document, (key,), f"`{key}` has {len(text):,} characters; {most:,} are the most", "shorten it")
    most = _MAX_STARTERS_BEFORE if data.get("version") in _FEWER_STARTERS else _MAX_STARTERS
    yield from _excess(document, "conversation_starters", most)
    yield from _excess(document, "actions", _MAX_ACTIONS)
    yield from _missing_plugins(document, beside)


def plugin_faults(document: Positioned, functions: Sequence[tuple[KeyPath, str]]) -> Iterator[Fault]:
    """Yield what is wrong with the manifest of a plugin; `functions` are the names of its functions."""
    yield from _key_faults(document, _PLUGIN_KEYS, _PLUGIN_NEEDS)
    known: dict[str, KeyPath] = {}
    for base, name in functions:
        keys = (*base, "name")
        if _FUNCTION_NAME.fullmatch(name) is None and not is_dynamic(name):
            advice = "a name is letters, digits, `_` and `-`"
            yield _fault(document, keys, f"{quoted(name)} cannot be the name of a function", advice)
        first = known.setdefault(name, keys)
        if first is not keys:
            message = f"the plugin declares the function {quoted(name)} twice"
            related = ((document.range_of(first), "first declared here"),)
            advice = "rename one of the two, or remove it"
            yield Fault("duplicate-name", message, document.range_of(keys), advice, keys, related)


def _key_faults(document: Positioned, known: Sequence[str], needed: Sequence[str]) -> Iterator[Fault]:
    for key in document.value:
        if key not in known and not key.startswith(_FREE):
            advice = advice_on(key, known, f"the keys are {', '.join(f'`{name}`' for name in known)}")
            place = document.range_of((key,), "key")
            yield Fault("unknown-key", f"the manifest has no key {quoted(key)}", place, advice, (key,))
    for key in needed:
        if not isinstance(document.value.get(key), str):
            yield _fault(document, (key,), f"the manifest needs a text at `{key}`")


def _instruction_faults(document: Positioned, instructions: Instructions) -> Iterator[Fault]:
    keys: KeyPath = ("instructions",)
    if instructions.refusal is not None:
        rule, message, advice = instructions.refusal
        yield Fault(rule, message, document.range_of(keys), advice, keys)
    text = instructions.text
    if text is None or instructions.dynamic:
        return
    if len(text) > MAX_INSTRUCTIONS:
        message = f"the instructions have {len(text):,} characters; {MAX_INSTRUCTIONS:,} are the most"
        yield _fault(document, keys, message, "shorten them")
    elif not text.strip():
        yield _fault(document, keys, "the instructions are blank", "write some, or remove the key")


def _excess(document: Positioned, key: str, most: int) -> Iterator[Fault]:
    items = document.value.get(key)
    if isinstance(items, list) and len(items) > most:
        message = f"`{key}` has {len(items)} items; {most} are the most in this version"
        yield _fault(document, (key, most), message, "remove some")


def _missing_plugins(document: Positioned, beside: Callable[[str], str | Unreadable]) -> Iterator[Fault]:
    actions = document.value.get("actions")
    for index, action in enumerate(actions[:_MAX_ACTIONS] if isinstance(actions, list) else ()):
        path: Any = action.get("file") if isinstance(action, dict) else None
        if not isinstance(path, str) or is_dynamic(path):
            continue
        found = beside(path)
        if isinstance(found, Unreadable) and is_absent(found):
            keys: KeyPath = ("actions", index, "file")
            message = f"the plugin {quoted(path)} cannot be read: {found.reason}"
            yield Fault("unknown-reference", message, document.range_of(keys), found.help, keys)


def _fault(document: Positioned, keys: KeyPath, message: str, advice: str | None = None) -> Fault:
    return Fault("invalid-value", message, document.range_of(keys), advice, keys)
