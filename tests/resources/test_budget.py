from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    budget = accept("Budget")
    assert budget.holder == "team:support"
    assert (budget.amount.tokens, budget.amount.usd) == (5_000_000, 1_200_500_000)
    assert budget.forecast.baseline.start == dt.date(2027, 1, 1)
    assert budget.forecast.baseline.end == dt.date(2027, 1, 31)
    assert budget.forecast.growth == 0.2


@pytest.mark.parametrize("holder", ["team:support", "feature:refund-chat@2", "support"])
def test_a_holder_can_be_written_as_a_reference(accept: Callable[..., Any], holder: str) -> None:
    assert accept("Budget", holder=holder).holder == holder


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        ({"holder": ...}, (), "`holder` is missing", None),
        (
            {"holder": {"teem": "support"}},
            ("holder",),
            "`holder` must have one key: `team`, `feature`, `agent` or `eval`",
            None,
        ),
        (
            {"holder": {"team": "a", "agent": "b"}},
            ("holder",),
            "`holder` must have one key: `team`, `feature`, `agent` or `eval`",
            None,
        ),
        (
            {"holder": {"team": 3}},
            ("holder",),
            "`holder` must be the name of a team, a feature, an agent or an eval, not `3`",
            "put it in quotes",
        ),
        (
            {"holder": "tool:a"},
            ("holder",),
            "`holder` must be the name of a team, a feature, an agent or an eval, not of a tool",
            None,
        ),
        ({"amount": {}}, ("amount",), "`amount` needs `tokens` or `usd`", None),
        ({"amount": 500}, ("amount",), "`amount` must be a mapping, not `500`", "its keys are `tokens`, `usd`"),
        (
            {"amount": {"usd": True}},
            ("amount", "usd"),
            "`amount.usd` must be an amount in USD such as `0.15`, not a boolean",
            "write the number of dollars, without sign, currency or thousands separator",
        ),
        ({"window": "monthly"}, ("window",), "`window` cannot be `monthly`", "did you mean `month`?"),
        (
            {"window": "fortnight"},
            ("window",),
            "`window` cannot be `fortnight`",
            "choose from `minute`, `hour`, `day`, `week`, `month`, `quarter` or `year`",
        ),
        (
            {"purpose": "prod"},
            ("purpose",),
            "`purpose` must be `production`, `evaluation` or `development`, not `prod`",
            None,
        ),
        ({"on_exceed": "warn"}, ("on_exceed",), "`on_exceed` must be `block`, `degrade` or `alert`, not `warn`", None),
        ({"forecast": {"growth": 0.1}}, ("forecast",), "`forecast.baseline` is missing", None),
        (
            {"forecast": {"baseline": {"from": "2027-01-01"}}},
            ("forecast", "baseline"),
            "`forecast.baseline.to` is missing",
            None,
        ),
        (
            {"forecast": {"baseline": {"from": "2027-01-01", "to": "2027-01-31"}, "region": "Germany"}},
            ("forecast", "region"),
            ("`forecast.region` must be a country or region code of ISO 3166 such as `DE` or `US-CA`, not `Germany`"),
            None,
        ),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Budget", changes, keys, message, advice)


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"forecast": {"baseline": {"from": "2027-02-01", "to": "2027-01-31"}}},
            ("forecast", "baseline", "to"),
            "`forecast.baseline.to` lies before `from`, 2027-02-01",
            None,
        ),
        (
            {"holder": {"team": "a b"}},
            ("holder",),
            "`holder` must be the name of a team, a feature, an agent or an eval, not `team:a b`",
            "write `name`, `name@MAJOR` or `kind:name@MAJOR`",
        ),
        (
            {"amount": {"usd": 1000000000000}},
            ("amount", "usd"),
            "`amount.usd` is too great an amount: `1000000000000`",
            "the greatest is 9007199254 USD",
        ),
    ],
)
def test_what_no_json_schema_refuses(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Budget", changes, keys, message, advice, beyond_schema=True)
