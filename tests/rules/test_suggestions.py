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


class Counted(str):
    """A name that counts how often any is compared with another."""

    __slots__ = ()
    compared = 0

    def __lt__(self, other: str) -> bool:
        Counted.compared += 1
        return str.__lt__(self, other)

    def __len__(self) -> int:
        Counted.compared += 1
        return str.__len__(self)


def test_of_a_large_folder_no_more_is_looked_at_than_is_compared() -> None:
    """A thousand words that are dead, and ten thousand names: ten million pairs would take many seconds."""
    names = Names([Counted(f"a/name{number:05}") for number in range(10_000)])
    names.meant_by("a/nam")
    Counted.compared = 0
    for _ in range(100):
        names.meant_by("a/nmae00000")
    assert Counted.compared < 100 * MAX_CANDIDATES * 10
