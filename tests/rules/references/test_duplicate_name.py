from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "duplicate-name"
SEARCH = {"name": "search", "description": "Searches.", "inputSchema": {"type": "object"}}
FUNCTION = {"type": "function", "function": {**SEARCH, "parameters": {"type": "object"}}}


def test_every_repetition_points_at_the_first_one(lint: Lint) -> None:
    team = "kind: Team\nname: payments\nversion: 1.0.0\n"
    found = lint({"a.yaml": f"{team}---\n{team.replace('1.0.0', '1.3.0')}", "b.yaml": f"{team}"}, RULE)
    assert [each.primary for each in found] == [("a.yaml", 6, 7, 6, 15), ("b.yaml", 2, 7, 2, 15)]
    assert {each.message for each in found} == {"there are two of the team `payments` with major version 1"}
    assert {related.span[:3] for each in found for related in each.related} == {("a.yaml", 2, 7)}


def test_resources_without_versions_are_of_one_version(lint: Lint) -> None:
    (found,) = lint({"a.yaml": "kind: Tool\nname: t\n", "b.yaml": "kind: Tool\nname: t\n"}, RULE)
    assert found.message == "there are two of the tool `t`"


@pytest.mark.parametrize(
    ("value", "place"),
    [
        pytest.param([SEARCH, SEARCH], (10, 13), id="a list"),
        pytest.param({"tools": [FUNCTION, FUNCTION]}, (19, 17), id="functions"),
        pytest.param({"result": {"tools": [SEARCH, SEARCH]}}, (12, 17), id="in an envelope"),
    ],
)
def test_a_list_that_repeats_a_tool_is_reported(value: object, place: tuple[int, int], lint: Lint) -> None:
    (found,) = lint({"tools.json": json.dumps(value, indent=2)}, RULE)
    assert found.primary[1:3] == place
    assert found.message == "the list declares the tool `search` twice"
    assert [related.text for related in found.related] == ["first declared here"]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {"a.yaml": "kind: Tool\nname: t\nversion: 1.0.0\n---\nkind: Tool\nname: t\nversion: 2.0.0\n"},
            id="two majors",
        ),
        pytest.param({"a.yaml": "kind: Tool\nname: t\n---\nkind: Agent\nname: t\n"}, id="two kinds"),
        pytest.param(
            {"a.json": json.dumps({"tools": [SEARCH]}), "b.json": json.dumps({"tools": [SEARCH]})}, id="two servers"
        ),
        pytest.param(
            {
                "a.json": json.dumps(
                    [{"question": "Who?", "tools": [SEARCH]}, {"question": "Where?", "tools": [SEARCH]}]
                )
            },
            id="a list for each case of a dataset",
        ),
        pytest.param({"a.yaml": "kind: Tool\nname: search\n", "b.json": json.dumps([SEARCH])}, id="two formats"),
        pytest.param(
            {"a.yaml": "kind: Tool\nname: t\n---\nkind: Tool\nname: t\neffects: sideways\n"},
            id="one of them was refused",
        ),
    ],
)
def test_what_can_be_told_apart_is_left_alone(files: dict[str, str], lint: Lint) -> None:
    assert lint(files, RULE) == ()
