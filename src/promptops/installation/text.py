"""Facts for people."""

from __future__ import annotations

from collections.abc import Iterator

from promptops.installation.facts import Fact, State
from promptops.reports.colour import Ink, Style
from promptops.reports.printable import printable

_STYLES = {State.GOOD: Style.GOOD, State.WRONG: Style.ERROR, State.NOTE: Style.INFO}


def fact_lines(fact: Fact, *, colour: bool = False) -> Iterator[str]:
    """Yield a line for a fact, and one for what to do about it."""
    ink = Ink(colour)
    yield f"{ink.paint(fact.state, _STYLES[fact.state])} {printable(fact.text)}"
    if fact.help:
        yield f"  {ink.paint('=', Style.DIM)} help: {printable(fact.help)}"
