from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

RULE = "softened-budget"


def budget(amount: str = "{usd: 100}", window: str | None = "month", on_exceed: str | None = "block") -> str:
    more = (f"window: {window}\n" if window else "") + (f"on_exceed: {on_exceed}\n" if on_exceed else "")
    return f"kind: Budget\nname: chat\nholder: team:support\namount: {amount}\n{more}"


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        (budget(), budget(on_exceed="degrade"), 1),
        (budget(on_exceed="degrade"), budget(on_exceed="alert"), 1),
        (budget(on_exceed="alert"), budget(on_exceed=None), 1),
        (budget(on_exceed=None), budget(on_exceed="alert"), 0),
        (budget(on_exceed="alert"), budget(), 0),
        (budget(), budget("{usd: 200}"), 0),
        (budget(), budget("{usd: 200.01}"), 1),
        (budget("{tokens: 10}"), budget("{tokens: 21}"), 1),
        (budget("{usd: 100, tokens: 9}"), budget("{usd: 100}"), 1),
        (budget("{usd: 100}"), budget("{usd: 100, tokens: 9}"), 0),
        (budget("{usd: 100}"), budget("{usd: 1}"), 0),
        (budget(), budget(window="week"), 1),
        (budget(), budget(window="year"), 0),
        (budget("{usd: 1200}", "year"), budget(), 0),
        (budget("{usd: 12}", "day"), budget("{usd: 360}", "month"), 0),
        (budget(window=None), budget(), 1),
        (budget(), budget(window=None), 0),
        (budget("{usd: 0}", None), budget("{usd: 0}"), 0),
        (budget("{usd: 0}"), budget("{usd: 0.01}"), 1),
        (budget("{usd: '100.0'}"), budget("{usd: 1e2}"), 0),
    ],
)
def test_what_stops_less_is_told(before: str, after: str, count: int, diff: Diff) -> None:
    found = diff({"chat.yaml": before}, {"chat.yaml": after}, RULE)
    assert [each.diagnostic.severity.value for each in found] == ["warning"] * count


def test_how_many_times_as_much_is_left_to_the_project(diff: Diff) -> None:
    settings = "rules:\n  softened-budget:\n    options:\n      times: 5\n"
    before = {"promptops.yaml": settings, "chat.yaml": budget()}
    assert diff(before, {"chat.yaml": budget("{usd: 500}")}, RULE) == ()
    (found,) = diff(before, {"chat.yaml": budget("{usd: 501}")}, RULE)
    assert "is 501 usd a month now, more than 5 times what it was: 100 usd a month" in found.diagnostic.message


def test_the_change_cannot_give_itself_leave(diff: Diff) -> None:
    settings = "rules:\n  softened-budget:\n    options:\n      times: 1000\n"
    found = diff({"chat.yaml": budget()}, {"chat.yaml": budget("{usd: 999}"), "promptops.yaml": settings}, RULE)
    assert len(found) == 1
