from __future__ import annotations

from typing import Any

import pytest

from promptops.resources.conditions import Condition
from promptops.resources.validation import validate

OPERATORS: dict[str, Any] = {
    "in": ["DE", "AT"],
    "not_in": "FR",
    "starts_with": ["de-", "at-"],
    "ends_with": "@example.com",
    "at_least": 5,
    "below": 9.5,
    "from_version": "2.1.0-rc.1",
    "before_version": "v5.4",
    "percent": 12.5,
}


def variants(condition: Any) -> dict[str, Any]:
    return {"variants": [{"name": "a", "segment": {"plan": condition}}]}


def test_an_attribute_may_have_values_or_every_condition(accept: Any) -> None:
    prompt = accept("Prompt", **variants(OPERATORS))
    condition = prompt.variants[0].segment["plan"]
    assert (condition.in_, condition.not_in, condition.percent) == (("DE", "AT"), ("FR",), 12.5)


@pytest.mark.parametrize("values", ["pro", ["pro"], {"in": "pro"}])
def test_values_alone_are_the_ones_that_it_may_have(accept: Any, values: Any) -> None:
    (variant,) = accept("Prompt", **variants(values)).variants
    assert variant.segment == {"plan": Condition.model_validate({"in": ["pro"]})}


@pytest.mark.parametrize(
    ("condition", "keys", "message", "help"),
    [
        ({}, (), "has no condition", "name one, such as `not_in` or `at_least`"),
        ({"percent": 101}, ("percent",), "must be at most 100, not `101`", None),
        ({"at_least": "5"}, ("at_least",), "must be a number, not a string", "write digits only, without quotes"),
        (
            {"from_version": "new"},
            ("from_version",),
            "must be a version such as `5.4` or `2.1.0`, not `new`",
            "write up to three numbers with `.` between them, in quotes",
        ),
    ],
)
def test_a_condition_that_says_nothing_or_cannot_be_met(
    refuse: Any, condition: Any, keys: tuple[str, ...], message: str, help: str | None
) -> None:
    path = ("variants", 0, "segment", "plan", *keys)
    place = ".".join(["variants[0].segment.plan", *keys])
    refuse("Prompt", variants(condition), path, f"`{place}` {message}", help)


def test_an_operator_that_does_not_exist(full: Any) -> None:
    _, rejections = validate("Prompt", full("Prompt", **variants({"percent": 5, "not_inn": ["a"]})))
    said = [(found.keys, found.message, found.help) for found in rejections]
    keys = ("variants", 0, "segment", "plan", "not_inn")
    assert said == [(keys, "unknown key `not_inn` in `variants[0].segment.plan`", "did you mean `not_in`?")]


def test_a_stage_that_there_is_not(refuse: Any) -> None:
    refuse("Rollout", {"stage": 4}, ("stage",), "`stage` is 4, and there are 3 stages", None, beyond_schema=True)
