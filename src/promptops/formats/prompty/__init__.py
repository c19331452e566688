"""Prompty: a header, and a body whose role lines divide it into messages. Versions 1 and 2."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from promptops.diagnostics import Fault
from promptops.formats.annotations import annotated, without
from promptops.formats.drafts import NOT_OURS, Draft, Reading, SourceFile
from promptops.formats.naming import name_of
from promptops.formats.prompty.document import PromptyDocument, split
from promptops.formats.prompty.files import included, sample
from promptops.formats.prompty.model import Call, call_of
from promptops.formats.prompty.properties import Property, is_stated, object_schema, properties_of, unsaid
from promptops.formats.prompty.roles import Turn, turns_of
from promptops.formats.prompty.tools import DIALECT, declared_tools, references_of
from promptops.formats.prompty.version import Version, ignored_keys, version_of
from promptops.formats.pyyaml import duplicates_told
from promptops.formats.relocation import Relocated
from promptops.sources.documents import KeyPath
from promptops.templates import Language

SUFFIXES = (".prompty",)
_LANGUAGES: Mapping[str, Language] = {
    "": "jinja",
    "*": "jinja",
    "jinja2": "jinja",
    "mustache": "mustache",
    "handlebars": "handlebars",
}
_CONVERSATIONS = ("", "chat", "agent", "response", "responses")
_THREAD = "thread"
_SECTION = "{{#"


class _Inputs(NamedTuple):
    """The declared inputs; `known` says that these are all, and `is_file` that another file lists them."""

    properties: tuple[Property, ...] = ()
    known: bool = False
    is_file: bool = False
    fault: Fault | None = None


class _Header(NamedTuple):
    """A header with what follows from it alone."""

    file: SourceFile
    data: dict[str, Any]
    version: Version
    language: Language


def read(file: SourceFile) -> Reading:
    """Read a prompt, and the functions that it declares as tools."""
    if not file.text.strip():
        return NOT_OURS
    front, faults = split(file.text)
    faults = duplicates_told(faults)
    data = {} if front.header is None else front.header.value
    if front.header is None and faults:
        return Reading(DIALECT, faults=faults)
    bare = PromptyDocument(front, ())
    if not isinstance(data, dict):
        fault = Fault("invalid-value", "the front matter must be a mapping of keys", bare.range_of(()))
        return Reading(DIALECT, faults=(*faults, fault))
    if not front.body.strip():
        message = "the file has no text below its front matter"
        return Reading(DIALECT, faults=(*faults, Fault("invalid-value", message, bare.range_of(("body",)))))
    header = _Header(file, data, version_of(data), _language(data))
    turns = turns_of(front.body, header.language) if _is_conversation(data) else ()
    rest = {"roles": {f"{index}": turn.says for index, turn in enumerate(turns) if turn.says}}
    drafts, found = _drafts(header, PromptyDocument(front, turns), _texts(front.body, turns), rest)
    return Reading(DIALECT, drafts, (*faults, *found))


def _language(data: Mapping[str, Any]) -> Language:
    template = data.get("template", "")
    if isinstance(template, dict):
        template = template.get("format", template.get("type", ""))
    if isinstance(template, dict):
        template = template.get("kind", "")
    return _LANGUAGES.get(template, "none") if isinstance(template, str) else "none"


def _is_conversation(data: Mapping[str, Any]) -> bool:
    model = data.get("model")
    api = model.get("apiType", model.get("api", "")) if isinstance(model, dict) else ""
    return api in _CONVERSATIONS


def _texts(body: str, turns: tuple[Turn, ...]) -> dict[str, Any]:
    if not turns:
        return {"body": body}
    return {"messages": [{"role": turn.role, "content": body[turn.start : turn.end]} for turn in turns]}


def _drafts(
    header: _Header, document: PromptyDocument, texts: dict[str, Any], rest: dict[str, Any]
) -> tuple[tuple[Draft, ...], tuple[Fault, ...]]:
    data = header.data
    call = call_of(header.file, data, document, header.version)
    inputs = _inputs(header, document)
    own, other_tools = declared_tools(data.get("tools"), document)
    tools = (*own, *call.tools)
    names, places = references_of(tools)
    prompt: dict[str, Any] = {"kind": "Prompt", "name": name_of(header.file.path, SUFFIXES), **texts, **call.data}
    places |= call.places
    if isinstance(data.get("description"), str):
        prompt["description"] = data["description"]
    if names:
        prompt["tools"] = names
    declared, name_places = _declared(header, inputs, places)
    output = _output(header, call, places)
    rest |= {"tools": other_tools, "outputs": _rest_of_outputs(data.get("outputs"), places)}
    prompt |= declared | output | annotated(DIALECT, _rest(header, call, inputs, rest))
    draft = Draft(
        "Prompt",
        prompt,
        Relocated(document, places, name_places),
        template=header.language,
        closed=bool(declared) and _is_closed(header, inputs, texts),
        dynamic=_dynamic(prompt.get("parameters", {})),
    )
    faults = [*call.faults, *((inputs.fault,) if inputs.fault else ())]
    if header.version == "v2":
        faults.extend(ignored_keys(data, document))
    return (draft, *(tool.draft for tool in tools if tool.draft)), tuple(faults)


def _inputs(header: _Header, document: PromptyDocument) -> _Inputs:
    """Return the inputs in any of their shapes: a mapping, a list, the path of a file, or no more than a sample."""
    data = header.data
    for keys in (("inputs",), ("inputSchema", "properties")):
        value: Any = data
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None:
            found = included(header.file, value, keys, document)
            properties = properties_of(found.value, keys)
            return _Inputs(properties, "sample" not in data, found.is_file, found.fault)
    found = included(header.file, data.get("sample"), ("sample",), document)
    values = sample(header.file, found.value)
    shown = tuple([each._replace(written={"sample": each.written}) for each in properties_of(values, ("sample",))])
    is_file = isinstance(data.get("sample"), str)
    return _Inputs(shown if isinstance(values, dict) else (), known=True, is_file=is_file, fault=found.fault)


def _declared(
    header: _Header, inputs: _Inputs, places: dict[KeyPath, KeyPath]
) -> tuple[dict[str, Any], dict[KeyPath, KeyPath]]:
    """Return the inputs of the prompt, and where the names of those are written that are no keys; add their places."""
    used = [each for each in inputs.properties if header.version != "v2" or each.kind != _THREAD]
    if not used:
        return {}, {}
    names: dict[KeyPath, KeyPath] = {}
    top = used[0].keys[:1]
    places["inputs",] = top
    for each in used:
        keys: KeyPath = ("inputs", "properties", each.name)
        places[keys] = top if inputs.is_file else each.keys
        if each.name_keys != each.keys and not inputs.is_file:
            names[keys] = each.name_keys
    is_required: Callable[[Property], bool] = is_stated if header.version != "v1" else _has_no_default
    schema = object_schema(used, is_required)
    if header.version == "v1":
        schema["additionalProperties"] = False
    return {"inputs": schema}, names


def _has_no_default(each: Property) -> bool:
    return each.stated.get("default") is None


def _is_closed(header: _Header, inputs: _Inputs, texts: Mapping[str, Any]) -> bool:
    """Say whether nothing but the declared inputs can reach the text: version 1 drops or refuses all others.

    In a section of Mustache's, nobody can tell the items of a list from inputs.
    """
    if header.version != "v1" or not inputs.known or header.language not in ("jinja", "mustache"):
        return False
    written = [texts["body"]] if "body" in texts else [message["content"] for message in texts["messages"]]
    return header.language == "jinja" or not any(_SECTION in text for text in written)


def _output(header: _Header, call: Call, places: dict[KeyPath, KeyPath]) -> dict[str, Any]:
    """Return the form of the answer: that of declared outputs, or what the parameters ask for; add its places."""
    outputs = properties_of(header.data.get("outputs"), ("outputs",))
    wanted = call.data.get("parameters", {}).get("response_format")
    kind = wanted.get("type") if isinstance(wanted, dict) else None
    if kind == "json_schema":
        inner = wanted.get("json_schema")
        schema = inner.get("schema") if isinstance(inner, dict) else None
        places["output",] = call.places["parameters", "response_format"]
        places["output", "schema"] = (*places["output",], "json_schema", "schema")
        return {"output": {"format": "json", **({"schema": schema} if isinstance(schema, dict) else {})}}
    if outputs and (header.version == "v2" or kind == "json_object"):
        places["output",] = ("outputs",)
        for each in outputs:
            places["output", "schema", "properties", each.name] = each.keys
        return {"output": {"format": "json", "schema": object_schema(outputs, is_stated)}}
    if kind == "json_object":
        places["output",] = call.places["parameters", "response_format"]
        return {"output": {"format": "json"}}
    return {}


def _rest_of_outputs(outputs: Any, places: Mapping[KeyPath, KeyPath]) -> Any:
    """Return the declared outputs where they say nothing of the answer, else what its schema does not say of them."""
    return unsaid(properties_of(outputs, ())) if places.get(("output",)) == ("outputs",) else outputs


def _dynamic(parameters: Mapping[str, Any]) -> tuple[KeyPath, ...]:
    """Return the keys of parameters that the environment gives."""
    given = [name for name, value in parameters.items() if isinstance(value, str) and value.startswith("${")]
    return tuple([("parameters", name) for name in given])


def _rest(header: _Header, call: Call, inputs: _Inputs, others: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the native format has no key for."""
    moved = {"inputs", "inputSchema", "model", "tools", "outputs"}
    if isinstance(header.data.get("description"), str):
        moved.add("description")
    left = {"inputs": unsaid(inputs.properties), "model": call.rest, **others}
    return without(header.data, moved) | {key: value for key, value in left.items() if value}
