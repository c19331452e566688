"""Types of amounts: dates, durations, money, counts, shares. None of them is kept as a float where it must be exact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from annotated_types import Ge, Le
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from promptops.regex import regex
from promptops.resources.json_values import MAX_INTEGER
from promptops.resources.rejections import described, refused

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

MICROS = 1_000_000
"""Micro-USD in one USD."""

_DATE = regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DURATION = regex(r"([0-9]{1,9})(ms|s|m|h|d|w)")
_AMOUNT = regex(r"([0-9]{1,16})(?:\.([0-9]{1,40}))?")
_DECIMALS = 6
_UNITS = {"w": 604_800_000, "d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}


def parse_date(value: Any) -> date:
    """Return the date of an ISO text (`2027-03-01`). Raises `RefusedError`."""
    if type(value) is date:
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise refused(f"is {described(value)}, a day that does not exist") from None
    raise refused(
        f"must be a date such as `2027-03-01`, not {described(value)}", "write year, month and day: `2027-03-01`"
    )


def parse_duration(value: Any) -> int:
    """Return the milliseconds of a duration (`30s`, `5m`, `2h`, `90d`). Raises `RefusedError`."""
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        advice = "write a whole number and a unit: `ms`, `s`, `m`, `h`, `d` or `w`"
        raise refused(f"must be a duration such as `30s`, not {described(value)}", advice)
    return int(match[1]) * _UNITS[match[2]]


def duration_text(milliseconds: int) -> str:
    """Return the text of a duration in the greatest unit that divides it: the inverse of `parse_duration`."""
    return next(f"{milliseconds // size}{unit}" for unit, size in _UNITS.items() if milliseconds % size == 0)


def parse_money(value: Any) -> int:
    """Return the micro-USD of an amount in USD, a number or a decimal text. Raises `RefusedError`.

    A float is read by its shortest text, so that `0.1` is a tenth of a dollar.
    """
    match = _AMOUNT.fullmatch(_decimal(value))
    if match is None:
        advice = "write the number of dollars, without sign, currency or thousands separator"
        raise refused(f"must be an amount in USD such as `0.15`, not {described(value)}", advice)
    decimals = (match[2] or "").rstrip("0")
    if len(decimals) > _DECIMALS:
        raise refused(
            f"has more than six decimals: {described(value)}", "a price may be given for more tokens, see `per`"
        )
    micros = int(match[1]) * MICROS + int(decimals.ljust(_DECIMALS, "0"))
    if micros > MAX_INTEGER:
        raise refused(f"is too great an amount: {described(value)}", f"the greatest is {MAX_INTEGER // MICROS} USD")
    return micros


def _decimal(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= MAX_INTEGER:
        return ""
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def money_text(micros: int) -> str:
    """Return micro-USD as a decimal text in USD: the inverse of `parse_money`."""
    dollars, rest = divmod(micros, MICROS)
    return f"{dollars}.{rest:06}".rstrip("0").rstrip(".")


class Parsed:
    """A value that `parse` makes of what users write, that `write` turns back, and whose JSON Schema is `schema`."""

    def __init__(self, parse: Callable[[Any], Any], write: Callable[[Any], str], schema: JsonSchemaValue) -> None:
        self.parse = parse
        self.write = write
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the check, and the text that is written to JSON."""
        del source, handler
        written = core_schema.plain_serializer_function_ser_schema(self.write, when_used="json-unless-none")
        return core_schema.no_info_plain_validator_function(self.parse, serialization=written)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of the text."""
        del schema, handler
        return dict(self.schema)  # the caller adds to it


Date = Annotated[
    date,
    Parsed(
        parse_date,
        date.isoformat,
        {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    ),
]
"""A calendar day in UTC."""

Milliseconds = Annotated[
    int, Parsed(parse_duration, duration_text, {"type": "string", "pattern": "^[0-9]{1,9}(?:ms|s|m|h|d|w)$"})
]
"""A duration; users write `500ms`, `30s`, `5m`, `2h`, `7d` or `2w`."""

MicroUsd = Annotated[
    int,
    Parsed(
        parse_money,
        money_text,
        {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": r"^[0-9]{1,16}(?:\.[0-9]{1,40})?$"},
            ]
        },
    ),
]
"""An amount of money in millionths of a USD; users write USD, as a number or a decimal text."""

Tokens = Annotated[int, Ge(0), Le(MAX_INTEGER)]
"""A number of tokens."""

Count = Annotated[int, Ge(0), Le(MAX_INTEGER)]
"""A number of things, possibly none."""

Positive = Annotated[int, Ge(1), Le(MAX_INTEGER)]
"""A number of things, at least one."""

Number = Annotated[float, Ge(-MAX_INTEGER), Le(MAX_INTEGER)]
"""Any finite number."""

Weight = Annotated[float, Ge(0), Le(MAX_INTEGER)]
"""A number that is not negative."""

Share = Annotated[float, Ge(0), Le(1)]
"""A part of a whole, from 0 to 1."""

Percent = Annotated[float, Ge(0), Le(100)]
"""A part of a hundred."""
