from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from promptops.packaged import published_schemas
from promptops.resources import KINDS, SLUGS
from promptops.resources.json_schema import ANY_KIND, resource_schemas, write_schemas

SCHEMAS = resource_schemas()


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from _parts(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from _parts(item)


def test_published_schemas_are_those_of_the_models(tmp_path: Path) -> None:
    write_schemas(tmp_path, SCHEMAS)
    published = published_schemas()
    for made in sorted(tmp_path.iterdir()):
        fresh = made.read_text(encoding="utf-8")
        assert published.joinpath(made.name).read_text(encoding="utf-8") == fresh, (
            f"{made.name} is out of date: run `python -m promptops.resources.json_schema schemas/`"
        )


def test_every_kind_has_a_schema() -> None:
    assert SCHEMAS.keys() == {*SLUGS, ANY_KIND}


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_valid_and_name_themselves(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:promptops:schema:{name}"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["description"].endswith(".")


def _described(part: dict[str, Any], schema: dict[str, Any]) -> bool:
    target = schema["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else {}
    return bool(part.get("description") or target.get("description"))


@pytest.mark.parametrize("kind", SLUGS)
def test_every_key_is_described(kind: str) -> None:
    schema = SCHEMAS[kind]
    for block in [schema, *schema.get("$defs", {}).values()]:
        keys = block.get("properties", {}) if block.get("additionalProperties") is False else {}
        assert {key for key, value in keys.items() if not _described(value, schema)} <= {"kind"}


@pytest.mark.parametrize("name", SCHEMAS)
def test_nothing_may_be_null(name: str) -> None:
    assert [
        part for part in _parts(SCHEMAS[name]) if part.get("type") == "null" or part.get("default", 0) is None
    ] == []


def test_references_say_what_they_refer_to() -> None:
    tools = SCHEMAS["prompt"]["properties"]["tools"]["items"]
    assert tools["x-refers-to"] == ["tool"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_resource_of_any_kind(full: Callable[..., Any], kind: str) -> None:
    validator = Draft202012Validator(SCHEMAS[ANY_KIND])
    assert validator.is_valid(full(kind))
    assert not validator.is_valid(full(kind, kind=...))
    assert not validator.is_valid(full(kind, kind="Other"))
    assert not validator.is_valid(full(kind, descriptoin="x"))
    assert not validator.is_valid(full(kind, name="a b"))


@pytest.mark.parametrize(
    ("inputs", "good"),
    [
        ({"a": "string", "b": "integer?"}, True),
        ({"a": {"enum": [1], "default": 1}}, True),
        ({"type": "object", "properties": {"a": {"type": "string"}}}, True),
        ({"type": "string", "b": "integer"}, True),
        ({"$ref": "#/$defs/a", "$defs": {"a": {}}}, True),
        ({"a": "strng"}, False),
        ({"a-b": "string"}, False),
        ({"a": {"type": "strng"}}, False),
        ({"properties": {"a": "string"}}, False),
        ({"type": "array", "properties": {}}, False),
        ("string", False),
    ],
)
def test_inputs_are_read_as_the_model_reads_them(
    full: Callable[..., Any], schema_accepts: Callable[..., bool], inputs: Any, *, good: bool
) -> None:
    assert schema_accepts("Prompt", full("Prompt", inputs=inputs)) is good


def test_the_module_writes_them_as_a_program(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-W", "error", "-m", "promptops.resources.json_schema", tmp_path], check=True)
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.schema.json" for name in SCHEMAS}


def test_what_is_written_ends_with_a_line_break_and_is_sorted(tmp_path: Path) -> None:
    write_schemas(tmp_path / "new", SCHEMAS)
    text = (tmp_path / "new" / "team.schema.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
