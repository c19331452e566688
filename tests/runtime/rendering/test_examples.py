"""The prompts of the example repository render from their bundle as Jinja2 renders their files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from promptops.compiler import Compiler, Request
from promptops.resources.entries import Entry
from promptops.runtime.rendering.program import Program

EXAMPLES = Path(__file__).parents[3] / "examples"
SAMPLES: Mapping[str, Any] = {"string": "a <text>", "integer": 3, "number": 1.5, "boolean": True, "null": None}


def sample(schema: Mapping[str, Any]) -> Any:
    """Return a value that a schema accepts."""
    if "enum" in schema:
        return schema["enum"][-1]
    kind = schema.get("type", "string")
    if kind == "array":
        return [sample(schema.get("items", {}))] * 2
    if kind == "object":
        return {name: sample(value) for name, value in schema.get("properties", {"key": {}}).items()}
    return SAMPLES[kind if isinstance(kind, str) else kind[0]]


COMPILED = Compiler(Request(EXAMPLES, date(2026, 11, 1))).compiled
PROMPTS = [entry for entry in COMPILED.project.entries if entry.kind in ("prompt", "fragment")]


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    compiler = Compiler(Request(EXAMPLES, date(2026, 11, 1)))
    written = compiler.write(tmp_path_factory.mktemp("build"), "0", with_bundles=True)
    found: Mapping[str, Any] = json.loads(written.bundles["prod"].read_bytes())["resources"]
    return found


def inputs_of(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = resource["attributes"].get("inputs", {}).get("properties", {})
    return properties


@pytest.mark.parametrize("entry", PROMPTS, ids=lambda entry: entry.reference)
def test_a_text_is_what_jinja2_makes_of_its_file(entry: Entry, resources: Mapping[str, Any]) -> None:
    source, resource = COMPILED.text_of(entry), resources.get(entry.reference)
    if not source or resource is None:
        pytest.skip("it has messages, or is for another environment")
    targets = {link.text: target for link, target in COMPILED.project.targets[COMPILED.project.entries.index(entry)]}
    included = {name: COMPILED.text_of(target) or "" for name, target in targets.items() if target is not None}
    fragments = [resources[target.reference] for target in targets.values() if target and target.kind == "fragment"]
    passed_on = [name for fragment in fragments for name in inputs_of(fragment)]
    values = dict.fromkeys(passed_on, "passed on") | {
        name: sample(schema) for name, schema in inputs_of(resource).items()
    }
    jinja = Environment(loader=DictLoader(included), keep_trailing_newline=True, autoescape=False)  # noqa: S701  no page

    def find(reference: str) -> Program:
        return Program.of(resources[reference]["programs"]["/body"])

    assert find(entry.reference).render(values, find) == jinja.from_string(source).render(values)
