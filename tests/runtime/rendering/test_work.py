"""The work of rendering is limited: small programs that would take time or memory without end are refused soon."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest

from promptops.runtime.rendering import work
from promptops.runtime.rendering.program import Program, RenderError
from promptops.runtime.rendering.values import MAX_ITEMS
from promptops.runtime.rendering.work import ITEM, MAX_WORK, SHORT, weight

NOTHING: Mapping[str, Program] = {}
X, Y = ["name", "x"], ["name", "y"]
ROUNDS = list(range(100_000))
LONG = "x" * 1_000_000


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lower the limit, so that reaching it takes little time."""
    monkeypatch.setattr(work, "MAX_WORK", 4_000_000)


def nested(name: str) -> list[Any]:
    """Return steps that put a list into itself twice, so often that writing it would take years."""
    return [["set", name, ["list", ["const", 1]]], *[["set", name, ["list", ["name", name], ["name", name]]]] * 60]


def looped(body: list[Any], condition: Any = None) -> list[Any]:
    return [["for", ["i"], ["name", "rounds"], condition, body, []]]


SHARED: list[list[Any]] = [
    [["write", X]],
    [["write", ["concat", X, X]]],
    [["write", ["slice", ["filter", "string", X], None, ["const", 1]]]],
    [["write", ["filter", "tojson", X]]],
    [["write", ["filter", "join", X]]],
    [["write", ["filter", "upper", X]]],
    [["write", ["compare", X, "eq", Y]]],
    [["write", ["compare", X, "lt", Y]]],
    [["write", ["compare", ["const", 1], "ne", X, "ne", Y]]],
    [["write", ["compare", X, "in", ["list", Y]]]],
    [["write", ["test", "eq", X, Y]]],
    [["write", ["test", "in", X, ["list", Y]]]],
    [["write", ["filter", "length", ["filter", "selectattr", ["list", X, X], ["const", "0"], ["const", "eq"], Y]]]],
]


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize("steps", SHARED)
def test_a_value_that_holds_itself_often_is_counted_before_it_is_gone_through(steps: list[Any]) -> None:
    refused([*nested("x"), *nested("y"), *steps])


LONG_WORK: list[list[Any]] = [
    [["set", f"x{number}", ["filter", "upper", ["name", "long"]]] for number in range(300)],
    [["set", f"x{number}", ["slice", ["name", "long"], ["const", 1], None]] for number in range(300)],
    [["set", f"x{number}", ["add", ["name", "long"], ["const", "x"]]] for number in range(300)],
    [["set", f"x{number}", ["concat", ["name", "long"], ["const", number]]] for number in range(300)],
    looped([["set", "x", ["compare", ["const", "b"], "in", ["name", "long"]]]]),
    looped([["set", "x", ["compare", ["name", "long"], "eq", ["slice", ["name", "long"], None, None]]]]),
    looped([["set", "x", ["filter", "last", ["name", "rounds"]]]]),
    looped([["set", "x", ["filter", "map", ["name", "rounds"], ["const", "a"]]]]),
    looped([["set", "x", ["list", *[["const", 1]] * 10_000]]]),
    looped([["write", ["const", ""]]] * 1_000),
    looped([], ["compare", ["name", "i"], "in", ["name", "rounds"]]),
    [*[["set", f"n{number}", ["const", number]] for number in range(1_000)], *looped([["set", "x", ["const", 1]]])],
]


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize("steps", LONG_WORK)
def test_much_work_in_few_steps_is_refused(steps: list[Any]) -> None:
    refused(steps)


@pytest.mark.usefixtures("little")
def test_what_is_included_often_counts_by_its_length() -> None:
    leaf = Program.of([["write", ["const", ""]]] * 10_000)
    refused(looped([["include", "fragment:a", False]]), rounds=9_000, leaf=leaf)


def test_rounds_that_a_condition_leaves_out_count_as_rounds() -> None:
    empty = looped([], ["const", False])
    with pytest.raises(RenderError, match="rounds"):
        rendered(empty * (MAX_ITEMS // len(ROUNDS) + 1))
    assert rendered(empty) == ""


@pytest.mark.parametrize(
    "expression",
    [["filter", "list", X], ["filter", "last", X], ["method", "split", X, ["const", " "]], ["method", "split", X]],
)
def test_a_text_is_not_taken_apart_into_more_items_than_a_list_may_have(expression: Any) -> None:
    program = Program.of([["write", expression]])
    with pytest.raises(RenderError, match="more than 1,000,000 items"):
        program.render({"x": "x " * (MAX_ITEMS + 1)}, NOTHING.__getitem__)


def test_the_limit_is_what_the_format_says() -> None:
    with pytest.raises(RenderError, match="more than 67,108,864 units of work"):
        rendered(LONG_WORK[0])


def test_memory_that_is_not_there_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def spend(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(work.Meter, "spend", spend)
    with pytest.raises(RenderError, match="more memory than there is"):
        rendered(["text"])


def test_a_value_that_holds_itself_has_a_weight() -> None:
    circle: list[Any] = []
    circle.append(circle)
    assert weight(circle) > MAX_WORK
    assert weight({"key": ["abc", 1]}) == 2 * ITEM + 3 + 3 * ITEM + 3
    assert rendered([["write", ["filter", "upper", ["const", "x" * (SHORT + 1)]]]]) == "X" * (SHORT + 1)


def rendered(steps: list[Any], rounds: int = len(ROUNDS), leaf: Program | None = None) -> str:
    values = {"rounds": ROUNDS[:rounds], "long": LONG}
    return Program.of(steps).render(values, {"fragment:a": leaf or Program.of([])}.__getitem__)


def refused(steps: list[Any], rounds: int = len(ROUNDS), leaf: Program | None = None) -> None:
    began = time.thread_time()
    with pytest.raises(RenderError, match="units of work"):
        rendered(steps, rounds, leaf)
    assert time.thread_time() - began < 2
