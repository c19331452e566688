"""Tool definitions as models and protocols take them: MCP tool lists and function schemas of every provider."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats.annotations import annotated, without
from promptops.formats.drafts import NOT_OURS, Draft, Positioned, Reading, SourceFile
from promptops.formats.tools.json_lines import first_line, read_json_lines
from promptops.formats.tools.schemas import from_gemini, from_python_types, is_upper_case
from promptops.formats.tools.shapes import Definition, definition, definitions, refusal
from promptops.resources.rejections import quoted
from promptops.sources.documents import MAX_FAULTS, KeyPath
from promptops.sources.json import read_json

DIALECT = "tools"

_CERTAIN = ('"inputSchema"', '"input_schema"')
_SIGNS = (
    *_CERTAIN,
    '"parameters"',
    '"parametersJsonSchema"',
    '"function"',
    '"custom"',
    '"functionDeclarations"',
    '"function_declarations"',
)
"""One of these stands in every definition in JSON."""

_YAML = (".yaml", ".yml")
_YAML_ROOT = re.compile(
    r"""^(?:-[ \t]+)?["']?(?:name|type|tools?|functions?|function_?[dD]eclarations|tool_?[cC]onfig|toolSpec)["']?:""",
    re.MULTILINE,
)
_OF_OTHERS = frozenset(
    {"kind", "apiVersion", "openapi", "swagger", "schema_version", "agents", "model_list", "prompts", "providers"}
)
"""Keys at the top of a file that say that it is something else, with tools in it or not."""

_RESULTS = ("outputSchema", "response", "responseJsonSchema", "response_json_schema")


def read(file: SourceFile) -> Reading:
    """Read a tool, a list of tools, an object that holds one, or a tool on each line; JSON or YAML.

    A file that is not valid JSON is ours only when it says `inputSchema` or `input_schema`, which nothing but a tool
    definition does.
    """
    text = file.text
    if file.path.endswith(_YAML):
        return _read_yaml(text)
    if not any(sign in text for sign in _SIGNS):
        return NOT_OURS
    line = first_line(text)
    return _read_json(text) if line is None else _read_lines(text, line)


def _read_json(text: str) -> Reading:
    document, faults = read_json(text)
    if document is None:
        return Reading(DIALECT, faults=faults) if any(sign in text for sign in _CERTAIN) else NOT_OURS
    return _reading((document,), faults)


def _read_lines(text: str, line: str) -> Reading:
    """Read a tool on each line; the rows of a dataset, of which each brings tools of its own, are none."""
    first, _ = read_json(line)
    if first is None or definition(first.value, ()) is None:
        return NOT_OURS
    return _reading(*_lines(text))


def _lines(text: str) -> tuple[Sequence[Positioned], tuple[Fault, ...]]:
    document, faults = read_json_lines(text)
    return (document,), faults


def _read_yaml(text: str) -> Reading:
    if _YAML_ROOT.search(text) is None:
        return NOT_OURS
    from promptops.sources.yaml import read_yaml  # noqa: PLC0415 - most files of tools are JSON

    return _reading(*read_yaml(text))


def _reading(documents: Sequence[Positioned], faults: tuple[Fault, ...]) -> Reading:
    drafts: list[Draft] = []
    more: list[Fault] = []
    for document in documents:
        value = document.value
        if isinstance(value, dict) and not _OF_OTHERS.isdisjoint(value):
            continue
        found = list(definitions(value))
        drafts.extend(_draft(document, each) for each in found)
        more.extend(_repetitions(document, found))
        more.extend(_refused_names(document, found))
    return Reading(DIALECT, tuple(drafts), (*faults, *more[:MAX_FAULTS])) if drafts else NOT_OURS


def _repetitions(document: Positioned, found: list[Definition]) -> Iterator[Fault]:
    """Yield a fault for each tool that has the name of another one in the same list.

    A file may hold several lists, of several servers or of one after the other.
    """
    known: dict[tuple[KeyPath, str], KeyPath] = {}
    for each in found:
        keys = (*each.base, "name")
        first = known.setdefault((_list_of(each.base), each.value["name"]), keys)
        if first is not keys:
            message = f"the list declares the tool {quoted(each.value['name'])} twice"
            advice = "rename one of the two, or remove it"
            related = ((document.range_of(first), "first declared here"),)
            yield Fault("duplicate-name", message, document.range_of(keys), advice, keys, related)


def _list_of(base: KeyPath) -> KeyPath:
    while base and not isinstance(base[-1], int):
        base = base[:-1]
    return base[:-1]


def _refused_names(document: Positioned, found: list[Definition]) -> Iterator[Fault]:
    for each in found:
        refused = refusal(each)
        if refused is not None:
            keys = (*each.base, "name")
            provider, words = refused
            message = f"{provider} refuses a tool with the name {quoted(each.value['name'])}"
            yield Fault("invalid-value", message, document.range_of(keys), f"a name is {words}", keys)


def _draft(document: Positioned, found: Definition) -> Draft:
    tool = found.value
    result = next((key for key in _RESULTS if isinstance(tool.get(key), dict)), _RESULTS[0])
    data: dict[str, Any] = {"kind": "Tool", "name": tool["name"]}
    if found.schema is not None:
        data["parameters"] = _schema(found, str(found.schema[0]), found.parameters)
    if isinstance(tool.get("description"), str):
        data["description"] = tool["description"]
    if isinstance(tool.get(result), dict):
        data["result"] = _schema(found, result, tool[result])
    data |= _hints(tool.get("annotations"))
    data |= annotated(DIALECT, {**found.around, **_rest(found, result, data)})
    renames: dict[str, KeyPath] = {
        "parameters": found.schema or (),
        "result": (result,),
        "effects": ("annotations",),
        "idempotent": ("annotations", "idempotentHint"),
    }
    return Draft("Tool", data, document, found.base, renames)


def _schema(found: Definition, key: str, schema: Any) -> Any:
    """Return a schema in JSON Schema's spelling; Gemini has keys for its own spelling and for this one."""
    if found.shape == "leaderboard":
        return from_python_types(schema)
    if key in ("parameters", "response") and (found.shape == "gemini" or is_upper_case(schema)):
        return from_gemini(schema)
    return schema


def _rest(found: Definition, result: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the native format has no key for."""
    moved = {"name", *(found.schema or ())[:1], *(("description",) if "description" in data else ())}
    return without(found.value, {*moved, result} if "result" in data else moved)


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
