from __future__ import annotations

import time

import pytest

from promptops.resources.patterns import MAX_PATTERN, pattern_problem


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "VERDICT: (PASS|FAIL)",
        r"\p{L}+",
        "(?P<name>a)",
        "(?<name>a)",
        "[]",
        "[^]",
        # beyond the engine, and sound elsewhere:
        "(?=a)",
        "(?<!a)b",
        r"(a)\1",
        r"\u0041",
        "a++",
        "(?>a)",
        "(?#note)a",
        "a{2000}",
    ],
)
def test_what_some_engine_takes_is_no_fault(pattern: str) -> None:
    assert pattern_problem(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(a", "has a `(` that nothing closes"),
        ("a)", "has a `)` that nothing opens"),
        ("[a", "has a `[` that nothing closes"),
        ("*a", "has a `*`, `+` or `?` that repeats nothing"),
        ("a|+", "has a `*`, `+` or `?` that repeats nothing"),
        ("a\\", "ends in a backslash that escapes nothing"),
    ],
)
def test_what_no_engine_takes(pattern: str, reason: str) -> None:
    problem = pattern_problem(pattern)
    assert problem is not None
    assert problem.text == f"is not a regular expression: it {reason}"


def test_length_is_bounded() -> None:
    problem = pattern_problem("a" * (MAX_PATTERN + 1))
    assert problem is not None
    assert problem.text == f"is longer than {MAX_PATTERN} characters"


@pytest.mark.parametrize("pattern", ["(" * 5000, "(a?){1000}" * 100, "((((a{99}){99}){99}){99})", "(a|a)*" * 500 + "b"])
def test_hostile_patterns_take_no_time(pattern: str) -> None:
    begun = time.process_time()
    pattern_problem(pattern)
    assert time.process_time() - begun < 1
