from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from promptops.graph.verbs import NOT_DEPENDENCIES, verb_of
from promptops.resources import KINDS, model_of


def reference_fields(schema: Any, definitions: dict[str, Any], label: str = "") -> Iterator[str]:
    """Yield the paths of keys, without indexes, at which a JSON Schema takes a reference."""
    if not isinstance(schema, dict):
        return
    if "x-refers-to" in schema:
        yield label
    if "$ref" in schema:
        # each definition once along a path, as some contain themselves
        name = schema["$ref"].rpartition("/")[2]
        inner = {key: value for key, value in definitions.items() if key != name}
        yield from reference_fields(definitions.get(name), inner, label)
    for key, part in schema.get("properties", {}).items():
        yield from reference_fields(part, definitions, f"{label}.{key}".removeprefix("."))
    for keyword in ("items", "additionalProperties", "propertyNames"):
        yield from reference_fields(schema.get(keyword), definitions, label)
    for part in schema.get("anyOf", ()):
        yield from reference_fields(part, definitions, label)


@pytest.mark.parametrize(
    ("field", "verb"),
    [
        ("tools", "calls"),
        ("include", "includes"),
        ("model", "runs on"),
        ("fallbacks", "falls back to"),
        ("handoffs", "hands off to"),
        ("invokes", "invokes"),
        ("judge.prompt", "judges with"),
        ("prompt", "follows"),
        ("something.new", "uses"),
    ],
)
def test_the_verb_follows_from_the_whole_field(field: str, verb: str) -> None:
    assert verb_of(field) == verb


@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_of_a_kind_has_a_verb_of_its_own(kind: str) -> None:
    schema = model_of(kind).model_json_schema()
    fields = set(reference_fields(schema, schema.get("$defs", {})))
    assert "owner" in fields
    shorthand = {"holder.team", "holder.feature", "holder.agent", "holder.eval"}  # all read as `holder`
    assert {field for field in fields - NOT_DEPENDENCIES - shorthand if verb_of(field) == "uses"} == set()
