"""dotprompt: front matter with a schema of the inputs, and a Handlebars text in which tags begin the roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from promptops.conversion.exportable import Exportable
from promptops.conversion.targets.picoschema import picoschema
from promptops.conversion.yaml_text import yaml_text

SUFFIX = ".prompt"
_ROLES = {"system": "system", "user": "user", "assistant": "model", "tool": "tool"}
_CONFIG = {"max_output_tokens": "maxOutputTokens", "top_k": "topK", "top_p": "topP"}
_SAID = ("kind", "name", "description", "model", "inputs", "output", "tools", "parameters", "body", "messages")


def write(prompt: Exportable) -> str:
    """Return a prompt as a `.prompt` file. Raises `ExportError`."""
    data = prompt.data
    prompt.lose(*(key for key in data if key not in _SAID))
    stated = {"model": prompt.model, "description": data.get("description")}
    header: dict[str, Any] = {key: value for key, value in stated.items() if value is not None}
    parameters = data.get("parameters", {})
    if parameters:
        header["config"] = {_CONFIG.get(key, key): value for key, value in parameters.items()}
    header["input"] = _input(data.get("inputs") or {"type": "object", "additionalProperties": False})
    output = data.get("output", {})
    prompt.lose(*(f"output.{key}" for key in output if key not in ("format", "schema")))
    if output:
        header["output"] = {"format": output["format"]}
        if "schema" in output:
            header["output"]["schema"] = picoschema(output["schema"]) or output["schema"]
    tools = [name for name, _ in prompt.tools()]
    if tools:
        header["tools"] = tools
    return f"---\n{yaml_text(header)}---\n{_body(prompt)}\n"


def _input(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs: the defaults beside the schema as well, where the library looks for them."""
    properties = schema.get("properties", {})
    defaults = {
        name: written["default"]
        for name, written in properties.items()
        if isinstance(written, Mapping) and "default" in written
    }
    found: dict[str, Any] = {"schema": picoschema(schema) or {"type": "object", **schema}}
    return {**found, "default": defaults} if defaults else found


def _body(prompt: Exportable) -> str:
    messages = prompt.messages("handlebars", speaker=None)
    parts: list[str] = []
    for role, text, keys in messages:
        if role and role not in _ROLES:
            raise prompt.refuse(f"dotprompt has no role `{role}`", keys)
        if role and not text.strip():
            raise prompt.refuse("dotprompt leaves out a message that is blank", keys)
        parts.append(_turn(_ROLES[role], text, is_first=not parts) if role else text)
    whole = "".join(parts)
    if whole != whole.strip():
        prompt.lose("blanks around the text")
    return whole.strip()


def _turn(role: str, text: str, *, is_first: bool) -> str:
    """Return a message behind the tag that begins its role: on a line of its own where that changes nothing."""
    before = "" if is_first else "\n"
    if text != text.strip():
        return f'{{{{role "{role}"}}}}{text}'
    mark = "" if is_first else "~"
    return f'{before}{{{{{mark}role "{role}"~}}}}\n{text}'
