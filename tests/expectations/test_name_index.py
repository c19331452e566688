"""The names that stand in a text, found among very many."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from promptops.expectations.name_index import NameIndex
from promptops.expectations.tool_names import named_in

NAMES = st.lists(st.text(alphabet="abZ1_-./é ", min_size=1, max_size=8), unique=True, max_size=20)
TEXTS = st.text(alphabet="abZ1_-./é `(\n", max_size=80)


def test_names_are_found_in_their_own_order() -> None:
    index = NameIndex(["go_to_url", "go_back", "工具", "--", "search"])
    assert index.found_in("First search, then `go_to_url` -- or 工具.") == ["go_to_url", "工具", "--", "search"]


@given(NAMES, TEXTS)
def test_what_stands_by_itself_is_found_and_what_does_not_stand_there_is_not(names: list[str], text: str) -> None:
    found = NameIndex(names).found_in(text)
    assert all(name in text for name in found)
    alone = [name for name in names if re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", text)]
    assert [name for name in found if name in alone] == alone


@given(NAMES, TEXTS)
def test_no_name_that_a_text_uses_for_a_tool_is_missing(names: list[str], text: str) -> None:
    used = [name for name in names if next(named_in(text, name, names), None)]
    assert set(used) <= set(NameIndex(names).found_in(text))
