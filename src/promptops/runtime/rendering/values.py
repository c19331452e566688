"""Values as programs see them: those of JSON, and the one that stands for a name that nobody gave a value."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from promptops.runtime.rendering.errors import RenderError

MAX_TEXT: Final = 8 * 1024 * 1024
"""Longest text that rendering makes, in code points."""

MAX_ITEMS: Final = 1_000_000
"""Most items of a list that rendering makes, and most rounds of all loops together."""

LARGEST: Final = 2**53 - 1
"""The largest whole number that arithmetic and `int` give."""


class Undefined:
    """What a name stands for that nobody gave a value: empty, false, and equal to itself alone."""

    __slots__ = ()

    def __str__(self) -> str:
        return ""

    def __repr__(self) -> str:
        return "Undefined"

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __eq__(self, other: object) -> bool:
        return type(other) is Undefined

    def __hash__(self) -> int:
        return hash(Undefined)


UNDEFINED: Final = Undefined()


class Scope(dict[Any, Any]):
    """The names that have a value here."""

    __slots__ = ()

    def __missing__(self, name: Any) -> Undefined:
        return UNDEFINED


_WRITTEN = frozenset({str, int, float, bool, type(None), Undefined, list, dict, tuple})


def text_of(value: object) -> str:
    """Return a value as it is written into a text. Raises TypeError for one that JSON does not know."""
    if type(value) in _WRITTEN or isinstance(value, str):
        return str(value)
    message = f"a value of the type `{type(value).__name__}` cannot be written"
    raise TypeError(message)


def get(value: object, name: str) -> Any:
    """Return the item of a mapping; of anything else there is none. Raises LookupError where nothing has a value."""
    if isinstance(value, Mapping):
        return value.get(name, UNDEFINED)
    if value is UNDEFINED:
        raise LookupError(name)
    return UNDEFINED


def item(value: Any, key: object) -> Any:
    """Return the item of a mapping, list or text. Raises LookupError where nothing has a value."""
    if value is UNDEFINED:
        raise LookupError(key)
    try:
        return value[key]
    except (AttributeError, LookupError, TypeError):
        return UNDEFINED


def cut(value: Any, start: Any, stop: Any) -> Any:
    """Return a part of a list or text. Raises TypeError for anything else, or where the bounds are no whole numbers."""
    if isinstance(value, str | list | tuple):
        return value[slice(start, stop)]
    message = f"a value of the type `{type(value).__name__}` has no parts in a row"
    raise TypeError(message)


def items_of(value: Any) -> Sequence[Any]:
    """Return what a loop goes through. Raises TypeError where it cannot."""
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, str):
        checked_items(len(value))
    return list(value)


def checked_items(count: int) -> None:
    """Refuse a list that would have so many items."""
    if count > MAX_ITEMS:
        raise RenderError(f"a list would have more than {MAX_ITEMS:,} items", "pass in less")


def checked_text(size: int) -> None:
    """Refuse a text that would have so many code points."""
    if size > MAX_TEXT:
        raise RenderError(f"it would have more than {MAX_TEXT:,} characters", "pass in less")


def concat(values: Collection[object]) -> str:
    """Return the texts of values, joined."""
    texts = [value if type(value) is str else text_of(value) for value in values]
    checked_text(sum(map(len, texts)))
    return "".join(texts)


def add(left: Any, right: Any) -> Any:
    """Add numbers, or join texts or lists. Raises TypeError for anything else."""
    if isinstance(left, str) and isinstance(right, str):
        return concat((left, right))
    if isinstance(left, list) and isinstance(right, list):
        checked_items(len(left) + len(right))
        return left + right
    return bounded(_checked(left) + _checked(right))


def sub(left: Any, right: Any) -> Any:
    """Subtract numbers. Raises TypeError for anything else."""
    return bounded(_checked(left) - _checked(right))


def mul(left: Any, right: Any) -> Any:
    """Multiply numbers. Raises TypeError for anything else."""
    return bounded(_checked(left) * _checked(right))


def floordiv(left: Any, right: Any) -> Any:
    """Divide numbers and round down. Raises TypeError for anything else, ZeroDivisionError."""
    return bounded(_checked(left) // _checked(right))


def mod(left: Any, right: Any) -> Any:
    """Return what remains of dividing numbers. Raises TypeError for anything else, ZeroDivisionError."""
    return bounded(_checked(left) % _checked(right))


def _checked(value: Any) -> Any:
    if isinstance(value, int | float):
        return value
    message = f"a value of the type `{type(value).__name__}` is no number"
    raise TypeError(message)


def bounded(number: Any) -> Any:
    """Return a number as it is. Raises RenderError for a whole one that not every language knows exactly."""
    if isinstance(number, int) and abs(number) > LARGEST:
        raise too_large()
    return number


def too_large() -> RenderError:
    """Return what a whole number beyond the largest one is refused with."""
    return RenderError(f"a number is larger than {LARGEST}", "pass in less")
