"""MCP: the answer to `tools/list`, with all tools in one JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from promptops.conversion.exportable import Exportable

FILE = "tools.json"
_SAID = ("kind", "name", "description", "parameters", "result", "effects", "idempotent")
_HINTS: Mapping[str, Mapping[str, bool]] = {
    "none": {"readOnlyHint": True},
    "read": {"readOnlyHint": True},
    "write": {"readOnlyHint": False, "destructiveHint": False},
    "irreversible": {"readOnlyHint": False, "destructiveHint": True},
}


def write(tools: Sequence[Exportable]) -> str:
    """Return tools as a list of MCP's. Raises `ExportError`."""
    return json.dumps({"tools": [_tool(tool) for tool in tools]}, indent=2, ensure_ascii=False) + "\n"


def _tool(tool: Exportable) -> dict[str, Any]:
    data = tool.data
    tool.lose(*(key for key in data if key not in _SAID))
    found: dict[str, Any] = {"name": tool.name}
    if "description" in data:
        found["description"] = data["description"]
    parameters = data.get("parameters", {"type": "object"})
    if parameters.get("type") != "object":
        raise tool.refuse("the parameters of a tool are an object in MCP", ("parameters",), "write `type: object`")
    found["inputSchema"] = parameters
    if "result" in data:
        if data["result"].get("type") == "object":
            found["outputSchema"] = data["result"]
        else:
            tool.lose("result")
    hints = dict(_HINTS.get(data.get("effects", ""), {}))
    if data.get("effects") == "none":
        tool.lose("effects: none, which becomes read-only")
    if "idempotent" in data:
        hints["idempotentHint"] = data["idempotent"]
    return {**found, "annotations": hints} if hints else found
