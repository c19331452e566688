"""Which of the two versions of the format a Prompty file is written in, and what version 2 would pass over in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from promptops.diagnostics import Fault
from promptops.formats.drafts import Positioned
from promptops.resources.rejections import quoted
from promptops.sources.documents import KeyPath
from promptops.spelling import certain

Version = Literal["v1", "v2", "either"]

_SECOND_TOP = ("displayName", "inputSchema", "outputSchema")
_SECOND_MODEL = ("provider", "apiType")
_FIRST_MODEL = ("api", "configuration", "parameters")
_TOP = ("name", "displayName", "description", "metadata", "inputs", "outputs", "model", "tools", "template")
_MODEL = ("id", "provider", "apiType", "connection", "options")
OPTIONS: Mapping[str, str] = {
    "frequencyPenalty": "frequency_penalty",
    "maxOutputTokens": "max_output_tokens",
    "presencePenalty": "presence_penalty",
    "seed": "seed",
    "temperature": "temperature",
    "topK": "top_k",
    "topP": "top_p",
    "stopSequences": "stop",
    "allowMultipleToolCalls": "parallel_tool_calls",
}
"""The options of version 2, each with the name of the parameter that it sets."""

MORE_OPTIONS = "additionalProperties"
"""The option of version 2 that holds all others."""

_RENAMED = {
    "api": "apiType",
    "configuration": "connection",
    "parameters": "options",
    "inputSchema": "inputs",
    "outputSchema": "outputs",
    "sample": "inputs",
}
_RENAMED_OPTIONS = {
    "max_tokens": "maxOutputTokens",
    "maxTokens": "maxOutputTokens",
    "max_completion_tokens": "maxOutputTokens",
    "stop": "stopSequences",
    "stop_sequences": "stopSequences",
    "parallel_tool_calls": "allowMultipleToolCalls",
}


def version_of(header: Mapping[str, Any]) -> Version:
    """Return the version that the keys of a header are those of; a file on its way to version 2 is of that."""
    model = header.get("model")
    template = header.get("template")
    properties = [*_mappings(header.get("inputs")), *_mappings(header.get("outputs")), *_mappings(header.get("tools"))]
    if (
        any(key in header for key in _SECOND_TOP)
        or isinstance(model, str)
        or (isinstance(model, dict) and any(key in model for key in _SECOND_MODEL))
        or (isinstance(template, dict) and isinstance(template.get("format"), dict))
        or any("kind" in item for item in properties)
    ):
        return "v2"
    is_first = (
        "sample" in header
        or (isinstance(model, dict) and any(key in model for key in _FIRST_MODEL))
        or any("type" in item for item in properties)
    )
    return "v1" if is_first else "either"


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (item for item in items if isinstance(item, dict))


def ignored_keys(header: Mapping[str, Any], document: Positioned) -> Iterator[Fault]:
    """Yield the keys that version 2 ignores: those that only version 1 had, misspelt ones, and unknown options."""
    yield from _renamed(header, (), _TOP, document)
    model = header.get("model")
    if not isinstance(model, dict):
        return
    yield from _renamed(model, ("model",), _MODEL, document)
    options = model.get("options")
    for key in options if isinstance(options, dict) else ():
        if key not in OPTIONS and key != MORE_OPTIONS:
            meant = _RENAMED_OPTIONS.get(key) or certain(key.replace("_", ""), OPTIONS)
            advice = f"did you mean `{meant}`?" if meant else f"write it below `{MORE_OPTIONS}`"
            yield _ignored(("model", "options", key), document, advice)


def _renamed(written: Mapping[str, Any], base: KeyPath, known: Sequence[str], document: Positioned) -> Iterator[Fault]:
    for key in written:
        if key not in known:
            renamed = _RENAMED.get(key)
            meant = renamed if renamed in known else certain(key, known)
            if meant is not None:
                yield _ignored((*base, key), document, f"did you mean `{meant}`?")


def _ignored(keys: KeyPath, document: Positioned, advice: str) -> Fault:
    message = f"version 2 of Prompty ignores {quoted(str(keys[-1]))}"
    return Fault("ignored-key", message, document.range_of(keys, "key"), advice, keys)
