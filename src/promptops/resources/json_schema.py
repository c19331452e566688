"""The JSON Schemas of the kinds, for editors: what users may write, shorthands included.

`python -m promptops.resources.json_schema schemas/` writes them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from promptops.resources import KINDS, model_of, slug_of
from promptops.resources.base import Block
from promptops.resources.schema_fields import SCHEMA_MARK
from promptops.resources.schema_types import TYPES

DIALECT = "https://json-schema.org/draft/2020-12/schema"

ANY_KIND = "promptops"
"""The name of the schema of a resource of any kind."""

_DEFINITION = "JsonSchema"
_SCHEMA = {"$ref": f"#/$defs/{_DEFINITION}"}
_SCHEMAS = {"type": "object", "additionalProperties": _SCHEMA}
_TYPE = {"enum": list(TYPES)}
_JSON_SCHEMA: JsonSchemaValue = {
    "description": "A JSON Schema, drafts 4 to 2020-12.",
    "type": ["object", "boolean"],
    "properties": {
        "type": {"anyOf": [_TYPE, {"type": "array", "items": _TYPE, "minItems": 1}]},
        "description": {"type": "string"},
        "enum": {"type": "array"},
        "properties": _SCHEMAS,
        "required": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "additionalProperties": _SCHEMA,
        "items": {"anyOf": [_SCHEMA, {"type": "array", "items": _SCHEMA}]},
        "allOf": {"type": "array", "items": _SCHEMA, "minItems": 1},
        "anyOf": {"type": "array", "items": _SCHEMA, "minItems": 1},
        "oneOf": {"type": "array", "items": _SCHEMA, "minItems": 1},
        "not": _SCHEMA,
        "minimum": {"type": "number"},
        "maximum": {"type": "number"},
        "minLength": {"type": "integer", "minimum": 0},
        "maxLength": {"type": "integer", "minimum": 0},
        "minItems": {"type": "integer", "minimum": 0},
        "maxItems": {"type": "integer", "minimum": 0},
        "pattern": {"type": "string", "format": "regex"},
        "format": {"type": "string"},
        "$ref": {"type": "string"},
        "$defs": _SCHEMAS,
    },
}


class _Generator(GenerateJsonSchema):
    """Leaves out what tells an author nothing, titles made of keys and empty defaults, and closes mappings."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        return made if made.get("default") else {key: value for key, value in made.items() if key != "default"}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        return {**made, "additionalProperties": False} if "patternProperties" in made else made


def resource_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of every kind by its spelling in references, and `promptops` for a resource of any kind.

    The last one needs the key `kind`; in the others it may be left out, as the suffix of a file can say it.
    """
    schemas = {slug_of(kind): schema_of(model_of(kind), slug_of(kind)) for kind in KINDS}
    return {**schemas, ANY_KIND: _published(ANY_KIND, _any_kind())}


def schema_of(block: type[Block], name: str) -> dict[str, Any]:
    """Return the JSON Schema of a mapping with known keys, to be published under a name."""
    return _published(name, block.model_json_schema(schema_generator=_Generator))


def _any_kind() -> dict[str, Any]:
    """Return the schema that lets `kind` choose; it holds all kinds, as editors follow no reference out of a file."""
    _, definitions = models_json_schema([(model_of(kind), "validation") for kind in KINDS], schema_generator=_Generator)
    return {
        **definitions,
        "title": "Resource",
        "description": "A resource of any kind.",
        "type": "object",
        "properties": {"kind": {"enum": list(KINDS), "description": "What the resource is."}},
        "required": ["kind"],
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/{kind}"},
            }
            for kind in KINDS
        ],
    }


def _published(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    published = {**_with_references(schema), "$schema": DIALECT, "$id": f"urn:promptops:schema:{name}"}
    if _SCHEMA["$ref"] in json.dumps(published):
        published["$defs"] = {**published.get("$defs", {}), _DEFINITION: _JSON_SCHEMA}
    return published


def _with_references(schema: Any) -> Any:
    """Return a schema in which every mark of an embedded JSON Schema is a reference to the definition of one."""
    if isinstance(schema, list):
        return [_with_references(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {key: _with_references(value) for key, value in schema.items() if key != SCHEMA_MARK}
    return {**copy, **_SCHEMA} if SCHEMA_MARK in schema else copy


def write_schemas(folder: Path, schemas: Mapping[str, Any]) -> None:
    """Write schemas by name to a folder, each as `<name>.schema.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas.items():
        text = json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False)
        (folder / f"{name}.schema.json").write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]), resource_schemas())
