"""GitHub Models: a `.prompt.yml` file with messages, parameters, test data and evaluators."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from promptops.formats.annotations import annotated, without
from promptops.formats.drafts import NOT_OURS, Draft, Reading, SourceFile
from promptops.formats.github_models.checks import DIALECT, ROLES, faults_of
from promptops.formats.github_models.evaluators import evaluator_drafts
from promptops.formats.naming import name_of, reference
from promptops.formats.relocation import Relocated
from promptops.resources.rejections import is_number
from promptops.sources.documents import KeyPath
from promptops.sources.json import read_json
from promptops.sources.yaml import YamlDocument, read_yaml

SUFFIXES = (".prompt.yml", ".prompt.yaml")
_PARAMETERS = {
    "maxTokens": "max_tokens",
    "maxCompletionTokens": "max_completion_tokens",
    "temperature": "temperature",
    "topP": "top_p",
}
_FORMATS = {"text": "text", "json_object": "json", "json_schema": "json"}
_FROM_JSON_SCHEMA = "jsonSchema"


class _Part(NamedTuple):
    """What one part of the file becomes.

    `moved` are the keys of the native format, `rest` is what stays behind for the annotations, and `places` lead from
    the keys of the native format to those of the file.
    """

    moved: dict[str, Any]
    rest: dict[str, Any]
    places: dict[KeyPath, KeyPath]


def read(file: SourceFile) -> Reading:
    """Read a prompt, and an evaluation for each of its evaluators.

    A file is ours when its `messages` are a list of mappings with a role each.
    """
    documents, faults = read_yaml(file.text)
    if not documents:
        return Reading(DIALECT, faults=faults) if faults else NOT_OURS
    document = documents[0]
    if len(documents) > 1 or not _is_ours(document.value):
        return NOT_OURS
    name = name_of(file.path, SUFFIXES)
    prompt = _prompt(name, document)
    drafts = ((prompt,) if prompt else ()) + evaluator_drafts(name, document)
    return Reading(DIALECT, drafts, (*faults, *faults_of(document)))


def _is_ours(data: Any) -> bool:
    messages = data.get("messages") if isinstance(data, dict) else None
    if not isinstance(messages, list) or not messages or "apiVersion" in data:
        return False
    return all(isinstance(message, dict) and isinstance(message.get("role"), str) for message in messages)


def _prompt(name: str, document: YamlDocument) -> Draft | None:
    """Return the prompt of a file; None when it has no message that upstream would take."""
    data = document.value
    messages, places = _messages(data["messages"])
    if not messages:
        return None
    prompt: dict[str, Any] = {"kind": "Prompt", "name": name, "messages": messages}
    rest: dict[str, Any] = without(data, {"messages", "evaluators", "modelParameters"})
    for part in (_description(data), _model(data), _parameters(data), _output(data)):
        prompt |= part.moved
        rest = without(rest, part.moved) | part.rest
        places |= part.places
    prompt |= annotated(DIALECT, rest)
    return Draft("Prompt", prompt, Relocated(document, places), template="braces")


def _messages(written: list[dict[str, Any]]) -> tuple[list[dict[str, str]], dict[KeyPath, KeyPath]]:
    kept: list[dict[str, str]] = []
    places: dict[KeyPath, KeyPath] = {}
    for index, message in enumerate(written):
        role, content = message["role"].lower(), message.get("content")
        if role in ROLES and not isinstance(content, list | dict):
            places["messages", len(kept)] = ("messages", index)
            kept.append({"role": role, "content": _text(content)})
    return kept, places


def _text(content: Any) -> str:
    """Return a scalar as the text that upstream's decoder makes of it."""
    if isinstance(content, str):
        return content
    return "" if content is None else json.dumps(content)


def _description(data: Mapping[str, Any]) -> _Part:
    description = data.get("description")
    return _Part({"description": description} if isinstance(description, str) else {}, {}, {})


def _model(data: Mapping[str, Any]) -> _Part:
    model = reference(data.get("model"), "model")
    return _Part({} if model is None else {"model": model}, {}, {})


def _parameters(data: Mapping[str, Any]) -> _Part:
    written = data.get("modelParameters")
    if not isinstance(written, dict):
        return _Part({}, {} if written is None else {"modelParameters": written}, {})
    known = {key: name for key, name in _PARAMETERS.items() if _is_fit(key, written.get(key))}
    places: dict[KeyPath, KeyPath] = {("parameters", name): ("modelParameters", key) for key, name in known.items()}
    rest = without(written, known)
    return _Part(
        {"parameters": {name: written[key] for key, name in known.items()}} if known else {},
        {"modelParameters": rest} if rest else {},
        {("parameters",): ("modelParameters",), **places},
    )


def _is_fit(key: str, value: Any) -> bool:
    return is_number(value) and (isinstance(value, int) or not key.endswith("Tokens"))


def _output(data: Mapping[str, Any]) -> _Part:
    """Return the form of the answer; the schema in it stands in the file as a text of JSON."""
    wanted = data.get("responseFormat")
    form = _FORMATS.get(wanted) if isinstance(wanted, str) else None
    if form is None:
        return _Part({}, {}, {})
    moved: dict[str, Any] = {"format": form}
    rest: dict[str, Any] = {"responseFormat": wanted}
    places: dict[KeyPath, KeyPath] = {("output",): ("responseFormat",)}
    written = data.get(_FROM_JSON_SCHEMA)
    document, _ = read_json(written) if isinstance(written, str) else (None, ())
    wrapper = None if document is None else document.value
    if wanted == "json_schema" and isinstance(wrapper, dict) and isinstance(wrapper.get("schema"), dict):
        moved["schema"] = wrapper["schema"]
        rest[_FROM_JSON_SCHEMA] = without(wrapper, {"schema"})
        places["output", "schema"] = (_FROM_JSON_SCHEMA,)
    return _Part({"output": moved}, rest, places)
