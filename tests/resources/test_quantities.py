from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.resources.json_values import MAX_INTEGER
from promptops.resources.quantities import (
    duration_text,
    money_text,
    parse_date,
    parse_duration,
    parse_money,
)
from promptops.resources.rejections import RefusedError


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("0s", 0),
        ("1ms", 1),
        ("500ms", 500),
        ("30s", 30_000),
        ("5m", 300_000),
        ("2h", 7_200_000),
        ("7d", 604_800_000),
        ("2w", 1_209_600_000),
        ("090s", 90_000),
    ],
)
def test_durations_are_milliseconds(text: str, milliseconds: int) -> None:
    assert parse_duration(text) == milliseconds


@pytest.mark.parametrize(
    "value",
    ["30", "1.5h", "-1s", "1 s", "s", "", "1h30m", "1y", "9" * 10 + "s", "\u0661s", "1s\n", 30, 0.5, True, [], None],
)
def test_what_is_no_duration(value: Any) -> None:
    with pytest.raises(RefusedError, match="must be a duration such as `30s`"):
        parse_duration(value)


@given(st.integers(0, 10**15))
def test_the_text_of_a_duration_is_read_back(milliseconds: int) -> None:
    text = duration_text(milliseconds)
    if len(text.rstrip("msdhw")) <= len("999999999"):
        assert parse_duration(text) == milliseconds


@pytest.mark.parametrize(
    ("value", "micros"),
    [
        (0, 0),
        (2, 2_000_000),
        (0.1, 100_000),
        (0.29, 290_000),
        (1e-05, 10),
        (1e6, 1_000_000_000_000),
        (0.0, 0),
        ("0.15", 150_000),
        ("2", 2_000_000),
        ("2.50", 2_500_000),
        ("0.1000000000", 100_000),
        ("0.000001", 1),
        (MAX_INTEGER // 1_000_000, 9_007_199_254_000_000),
        ("9007199254.740991", MAX_INTEGER),
    ],
)
def test_money_is_micro_usd(value: Any, micros: int) -> None:
    assert parse_money(value) == micros


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (-1, "must be an amount"),
        ("-1", "must be an amount"),
        (math.nan, "not `.nan`"),
        (math.inf, "not `.inf`"),
        (-math.inf, "not `.-inf`"),
        ("NaN", "must be an amount"),
        ("1e3", "must be an amount"),
        ("1_000", "must be an amount"),
        ("1,000", "must be an amount"),
        ("$5", "must be an amount"),
        (" 5", "must be an amount"),
        ("5\n", "must be an amount"),
        ("\u0663", "must be an amount"),
        ("", "must be an amount"),
        (True, "not a boolean"),
        (None, "must be an amount"),
        ([5], "not a list"),
        (1.5e-7, "more than six decimals"),
        ("0.0000001", "more than six decimals"),
        (9_007_199_255, "too great"),
        ("9007199254.740992", "too great"),
        (1e300, "must be an amount"),
        pytest.param(10**5000, "not a whole number", id="a number of 5,000 digits"),
    ],
)
def test_what_is_no_money(value: Any, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        parse_money(value)


@given(st.integers(0, MAX_INTEGER))
def test_the_text_of_money_is_read_back(micros: int) -> None:
    assert parse_money(money_text(micros)) == micros


@given(st.decimals(0, 1_000_000, places=6))
def test_a_float_means_the_decimal_that_it_is_written_as(amount: Decimal) -> None:
    assert parse_money(float(amount)) == parse_money(format(amount, "f")) == int(amount * 1_000_000)


def test_dates_are_days() -> None:
    assert parse_date("2028-02-29") == dt.date(2028, 2, 29)
    assert parse_date(dt.date(2028, 2, 29)) == dt.date(2028, 2, 29)


@pytest.mark.parametrize(
    "value",
    [
        "2027-3-1",
        "20270301",
        "2027-W01-1",
        "2027-03-01T00:00:00Z",
        " 2027-03-01",
        "2027-03-01\n",
        "\u0662027-03-01",
        "",
        20270301,
        None,
        dt.datetime(2027, 3, 1, tzinfo=dt.UTC),
    ],
)
def test_what_is_no_date(value: Any) -> None:
    with pytest.raises(RefusedError, match="must be a date such as `2027-03-01`"):
        parse_date(value)


@pytest.mark.parametrize("value", ["2027-02-29", "2027-00-10", "0000-01-01", "2027-04-31"])
def test_days_that_do_not_exist(value: str) -> None:
    with pytest.raises(RefusedError, match="a day that does not exist"):
        parse_date(value)
