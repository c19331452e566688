"""Amounts of money and tokens: exact, and as people read them."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, Literal

from promptops.bounds.money import MICROS

Unit = Literal["usd", "tokens"]
UNITS: Final[tuple[Unit, ...]] = ("usd", "tokens")


def in_words(amount: Fraction | int, unit: Unit) -> str:
    """Return micro-USD as `1,200.5 USD`, or tokens as `1,200 tokens`; a fraction of either is rounded up.

    USD have two decimals, or as many as it takes to tell a smaller amount.
    """
    whole = -(-amount.numerator // amount.denominator)
    if unit == "tokens":
        return f"{whole:,} token{'s'[: whole != 1]}"
    dollars, rest = divmod(whole, MICROS)
    decimals = f"{rest:06}".rstrip("0")
    return f"{dollars:,}{'.' if decimals else ''}{decimals.ljust(2, '0') if decimals else ''} USD"
