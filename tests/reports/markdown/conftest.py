from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

_FORGE = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class Page:
    """Markdown as a forge reads it: CommonMark with tables and struck text, HTML let through."""

    def __init__(self, markdown: str) -> None:
        self.blocks = _FORGE.parse(markdown)
        self.tokens = list(_flat(self.blocks))

    def contents(self, *types: str) -> list[str]:
        """Return the contents of tokens of some types."""
        return [token.content for token in self.tokens if token.type in types]

    def types(self) -> set[str]:
        """Return the types of all tokens."""
        return {token.type for token in self.tokens}

    def headings(self) -> list[str]:
        """Return headings, as they are written."""
        return [inside.content for token, inside in pairwise(self.blocks) if token.type == "heading_open"]

    def rows(self) -> list[list[str]]:
        """Return the cells of the rows of every table, headings included, as they are written."""
        rows: list[list[str]] = []
        for token, inside in pairwise(self.blocks):
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"td_open", "th_open"}:
                rows[-1].append(inside.content)
        return rows


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


@pytest.fixture(scope="session")
def page() -> Callable[[str], Page]:
    return Page
