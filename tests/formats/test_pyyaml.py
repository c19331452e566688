from __future__ import annotations

import pytest
import yaml

from promptops.formats.pyyaml import Switches, duplicates_told
from promptops.sources.yaml import read_yaml

WORDS = ["yes", "No", "ON", "off", "oN", "y", "n", "true", "nope", '"yes"', "'no'", "yes # x"]


@pytest.mark.parametrize("word", WORDS)
def test_a_switch_is_what_pyyaml_takes_for_one(word: str) -> None:
    text = f"a:\n  - {word}\n"
    ((document,), _) = read_yaml(text)
    loaded = yaml.safe_load(text)["a"][0]
    known = document.value["a"][0]
    assert Switches(document, text).value(("a", 0)) == (loaded if isinstance(known, str) and loaded != known else None)


@pytest.mark.parametrize(("key", "expected"), [("yes", True), ("Off", False), ('"yes"', None), ("other", None)])
def test_a_key_can_be_a_switch_too(*, key: str, expected: bool | None) -> None:
    text = f"a: {{{key}: 1}}\n"
    ((document,), _) = read_yaml(text)
    (name,) = document.value["a"]
    assert Switches(document, text).value(("a", name), "key") is expected


def test_of_two_equal_keys_the_last_counts() -> None:
    _, faults = read_yaml("a: 1\na: 2\nb: !x 1\n")
    told = duplicates_told(faults)
    assert [fault.rule for fault in told] == [fault.rule for fault in faults]
    assert {fault.help for fault in told if fault.rule == "duplicate-key"} == {
        "remove one of the two; only the last is read"
    }
