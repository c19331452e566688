from __future__ import annotations

import json
import math
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trust.json_cases import ACCEPTED, LIMIT, REFUSED
from tests.trust.refusing import refused

from promptops.trust import Code, RefusedError, strict_json
from promptops.trust.limits import MAX_BUNDLE


@pytest.mark.parametrize(("data", "code"), [pytest.param(*case, id=name) for name, case in REFUSED.items()])
def test_refused(data: bytes, code: Code) -> None:
    assert refused(lambda: strict_json.loads(data, LIMIT)) == code


@pytest.mark.parametrize(("data", "value"), [pytest.param(*case, id=name) for name, case in ACCEPTED.items()])
def test_accepted(data: bytes, value: object) -> None:
    assert strict_json.loads(data, LIMIT) == value


def test_fractions_where_they_are_admitted() -> None:
    assert strict_json.loads(b"[0.5, 1e3, -2.5E-1]", LIMIT, fractions=True) == [0.5, 1000, -0.25]
    assert refused(lambda: strict_json.loads(b"[1e999]", LIMIT, fractions=True)) == Code.BAD_NUMBER


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda children: st.lists(children) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), children),
)


@given(JSON, st.sampled_from([True, False]))
def test_what_python_writes_is_read_as_it_was(value: object, ascii_alone: bool) -> None:  # noqa: FBT001 - hypothesis passes it by place
    data = json.dumps(value, ensure_ascii=ascii_alone).encode()
    assert strict_json.loads(data, 1 << 20) == value


def depth(value: object) -> int:
    if not isinstance(value, dict | list):
        return 0
    return 1 + max(map(depth, value.values() if isinstance(value, dict) else value), default=0)


@given(JSON, st.integers(0, 6))
def test_what_is_deeper_than_the_limit_is_refused_and_nothing_else(value: object, limit: int) -> None:
    data = json.dumps(value).encode()
    if depth(value) > limit:
        assert refused(lambda: strict_json.loads(data, 1 << 20, depth=limit)) == Code.TOO_DEEP
    else:
        assert strict_json.loads(data, 1 << 20, depth=limit) == value


@pytest.mark.parametrize("value", ["[]", "{}", "[[[[[[[[]]]]]]]]", '{"a":0}', "0,0", '""', '",,,,,,"', '{"a":[{}]}'])
def test_what_holds_more_values_than_there_is_room_for_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "MAX_VALUES", 1_000)
    marks = 1 + sum(map(value.count, ",[{"))
    most, more = (f"[{','.join([value] * count)}]".encode() for count in (1_000 // marks, 1_000 // marks + 1))
    assert strict_json.loads(most, 1 << 20) == json.loads(most)
    assert refused(lambda: strict_json.loads(more, 1 << 20)) == Code.TOO_MANY_VALUES


def test_a_bundle_of_empty_lists_takes_no_memory() -> None:
    data = b"[" + b"[]," * 20_000_000 + b"0]"
    tracemalloc.start()
    try:
        assert refused(lambda: strict_json.loads(data, MAX_BUNDLE, depth=128, fractions=True)) == Code.TOO_MANY_VALUES
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def reference(data: bytes) -> Any:
    """Return what the strict reader must return where it accepts: the standard library's value of the same text."""
    return json.loads(data.decode("utf-8", "strict"), parse_constant=lambda _: math.nan)


@given(st.binary(max_size=60) | st.text('{}[]",:\\u0da8 \n-1.eEtrufalsn', max_size=60).map(str.encode))
def test_any_bytes_are_read_as_the_standard_library_does_or_refused(data: bytes) -> None:
    try:
        value = strict_json.loads(data, LIMIT)
    except RefusedError:
        return
    assert value == reference(data)
