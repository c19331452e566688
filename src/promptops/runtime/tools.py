"""The tools that a decision names: what the model is told of them, out of the same bundle as its prompt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from promptops.runtime.bundle import Bundle

_NO_PARAMETERS: Mapping[str, Any] = {"type": "object", "properties": {}}


class Tool(NamedTuple):
    """One tool of the bundle; `parameters` is the JSON Schema of what it takes, an object."""

    reference: str
    name: str
    description: str
    parameters: Mapping[str, Any]


def tool_of(bundle: Bundle, reference: str) -> Tool:
    """Return a tool of the bundle."""
    attributes = bundle.attributes(reference)
    parameters = attributes.get("parameters") or _NO_PARAMETERS
    return Tool(reference, attributes["name"], attributes.get("description", ""), parameters)
