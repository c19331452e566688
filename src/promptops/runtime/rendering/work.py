"""The work of rendering, counted in what operations read and make, so that no program goes on without end."""

from __future__ import annotations

from typing import Any, Final

from promptops.runtime.rendering.errors import RenderError

MAX_WORK: Final = 64 * 1024 * 1024
"""Most work of one rendering: a unit for a code point that an operation reads or makes, and for a node of a program
that a round or an include may run; `ITEM` units for an item of a list or mapping."""

ITEM: Final = 8

SHORT: Final = 100
"""To read a text that is no longer is no work to count beside that of the expression."""

WORK: Final = 1
"""Where a scope has the function that counts its work, which is no name."""

_NESTED = (list, tuple, dict)
NESTED: Final = frozenset(_NESTED)


class Meter:
    """Counts the work of one rendering."""

    __slots__ = ("_left",)

    def __init__(self) -> None:
        self._left = MAX_WORK

    def spend(self, work: int) -> None:
        """Count work. Raises RenderError where it is too much."""
        self._left = left = self._left - work
        if left < 0:
            raise RenderError(f"it takes more than {MAX_WORK:,} units of work", "pass in less")


def size(value: Any) -> int:
    """Return the units of a value itself, without what its items hold."""
    if isinstance(value, str):
        return len(value)
    return ITEM * len(value) if isinstance(value, _NESTED) else 0


def weight(value: Any) -> int:
    """Return the units of a value with all that it holds, each time that it does; a count beyond `MAX_WORK` is cut."""
    if isinstance(value, str):
        return len(value)
    if not isinstance(value, _NESTED):
        return 0
    found, rest = 0, [value]  # a stack of its own: values may be nested without end
    while rest and found <= MAX_WORK:
        each = rest.pop()
        found += ITEM * (len(each) + 1)
        if isinstance(each, dict):
            found += sum([len(key) for key in each if isinstance(key, str)])
        for item in each.values() if isinstance(each, dict) else each:
            if isinstance(item, str):
                found += len(item)
            elif isinstance(item, _NESTED):
                rest.append(item)
    return found


def compared(left: Any, right: Any) -> int:
    """Return the units of finding out how two values stand to each other."""
    if isinstance(left, str):
        return min(len(left), len(right)) if isinstance(right, str) else 0
    return weight(left) if isinstance(right, _NESTED) else 0


def searched(wanted: Any, values: Any) -> int:
    """Return the units of looking for a value among others."""
    if isinstance(values, dict):
        return weight(wanted)
    return weight(values)
