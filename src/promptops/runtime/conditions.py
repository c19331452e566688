"""Whom a variant or a stage is for: conditions on the attributes of a session, of a small closed set.

An attribute that the session does not have meets no condition, not even a negated one. One that is a list meets a
condition where any of its items does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from promptops.runtime.buckets import BUCKETS, bucket, bytes_of, prefix_of
from promptops.runtime.versions import version_key
from promptops.trust.limits import MAX_INTEGER

Test = Callable[[Any], bool]
Segment = Callable[[Mapping[str, Any]], bool]


def text_of(value: object) -> str | None:
    """Return a value of a session as a text to compare: texts, whole numbers, and booleans as JSON writes them."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) <= MAX_INTEGER:
        value = int(value)  # JSON writes 5.0 as 5, and other languages know no difference
    return str(value) if isinstance(value, int) else None


def segment_of(declared: Mapping[str, Any], salt: str) -> Segment:
    """Return the check whether a session meets every one of the declared conditions, attribute by attribute.

    Raises:
        KeyError: a condition is none that is known.
        TypeError: what it compares with is of another type.
    """
    tests = [(attribute, _test(condition, f"{salt}/{attribute}")) for attribute, condition in declared.items()]

    def meets(context: Mapping[str, Any]) -> bool:
        for attribute, test in tests:
            value = context.get(attribute)
            values = value if isinstance(value, list | tuple | set | frozenset) else (value,)
            if not any(test(item) for item in values if item is not None):
                return False
        return True

    return meets


def _test(condition: Mapping[str, Any], salt: str) -> Test:
    tests = [_OPERATORS[name](argument, salt) for name, argument in condition.items()]
    return lambda value: all(test(value) for test in tests)


def _in(argument: Any, _: str) -> Test:
    known = frozenset(_texts(argument))
    return lambda value: text_of(value) in known


def _not_in(argument: Any, _: str) -> Test:
    known = frozenset(_texts(argument))
    return lambda value: (text := text_of(value)) is not None and text not in known


def _starts_with(argument: Any, _: str) -> Test:
    starts = _texts(argument)
    return lambda value: (text := text_of(value)) is not None and text.startswith(starts)


def _ends_with(argument: Any, _: str) -> Test:
    ends = _texts(argument)
    return lambda value: (text := text_of(value)) is not None and text.endswith(ends)


def _at_least(argument: Any, _: str) -> Test:
    least = _number(argument)
    return lambda value: _is_number(value) and value >= least


def _below(argument: Any, _: str) -> Test:
    end = _number(argument)
    return lambda value: _is_number(value) and value < end


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(argument: Any) -> float:
    if not _is_number(argument):
        raise TypeError
    return argument  # type: ignore[no-any-return]  # a whole number stays one: they are compared exactly


def _texts(argument: Any) -> tuple[str, ...]:
    if not isinstance(argument, list | tuple) or not all(isinstance(text, str) for text in argument):
        raise TypeError
    return tuple(argument)


def _from_version(argument: Any, _: str) -> Test:
    least = version_key(argument)
    return lambda value: least is not None and (key := version_key(value)) is not None and key >= least


def _before_version(argument: Any, _: str) -> Test:
    end = version_key(argument)
    return lambda value: end is not None and (key := version_key(value)) is not None and key < end


def _percent(argument: Any, salt: str) -> Test:
    """Test a part of all values of an attribute, such as a tenth of the accounts, whoever their sessions belong to."""
    prefix, edge = prefix_of(salt), BUCKETS * _number(argument)

    def test(value: Any) -> bool:
        text = text_of(value)
        unit = None if text is None else bytes_of(text)
        return unit is not None and bucket(prefix, unit) * 100 < edge

    return test


_OPERATORS: Mapping[str, Callable[[Any, str], Test]] = {
    "in": _in,
    "not_in": _not_in,
    "starts_with": _starts_with,
    "ends_with": _ends_with,
    "at_least": _at_least,
    "below": _below,
    "from_version": _from_version,
    "before_version": _before_version,
    "percent": _percent,
}
