from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    provider = accept("Provider")
    assert provider.limits.requests_per_minute == 500
    assert provider.timeout == 60_000
    assert [(slo.objective, slo.unit, slo.measured) for slo in provider.slo] == [
        ("p95 < 800ms", "time-to-first-token", "attempt"),
        ("99.9", "quality", None),
    ]


def test_one_credential_needs_no_list(accept: Callable[..., Any]) -> None:
    (credential,) = accept("Provider", credentials={"env": "KEY", "rotate_every": "2w"}).credentials
    assert (credential.env, credential.rotate_every) == ("KEY", 14 * 24 * 60 * 60 * 1000)


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        ({"oncall": ["#a"]}, ("oncall",), "`oncall` must be a text that is not blank, not a list", None),
        (
            {"limits": {"requests_per_minute": 0}},
            ("limits", "requests_per_minute"),
            "`limits.requests_per_minute` must be at least 1, not `0`",
            None,
        ),
        (
            {"limits": 500},
            ("limits",),
            "`limits` must be a mapping, not `500`",
            "its keys are `requests_per_minute`, `tokens_per_minute`",
        ),
        (
            {"slo": [{"objective": "99 %", "unit": "availablity"}]},
            ("slo", 0, "unit"),
            "`slo[0].unit` cannot be `availablity`",
            "did you mean `availability`?",
        ),
        (
            {"slo": [{"objective": "99 %", "unit": "cost", "measured": "request "}]},
            ("slo", 0, "measured"),
            "`slo[0].measured` must be `attempt` or `request`, not `request `",
            "did you mean `request`?",
        ),
        (
            {"slo": [{"objective": True, "unit": "cost"}]},
            ("slo", 0, "objective"),
            "`slo[0].objective` must be a text that is not blank, not a boolean",
            None,
        ),
        (
            {"credentials": {"env": "sk 123"}},
            ("credentials", "env"),
            ("`credentials.env` must be the name of an environment variable such as `OPENAI_API_KEY`, not `sk 123`"),
            None,
        ),
        (
            {"credentials": [{"env": "KEY"}, {"rotated_on": "2027-01-01"}]},
            ("credentials", 1),
            "`credentials[1].env` is missing",
            None,
        ),
        (
            {"credentials": "KEY"},
            ("credentials",),
            "`credentials` must be a mapping, not a string",
            "its keys are `env`, `rotated_on`, `rotate_every`",
        ),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Provider", changes, keys, message, advice)


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"slo": [{"objective": math.nan, "unit": "cost"}]},
            ("slo", 0, "objective"),
            "`slo[0].objective` must be a text that is not blank, not `.nan`",
            "put it in quotes",
        ),
    ],
)
def test_what_no_json_schema_refuses(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Provider", changes, keys, message, advice, beyond_schema=True)
