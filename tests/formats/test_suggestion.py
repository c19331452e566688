from __future__ import annotations

from promptops.formats.suggestion import MAX_WORK, advice_on, meant_by


def test_a_near_name_is_meant() -> None:
    assert meant_by("gpt-4-mini", ["gpt-4o-mini", "claude"]) == "gpt-4o-mini"
    assert advice_on("gpt-4-mini", ["gpt-4o-mini"], "add it") == "did you mean `gpt-4o-mini`?"


def test_no_near_name_is_advice_of_another_kind() -> None:
    assert meant_by("gpt-4o", ["claude"]) is None
    assert advice_on("gpt-4o", ["claude"], "add it") == "add it"


def test_too_many_names_are_not_compared() -> None:
    names = [f"{number:040}" for number in range(MAX_WORK // 400 + 1)]
    assert meant_by("0000000001", [*names, "0000000002"]) is None
