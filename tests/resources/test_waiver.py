from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    waiver = accept("Waiver")
    assert (waiver.rule, waiver.policy, waiver.expires) == ("overdue-review", None, dt.date(2027, 4, 1))


def test_a_policy_can_be_waived(accept: Callable[..., Any]) -> None:
    assert accept("Waiver", rule=..., policy="tools-have-timeouts").policy == "tools-have-timeouts"


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        ({"owner": ...}, (), "`owner` is missing", None),
        ({"reason": ...}, (), "`reason` is missing", None),
        ({"rule": ...}, (), "the resource needs `rule` or `policy`", None),
        ({"policy": "a"}, ("policy",), "`policy` cannot stand beside `rule`", "keep one of the two"),
        (
            {"rule": "Overdue Review"},
            ("rule",),
            "`rule` must be the id of a rule such as `unknown-tool`, not `Overdue Review`",
            None,
        ),
        (
            {"resource": "a b"},
            ("resource",),
            "`resource` must be the name of a resource, not `a b`",
            "write `name`, `name@MAJOR` or `kind:name@MAJOR`",
        ),
        (
            {"resource": "promt:a"},
            ("resource",),
            "`resource` begins with `promt`, which is not a kind",
            "did you mean `prompt:a`?",
        ),
        (
            {"expires": "never"},
            ("expires",),
            "`expires` must be a date such as `2027-03-01`, not `never`",
            "write year, month and day: `2027-03-01`",
        ),
        (
            {"fingerprint": "xyz"},
            ("fingerprint",),
            "`fingerprint` must be the fingerprint of a finding: 16 or more hexadecimal digits, not `xyz`",
            None,
        ),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Waiver", changes, keys, message, advice)


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        ({"expires": "2027-13-01"}, ("expires",), "`expires` is `2027-13-01`, a day that does not exist", None),
    ],
)
def test_what_no_json_schema_refuses(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Waiver", changes, keys, message, advice, beyond_schema=True)
