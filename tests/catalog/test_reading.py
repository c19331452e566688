"""A catalogue from a stranger is read whole or not at all, and the first flaw is named with its line and column."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.catalog.checks import RECORD
from promptops.catalog.reading import MAX_MODELS, read_catalog
from promptops.catalog.records import Table
from promptops.diagnostics import Fault

SOURCE = {"title": "a page", "as_of": "2026-11-01", "license": "facts", "url": "https://example.com"}
HEAD = {"catalog": 1, "as_of": "2026-11-21", "sources": {"page": SOURCE}}


def line(key: str, **facts: Any) -> dict[str, Any]:
    return {"model": key, "says": [{"source": "page", **facts}]}


def text_of(*rows: Any) -> str:
    return "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)


def fault_in(*rows: Any) -> Fault:
    found = read_catalog(text_of(*rows))
    assert isinstance(found, Fault)
    assert found.rule == "invalid-catalog"
    return found


def test_what_is_in_order_is_read() -> None:
    table = read_catalog(text_of(HEAD, line("openai/a", type="chat"), line("openai/b", snapshot="b-2026-01-02")))
    assert isinstance(table, Table)
    assert list(table.lines) == ["openai/a", "openai/b"]
    assert table.records("openai/a") == [{"source": "page", "type": "chat"}]
    assert table.records("openai/c") == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"retires": "9999-12-31"}, "must be a day from 2015-01-01 to 2099-12-31"),
        ({"retires": "2026-02-30"}, "must be a day"),
        ({"retires": "20260203"}, "must be a day"),
        ({"retires": 20260203}, "must be a day"),
        ({"price": {"input": "-1"}}, "must give USD for a million tokens"),
        ({"price": {"input": 2.5}}, "must give USD for a million tokens"),
        ({"price": {"input": "NaN"}}, "must give USD for a million tokens"),
        ({"price": {"input": "1e400"}}, "must give USD for a million tokens"),
        ({"price": {"input": "0.0000001"}}, "must give USD for a million tokens"),
        ({"price": {"output": "1"}}, "must be a mapping with `input`"),
        ({"price": {"input": "1", "cached": "1"}}, "no key of a price"),
        ({"price": "2"}, "must be a mapping with `input`"),
        ({"max_output_tokens": 0}, "must be a number of tokens"),
        ({"max_output_tokens": -1}, "must be a number of tokens"),
        ({"max_output_tokens": 10**18}, "must be a number of tokens"),
        ({"max_output_tokens": True}, "must be a number of tokens"),
        ({"max_output_tokens": 1.5}, "must be a number of tokens"),
        ({"has": "tools"}, "must be a list of short names"),
        ({"has": []}, "must be a list of short names"),
        ({"has": ["\u202e"]}, "must be a list of short names"),
        ({"lacks": [1]}, "must be a list of short names"),
        ({"refuses": {}}, "must be a mapping of parameters"),
        ({"refuses": {"a b": ""}}, "must be a mapping of parameters"),
        ({"refuses": ["temperature"]}, "must be a mapping of parameters"),
        ({"type": "image"}, "must be"),
        ({"type": ["chat"]}, "must be"),
        ({"precision": "month"}, "must be"),
        ({"url": "http://example.com"}, "must be an `https` address"),
        ({"url": "https://" + "x" * 300}, "must be an `https` address"),
        ({"url": "https://\x1b[31m"}, "must be an `https` address"),
        ({"replacement": "a b"}, "must be the identifier of a model"),
        ({"is_pinned": False}, "must be true"),
        ({"source": "elsewhere"}, "which the first line does not have"),
        ({"source": None}, "must be a short name"),
        ({"context": 1}, "is no key that a catalogue has"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_at_its_place(facts: dict[str, Any], words: str) -> None:
    (key,) = facts
    row = line("openai/b", **facts)
    fault = fault_in(HEAD, line("openai/a"), row)
    assert words in fault.message
    assert fault.place.line == 3
    written = json.dumps(row)
    assert fault.place.column >= written.index(f'"{key}"')
    assert fault.place.end_column <= len(written)


@pytest.mark.parametrize(
    ("rows", "number", "words"),
    [
        (("",), 1, ""),
        (("{",), 1, ""),
        (("[]",), 1, "must be a mapping"),
        (({**HEAD, "catalog": 2},), 1, "1 is the only version"),
        (({**HEAD, "catalog": "1"},), 1, "must be a version"),
        (({**HEAD, "as_of": "soon"},), 1, "must be a day"),
        (({**HEAD, "sources": {"page": {**SOURCE, "title": ""}}},), 1, "must be a text"),
        (({**HEAD, "sources": {"page": {"title": "a"}}},), 1, "lacks `as_of`"),
        (({**HEAD, "sources": {"page": 1}},), 1, "must be a mapping"),
        (({**HEAD, "sources": []},), 1, "must be a mapping of sources"),
        ((HEAD, "{"), 2, ""),
        ((HEAD, '{"model": "openai/a", "says": [{"source": "page", "price": NaN}]}'), 2, "`NaN` is no JSON value"),
        ((HEAD, '{"model": "openai/a", "model": "openai/b"}'), 2, "`model`"),
        ((HEAD, "1" * 5_000), 2, "too long"),
        ((HEAD, "[" * 5_000), 2, "nested"),
        ((HEAD, '"x"'), 2, "must be a mapping"),
        ((HEAD, {"model": "openai/a"}), 2, "lacks `says`"),
        ((HEAD, {"model": "a", "says": []}), 2, "must be a provider and an identifier"),
        ((HEAD, {"model": "OpenAI/a", "says": []}), 2, "must be a provider and an identifier"),
        ((HEAD, {"model": "openai/a", "says": []}), 2, "must be a list of records"),
        ((HEAD, {"model": "openai/a", "says": [1]}), 2, "must be a mapping"),
        ((HEAD, {"model": "openai/a", "says": [{}]}), 2, "lacks `source`"),
        ((HEAD, line("openai/b"), line("openai/a")), 3, "comes after `openai/b`"),
        ((HEAD, line("openai/a"), line("openai/a")), 3, "comes twice"),
        ((HEAD, line("openai/a", snapshot="a")), 2, "stands for `a`, which is an alias itself"),
        ((HEAD, line("openai/a", snapshot="b"), line("openai/b", snapshot="a")), 2, "which is an alias itself"),
    ],
)
def test_a_line_that_cannot_be_is_refused(rows: tuple[Any, ...], number: int, words: str) -> None:
    fault = fault_in(*rows)
    assert fault.place.line == number
    assert words in fault.message


def test_there_is_a_limit() -> None:
    fault = fault_in(HEAD, *(line(f"openai/{number:06}") for number in range(MAX_MODELS + 1)))
    assert "more than 20,000 models" in fault.message


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*RECORD.keys, "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(_JSON)
def test_nothing_that_a_record_holds_stops_the_reader(value: Any) -> None:
    found = read_catalog(text_of(HEAD, {"model": "openai/a", "says": [value]}))
    assert isinstance(found, Table | Fault)


@given(st.text(max_size=60))
def test_no_text_stops_the_reader(text: str) -> None:
    assert isinstance(read_catalog(text), Table | Fault)
