"""Each kind of error of the validator as a problem: what the value must be, what it is, what to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from promptops.regex import regex
from promptops.resources import SLUGS
from promptops.resources.rejections import (
    NO_VALUE,
    QUOTE,
    Problem,
    RefusedError,
    described,
    enumerated,
    is_number,
    one_of,
    quoted,
    wrong_type,
)
from promptops.spelling import closest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from promptops.resources.texts import Form

Context: TypeAlias = Mapping[str, Any]

MAX_LISTED = 6
"""Where more words than this are allowed, they are help and not part of the message."""

_TYPES: Mapping[str, str] = {
    "string_type": "a string",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "a boolean",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
}
_WORD = regex("'([^']*)'")


def problems_of(error: ErrorDetails) -> tuple[Problem, ...]:
    """Return the problems that an error of the validator stands for."""
    value, context = error["input"], error.get("ctx", {})
    if value is None:
        return (NO_VALUE,)
    refusal = context.get("error")
    if isinstance(refusal, RefusedError):
        return refusal.problems
    return (_EXPLAIN.get(error["type"], _unusable)(value, context),)


def _type(expected: str) -> Callable[[Any, Context], Problem]:
    return lambda value, _: wrong_type(expected, value)


def _form(value: Any, context: Context) -> Problem:
    form: Form = context["form"]
    if isinstance(value, str):
        if not value.strip():
            return Problem("is blank", form.help)
        if form.max_length is not None and len(value) > form.max_length:
            return Problem(f"is longer than {form.max_length} characters")
        return Problem(f"must be {form.expected}, not {quoted(value)}", form.help)
    written = described(value).strip("`") if is_number(value) else ""
    advice = QUOTE if re.search(form.pattern, written) else form.help
    return Problem(f"must be {form.expected}, not {described(value)}", advice)


def _reference(value: Any, context: Context) -> Problem:
    kinds: tuple[str, ...] = context["kinds"]
    wanted = f"the name of {one_of(kinds)}" if len(kinds) < len(SLUGS) else "the name of a resource"
    if not isinstance(value, str):
        advice = QUOTE if is_number(value) or isinstance(value, bool) else None
        return Problem(f"must be {wanted}, not {described(value)}", advice)
    kind, colon, name = value.partition(":")
    if colon and kind in SLUGS and kind not in kinds:
        return Problem(f"must be {wanted}, not of {one_of((kind,))}")
    if colon and kind not in SLUGS:
        meant = closest(kind, kinds)
        advice = f"did you mean {quoted(f'{meant}:{name}')}?" if meant else f"the kinds are {', '.join(kinds)}"
        return Problem(f"begins with {quoted(kind)}, which is not a kind", advice)
    if "@" in value:
        return Problem(f"must be {wanted}, not {quoted(value)}", "only a major version can follow `@`: `name@2`")
    return Problem(f"must be {wanted}, not {quoted(value)}", "write `name`, `name@MAJOR` or `kind:name@MAJOR`")


def _literal(value: Any, context: Context) -> Problem:
    words = _WORD.findall(context["expected"])
    meant = closest(value, words) if isinstance(value, str) else None
    advice = f"did you mean `{meant}`?" if meant else None
    if len(words) <= MAX_LISTED:
        return Problem(f"must be {enumerated(words)}, not {described(value)}", advice)
    return Problem(f"cannot be {described(value)}", advice or f"choose from {enumerated(words)}")


def _too_small(value: Any, context: Context) -> Problem:
    return Problem(f"must be at least {int(context['ge'])}, not {described(value)}")


def _too_great(value: Any, context: Context) -> Problem:
    return Problem(f"must be at most {int(context['le'])}, not {described(value)}")


def _unusable(value: Any, _: Context) -> Problem:
    return Problem(f"cannot be {described(value)}")


_EXPLAIN: Mapping[str, Callable[[Any, Context], Problem]] = {
    **{kind: _type(expected) for kind, expected in _TYPES.items()},
    "finite_number": lambda _value, _context: Problem("must be a finite number"),
    "form": _form,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_great,
    "literal_error": _literal,
    "reference": _reference,
}
