"""Tool definitions as models and protocols take them: MCP tool lists and function schemas of every provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats.drafts import NOT_OURS, Draft, Positioned, Reading
from promptops.resources.rejections import quoted
from promptops.sources.documents import KeyPath
from promptops.sources.json import read_json

_SCHEMA_KEYS = ("inputSchema", "input_schema", "parameters")
_LIST_KEYS = ("tools", "functions", "functionDeclarations", "function_declarations")
_ENVELOPES = ("result",)
_PREFILTER = (b'"inputSchema"', b'"input_schema"', b'"parameters"')


def may_hold_tools(data: bytes) -> bool:
    """Say cheaply whether a JSON file can hold a tool definition at all."""
    return b'"name"' in data and any(key in data for key in _PREFILTER)


def read_tools(text: str) -> Reading:
    """Read a tool, a list of tools, or an object that holds one.

    Positions are those of the JSON file. A file that is not valid JSON is ours only when it says `inputSchema` or
    `input_schema`, which nothing but a tool definition does.
    """
    document, faults = read_json(text)
    if document is None:
        sure = '"inputSchema"' in text or '"input_schema"' in text
        return Reading("tools", faults=faults) if sure else NOT_OURS
    found = list(_tools(document.value, ()))
    if not found:
        return NOT_OURS
    drafts = tuple(_draft(document, base, tool) for base, tool in found)
    return Reading("tools", drafts, (*faults, *_repetitions(document, found)))


def _tools(value: Any, base: KeyPath) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """Yield every tool definition with its place: the value itself, the items of a list, or of a list it holds."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield from _one_or_listed(item, (*base, index))
    elif isinstance(value, dict):
        yield from _one_or_listed(value, base)


def _one_or_listed(value: dict[str, Any], base: KeyPath) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    nested = value.get("function")
    if value.get("type") == "function" and isinstance(nested, dict):
        if _is_tool(nested):
            yield (*base, "function"), nested
        return
    if _is_tool(value):
        yield base, value
        return
    for key in (*_LIST_KEYS, *_ENVELOPES):
        inner = value.get(key)
        if isinstance(inner, list) or (key in _ENVELOPES and isinstance(inner, dict)):
            yield from _tools(inner, (*base, key))


def _is_tool(value: dict[str, Any]) -> bool:
    """Say whether an object is certainly a tool definition and not something else with a name."""
    if not isinstance(value.get("name"), str):
        return False
    if isinstance(value.get("inputSchema"), dict) or isinstance(value.get("input_schema"), dict):
        return True
    parameters = value.get("parameters")
    described = isinstance(value.get("description"), str)
    return described and isinstance(parameters, dict) and str(parameters.get("type")).lower() == "object"


def _repetitions(document: Positioned, found: list[tuple[KeyPath, dict[str, Any]]]) -> Iterator[Fault]:
    """Yield a fault for each tool that has the name of another one in the same list.

    A file may hold several lists, of several servers or of one after the other.
    """
    known: dict[tuple[KeyPath, str], KeyPath] = {}
    for base, tool in found:
        keys = (*base, "name")
        first = known.setdefault((_list_of(base), tool["name"]), keys)
        if first is not keys:
            message = f"the list declares the tool {quoted(tool['name'])} twice"
            advice = "rename one of the two, or remove it"
            related = ((document.range_of(first), "first declared here"),)
            yield Fault("duplicate-name", message, document.range_of(keys), advice, keys, related)


def _list_of(base: KeyPath) -> KeyPath:
    while base and not isinstance(base[-1], int):
        base = base[:-1]
    return base[:-1]


def _draft(document: Positioned, base: KeyPath, tool: dict[str, Any]) -> Draft:
    schema_key = next((key for key in _SCHEMA_KEYS if isinstance(tool.get(key), dict)), _SCHEMA_KEYS[0])
    data: dict[str, Any] = {"kind": "Tool", "name": tool["name"], "parameters": _lowered(tool[schema_key])}
    if isinstance(tool.get("description"), str):
        data["description"] = tool["description"]
    if isinstance(tool.get("outputSchema"), dict):
        data["result"] = tool["outputSchema"]
    data.update(_hints(tool.get("annotations")))
    renames: dict[str, KeyPath] = {
        "parameters": (schema_key,),
        "result": ("outputSchema",),
        "effects": ("annotations",),
        "idempotent": ("annotations", "idempotentHint"),
    }
    return Draft("Tool", data, document, base, renames)


def _hints(annotations: Any) -> dict[str, Any]:
    """Return what MCP's hints say of a tool's effects; a hint that is not given says nothing."""
    if not isinstance(annotations, dict):
        return {}
    found: dict[str, Any] = {}
    if annotations.get("readOnlyHint") is True:
        found["effects"] = "read"
    elif annotations.get("readOnlyHint") is False:
        found["effects"] = "irreversible" if annotations.get("destructiveHint") is True else "write"
    if isinstance(annotations.get("idempotentHint"), bool):
        found["idempotent"] = annotations["idempotentHint"]
    return found


def _lowered(schema: Any) -> Any:
    """Return a schema with Gemini's upper-case type names (`STRING`) in JSON Schema's own spelling."""
    if isinstance(schema, list):
        return [_lowered(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    lowered = {key: _lowered(value) for key, value in schema.items()}
    kind = lowered.get("type")
    if isinstance(kind, str) and kind.isupper():
        lowered["type"] = kind.lower()
    return lowered
