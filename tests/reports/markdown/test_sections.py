from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.reports.markdown.sections import LONGEST, Section, folded, joined

_B = "b" * 30


def section(number: int, size: int = 100, *, share: int = LONGEST) -> Section:
    return Section.of("head\n\n", ["b" * size] * number, number, share=share, rest="look", tail="\n\ntail")


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (104, f"head\n\n{_B}\n{_B}\n{_B}\n\ntail"),
        (103, f"head\n\n{_B}\n{_B}\n\nand 1 more: look\n\ntail"),
        (80, f"head\n\n{_B}\n\nand 2 more: look\n\ntail"),
        (50, "head\n\n3 more: look\n\ntail"),
    ],
)
def test_blocks_are_shown_whole_or_counted(room: int, shown: str) -> None:
    text = section(3, 30).within(room)
    assert text == shown
    assert len(text) <= room


def test_blocks_that_can_never_fit_are_not_made() -> None:
    made = []

    def blocks() -> Iterator[str]:
        for number in range(1_000_000):
            made.append(number)
            yield "b" * 1_000

    assert joined("opening", [Section.of("", blocks(), 1_000_000, share=LONGEST, rest="look")], "").count("\nbbb") == 59
    assert len(made) == 61


def test_the_first_section_leaves_to_others_their_share() -> None:
    text = joined("opening", [section(1_000), section(1_000, 50, share=2_000)], "closing")
    assert text.startswith("opening\n\nhead\n\nbbb")
    assert text.endswith("tail\n\nclosing\n")
    assert LONGEST - 200 < len(text) <= LONGEST
    assert 1_800 < len(text.split("head\n\n")[2]) <= 2_150


def test_what_a_section_does_not_need_goes_to_others() -> None:
    text = joined("", [section(1_000), section(1, share=20_000), section(0)], "")
    assert LONGEST - 200 < len(text) <= LONGEST
    assert text.count("head") == 2


def test_a_folded_section_opens_and_closes() -> None:
    text = folded("2 infos", ["- a", "- b"], 2, share=100, rest="look").within(100)
    assert text == "<details><summary>2 infos</summary>\n\n- a\n- b\n\n</details>"


sizes = st.lists(st.tuples(st.integers(1, 700), st.integers(0, 900), st.integers(1_000, 15_000)), max_size=4)


@given(sizes)
def test_a_report_is_never_too_long_and_every_block_is_whole_or_counted(wanted: list[tuple[int, int, int]]) -> None:
    sections = [section(number, size, share=share) for number, size, share in wanted]
    text = joined("opening", sections, "closing")
    assert len(text) <= LONGEST
    assert text.count("head") == text.count("tail") == len(wanted)
    assert text.endswith("\n")
