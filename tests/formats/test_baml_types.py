from __future__ import annotations

from typing import Any

import pytest

from promptops.formats.baml.syntax import Source
from promptops.formats.baml.types import MAX_NESTING, Types
from promptops.resources.schema_check import schema_problems

DECLARED = """\
enum Mood { GOOD
  BAD @alias("awful") @description("not good")
  ODD @skip
}
enum Open { A
  @@dynamic
}
class Item {
  name string @description(#"what it is called"#)
  note string?
  mood Mood @alias("feeling") @check(ok, {{ this != "}" }})
  hidden int @skip
  parts Item[]
    | null
  @@description("a thing")
  function price(self) -> int { 1 }
}
type Json = int | string | Json[] | map<string, Json>
type Loop = Round
type Round = Loop
type Maybe = Maybe | int
"""


def schema_of(written: str) -> dict[str, Any]:
    source = Source(f"{DECLARED}\ntype Wanted = {written}\n")
    (wanted,) = (each for each in source.declarations if each.name.text == "Wanted")
    schema = Types(source).schema(wanted.output)
    assert schema_problems(schema) == []
    return schema


@pytest.mark.parametrize(
    ("written", "schema"),
    [
        ("string", {"type": "string"}),
        ("int?", {"type": ["integer", "null"]}),
        ("float[]", {"type": "array", "items": {"type": "number"}}),
        ("bool[][]?", {"type": ["array", "null"], "items": {"type": "array", "items": {"type": "boolean"}}}),
        ("map<string, int>", {"type": "object", "additionalProperties": {"type": "integer"}}),
        ('"a" | "b"', {"enum": ["a", "b"]}),
        ("1 | true | 2.5", {"enum": [1, True, 2.5]}),
        ("(int | string)[]", {"type": "array", "items": {"anyOf": [{"type": "integer"}, {"type": "string"}]}}),
        ("int\n  | null", {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        ('string @assert(ok, {{ this|length > 0 }}) | "x"', {"anyOf": [{"type": "string"}, {"const": "x"}]}),
        ("(int, string)", {"type": "array"}),
        ("image", {}),
        ("Elsewhere", {}),
        ("Elsewhere[]", {"type": "array"}),
        ("int | Elsewhere", {}),
        ("map<string, Elsewhere>", {"type": "object"}),
        ("Elsewhere?", {}),
    ],
)
def test_a_type_is_a_schema(written: str, schema: dict[str, Any]) -> None:
    assert schema_of(written) == schema


def test_a_class_is_what_the_model_is_to_write() -> None:
    schema = schema_of("Item?")
    assert schema["anyOf"] == [{"$ref": "#/$defs/Item"}, {"type": "null"}]
    assert schema["$defs"]["Mood"] == {"type": "string", "enum": ["GOOD", "awful"]}
    item = schema["$defs"]["Item"]
    assert list(item["properties"]) == ["name", "note", "feeling", "parts"]
    assert item["required"] == ["name", "feeling"]
    assert item["description"] == "a thing"
    assert item["properties"]["name"] == {"type": "string", "description": "what it is called"}


def test_the_values_of_a_dynamic_enum_are_not_known() -> None:
    assert schema_of("Open")["$defs"]["Open"] == {"type": "string"}


def test_types_that_refer_to_themselves_end() -> None:
    assert schema_of("Json")["$defs"]["Json"]["anyOf"][2] == {"type": "array", "items": {"$ref": "#/$defs/Json"}}
    assert schema_of("Loop")["$defs"]["Loop"] == {}
    assert schema_of("Maybe?")["$defs"]["Maybe"]["anyOf"][0] == {"$ref": "#/$defs/Maybe"}


def test_a_type_nested_too_deep_stands_for_any_value() -> None:
    assert schema_of("int" + "[]" * (MAX_NESTING + 1)) == {}
    assert schema_of("(" * 60 + "int" + ")" * 60) == {}


def test_the_schemas_of_a_file_have_a_bound() -> None:
    many = "".join(f"class C{number} {{ a C{number + 1} }}\n" for number in range(3_000))
    source = Source(many + "type Wanted = C0\n")
    types = Types(source)
    sizes = [len(types.schema(source.declarations[-1].output)["$defs"]) for _ in range(5)]
    assert sizes[0] > sizes[1]
    assert sizes[-1] == 1
