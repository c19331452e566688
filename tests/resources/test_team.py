from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    team = accept("Team")
    assert team.members == ("Ada", "Grace")
    assert team.codeowners == ("@acme/support", "@ada", "lead@example.com")


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"members": "Ada"},
            ("members",),
            "`members` must be a list, not a string",
            "put it in brackets, or behind a dash",
        ),
        ({"members": [""]}, ("members", 0), "`members[0]` is blank", None),
        ({"contact": 42}, ("contact",), "`contact` must be a text that is not blank, not `42`", "put it in quotes"),
        (
            {"codeowners": ["acme/support"]},
            ("codeowners", 0),
            "`codeowners[0]` must be a handle such as `@acme/support` or an e-mail address, not `acme/support`",
            'in YAML a handle stands in quotes: `"@acme/support"`',
        ),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Team", changes, keys, message, advice)
