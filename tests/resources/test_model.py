from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    model = accept("Model")
    assert (model.price.input, model.price.output, model.price.per) == (2_000_000, 8_000_000, 1_000_000)
    assert model.retires_on == dt.date(2027, 10, 23)
    assert model.parameters == ("temperature", "max_output_tokens")


def test_prices_are_for_a_million_tokens_of_a_chat_model(accept: Callable[..., Any]) -> None:
    model = accept("Model", type=..., price={"input": 0.15})
    assert (model.type, model.price.input, model.price.output, model.price.per) == ("chat", 150_000, None, 1_000_000)


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"provider": "open ai"},
            ("provider",),
            "`provider` must be the name of a provider, not `open ai`",
            "write `name`, `name@MAJOR` or `kind:name@MAJOR`",
        ),
        ({"id": ""}, ("id",), "`id` is blank", None),
        (
            {"type": "embeding"},
            ("type",),
            "`type` must be `chat`, `embedding` or `rerank`, not `embeding`",
            "did you mean `embedding`?",
        ),
        (
            {"context_window": "128_000"},
            ("context_window",),
            "`context_window` must be a whole number, not a string",
            "write digits only, without quotes",
        ),
        (
            {"context_window": 1000000.5},
            ("context_window",),
            "`context_window` must be a whole number, not `1000000.5`",
            None,
        ),
        ({"max_output_tokens": -1}, ("max_output_tokens",), "`max_output_tokens` must be at least 0, not `-1`", None),
        (
            {"max_output_tokens": 9007199254740992},
            ("max_output_tokens",),
            "`max_output_tokens` must be at most 9007199254740991, not `9007199254740992`",
            None,
        ),
        (
            {"capabilities": ["json schema"]},
            ("capabilities", 0),
            "`capabilities[0]` must be a plain name such as `hard-cases`, not `json schema`",
            "a plain name is letters, digits, `.`, `_` and `-`",
        ),
        ({"price": {"output": 1}}, ("price",), "`price.input` is missing", None),
        (
            {"price": {"input": -1}},
            ("price", "input"),
            "`price.input` must be an amount in USD such as `0.15`, not `-1`",
            "write the number of dollars, without sign, currency or thousands separator",
        ),
        ({"price": {"input": 1, "per": 0}}, ("price", "per"), "`price.per` must be at least 1, not `0`", None),
        (
            {"retires_on": "23 October 2027"},
            ("retires_on",),
            "`retires_on` must be a date such as `2027-03-01`, not `23 October 2027`",
            "write year, month and day: `2027-03-01`",
        ),
        ({"replacement": "tool:a"}, ("replacement",), "`replacement` must be the name of a model, not of a tool", None),
        (
            {"fallbacks": ["a@v1"]},
            ("fallbacks", 0),
            "`fallbacks[0]` must be the name of a model, not `a@v1`",
            "only a major version can follow `@`: `name@2`",
        ),
        (
            {"training": [3]},
            ("training", 0),
            "`training[0]` must be the name of a dataset, not `3`",
            "put it in quotes",
        ),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Model", changes, keys, message, advice)


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"price": {"input": 1.5e-07}},
            ("price", "input"),
            "`price.input` has more than six decimals: `1.5e-07`",
            "a price may be given for more tokens, see `per`",
        ),
        (
            {"deprecated_on": "2027-02-30"},
            ("deprecated_on",),
            "`deprecated_on` is `2027-02-30`, a day that does not exist",
            None,
        ),
    ],
)
def test_what_no_json_schema_refuses(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Model", changes, keys, message, advice, beyond_schema=True)
