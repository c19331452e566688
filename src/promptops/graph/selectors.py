"""The grammar of selectors, which is that of dbt: terms, graph operators around them, unions and intersections."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple

from promptops.errors import UsageError

UNLIMITED = sys.maxsize
"""As many steps as there are."""

_LONGEST_DEPTH = 9


class Term(NamedTuple):
    """A method and its value, and how far to follow the graph from what they match.

    `ancestors` and `descendants` are numbers of steps to what a resource depends on and to what depends on it; after
    `family`, it is all descendants and all the ancestors of those.
    """

    method: str
    value: str
    ancestors: int
    descendants: int
    family: bool


def parse_selectors(selectors: Iterable[str]) -> list[list[Term]]:
    """Return a union of intersections of terms: blanks separate what is united, commas what is intersected.

    Raises:
        UsageError: a selector names nothing, or has operators that contradict each other.
    """
    return [[_term(term) for term in union.split(",")] for selector in selectors for union in _words(selector)]


def _words(selector: str) -> list[str]:
    return selector.split() or [""]


def _term(text: str) -> Term:
    rest = text.removeprefix("@")
    family = rest != text
    ancestors, rest = _leading(rest)
    descendants, rest = _trailing(rest)
    if family and (ancestors or descendants):
        raise UsageError(
            f"`@` and `+` exclude each other in `{text}`", help="`@` follows the graph in both directions by itself"
        )
    method, colon, value = rest.partition(":")
    if not colon:
        method, value = "name", rest
    if not value:
        raise UsageError(f"the selector `{text}` names nothing", help="write a name, such as `support/refund-reply`")
    return Term(method, value, ancestors, descendants, family)


def _leading(text: str) -> tuple[int, str]:
    """Split `2+name` into a number of steps, 0 when there is no `+`, and the rest."""
    digits, plus, rest = text.partition("+")
    return (_steps(digits), rest) if plus and _is_number(digits) else (0, text)


def _trailing(text: str) -> tuple[int, str]:
    rest, plus, digits = text.rpartition("+")
    return (_steps(digits), rest) if plus and _is_number(digits) else (0, text)


def _is_number(digits: str) -> bool:
    return not digits or (digits.isascii() and digits.isdigit())


def _steps(digits: str) -> int:
    return int(digits) if 0 < len(digits) <= _LONGEST_DEPTH else UNLIMITED
