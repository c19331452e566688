"""Prompty, version 2: front matter, and a Jinja2 text that role lines divide into messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from promptops.conversion.exportable import Exportable
from promptops.conversion.yaml_text import yaml_text
from promptops.formats.prompty.version import MORE_OPTIONS, OPTIONS
from promptops.templates.bindings import bound_names

SUFFIX = ".prompty"
_ROLES = ("system", "developer", "user", "assistant")
_OPTIONS = {parameter: option for option, parameter in OPTIONS.items()}
_BOUNDARY = re.compile(
    r"^[ \t]*(?:#[ \t]*)?(?:\w+)[ \t]*(?:\[[^\]\n]*\][ \t]*)?:[ \t]*$|^[ \t]*!\[thread\]", re.MULTILINE
)
_SAID = ("kind", "name", "description", "model", "inputs", "output", "tools", "parameters", "body", "messages")
_SCHEMA_KEYS = {"description": "description", "default": "default", "enum": "enumValues"}


def write(prompt: Exportable) -> str:
    """Return a prompt as a Prompty file. Raises `ExportError`."""
    data = prompt.data
    prompt.lose(*(key for key in data if key not in _SAID))
    header: dict[str, Any] = {"name": prompt.name}
    if "description" in data:
        header["description"] = data["description"]
    header["model"] = _model(prompt)
    inputs = data.get("inputs")
    if inputs:
        header["inputs"] = list(_properties(prompt, inputs, "inputs", without=("additionalProperties",)))
    output = data.get("output", {})
    if isinstance(output.get("schema"), Mapping) and output["schema"].get("type") == "object":
        header["outputs"] = list(_properties(prompt, output["schema"], "output.schema"))
    prompt.lose(*(f"output.{key}" for key in output if key not in ("format", "schema")))
    if output.get("format", "text") != "text" and "outputs" not in header:
        prompt.lose("output")
    tools = list(_tools(prompt))
    if tools:
        header["tools"] = tools
    return f"---\n{yaml_text(header)}---\n{_body(prompt)}\n"


def _model(prompt: Exportable) -> dict[str, Any]:
    model: dict[str, Any] = {} if prompt.model is None else {"id": prompt.model}
    model["apiType"] = "chat"
    parameters = prompt.data.get("parameters", {})
    options = {_OPTIONS[key]: value for key, value in parameters.items() if key in _OPTIONS}
    more = {key: value for key, value in parameters.items() if key not in _OPTIONS}
    if more:
        options[MORE_OPTIONS] = more
    return {**model, "options": options} if options else model


def _properties(
    prompt: Exportable, schema: Mapping[str, Any], path: str, without: tuple[str, ...] = ()
) -> Iterator[dict[str, Any]]:
    """Yield what Prompty says of each property of an object; what it cannot say of one is lost."""
    known = ("type", "properties", "required", *without)
    prompt.lose(*(f"{path}.{key}" for key in schema if key not in known))
    for name, written in schema.get("properties", {}).items():
        found = {"name": name, **_property(prompt, written, f"{path}.{name}")}
        if name in schema.get("required", ()):
            found["required"] = True
        yield found


def _property(prompt: Exportable, written: Any, path: str) -> dict[str, Any]:
    schema: Mapping[str, Any] = written if isinstance(written, dict) else {}
    kind = schema.get("type")
    found: dict[str, Any] = {"kind": kind if isinstance(kind, str) and kind != "null" else "any"}
    found |= {name: schema[key] for key, name in _SCHEMA_KEYS.items() if schema.get(key) is not None}
    examples = schema.get("examples")
    if isinstance(examples, list) and len(examples) == 1 and examples[0] is not None:
        found["example"] = examples[0]
    if isinstance(schema.get("items"), dict):
        found["items"] = _property(prompt, schema["items"], f"{path}.items")
    if isinstance(schema.get("properties"), dict):
        found["properties"] = list(_properties(prompt, schema, path, without=tuple(schema)))
    said = {"items", "properties", "required", *(key for key in _SCHEMA_KEYS if schema.get(key) is not None)}
    said |= {"type"} if found["kind"] == kind else set()
    said |= {"examples"} if "example" in found else set()
    prompt.lose(*(f"{path}.{key}" for key in schema if key not in said))
    return found


def _tools(prompt: Exportable) -> Iterator[dict[str, Any]]:
    for name, tool in prompt.tools():
        if tool is None:
            raise prompt.refuse(f"nothing declares the tool `{name}`, and Prompty wants its parameters", ("tools",))
        found: dict[str, Any] = {"name": name, "kind": "function"}
        if "description" in tool:
            found["description"] = tool["description"]
        path = f"tools.{name}"
        found["parameters"] = list(_properties(prompt, tool.get("parameters", {}), f"{path}.parameters"))
        told = ("kind", "name", "description", "parameters")
        prompt.lose(*(f"{path}.{key}" for key in tool if key not in told))
        yield found


def _body(prompt: Exportable) -> str:
    messages = prompt.messages("jinja", speaker=None)
    parts: list[str] = []
    for role, text, keys in messages:
        stray = _BOUNDARY.search(text)
        if stray is not None:
            raise prompt.refuse(f"Prompty would take the line `{stray[0].strip()}` for the begin of a message", keys)
        if role and role not in _ROLES:
            raise prompt.refuse(f"Prompty has no role `{role}`", keys)
        if role and len(messages) > 1 and bound_names(text):
            raise prompt.refuse("a name that this message binds would hold in the next ones", keys)
        if role and text != text.strip("\n"):
            prompt.lose("blank lines around messages")
        parts.append(f"{role}:\n{text.strip(chr(10))}" if role else text)
    return "\n\n".join(parts)
