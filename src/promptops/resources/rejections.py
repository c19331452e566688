"""What is wrong with a resource's data, in words for its author."""

from __future__ import annotations

from math import isfinite, isnan
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath, Part

MAX_QUOTED = 60
"""Longer values are cut in messages."""

_LONG = 10**20
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
    the id of the rule that reports it.
    """

    rule: Literal["unknown-key", "invalid-value"]
    keys: KeyPath
    part: Part
    message: str
    help: str | None


class Problem(NamedTuple):
    """What is wrong with a value, said relative to it.

    `text` continues a sentence that begins with the name of the place (`must be a list`); `keys` lead from the value
    to the place.
    """

    text: str
    help: str | None = None
    keys: KeyPath = ()
    part: Part = "value"


class RefusedError(ValueError):
    """Raised by a field's own check inside validation, which turns it into rejections; it never leaves it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.text for problem in problems))
        self.problems = problems


def refused(text: str, help: str | None = None, keys: KeyPath = (), part: Part = "value") -> RefusedError:
    """Return the exception for a single problem."""
    return RefusedError(Problem(text, help, keys, part))


def rejection(problem: Problem, keys: KeyPath, root: str = "the resource") -> Rejection:
    """Return the rejection of a problem with the value at `keys`; `root` is what has no keys."""
    path = (*keys, *problem.keys)
    return Rejection("invalid-value", path, problem.part, f"{place(path, root)} {problem.text}", problem.help)


def place(keys: KeyPath, root: str) -> str:
    """Return a path of keys as a message names it: `` `stages[0].percent` ``; `root` when there are none."""
    text = ""
    for key in keys:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else f"{key}"
    return quoted(text) if keys else root


def quoted(text: str) -> str:
    """Return a text of the user's in backticks: cut when long, and with nothing that could upset a terminal."""
    short = text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 1] + "…"
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in short)
    return f"`{shown.replace('`', chr(39))}`"


def type_name(value: Any) -> str:
    """Return what a parsed value is, in a user's words: `a list`."""
    return _TYPE_NAMES.get(type(value), f"a {type(value).__name__}")


def shown(value: Any) -> str:
    """Return a value for a message: a text or number itself, else what it is."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, float):
        return f"`{value}`" if isfinite(value) else "`.nan`" if isnan(value) else "`.inf`"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LONG:
        return f"`{value}`"
    return type_name(value)


def enumerated(words: list[str], join: str = "or") -> str:
    """Return words as a list in a sentence: `` `a`, `b` or `c` ``."""
    marked = [f"`{word}`" for word in words]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} {join} {marked[-1]}"
