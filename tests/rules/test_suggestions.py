from __future__ import annotations

import pytest

from promptops.rules.suggestions import MAX_CANDIDATES, MAX_WORK, Names


@pytest.mark.parametrize(
    ("word", "names", "meant"),
    [
        ("support/refnd", ("support/refund", "sales/refund"), "support/refund"),
        ("refund", ("support/refund",), "support/refund"),
        ("refund", ("support/refund", "sales/refund"), None),
        ("sales/refund", ("support/refund",), "support/refund"),
        ("suport/refund", ("support/refund", "sales/refund"), "support/refund"),
        ("refnd", ("refund", "a/refund"), "refund"),
        ("support/refnd", ("sales/refund",), None),
        ("support/refund", ("support/refund", "support/refunds"), "support/refund"),
        ("x", (), None),
    ],
)
def test_a_name_is_meant_in_its_folder_or_by_its_last_part(
    word: str, names: tuple[str, ...], meant: str | None
) -> None:
    assert Names(names).meant_by(word) == meant


def test_advice_is_a_question() -> None:
    names = Names(["refund"])
    assert names.advice_on("refnd") == "did you mean `refund`?"
    assert names.advice_on("zzz") is None


def test_only_so_many_words_are_looked_up() -> None:
    name, word = "r" * 80, "r" * 79
    names = Names([name])
    searches = MAX_WORK // (len(name) * len(word))
    assert all(names.meant_by(word) == name for _ in range(searches))
    assert names.meant_by(word) is None


def test_in_a_large_folder_names_of_about_the_same_length_are_compared() -> None:
    names = [f"a/{'x' * 30}{number}" for number in range(MAX_CANDIDATES)]
    assert Names([*names, "a/refund"]).meant_by("a/refnud") == "a/refund"
