"""The tools that a Prompty file declares, or takes in from a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from promptops.formats.annotations import annotated, without
from promptops.formats.drafts import Draft, Positioned
from promptops.formats.naming import reference
from promptops.formats.prompty.properties import is_stated, object_schema, properties_of
from promptops.formats.relocation import Relocated
from promptops.formats.tools.shapes import definitions
from promptops.sources.documents import KeyPath

DIALECT = "prompty"
_FUNCTION = "function"


class Declared(NamedTuple):
    """One tool of a prompt: the name that models see and where it stands; a draft where this file defines it."""

    name: str
    keys: KeyPath
    draft: Draft | None = None


def declared_tools(tools: Any, document: Positioned) -> tuple[tuple[Declared, ...], Any]:
    """Return the functions among the `tools` of a header, and what is left of it: tools that somebody else runs."""
    base: KeyPath = ("tools",)
    found: list[Declared] = []
    rest: list[dict[str, Any]] = []
    if not isinstance(tools, list | dict):
        return (), tools
    for keys, name, tool in _listed(tools, base):
        if tool.get("kind", tool.get("type")) == _FUNCTION and name:
            found.append(_function(name, tool, keys, document))
        else:
            rest.append({"name": name, **tool})
    return tuple(found), rest


def _listed(tools: Any, base: KeyPath) -> Iterator[tuple[KeyPath, str, dict[str, Any]]]:
    """Yield place, name and content of each tool of a list, or of a mapping by name."""
    members = tools.items() if isinstance(tools, dict) else enumerate(tools)
    for key, tool in members:
        written = tool if isinstance(tool, dict) else {"kind": tool}
        name = written.get("name", written.get("id", key if isinstance(key, str) else None))
        yield (*base, key), name if isinstance(name, str) else "", written


def _function(name: str, tool: Mapping[str, Any], keys: KeyPath, document: Positioned) -> Declared:
    options = tool.get("options")
    within = isinstance(options, dict) and "parameters" not in tool
    at: KeyPath = ("options", "parameters") if within else ("parameters",)
    parameters = properties_of(options.get("parameters") if within and options else tool.get("parameters"), ())
    schema = object_schema(parameters, is_stated)
    data: dict[str, Any] = {"kind": "Tool", "name": name, "parameters": schema}
    if isinstance(tool.get("description"), str):
        data["description"] = tool["description"]
    data |= annotated(DIALECT, without(tool, {"name", "id", "kind", "type", "description", "parameters"}))
    name_keys = next(((*keys, key) for key in ("name", "id") if key in tool), keys)
    places: dict[KeyPath, KeyPath] = {(): keys, ("name",): name_keys, ("parameters",): (*keys, *at)}
    for each in parameters:
        places["parameters", "properties", each.name] = (*keys, *at, *each.keys)
    return Declared(name, name_keys, Draft("Tool", data, Relocated(document, places)))


def passed_tools(tools: Any, keys: KeyPath, document: Positioned, *, is_file: bool) -> tuple[Declared, ...]:
    """Return the tools that the parameters of the call list in the way that the model's provider takes them.

    Those of another file are named alone: it is read as the list of tools that it is.
    """
    found = []
    for definition in definitions(tools, keys):
        name = definition.value["name"]
        if is_file:
            found.append(Declared(name, keys))
            continue
        base = definition.base
        data: dict[str, Any] = {"kind": "Tool", "name": name}
        if isinstance(definition.parameters, dict):
            data["parameters"] = definition.parameters
        if isinstance(definition.value.get("description"), str):
            data["description"] = definition.value["description"]
        schema = definition.schema or ()
        rest = without(definition.value, {"name", "description", *map(str, schema[:1])})
        data |= annotated(DIALECT, {**rest, **definition.around})
        places: dict[KeyPath, KeyPath] = {(): base, ("parameters",): (*base, *schema)}
        found.append(Declared(name, (*base, "name"), Draft("Tool", data, Relocated(document, places))))
    return tuple(found)


def references_of(tools: tuple[Declared, ...]) -> tuple[list[str], dict[KeyPath, KeyPath]]:
    """Return the tools of a prompt as it refers to them, and where each is named; what is no name is left out."""
    named = {name: each.keys for each in tools if (name := reference(each.name, "tool")) is not None}
    return list(named), {("tools", index): keys for index, keys in enumerate(named.values())}
