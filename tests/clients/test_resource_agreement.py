"""The two readers refuse the same resources for the same reason, whatever stands where in them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.clients.lines import NEEDS_NODE, Ask, asking
from tests.runtime.resource_vectors import RIGHT, SCHEME
from tests.runtime.test_checking import WRONG

from promptops.runtime.checking import check_resources
from promptops.trust.refusals import RefusedError

pytestmark = NEEDS_NODE

CASES = {**RIGHT, **WRONG, "scheme": SCHEME}
SCALARS: list[Any] = [
    None,
    True,
    False,
    0,
    1,
    -1,
    0.5,
    -0.5,
    2**53 - 1,
    "",
    "1",
    "10m",
    "day",
    "a",
    "budget:x",
    "prompt",
]
"""No 1.0: a language with one type of numbers takes it for 1."""
ODD: st.SearchStrategy[Any] = st.sampled_from(SCALARS) | st.sampled_from(
    [[], {}, [None], ["a"], [{}], {"a": None}, {"a": {"in": ["a"]}}, {"percent": 0.5}, {"tokens": 1}]
)
KEYS = st.sampled_from(
    ["name", "weight", "segment", "type", "required", "enum", "minimum", "items", "role", "to", "", "in", "x"]
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return every place in a value: what holds it, and its key or index."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in inside for place in ((value, key), *places(item))]


@st.composite
def altered(draw: st.DrawFn) -> dict[str, Any]:
    """Return resources in which a few things are others, gone or added."""
    resources: dict[str, Any] = copy.deepcopy(draw(st.sampled_from([case for case in CASES.values() if case])))
    for _ in range(draw(st.integers(1, 3))):
        found = places(resources)
        if not found:
            break
        holder, key = draw(st.sampled_from(found))
        what = draw(st.sampled_from(["replace", "remove", "add"]))
        if what == "replace":
            holder[key] = copy.deepcopy(draw(ODD))
        elif what == "remove":
            del holder[key]
        elif isinstance(holder, dict):
            holder[draw(KEYS)] = copy.deepcopy(draw(ODD))
        else:
            holder.append(copy.deepcopy(draw(ODD)))
    return resources


@pytest.fixture(scope="module")
def check() -> Iterator[Ask]:
    with asking("check-lines.js") as ask:
        yield ask


def refused(resources: dict[str, Any]) -> str | None:
    try:
        check_resources(resources)
    except RefusedError as error:
        return str(error.code)
    return None


@settings(max_examples=1000, deadline=None)
@given(resources=altered())
def test_both_readers_refuse_the_same_resources(check: Ask, resources: dict[str, Any]) -> None:
    assert check(resources) == refused(resources)
