from __future__ import annotations

import json

import pytest

from promptops.sources.yaml import read_yaml
from promptops.sources.yaml_scalars import Tagged

TAGS = frozenset({"!function"})


def test_a_tag_that_is_asked_for_is_handed_on() -> None:
    text = "a: !function utils.a\nb: [!function 'utils.b', c]\n? !function k\n: 1\n"
    ((document,), faults) = read_yaml(text, tags=TAGS)
    value = document.value
    assert faults == ()
    assert isinstance(value["a"], Tagged)
    assert (value["a"], value["a"].tag, value["a"].text) == ("!function utils.a", "!function", "utils.a")
    assert [type(item) for item in value["b"]] == [Tagged, str]
    assert json.loads(json.dumps(value)) == {"a": "!function utils.a", "b": ["!function utils.b", "c"], "k": 1}
    assert document.range_of(("a",))[:2] == (1, 14)


@pytest.mark.parametrize("tags", [(), TAGS])
@pytest.mark.parametrize("value", ["!other x", "!!python/name:os.system x", "!function [a]", "!<!fun> x"])
def test_any_other_tag_is_a_fault(tags: frozenset[str], value: str) -> None:
    ((document,), faults) = read_yaml(f"a: {value}\n", tags=tags)
    assert [fault.rule for fault in faults] == ["invalid-yaml"]
    assert not isinstance(document.value["a"], Tagged)


def test_a_tag_is_a_fault_unless_it_is_asked_for() -> None:
    ((document,), faults) = read_yaml("a: !function utils.a\n")
    assert (document.value, [fault.message for fault in faults]) == (
        {"a": "utils.a"},
        ["tag `!function` is not read"],
    )
