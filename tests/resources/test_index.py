from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    index = accept("Index")
    assert index.built_on == dt.date(2027, 1, 2)
    assert index.max_age == 90 * 24 * 60 * 60 * 1000


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        ({"model": "prompt:a"}, ("model",), "`model` must be the name of a model, not of a prompt", None),
        (
            {"built_on": 20270102},
            ("built_on",),
            "`built_on` must be a date such as `2027-03-01`, not `20270102`",
            "write year, month and day: `2027-03-01`",
        ),
        ({"chunker": 512}, ("chunker",), "`chunker` must be a text that is not blank, not `512`", "put it in quotes"),
        ({"corpus": ""}, ("corpus",), "`corpus` is blank", None),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Index", changes, keys, message, advice)
