"""What source code takes by name out of what it has read as JSON."""

from __future__ import annotations

import time

import pytest

from promptops.expectations.code.parsers import MAX_READ, read_by_name


def read(source: str) -> list[str]:
    return [source[start:end] for start, end in read_by_name(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("const { a, b: c = 1 } = JSON.parse(out);", ["a", "b"]),
        ("const {\n  a,\n  b,\n} = JSON.parse(await f());", ["a", "b"]),
        ("const r: A = schema.parse(JSON.parse(out)); f(r?.a, r!.b)", ["a", "b"]),
        ("JSON.parse(out).a", ["a"]),
        ("x = Answer.model_validate_json(out)\nreturn x.a", ["a"]),
        ("x = json.loads(out)\nx.get('a')", []),
        ("const { ...rest } = JSON.parse(out)", []),
        ("x == JSON.parse(y); x.a", []),
        ("f(JSON.parse(y)); x.a", []),
        ("x = JSON.parse(y); z.x.a, xx.a", []),
        ("x = y; x.a", []),
    ],
)
def test_names_that_are_taken_out(source: str, expected: list[str]) -> None:
    assert read(source) == expected


def test_there_is_an_end_to_them() -> None:
    assert len(read("x = JSON.parse(y);" + " x.a" * (MAX_READ + 10))) == MAX_READ


@pytest.mark.parametrize(
    "source",
    ["a:" * 200 + "JSON.parse(", "{" * 300 + "JSON.parse(", "a=" * 200 + "JSON.parse(", "x = " * 99 + "JSON.parse("],
)
def test_hostile_texts_take_no_time(source: str) -> None:
    started = time.process_time()
    read(source * 200)
    assert time.process_time() - started < 1
