from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptops.expectations.code.matching import MAX_TEXT, pattern_matches
from promptops.expectations.code.patterns import MAX_DEPTH, MAX_SCANNED, ignores_case, mandatory_literal


@pytest.mark.parametrize(
    ("pattern", "literal"),
    [
        (r"VERDICT: (PASS|FAIL)", "VERDICT: "),
        (r"Answer:\s*(\d+)", "Answer:"),
        (r"^\s*### Final answer\n", "### Final answer\n"),
        (r"the answer is (yes)!", "the answer is yes!"),
        (r"the answer is (yes|no)!", "the answer is "),
        (r"a|b", ""),
        (r"(?:abc|abd)xy", "xy"),
        (r"abcd?ef", "abc"),
        (r"abcd*ef", "abc"),
        (r"abcd+ef", "abcd"),
        (r"abcd{2}ef", "abcd"),
        (r"abcd{0,2}efg", "abc"),
        (r"abcd{,2}ef", "abc"),
        (r"abc{x}", "abc{x}"),
        (r"x(abc)+y", "xabc"),
        (r"x(abc)?yz", "yz"),
        (r"x(abc){0}yz", "yz"),
        (r"a(bc.de)fgh", "defgh"),
        (r"a((b)c)d", "abcd"),
        (r"[abc]def[^\]]ghi", "def"),
        (r"[[:alpha:]]def", "def"),
        (r"\bword\b", "word"),
        (r"\*\*Score\*\*", "**Score**"),
        (r"\x41\u0042C", "ABC"),
        (r"\Qa.b*\Ec", "a.b*c"),
        (r"\p{L}abc\1", "abc"),
        (r"(?P<name>abc)(?<other>def)(?>g)", "abcdefg"),
        (r"(?i)Verdict", "verdict"),
        (r"(?i:Verdict) x", "verdict x"),
        (r"a(?=longer)b", "longer"),
        (r"abc(?!longer)d", "abc"),
        (r"(?<=longer)ab", "longer"),
        (r"ab(?#longer than all)c", "abc"),
        (r"(?s).*ab", "ab"),
        (r"", ""),
    ],
)
def test_the_longest_text_that_a_match_needs_is_found(pattern: str, literal: str) -> None:
    assert mandatory_literal(pattern) == literal


@pytest.mark.parametrize(
    "pattern",
    [
        r"(abc",
        r"abc)",
        r"[abc",
        r"abc\\"[:-1],
        r"*abc",
        r"(?x) a b c d",
        r"(?P=name)abcd",
        r"(?(1)abcd|ef)",
        r"[]abc]defg",
        r"[^]abcd",
        r"[a-z&&[^b]]abcd",
        r"abc\y",
        r"\Qab\E+",
        "(" * (MAX_DEPTH + 1) + "abcd" + ")" * (MAX_DEPTH + 1),
        "a" * (MAX_SCANNED + 1),
    ],
)
def test_nothing_is_known_of_a_pattern_that_engines_read_differently_or_not_at_all(pattern: str) -> None:
    assert mandatory_literal(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "ignores"),
    [(r"(?i)a", True), (r"a(?si:b)", True), (r"(?s)a", False), (r"(?-i:a)", False), (r"a\(?i", False), ("a", False)],
)
def test_a_pattern_that_ignores_case_is_known(pattern: str, ignores: bool) -> None:  # noqa: FBT001 - a column of the table
    assert ignores_case(pattern) is ignores


_ATOMS = st.sampled_from([*"abcXY", r"\d", r"\.", ".", "[xyz]", r"\n", r"\x41", "^", "$", r"\b"])
_SUFFIXES = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{0,1}", "+?"])
_GROUPS = st.sampled_from(["(", "(?:", "(?P<n>", "(?=", "(?!"])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    sequence = st.lists(inner, max_size=5).map("".join)
    group = st.tuples(_GROUPS, sequence, sequence, st.booleans(), _SUFFIXES).map(
        lambda parts: f"{parts[0]}{parts[1]}{'|' + parts[2] if parts[3] else ''}){parts[4]}"
    )
    return sequence | group


_PATTERNS = st.recursive(st.tuples(_ATOMS, _SUFFIXES).map("".join), _larger, max_leaves=12)


@given(_PATTERNS, st.text("abcXYxyzA.1\n", max_size=12))
@settings(suppress_health_check=[HealthCheck.filter_too_much], deadline=None)
def test_whatever_matches_contains_the_mandatory_literal(pattern: str, text: str) -> None:
    try:
        compiled = re.compile(pattern)
    except re.error:
        return
    literal = mandatory_literal(pattern)
    assert compiled.search(text) is None or literal in text


@given(st.text("abc()[]{}|*+?\\^$.:=!<>#iQE1,x", max_size=60))
def test_no_pattern_is_too_strange(pattern: str) -> None:
    assert isinstance(mandatory_literal(pattern), str)


@pytest.mark.parametrize("unit", ["(a", "(?:", "[a", "a{1,", "\\Q", "(a)?", "a|", "(?#", "\\x4", "[[:a"])
def test_a_long_pattern_takes_no_long_time(unit: str) -> None:
    start = process_time()
    mandatory_literal((unit * MAX_SCANNED)[:MAX_SCANNED])
    assert process_time() - start < 1


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        (r"VERDICT: (PASS|FAIL)", "say\nVERDICT: PASS", True),
        (r"VERDICT: (PASS|FAIL)", "say DECISION: OK", False),
        (r"(?i)verdict", "VERDICT", True),
        (r"(a+)+$", "a" * 50_000 + "b", False),
        (r"a(?=b)", "ab", None),
        (r"(a)\1", "aa", None),
        (r"(", "(", None),
        ("a" * (MAX_SCANNED + 1), "a", None),
        ("a", "a" * (MAX_TEXT + 1), None),
        ("a", "\ud800", None),
        ("(a{900}){900}", "a", None),
    ],
)
def test_a_pattern_is_run_where_that_takes_linear_time(pattern: str, text: str, matches: bool | None) -> None:  # noqa: FBT001 - a column of the table
    assert pattern_matches(pattern, text) is matches
