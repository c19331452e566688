"""The shapes in which providers and protocols take the definition of a tool, and which of them an object has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from promptops.sources.documents import KeyPath

_LIST_KEYS = ("tools", "functions")
_GEMINI_LISTS = ("functionDeclarations", "function_declarations")
_ENVELOPES = ("result", "toolConfig", "tool_config")
_GEMINI_SCHEMAS = ("parameters", "parametersJsonSchema", "parameters_json_schema")

Shape = Literal["mcp", "anthropic", "bedrock", "gemini", "openai", "custom", "leaderboard", "plain"]
"""Whose definition it is. `plain` is any that says no more than name, description and parameters."""


class Definition(NamedTuple):
    """One tool as a file defines it.

    `base` leads to the object that has its name, `schema` on from there to its parameters; `around` is what is said of
    it outside that object.
    """

    shape: Shape
    base: KeyPath
    value: dict[str, Any]
    schema: KeyPath | None
    around: Mapping[str, Any] = {}

    @property
    def parameters(self) -> Any:
        """Return the schema of its parameters as written, None when it has none."""
        found: Any = self.value if self.schema else None
        for key in self.schema or ():
            found = found[key]
        return found


def definitions(value: Any, base: KeyPath = ()) -> Iterator[Definition]:
    """Yield the definitions in a value: itself, the items of a list, those of a list that it holds, or by their names.

    What a provider runs itself, such as `{"type": "web_search"}`, has no definition, and calls of tools are none.
    """
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield from _one_or_listed(item, (*base, index))
    elif isinstance(value, dict):
        yield from _one_or_listed(value, base)


def _one_or_listed(value: dict[str, Any], base: KeyPath) -> Iterator[Definition]:
    found = definition(value, base)
    if found is not None:
        yield found
        return
    for key in (*_LIST_KEYS, *_GEMINI_LISTS, *_ENVELOPES):
        inner = value.get(key)
        if isinstance(inner, list) and key in _GEMINI_LISTS:
            yield from _declared(inner, (*base, key))
        elif isinstance(inner, list) or (isinstance(inner, dict) and key in _ENVELOPES):
            yield from definitions(inner, (*base, key))
        elif isinstance(inner, dict):
            yield from _by_name(inner, (*base, key))


def _by_name(value: dict[str, Any], base: KeyPath) -> Iterator[Definition]:
    """Yield the definitions of a mapping from each tool's own name."""
    for name, item in value.items():
        found = definition(item, (*base, name)) if isinstance(item, dict) else None
        if found is not None and found.value["name"] == name:
            yield found


def _declared(items: list[Any], base: KeyPath) -> Iterator[Definition]:
    """Yield Gemini's declarations, which the name of the list makes certain."""
    for index, item in enumerate(items):
        if isinstance(item, dict) and _is_name(item.get("name")):
            yield Definition("gemini", (*base, index), item, _schema_at(item, *_GEMINI_SCHEMAS))


def definition(value: dict[str, Any], base: KeyPath) -> Definition | None:
    """Return the definition that an object certainly is, None for anything else with a name."""
    return _wrapped(value, base) or (_flat(value, base) if _is_name(value.get("name")) else None)


def _wrapped(value: dict[str, Any], base: KeyPath) -> Definition | None:
    """Return the definition in an object around it: OpenAI's `function` and `custom`, Bedrock's `toolSpec`."""
    kind = value.get("type")
    for key in ("function", "custom", "toolSpec"):
        inner = value.get(key)
        if (
            not isinstance(inner, dict)
            or not _is_name(inner.get("name"))
            or kind != (None if key == "toolSpec" else key)
        ):
            continue
        around = {name: item for name, item in value.items() if name not in ("type", key)}
        within = (*base, key)
        if key == "toolSpec":
            return _bedrock(inner, within, around)
        if key == "function":
            schema = _schema_at(inner, "parameters")
            return Definition("openai", within, inner, schema, around) if _says_what_it_is(inner) else None
        return Definition("custom", within, inner, None, around) if _takes_text(inner) else None
    return None


def _bedrock(inner: dict[str, Any], base: KeyPath, around: Mapping[str, Any]) -> Definition | None:
    schema = inner.get("inputSchema")
    if not isinstance(schema, dict) or not isinstance(schema.get("json"), dict):
        return None
    return Definition("bedrock", base, inner, ("inputSchema", "json"), around)


def _flat(value: dict[str, Any], base: KeyPath) -> Definition | None:
    if isinstance(value.get("inputSchema"), dict):
        wraps = value["inputSchema"].keys() == {"json"} and isinstance(value["inputSchema"]["json"], dict)
        return Definition("mcp", base, value, ("inputSchema", "json") if wraps else ("inputSchema",))
    if isinstance(value.get("input_schema"), dict):
        return Definition("anthropic", base, value, ("input_schema",))
    if value.get("type") == "function":
        return Definition("openai", base, value, _schema_at(value, "parameters")) if _says_what_it_is(value) else None
    if value.get("type") == "custom":
        return Definition("custom", base, value, None) if _takes_text(value) else None
    shape = _shape_of(value)
    return None if shape is None else Definition(shape, base, value, _schema_at(value, *_GEMINI_SCHEMAS))


def _shape_of(value: Mapping[str, Any]) -> Shape | None:
    """Return the shape of an object with a name that says nothing else of what it is."""
    if isinstance(value.get("parametersJsonSchema"), dict):
        return "gemini"
    parameters = value.get("parameters")
    if not isinstance(value.get("description"), str) or not isinstance(parameters, dict):
        return None
    if parameters.get("type") == "OBJECT":
        return "gemini"
    if parameters.get("type") == "dict":
        return "leaderboard"
    return "plain" if parameters.get("type") == "object" else None


def _schema_at(value: Mapping[str, Any], *keys: str) -> KeyPath | None:
    return next(((key,) for key in keys if isinstance(value.get(key), dict)), None)


def _is_name(name: Any) -> bool:
    return isinstance(name, str) and bool(name)


def _says_what_it_is(value: Mapping[str, Any]) -> bool:
    """Say whether a function is defined and not called or chosen: a choice has a name and no more."""
    return isinstance(value.get("parameters"), dict) or isinstance(value.get("description"), str)


def _takes_text(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("format"), dict) or isinstance(value.get("description"), str)


class _Names(NamedTuple):
    """What a provider demands of a tool's name, as a pattern and in words."""

    provider: str
    pattern: re.Pattern[str]
    words: str


_LETTERS = "letters, digits, `_` and `-`"
_DEMANDS: Mapping[Shape, _Names] = {
    "anthropic": _Names("Anthropic", re.compile("[a-zA-Z0-9_-]{1,128}"), f"1 to 128 {_LETTERS}"),
    "bedrock": _Names("Amazon Bedrock", re.compile("[a-zA-Z0-9_-]{1,64}"), f"1 to 64 {_LETTERS}"),
    "gemini": _Names(
        "Gemini",
        re.compile("[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}"),
        "a letter or `_`, and up to 127 letters, digits, `_`, `.`, `:` and `-`",
    ),
}


def refusal(found: Definition) -> tuple[str, str] | None:
    """Return who refuses the name of a tool and what a name is to them; None where the provider is not certain."""
    demand = _DEMANDS.get(found.shape)
    if demand is None or demand.pattern.fullmatch(found.value["name"]):
        return None
    return demand.provider, demand.words
