from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

TEXT = {"type": "string"}
CONSUMER = "kind: Consumer\nname: few-shots\nof: tool:search\n"
NARROWED, WIDENED = "narrowed-tool-input", "widened-tool-input"


def schema(properties: dict[str, Any], *required: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), **more}


def tool(parameters: object) -> str:
    return json.dumps({"name": "search", "description": "Searches.", "inputSchema": parameters})


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str]]:
    return [(each.diagnostic.severity.value, each.diagnostic.message.partition(", ")[2]) for each in found]


def compared(diff: Diff, before: object, after: object, rule: str) -> list[tuple[str, str]]:
    return told(diff({"t.json": tool(before), "c.yaml": CONSUMER}, {"t.json": tool(after)}, rule))


CASES = [
    (schema({"a": TEXT}), schema({"a": TEXT}, "a"), [("error", "`a` is required now")], []),
    (
        schema({"a": TEXT}),
        schema({"a": TEXT, "b": TEXT}, "b"),
        [("error", "`b` is new, and required")],
        [],
    ),
    (
        schema({"a": {"enum": ["x", "y"]}}),
        schema({"a": {"enum": ["x"]}}),
        [("error", "`a` may no longer be `y`")],
        [],
    ),
    (
        schema({"a": {"enum": ["x"]}}),
        schema({"a": {"enum": ["x", "y"]}}),
        [],
        [("error", "`a` may now be `y`")],
    ),
    (schema({"a": TEXT}, "a"), schema({"a": TEXT}), [], [("error", "`a` is optional now")]),
    (schema({"a": TEXT}), schema({"a": TEXT, "b": TEXT}), [], [("info", "`b` is new")]),
    (
        schema({"a": TEXT, "b": TEXT}),
        schema({"a": TEXT}),
        [("warning", "`b` is gone; what is passed for it counts for nothing")],
        [],
    ),
    (
        schema({"a": TEXT, "b": TEXT}, additionalProperties=False),
        schema({"a": TEXT}, additionalProperties=False),
        [("error", "`b` is gone")],
        [],
    ),
    (
        schema({"a": TEXT, "b": TEXT}, "b"),
        schema({"a": TEXT}),
        [("warning", "`b` is gone; what is passed for it counts for nothing")],
        [("error", "`b` is gone; the code behind it is called without it")],
    ),
    (
        schema({"a": TEXT, "b": TEXT}, "b", additionalProperties=False),
        schema({"a": TEXT}, additionalProperties=False),
        [("error", "`b` is gone")],
        [("error", "`b` is gone; the code behind it is called without it")],
    ),
    (
        schema({"a": TEXT}, additionalProperties=False),
        schema({"a": TEXT, "b": TEXT}, "b", additionalProperties=False),
        [("error", "`b` is new, and required")],
        [],
    ),
    (schema({"a": TEXT}), schema({"a": TEXT}, additionalProperties=False), [], []),
    (schema({"a": TEXT}, additionalProperties=False), schema({"a": TEXT}), [], []),
    (schema({"a": TEXT}), schema({"a": {**TEXT, "description": "Which."}}), [], []),
    (schema({"a": TEXT}), schema({"a": {**TEXT, "format": "uri"}}), [], []),
    (schema({"a": TEXT}), schema({"a": TEXT}), [], []),
]


@pytest.mark.parametrize(("before", "after", "narrowed", "widened"), CASES)
def test_what_is_refused_and_what_is_new_to_the_code(
    diff: Diff, before: object, after: object, narrowed: list[tuple[str, str]], widened: list[tuple[str, str]]
) -> None:
    assert compared(diff, before, after, NARROWED) == narrowed
    assert compared(diff, before, after, WIDENED) == widened


def test_a_free_form_object_that_is_closed_takes_less(diff: Diff) -> None:
    before, after = schema({"a": {"type": "object"}}), schema({"a": schema({"b": TEXT}, additionalProperties=False)})
    assert [severity for severity, _ in compared(diff, before, after, NARROWED)] == ["error"]


def test_the_witness_is_shown(diff: Diff) -> None:
    before, after = tool(schema({"a": {"enum": ["x", "y"]}})), tool(schema({"a": {"enum": ["x"]}}))
    (found,) = diff({"t.json": before, "c.yaml": CONSUMER}, {"t.json": after}, NARROWED)
    assert found.diagnostic.notes == ('`{"a": "y"}` was valid, and is no longer',)
    (found,) = diff({"t.json": after, "c.yaml": CONSUMER}, {"t.json": before}, WIDENED)
    assert found.diagnostic.notes == ('`{"a": "y"}` is valid now, and was not',)


def test_a_parameter_with_another_name_is_asked_for(diff: Diff) -> None:
    before, after = (
        tool(schema({"order": TEXT}, additionalProperties=False)),
        tool(schema({"order_id": TEXT}, additionalProperties=False)),
    )
    found = diff({"t.json": before, "c.yaml": CONSUMER}, {"t.json": after}, NARROWED)
    assert [each.diagnostic.help for each in found] == [
        "is it `order_id` now? take what callers know as well until they know better"
    ]


def test_where_nobody_is_known_it_is_for_the_reader(diff: Diff) -> None:
    before, after = tool(schema({"a": TEXT})), tool(schema({"a": TEXT}, "a"))
    (found,) = diff({"t.json": before}, {"t.json": after}, NARROWED)
    assert found.diagnostic.severity == "info"


def test_it_stands_at_the_line_of_the_schema(diff: Diff) -> None:
    head = "kind: Tool\nname: search\ndescription: Searches.\nparameters:\n  type: object\n  properties:\n    a:\n"
    (found,) = diff(
        {"t.yaml": head + "      enum: [x, y]\n", "c.yaml": CONSUMER}, {"t.yaml": head + "      enum: [x]\n"}, NARROWED
    )
    assert (found.diagnostic.primary.path, found.diagnostic.primary.line) == ("t.yaml", 8)


@pytest.mark.parametrize(
    "bad", [True, {"$ref": "#/nowhere"}, {"type": "object", "properties": {"a": {"type": "weird"}}}]
)
def test_odd_schemas_are_no_proof(diff: Diff, bad: object) -> None:
    good = schema({"a": TEXT})
    for before, after in ((good, bad), (bad, good)):
        for rule in (NARROWED, WIDENED):
            assert ("error", "") not in compared(diff, before, after, rule)


def test_a_tool_without_a_schema_says_nothing(diff: Diff) -> None:
    bare = "kind: Tool\nname: search\ndescription: Searches.\n"
    full = f"{bare}parameters: {json.dumps(schema({'a': TEXT}, 'a'))}\n"
    for before, after in ((bare, full), (full, bare)):
        for rule in (NARROWED, WIDENED):
            assert diff({"t.yaml": before, "c.yaml": CONSUMER}, {"t.yaml": after}, rule) == ()
