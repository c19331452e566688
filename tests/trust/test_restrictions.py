from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trust.refusing import refused

from promptops.trust import Code
from promptops.trust.kills import local_restrictions
from promptops.trust.restrictions import Cap, Restrictions

WHOLE: dict[str, Any] = {
    "halted": "fire",
    "disabled": {"prompt:a@1": {"reason": "rude"}},
    "variants": {"rollout:a": {"b": {"reason": "slow"}}},
    "caps": {"budget:a": {"tokens": 5, "micro_usd": 0}, "budget:b": {"tokens": 7}},
    "revoked": {"0" * 64: {"reason": "leaks"}},
}


def read(value: object) -> Restrictions:
    return local_restrictions(json.dumps(value).encode())


def test_what_is_restricted() -> None:
    assert read(WHOLE) == Restrictions(
        "fire",
        {"prompt:a@1": "rude"},
        {"rollout:a": {"b": "slow"}},
        {"budget:a": Cap(5, 0), "budget:b": Cap(7, None)},
        {"0" * 64: "leaks"},
    )
    assert read({}) == Restrictions()


REFUSED = {
    "a number and a signature are for documents": ({"sequence": 1}, Code.UNKNOWN_FIELD),
    "no reason": ({"disabled": {"prompt:a@1": {}}}, Code.MALFORMED_DOCUMENT),
    "an empty reason": ({"disabled": {"prompt:a@1": {"reason": ""}}}, Code.MALFORMED_DOCUMENT),
    "a reason alone": ({"disabled": {"prompt:a@1": "rude"}}, Code.MALFORMED_DOCUMENT),
    "a list": ({"disabled": ["prompt:a@1"]}, Code.MALFORMED_DOCUMENT),
    "nothing": ({"disabled": None}, Code.MALFORMED_DOCUMENT),
    "halted without a reason": ({"halted": True}, Code.MALFORMED_DOCUMENT),
    "an empty text": ({"halted": ""}, Code.MALFORMED_DOCUMENT),
    "a cap that is a text": ({"caps": {"budget:a": {"tokens": "5"}}}, Code.MALFORMED_DOCUMENT),
    "a cap that is true": ({"caps": {"budget:a": {"tokens": True}}}, Code.MALFORMED_DOCUMENT),
    "a cap of dollars": ({"caps": {"budget:a": {"usd": 5}}}, Code.UNKNOWN_FIELD),
    "a revision": ({"revoked": {"3f2c": {"reason": "leaks"}}}, Code.MALFORMED_DOCUMENT),
    "capital letters": ({"revoked": {"A" * 64: {"reason": "leaks"}}}, Code.MALFORMED_DOCUMENT),
}


@pytest.mark.parametrize(("value", "code"), [pytest.param(*case, id=name) for name, case in REFUSED.items()])
def test_what_is_not_a_restriction(value: object, code: Code) -> None:
    assert refused(lambda: read(value)) == code


def test_either_restricts() -> None:
    other = read(
        {
            "disabled": {"prompt:a@1": {"reason": "late"}, "tool:t@1": {"reason": "late"}},
            "variants": {"rollout:a": {"c": {"reason": "late"}}},
            "caps": {"budget:a": {"tokens": 9}, "budget:b": {"micro_usd": 2}},
        }
    )
    both = read(WHOLE).joined(other)
    assert both == Restrictions(
        "fire",
        {"prompt:a@1": "rude", "tool:t@1": "late"},
        {"rollout:a": {"b": "slow", "c": "late"}},
        {"budget:a": Cap(5, 0), "budget:b": Cap(7, 2)},
        {"0" * 64: "leaks"},
    )


CAPS = st.builds(Cap, st.none() | st.integers(0), st.none() | st.integers(0))


@given(CAPS, CAPS)
def test_two_caps_allow_no_more_than_either(one: Cap, other: Cap) -> None:
    lowered = one.lowered(other)
    assert lowered == other.lowered(one)
    assert not lowered.exceeds(one)
    assert not lowered.exceeds(other)
    for cap, mine, theirs in zip(lowered, one, other, strict=True):
        assert (cap is None) == (mine is None and theirs is None)


def test_a_revoked_bundle_says_why() -> None:
    restrictions = read(WHOLE)
    restrictions.refuse_revoked("1" * 64)
    assert refused(lambda: restrictions.refuse_revoked("0" * 64)) == Code.REVOKED_BUNDLE
