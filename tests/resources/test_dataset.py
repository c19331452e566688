from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    dataset = accept("Dataset")
    assert dataset.files == ("cases/*.jsonl",)
    assert dataset.collected.end == dt.date(2026, 12, 31)
    assert (dataset.sources.resolved, dataset.sources.synthetic) == (0.5, 0.1)


def test_ten_tenths_are_no_more_than_a_whole(accept: Callable[..., Any]) -> None:
    assert accept("Dataset", sources={"resolved": 0.7, "unresolved": 0.2, "abandoned": 0.1}).sources.synthetic is None


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"files": "cases.jsonl"},
            ("files",),
            "`files` must be a list, not a string",
            "put it in brackets, or behind a dash",
        ),
        (
            {"files": ["~/cases.jsonl"]},
            ("files", 0),
            "`files[0]` must be a relative path with forward slashes, not `~/cases.jsonl`",
            "paths are relative to the file that names them, as in `./refund.schema.json`",
        ),
        (
            {"purpose": "eval"},
            ("purpose",),
            "`purpose` must be `evaluation`, `few-shot` or `training`, not `eval`",
            None,
        ),
        (
            {"sources": {"resolved": 50}},
            ("sources", "resolved"),
            "`sources.resolved` must be at most 1, not `50`",
            None,
        ),
        (
            {"max_age": "6 months"},
            ("max_age",),
            "`max_age` must be a duration such as `30s`, not `6 months`",
            "write a whole number and a unit: `ms`, `s`, `m`, `h`, `d` or `w`",
        ),
        (
            {"slices": ["the hard ones"]},
            ("slices", 0),
            "`slices[0]` must be a plain name such as `hard-cases`, not `the hard ones`",
            "a plain name is letters, digits, `.`, `_` and `-`",
        ),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Dataset", changes, keys, message, advice)


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"sources": {"resolved": 0.9, "synthetic": 0.2}},
            ("sources",),
            "`sources` adds up to 1.1",
            "shares are parts of 1",
        ),
    ],
)
def test_what_no_json_schema_refuses(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Dataset", changes, keys, message, advice, beyond_schema=True)
