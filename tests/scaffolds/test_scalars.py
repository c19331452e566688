from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from promptops.scaffolds.scalars import scalar
from promptops.sources.yaml import read_yaml

_WORDS = ("yes", "No", "ON", "off", "y", "null", "True", "~", "", "0o7", "1e3", ".inf", "2026-11-01", "0x1f", "12:30")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("support", "support"),
        ("support/refund-reply", "support/refund-reply"),
        ("a.b_c", "a.b_c"),
        ("no", '"no"'),
        ("123", '"123"'),
        ("", '""'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("{{ x }}", '"{{ x }}"'),
        ('say "hi"', '"say \\"hi\\""'),
        ("line\nbreak", '"line\\u000abreak"'),
        ("\ud800", '"?"'),
        ("店", '"店"'),
        ("\u2028\U000e0001", '"\\u2028\\U000e0001"'),
    ],
)
def test_texts_that_could_be_mistaken_are_quoted(text: str, expected: str) -> None:
    assert scalar(text) == expected


@given(st.one_of(st.text(), st.sampled_from(_WORDS), st.text("aZ09._/-~:#{}[],&*!|>'\"%@` \n\t\\")))
def test_every_reader_gets_the_text_back(text: str) -> None:
    written = scalar(text)
    assert "\n" not in written
    documents, faults = read_yaml(f"name: {written} # comment\nlist: [{written}, {written}]\n")
    assert not faults
    assert documents[0].value == {"name": text, "list": [text, text]}
    assert yaml.safe_load(f"name: {written}\n") == {"name": text}


@given(st.text(st.characters(categories=["Cs"]), min_size=1))
def test_what_no_file_can_hold_is_replaced(text: str) -> None:
    assert scalar(text) == f'"{"?" * len(text)}"'
