"""The model of a Prompty file: which it is, the parameters of the call, the tools that go with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from promptops.diagnostics import Fault
from promptops.formats.annotations import without
from promptops.formats.drafts import SourceFile
from promptops.formats.naming import reference
from promptops.formats.parameters import is_parameter
from promptops.formats.prompty.document import PromptyDocument
from promptops.formats.prompty.files import included
from promptops.formats.prompty.tools import Declared, passed_tools
from promptops.formats.prompty.version import MORE_OPTIONS, OPTIONS, Version
from promptops.sources.documents import KeyPath

_PARAMETERS = ("parameters", "options")
_TOOLS = ("tools", "functions")
_IDS: tuple[KeyPath, ...] = (
    ("model",),
    ("model", "id"),
    ("model", "configuration", "azure_deployment"),
    ("model", "configuration", "model"),
    ("model", "connection", "azure_deployment"),
    ("model", "connection", "model"),
)


class Call(NamedTuple):
    """What a header says of the model: keys of the prompt, their places, what is left, the tools, what is wrong."""

    data: dict[str, Any]
    places: dict[KeyPath, KeyPath]
    rest: Any
    tools: tuple[Declared, ...] = ()
    faults: tuple[Fault, ...] = ()


def model_of(header: Mapping[str, Any]) -> tuple[str, KeyPath] | None:
    """Return the model that a header names, and where, if it can be referred to."""
    for keys in _IDS:
        value: Any = header
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        name = reference(value, "model")
        if name is not None:
            return name, keys
    return None


def call_of(file: SourceFile, header: Mapping[str, Any], document: PromptyDocument, version: Version) -> Call:
    """Return what becomes of the `model` of a header."""
    written = header.get("model")
    named = model_of(header)
    data: dict[str, Any] = {}
    places: dict[KeyPath, KeyPath] = {}
    if named is not None:
        data["model"], places["model",] = named
    if not isinstance(written, dict):
        return Call(data, places, None if named else written)
    rest = without(written, {"id"} if named and named[1] == ("model", "id") else ())
    key = next((key for key in _PARAMETERS if isinstance(written.get(key), dict)), None)
    if key is None:
        return Call(data, places, rest)
    base: KeyPath = ("model", key)
    tools, faults = _tools(file, written[key], base, document)
    found, left = _parameters(without(written[key], _TOOLS if tools else ()), version)
    if found:
        data["parameters"] = {name: value for name, (value, _) in found.items()}
    places["parameters",] = base
    places |= {("parameters", name): (*base, *keys) for name, (_, keys) in found.items()}
    rest = without(rest, {key}) | ({key: left} if left else {})
    return Call(data, places, rest, tools, faults)


def _tools(
    file: SourceFile, parameters: Mapping[str, Any], base: KeyPath, document: PromptyDocument
) -> tuple[tuple[Declared, ...], tuple[Fault, ...]]:
    tools: tuple[Declared, ...] = ()
    faults: tuple[Fault, ...] = ()
    for key in _TOOLS:
        keys = (*base, key)
        found = included(file, parameters.get(key), keys, document)
        tools += passed_tools(found.value, keys, document, is_file=found.is_file)
        faults += (found.fault,) if found.fault else ()
    return tools, faults


def _parameters(written: Mapping[str, Any], version: Version) -> tuple[dict[str, tuple[Any, KeyPath]], dict[str, Any]]:
    """Return the parameters of a call with their values and places, and what cannot be one."""
    found: dict[str, tuple[Any, KeyPath]] = {}
    left: dict[str, Any] = {}
    for key, value in written.items():
        more = value if version == "v2" and key == MORE_OPTIONS and isinstance(value, dict) else None
        name = OPTIONS.get(key) if version == "v2" else key
        if more is not None:
            found |= {inner: (item, (key, inner)) for inner, item in more.items() if is_parameter(inner, item)}
            unfit = {inner: item for inner, item in more.items() if not is_parameter(inner, item)}
            left |= {key: unfit} if unfit else {}
        elif name is not None and is_parameter(name, value):
            found[name] = (value, (key,))
        else:
            left[key] = value
    return found, left
