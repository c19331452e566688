"""GitHub Models: a `.prompt.yml` file with messages in which `{{name}}` is replaced."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from promptops.conversion.exportable import Exportable
from promptops.conversion.yaml_text import yaml_text

SUFFIX = ".prompt.yml"
_ROLES = ("system", "user", "assistant")
_SPEAKER = "user"
"""Who speaks a text without roles."""
_PARAMETERS = {
    "max_tokens": "maxTokens",
    "max_output_tokens": "maxTokens",
    "max_completion_tokens": "maxCompletionTokens",
    "temperature": "temperature",
    "top_p": "topP",
}
_SAID = ("kind", "name", "description", "model", "output", "parameters", "body", "messages")
_SCHEMA_NAME = "answer"


def write(prompt: Exportable) -> str:
    """Return a prompt as a `.prompt.yml` file. Raises `ExportError`."""
    data = prompt.data
    if data.get("tools"):
        raise prompt.refuse("GitHub Models has no tools, and the prompt would be without its own", ("tools",))
    prompt.lose(*(key for key in data if key not in _SAID))
    file: dict[str, Any] = {"name": prompt.name}
    stated = {"description": data.get("description"), "model": prompt.model}
    file |= {key: value for key, value in stated.items() if value is not None}
    parameters = _parameters(prompt, data.get("parameters", {}))
    if parameters:
        file["modelParameters"] = parameters
    file |= _response_format(prompt, data.get("output", {}))
    file["messages"] = [_message(prompt, *message) for message in prompt.messages("braces", speaker=_SPEAKER)]
    return yaml_text(file)


def _parameters(prompt: Exportable, written: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in written.items():
        name = _PARAMETERS.get(key)
        if name is None or name in found:
            prompt.lose(f"parameters.{key}")
        else:
            found[name] = value
    return found


def _response_format(prompt: Exportable, output: Mapping[str, Any]) -> dict[str, Any]:
    prompt.lose(*(f"output.{key}" for key in output if key not in ("format", "schema")))
    form, schema = output.get("format"), output.get("schema")
    if form == "json" and isinstance(schema, Mapping):
        wrapped = {"name": _SCHEMA_NAME, "strict": True, "schema": schema}
        return {"responseFormat": "json_schema", "jsonSchema": json.dumps(wrapped, indent=2, ensure_ascii=False)}
    if form == "json":
        return {"responseFormat": "json_object"}
    if form is not None and form != "text":
        prompt.lose("output.format")
    return {"responseFormat": "text"} if form == "text" else {}


def _message(prompt: Exportable, role: str, text: str, keys: tuple[str | int, ...]) -> dict[str, str]:
    if role not in _ROLES:
        raise prompt.refuse(f"GitHub Models has no role `{role}`", keys)
    return {"role": role, "content": text}
