"""Filters, tests and methods of programs: each does what Jinja2's of that name does to values of JSON."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from promptops.runtime.rendering.values import (
    MAX_ITEMS,
    UNDEFINED,
    bounded,
    checked_items,
    checked_text,
    concat,
    item,
    items_of,
    text_of,
    too_large,
)
from promptops.runtime.rendering.work import compared, searched, size, weight

_WORD_BEGINNING = re.compile(r"([-\s({\[<]+)")
_MAX_INDENT = 16
_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"})


class Named(NamedTuple):
    """A function of a value and arguments; `least` and `most` count the arguments.

    `cost` returns the work of reading these, None where that is none to speak of.
    """

    run: Callable[..., Any]
    least: int = 0
    most: int = 0
    cost: Callable[..., int] | None = None


def _sizes(*values: Any) -> int:
    return sum(map(size, values))


def _weights(*values: Any) -> int:
    return sum(map(weight, values))


def _along(values: Any, attribute: Any = None, *others: Any) -> int:
    """Return the work of going down from each item along an attribute, and of testing what is there."""
    parts = attribute.count(".") + 2 if isinstance(attribute, str) else 1
    return size(values) * parts + (_weights(values, *others) if others else 0)


def _joined(values: Any, separator: Any = "", attribute: Any = None) -> int:
    return weight(values) + size(separator) + (0 if attribute is None else _along(values, attribute))


def _capitalize(value: Any) -> str:
    return text_of(value).capitalize()


def _default(value: Any, default: Any = "", boolean: Any = False) -> Any:  # noqa: FBT002  Jinja2's own parameters
    return default if value is UNDEFINED or (boolean and not value) else value


def _first(value: Any) -> Any:
    return next(iter(value), UNDEFINED)


def _indent(value: Any, width: Any = 4, first: Any = False, blank: Any = False) -> str:  # noqa: FBT002  as above
    if not isinstance(width, str):
        checked_text(width)
    indention = width if isinstance(width, str) else " " * width
    lines = f"{_text(value)}\n".splitlines()
    checked_text(len(value) + len(indention) * len(lines))
    head, *others = lines
    rest = [f"\n{indention}{line}" if line or blank else "\n" for line in others]
    return concat([indention if first else "", head, *rest])


def _int(value: Any, default: Any = 0) -> Any:
    if value is UNDEFINED:
        message = "a name without a value is no number"
        raise TypeError(message)
    try:
        return bounded(int(value))
    except (TypeError, ValueError):
        try:
            return bounded(int(float(value)))
        except (TypeError, ValueError):
            return default
        except OverflowError:  # of `1e400`, which is a numeral, and of `inf`, which is none
            if any(map(str.isdecimal, value)):
                raise too_large() from None
            return default


def _join(value: Any, separator: Any = "", attribute: str | None = None) -> str:
    found = value if attribute is None else _attributes(value, attribute)
    texts = [each if type(each) is str else text_of(each) for each in found]
    between = text_of(separator)
    checked_text(sum(map(len, texts)) + len(between) * len(texts))
    return between.join(texts)


def _last(value: Any) -> Any:
    return next(iter(_reversed(value)), UNDEFINED)


def _list(value: Any) -> list[Any]:
    return list(items_of(value))


def _lower(value: Any) -> str:
    return text_of(value).lower()


def _map(value: Any, attribute: str) -> list[Any]:
    return _attributes(value, attribute) if value else []


def _attributes(value: Iterable[Any], attribute: str) -> list[Any]:
    parts = [int(part) if part.isdigit() else part for part in attribute.split(".")]
    return [_descend(each, parts) for each in value]


def _descend(value: Any, parts: Iterable[str | int]) -> Any:
    for part in parts:
        value = item(value, part)
    return value


def _selected(value: Any, attribute: str, test: str | None = None, *arguments: Any) -> list[tuple[Any, bool]]:
    if not value:
        return []
    check = bool if test is None else TESTS[test].run
    found = _attributes(value, attribute)
    return [(each, bool(check(part, *arguments))) for each, part in zip(value, found, strict=True)]


def _selectattr(value: Any, attribute: str, *test: Any) -> list[Any]:
    return [each for each, holds in _selected(value, attribute, *test) if holds]


def _rejectattr(value: Any, attribute: str, *test: Any) -> list[Any]:
    return [each for each, holds in _selected(value, attribute, *test) if not holds]


def _replace(value: Any, old: Any, new: Any, count: Any = None) -> str:
    text, gone, here = text_of(value), text_of(old), text_of(new)
    limit = -1 if count is None else operator.index(count)
    places = text.count(gone) if limit < 0 else min(limit, text.count(gone))
    checked_text(len(text) + places * (len(here) - len(gone)))
    return text.replace(gone, here, limit)


def _reverse(value: Any) -> Any:
    return value[::-1] if isinstance(value, str) else _reversed(value)


def _reversed(value: Any) -> list[Any]:
    if value is UNDEFINED:
        return []
    checked_items(len(value))
    return list(reversed(value))


def _split(value: Any, separator: Any = None) -> list[str]:
    parts = _text(value).split(separator, MAX_ITEMS)
    checked_items(len(parts))
    return parts


def _title(value: Any) -> str:
    parts = _WORD_BEGINNING.split(text_of(value))
    return "".join([part[0].upper() + part[1:].lower() for part in parts if part])


def _tojson(value: Any, indent: Any = None) -> str:
    if indent is not None and not 0 <= operator.index(indent) <= _MAX_INDENT:
        message = "`tojson` is given an indentation that is too large"
        raise TypeError(message)
    written = json.dumps(value, sort_keys=True, indent=indent).translate(_MARKUP)
    checked_text(len(written))
    return written


def _truncate(value: Any, length: Any = 255, killwords: Any = False, end: Any = "...", leeway: Any = None) -> Any:  # noqa: FBT002  as above
    slack = 5 if leeway is None else leeway
    if length < len(end) or slack < 0:
        message = "`truncate` is given a length that is too small"
        raise TypeError(message)
    if len(value) <= length + slack:
        return value
    kept = _text(value)[: length - len(end)]
    return concat([kept if killwords else kept.rsplit(" ", 1)[0], _text(end)])


def _upper(value: Any) -> str:
    return text_of(value).upper()


FILTERS: Mapping[str, Named] = {
    "capitalize": Named(_capitalize, cost=_weights),
    "default": Named(_default, 0, 2),
    "first": Named(_first),
    "indent": Named(_indent, 0, 3, cost=_weights),
    "int": Named(_int, 0, 1, cost=_sizes),
    "items": Named(lambda value: [] if value is UNDEFINED else list(_mapping(value).items()), cost=_sizes),
    "join": Named(_join, 0, 2, cost=_joined),
    "last": Named(_last, cost=_sizes),
    "length": Named(len),
    "list": Named(_list, cost=_sizes),
    "lower": Named(_lower, cost=_weights),
    "map": Named(_map, 1, 1, cost=_along),
    "rejectattr": Named(_rejectattr, 1, 3, cost=_along),
    "replace": Named(_replace, 2, 3, cost=_weights),
    "reverse": Named(_reverse, cost=_sizes),
    "selectattr": Named(_selectattr, 1, 3, cost=_along),
    "string": Named(text_of, cost=_weights),
    "title": Named(_title, cost=_weights),
    "tojson": Named(_tojson, 0, 1, cost=_weights),
    "trim": Named(lambda value: text_of(value).strip(), cost=_weights),
    "truncate": Named(_truncate, 0, 4, cost=_weights),
    "upper": Named(_upper, cost=_weights),
}
ATTRIBUTE: Mapping[str, int] = {"join": 1, "map": 0, "rejectattr": 0, "selectattr": 0}
"""Filters with an argument that names an attribute, and which argument that is; a test follows in the last two."""


def _is_sequence(value: Any) -> bool:
    return isinstance(value, str | list | tuple | Mapping) or value is UNDEFINED


TESTS: Mapping[str, Named] = {
    "boolean": Named(lambda value: isinstance(value, bool)),
    "defined": Named(lambda value: value is not UNDEFINED),
    "divisibleby": Named(lambda value, number: _modulo(value, number) == 0, 1, 1),
    "eq": Named(operator.eq, 1, 1, cost=compared),
    "even": Named(lambda value: _modulo(value, 2) == 0),
    "false": Named(lambda value: value is False),
    "float": Named(lambda value: isinstance(value, float)),
    "ge": Named(operator.ge, 1, 1, cost=compared),
    "gt": Named(operator.gt, 1, 1, cost=compared),
    "in": Named(lambda value, values: value in values, 1, 1, cost=searched),
    "integer": Named(lambda value: isinstance(value, int) and not isinstance(value, bool)),
    "iterable": Named(_is_sequence),
    "le": Named(operator.le, 1, 1, cost=compared),
    "lt": Named(operator.lt, 1, 1, cost=compared),
    "mapping": Named(lambda value: isinstance(value, Mapping)),
    "ne": Named(operator.ne, 1, 1, cost=compared),
    "none": Named(lambda value: value is None),
    "number": Named(lambda value: isinstance(value, int | float)),
    "odd": Named(lambda value: _modulo(value, 2) == 1),
    "sequence": Named(_is_sequence),
    "string": Named(lambda value: isinstance(value, str), cost=_weights),
    "true": Named(lambda value: value is True),
    "undefined": Named(lambda value: value is UNDEFINED),
}


def _modulo(value: Any, number: Any) -> Any:
    if isinstance(value, int | float):
        return value % number
    message = f"a value of the type `{type(value).__name__}` is no number"
    raise TypeError(message)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    message = f"a value of the type `{type(value).__name__}` is no text"
    raise TypeError(message)


def _mapping(value: Any) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    message = f"a value of the type `{type(value).__name__}` is no mapping"
    raise TypeError(message)


METHODS: Mapping[str, Named] = {
    "endswith": Named(lambda value, end: _text(value).endswith(_text(end)), 1, 1, cost=_sizes),
    "get": Named(lambda value, key, default=None: _mapping(value).get(key, default), 1, 2),
    "items": Named(lambda value: list(_mapping(value).items()), cost=_sizes),
    "keys": Named(lambda value: list(_mapping(value)), cost=_sizes),
    "lower": Named(lambda value: _text(value).lower(), cost=_weights),
    "replace": Named(lambda value, old, new: _replace(_text(value), _text(old), _text(new)), 2, 2, cost=_weights),
    "split": Named(_split, 0, 1, cost=_sizes),
    "startswith": Named(lambda value, start: _text(value).startswith(_text(start)), 1, 1, cost=_sizes),
    "strip": Named(lambda value: _text(value).strip(), cost=_weights),
    "upper": Named(lambda value: _text(value).upper(), cost=_weights),
    "values": Named(lambda value: list(_mapping(value).values()), cost=_sizes),
}
