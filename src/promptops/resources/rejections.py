"""What is wrong with a resource's data, in words for its author."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from promptops.regex import regex
from promptops.sources.text import shown

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath, Part

QUOTE = "put it in quotes"
"""What to do about a text that YAML takes for a number."""

_LONG = 10**20
_DIGITS = regex(r"[0-9][0-9_,]{0,30}(?:\.[0-9]{1,30})?")
_TYPE_NAMES: dict[type, str] = {
    str: "a string",
    bool: "a boolean",
    int: "a whole number",
    float: "a number",
    list: "a list",
    tuple: "a list",
    dict: "a mapping",
    type(None): "null",
}


class Rejection(NamedTuple):
    """One thing wrong with the data of a resource.

    `keys` is the path of keys in the data as the user wrote it, `part` which side of its last key is meant; `rule` is
    the id of the rule that reports it. `meant` is the key that can safely take the place of an unknown one.
    """

    rule: Literal["unknown-key", "invalid-value"]
    keys: KeyPath
    part: Part
    message: str
    help: str | None
    meant: str | None = None


class Problem(NamedTuple):
    """What is wrong with a value, said relative to it.

    `text` continues a sentence that begins with the name of the place (`must be a list`); `keys` lead from the value
    to the place.
    """

    text: str
    help: str | None = None
    keys: KeyPath = ()
    part: Part = "value"


NO_VALUE = Problem("has no value", "write one, or remove the key")
"""An empty `tools:` is a line that somebody forgot to finish, so null is an error and not a synonym for absence."""


class RefusedError(ValueError):
    """Raised by a field's own check inside validation, which turns it into rejections; it never leaves it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.text for problem in problems))
        self.problems = problems


def refused(text: str, help: str | None = None, keys: KeyPath = (), part: Part = "value") -> RefusedError:
    """Return the exception for a single problem."""
    return RefusedError(Problem(text, help, keys, part))


def rejection(problem: Problem, keys: KeyPath) -> Rejection:
    """Return the rejection of a problem with the value at `keys`."""
    path = (*keys, *problem.keys)
    return Rejection("invalid-value", path, problem.part, f"{place(path)} {problem.text}", problem.help)


def place(keys: KeyPath, root: str = "the resource") -> str:
    """Return a path of keys as a message names it: `` `stages[0].percent` ``; `root` when there are none."""
    text = ""
    for key in keys:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else f"{key}"
    return quoted(text) if keys else root


def written_keys(data: Any, keys: KeyPath) -> KeyPath:
    """Return how far a path of keys in a resource leads in the data as written.

    A shorthand lacks some of them: the number of the only item of a list, the attribute that a text stands for.
    """
    written: list[str | int] = []
    for step in keys:
        if isinstance(step, int) and not isinstance(data, list):
            continue
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            break
        written.append(step)
    return tuple(written)


def quoted(text: str) -> str:
    """Return a text of the user's in backticks, short and printable."""
    return f"`{shown(text)}`"


def type_name(value: Any) -> str:
    """Return what a parsed value is, in a user's words: `a list`."""
    return _TYPE_NAMES.get(type(value), f"a {type(value).__name__}")


def described(value: Any) -> str:
    """Return a parsed value for a message: a text or number itself, else what it is."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return type_name(value)
    if isinstance(value, int):
        return f"`{value}`" if abs(value) < _LONG else type_name(value)
    return f"`{value}`" if isfinite(value) else f"`.{value}`"  # as YAML writes infinity, and what is no number


def is_number(value: Any) -> bool:
    """Say whether a parsed value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def wrong_type(expected: str, value: Any) -> Problem:
    """Return the problem with a value that is not `expected` (`a list`), and how to write it when that is plain."""
    if value is None:
        return NO_VALUE
    given = described(value) if is_number(value) else type_name(value)
    return Problem(f"must be {expected}, not {given}", _type_advice(expected, value))


def _type_advice(expected: str, value: Any) -> str | None:
    if expected == "a boolean":
        return "write `true` or `false`"
    if expected == "a string" and (is_number(value) or isinstance(value, bool)):
        return QUOTE
    if expected == "a list" and not isinstance(value, dict):
        return "put it in brackets, or behind a dash"
    if expected.endswith("number") and isinstance(value, str) and _DIGITS.fullmatch(value):
        return "write digits only, without quotes"
    return None


def enumerated(words: Sequence[str], join: str = "or") -> str:
    """Return words as a list in a sentence: `` `a`, `b` or `c` ``."""
    return _joined([f"`{word}`" for word in words], join)


def one_of(kinds: Sequence[str]) -> str:
    """Return kinds as a list in a sentence: `a prompt, a tool or an agent`."""
    return _joined([f"an {kind}" if kind[0] in "aeiou" else f"a {kind}" for kind in kinds], "or")


def _joined(words: Sequence[str], join: str) -> str:
    return f"{', '.join(words[:-1])} {join} {words[-1]}" if len(words) > 1 else words[0]
