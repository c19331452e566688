"""What a look at the installation or the repository finds, one fact a line."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """Whether a fact is as it should be; the value is the mark in front of its line."""

    GOOD = "✓"
    WRONG = "✗"
    NOTE = "·"


class Fact(NamedTuple):
    """One thing that was looked at, in words; `help` says what to do about it."""

    state: State
    text: str
    help: str | None = None


def good(text: str) -> Fact:
    """Return a fact that is as it should be."""
    return Fact(State.GOOD, text)


def wrong(text: str, help: str) -> Fact:
    """Return a fact that keeps something from working."""
    return Fact(State.WRONG, text, help)


def note(text: str, help: str | None = None) -> Fact:
    """Return a fact that is neither: something that a reader may not expect."""
    return Fact(State.NOTE, text, help)
