"""Regular expressions that users write: checked for syntax, and run, on a linear-time engine only."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any

from pydantic import WithJsonSchema

from promptops.resources.checked import Checked
from promptops.resources.rejections import Problem, RefusedError, wrong_type

MAX_PATTERN = 10_000
"""Longer patterns are refused."""
MAX_MEMORY = 1024 * 1024
"""Bytes that a pattern may take when it is run."""

_FAULTS = {
    "missing )": "has a `(` that nothing closes",
    "unexpected )": "has a `)` that nothing opens",
    "missing ]": "has a `[` that nothing closes",
    "no argument for repetition operator": "has a `*`, `+` or `?` that repeats nothing",
    "trailing \\": "ends in a backslash that escapes nothing",
}
_EMPTY_CLASSES = ("[]", "[^]")


@lru_cache(maxsize=1024)
def pattern_problem(pattern: str) -> Problem | None:
    """Return what makes a pattern malformed in every dialect, None when some engine may take it.

    The linear-time engine knows no look-around and no back-references; that is no fault of the pattern.
    """
    import re2  # noqa: PLC0415 - takes 7 ms, and few files hold a pattern

    if len(pattern) > MAX_PATTERN:
        return Problem(f"is longer than {MAX_PATTERN} characters")
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode(errors="replace").partition(": ")[0]
        if reason == "missing ]" and any(empty in pattern for empty in _EMPTY_CLASSES):
            return None  # ECMA reads these as a class of nothing and a class of everything
        return Problem(f"is not a regular expression: it {_FAULTS[reason]}") if reason in _FAULTS else None
    return None


@lru_cache(maxsize=64)
def finder(pattern: str) -> Callable[[str], bool] | None:
    """Return what says whether a pattern finds something in a text, None when the linear-time engine cannot."""
    import re2  # noqa: PLC0415 - as above

    options = re2.Options()
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    try:
        compiled = re2.compile(pattern, options)
    except (re2.error, UnicodeEncodeError):
        return None
    return lambda text: compiled.search(text) is not None


def _check(value: Any) -> str:
    if not isinstance(value, str):
        raise RefusedError(wrong_type("a regular expression", value))
    problem = pattern_problem(value)
    if problem is not None:
        raise RefusedError(problem)
    return value


Regex = Annotated[str, Checked(_check), WithJsonSchema({"type": "string", "format": "regex"})]
"""A regular expression; that it compiles here is not asked, only that it is well-formed."""
