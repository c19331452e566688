from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    fragment = accept("Fragment")
    assert fragment.inputs["required"] == ["secret"]
    assert fragment.contract == {"secrecy": "Never reveal"}


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        ({"body": ...}, (), "`body` is missing", None),
        ({"body": " \n"}, ("body",), "`body` is blank", None),
        ({"body": 3}, ("body",), "`body` must be a text that is not blank, not `3`", "put it in quotes"),
        (
            {"inputs": {"secret": "txt"}},
            ("inputs", "secret"),
            "`inputs.secret` is `txt`, which is not a type",
            "did you mean `string`?",
        ),
        ({"inputs": ["secret"]}, ("inputs",), "`inputs` must be a mapping of names to types, not a list", None),
        ({"contract": ["x"]}, ("contract",), "`contract` must be a mapping, not a list", None),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Fragment", changes, keys, message, advice)
