"""What a language's module says of its grammar; names of kinds of nodes are the grammar's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from promptops.expectations.code.contexts import Outcome
from promptops.expectations.code.escapes import Decoder


class Token(NamedTuple):
    """A string literal taken apart: where its text begins and ends within it, and how that is decoded.

    `flags` are those of a literal that is a regular expression, as inline syntax has them; None for all others.
    """

    start: int
    end: int
    decode: Decoder
    flags: str | None = None


def quoted(text: str, quote: str, decode: Decoder, start: int = 0) -> Token:
    """Take apart a literal with a quote at an offset and, unless it is cut short, at the end."""
    begin, end = start + len(quote), len(text) - len(quote)
    if end < begin or not text.endswith(quote):
        end = len(text)
    return Token(begin, end, decode)


def nothing_between(_gap: str) -> bool:
    """Say that no two strings are one, whatever stands between them."""
    return False


@dataclass(frozen=True, slots=True)
class Syntax:
    """How to find and read the strings of a language.

    `marks` is a regular expression over the source: a string or text stands at or around one of its matches.
    `strings` take apart each kind of string; `holes` are the nodes of a template that are no part of its text, and
    `texts` the kinds that are text as a whole. `joins` says whether what stands between two strings makes them one.
    """

    marks: bytes
    strings: Mapping[str, Callable[[str], Token]]
    outcomes: Mapping[str, Outcome]
    joins: Callable[[str], bool] = nothing_between
    holes: frozenset[str] = frozenset()
    templates: frozenset[str] = frozenset()
    texts: Mapping[str, Decoder] = field(default_factory=dict)
    passed_over: frozenset[str] = frozenset({"comment"})
