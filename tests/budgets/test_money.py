from __future__ import annotations

from fractions import Fraction

import pytest

from promptops.budgets.money import Unit, in_words


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (0, "usd", "0 USD"),
        (9_000_000_000, "usd", "9,000 USD"),
        (1_500_000, "usd", "1.50 USD"),
        (150, "usd", "0.00015 USD"),
        (Fraction(1, 3), "usd", "0.000001 USD"),
        (10**24, "usd", "1,000,000,000,000,000,000 USD"),
        (1, "tokens", "1 token"),
        (Fraction(7, 2), "tokens", "4 tokens"),
        (900_000_000, "tokens", "900,000,000 tokens"),
    ],
)
def test_amounts_in_words(amount: Fraction | int, unit: Unit, words: str) -> None:
    assert in_words(amount, unit) == words
