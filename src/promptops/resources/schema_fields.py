"""Fields that hold a JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import WithJsonSchema

from promptops.resources.checked import Checked
from promptops.resources.inputs import INPUT_NAME, read_inputs
from promptops.resources.rejections import RefusedError, wrong_type
from promptops.resources.schema_check import schema_problems
from promptops.resources.schema_keywords import KEYWORDS
from promptops.resources.schema_types import TYPES
from promptops.resources.shapes import OrPath
from promptops.resources.texts import RelativePath

SCHEMA_MARK = "x-json-schema"
"""The keyword that stands for "is itself a JSON Schema" until the schema of a kind is published."""

_MARK = {SCHEMA_MARK: True}
_IS_SCHEMA = {
    "anyOf": [
        {"properties": {"properties": {"type": "object"}}, "required": ["properties"]},
        {
            "properties": {"type": {"const": "object"}},
            "required": ["type"],
            "propertyNames": {"enum": sorted(KEYWORDS)},
        },
        {"not": {"propertyNames": {"pattern": r"^[^$]"}}},
    ]
}
_SHORTHAND = {
    "propertyNames": {"pattern": f"^{INPUT_NAME}$"},
    "additionalProperties": {
        "anyOf": [{"type": "string", "pattern": rf"^(?:{'|'.join(TYPES)})\??$"}, {**_MARK, "type": "object"}]
    },
}
_INPUTS = {
    "type": "object",
    "if": _IS_SCHEMA,
    "then": {**_MARK, "properties": {"type": {"const": "object"}}},
    "else": _SHORTHAND,
}


def _check_schema(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise RefusedError(wrong_type("a JSON Schema", value))
    problems = schema_problems(value)
    if problems:
        raise RefusedError(*problems)
    return value


JsonSchema = Annotated[Mapping[str, Any], Checked(_check_schema), WithJsonSchema({**_MARK, "type": "object"})]
"""A JSON Schema, drafts 4 to 2020-12."""

SchemaOrPath = Annotated[RelativePath | JsonSchema, OrPath()]
"""A JSON Schema, or the path of the file that holds it."""

Inputs = Annotated[Mapping[str, Any], Checked(read_inputs), WithJsonSchema(_INPUTS)]
"""What a text takes: the JSON Schema of an object with `properties` and `required`; users may write the shorthand."""
