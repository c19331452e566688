from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.formats.naming import name_of, reference, segment
from promptops.resources.references import parse_reference

SUFFIXES = (".prompt.yml", ".prompt.yaml")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("support/refund.prompt.yml", "support/refund"),
        ("refund.prompt.yaml", "refund"),
        (".github/prompts/bug report (2).prompt.yml", "github/prompts/bug-report-2"),
        ("été/a.prompt.yml", "t/a"),
        ("ü/.prompt.yml", "unnamed/unnamed"),
        ("a/b.txt", "a/b.txt"),
    ],
)
def test_a_file_is_named_by_its_path(path: str, name: str) -> None:
    assert name_of(path, SUFFIXES) == name


@given(st.text(min_size=1, max_size=30))
def test_any_text_becomes_a_part_that_references_can_have(text: str) -> None:
    assert parse_reference(segment(text)) == (None, segment(text), None)


@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9]", fullmatch=True))
def test_a_part_that_can_be_one_stays_as_it_is(text: str) -> None:
    assert segment(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("openai/gpt-4o", "openai/gpt-4o"),
        ("model:chat@2", "model:chat@2"),
        ("prompt:chat", None),
        ("${env:MODEL}", None),
        ("a b", None),
        ("", None),
        (5, None),
        (None, None),
        (["chat"], None),
    ],
)
def test_only_what_can_be_written_as_a_reference_is_one(text: object, expected: str | None) -> None:
    assert reference(text, "model") == expected
