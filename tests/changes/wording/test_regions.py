from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from promptops.changes.wording.blocks import blocks, blocks_of
from promptops.changes.wording.regions import differing_regions

PIECES = st.sampled_from(["a", "b.", " ", "\n", "\n\n", "\n```\n", "```json\n", "~~~\n", "- c", "\r\n"])
TEXTS = st.lists(PIECES, max_size=15).map("".join)


def test_what_both_begin_and_end_with_is_left_out() -> None:
    before, after = "A.\n\nB.\n\nC.\n\nD.", "A.\n\nB.\n\nX.\n\nD."
    assert [region.text[region.start : region.end] for region in differing_regions(before, after)] == ["C.", "X."]


def test_no_fenced_block_is_cut() -> None:
    before, after = "```\na\n\nb\n\nc\n```", "```\na\n\nx\n\nc\n```"
    assert [region.text[region.start : region.end] for region in differing_regions(before, after)] == [before, after]


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_a_region_has_the_passages_that_the_text_has_there(ahead: str, before: str, after: str, behind: str) -> None:
    left, right = differing_regions(f"{ahead}{before}{behind}", f"{ahead}{after}{behind}")
    assert left.text[: left.start] == right.text[: right.start]
    assert left.text[left.end :] == right.text[right.end :]
    for region in (left, right):
        inside = [block for block in blocks(region.text) if region.start <= block.start < region.end]
        assert blocks_of(region) == inside
