"""Tool files: what a model may call, with three to eight parameters as JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import vocabulary as words
from inputs import POOL
from plan import Item, Plan
from prompts import review_date
from prose import Prose

_FORMATS: Final = ("date", "date-time", "email", "uri", "uuid")


def tool_file(plan: Plan, tool: Item) -> str:
    """Return the text of one tool file."""
    prose = plan.prose(tool.path)
    names = prose.sample(POOL, prose.number(3, 8))
    required = names[: prose.number(1, 3)]
    effects = prose.pick(("none", "read", "read", "write", "write", "irreversible"))
    lines = [
        "kind: Tool",
        f"name: {tool.name}",
        f"version: {tool.version}",
        f"owner: {tool.owner}",
        *_description(prose),
        "lifecycle: stable",
        f"effects: {effects}",
        f"idempotent: {'true' if effects in ('none', 'read') else 'false'}",
        f"timeout: {prose.number(2, 60)}s",
        f"review_by: {review_date(prose)}",
        "parameters:",
        "  type: object",
        "  additionalProperties: false",
        f"  required: [{', '.join(required)}]",
        "  properties:",
        *(f"    {line}" for name in names for line in _parameter(name, prose)),
    ]
    if prose.chance(0.4):
        lines += ["result:", "  type: object", "  properties:", f"    {prose.pick(words.NOUNS)}: {{type: string}}"]
    return "\n".join([*lines, ""])


def _description(prose: Prose) -> Iterator[str]:
    if prose.chance(0.5):
        yield f"description: {prose.fact()}"
        return
    yield "description: >-"
    yield from (f"  {line}" for line in prose.paragraph(prose.number(2, 4)))
    if prose.chance(0.05):
        yield f"  {prose.pick(words.ACCENTED)}"


def _parameter(name: str, prose: Prose) -> Iterator[str]:
    """Yield the lines of one parameter: most of them scalar, an object or a list now and then."""
    yield f"{name}:"
    shape = prose.pick(("string", "string", "enum", "format", "number", "integer", "boolean", "list", "object"))
    if shape == "enum":
        yield f"  enum: [{', '.join(prose.sample(words.ADJECTIVES, prose.number(2, 5)))}]"
    elif shape == "format":
        yield "  type: string"
        yield f"  format: {prose.pick(_FORMATS)}"
    elif shape == "list":
        yield "  type: array"
        yield "  items: {type: string}"
        yield f"  maxItems: {prose.number(5, 50)}"
    elif shape == "object":
        yield from _nested(prose)
    else:
        yield f"  type: {shape}"
        if shape in ("number", "integer"):
            yield "  minimum: 0"
            yield f"  maximum: {prose.number(1, 90) * 100}"
    yield f"  description: {prose.remark().capitalize()}"


def _nested(prose: Prose) -> Iterator[str]:
    names = prose.sample(words.NOUNS, prose.number(2, 4))
    yield "  type: object"
    yield f"  required: [{names[0]}]"
    yield "  properties:"
    for name in names:
        yield f"    {name}: {{type: {prose.pick(('string', 'integer', 'boolean'))}}}"
