"""No policy and no resource takes more work than it may, and what was not judged is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest

from promptops.resources import KINDS, model_of
from promptops.resources.base import Block
from promptops.resources.entries import Entry
from promptops.resources.project import Project
from promptops.resources.quantities import parse_money
from promptops.resources.unknown_keys import blocks_below
from promptops.rules import compliance
from promptops.rules.compliance import Breach, breaches, compiled
from promptops.rules.contexts import ProjectContext
from promptops.rules.enforcement import in_force

NAMES = [f"x{number}" for number in range(20_000)]


def entry(kind: str, number: int, data: dict[str, Any]) -> Entry:
    packed = json.dumps({"kind": kind, "name": f"r{number}", **data})
    return Entry(
        f"{number}.yaml", 0, kind.lower(), f"r{number}", None, "native", {}, None, (), None, (), (), packed, ""
    )


def policy(require: dict[str, Any], number: int = 0) -> Entry:
    return entry("Policy", number, {"match": {}, "require": require, "message": "no", "severity": "error"})


def judged(*entries: Entry) -> list[Breach]:
    context = ProjectContext(Project(entries), date(2026, 11, 1))
    return list(breaches(context, tuple(in_force(context.project))))


@pytest.mark.parametrize(
    ("require", "value"),
    [
        ({"items": {"enum": NAMES}}, ["x0"] * 70_000),
        ({"patternProperties": {f"y{number}$": False for number in range(900)}}, dict.fromkeys(NAMES, 1)),
        (
            {"patternProperties": {f"y{number}$": True for number in range(100)}, "additionalProperties": False},
            dict.fromkeys(NAMES, 1),
        ),
        ({"allOf": [{"pattern": f"(a|b)*c{number}|."} for number in range(900)]}, "ab" * 200_000),
        (
            {"allOf": [{"uniqueItems": True, "title": f"{number}"} for number in range(3)]},
            [[name] for name in NAMES] * 9,
        ),
        ({"allOf": [{"$ref": "#/properties/annotations"}]}, {}),
    ],
)
def test_what_takes_too_much_work_is_not_known(require: dict[str, Any], value: Any) -> None:
    found = judged(policy({"properties": {"annotations": require}}), entry("Tool", 1, {"annotations": value}))
    assert [(each.entry.name, each.is_known) for each in found] == [("r1", False)]


def test_when_all_work_is_done_each_policy_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compliance, "MAX_STEPS_OF_RUN", 20)
    policies = (policy({"required": ["name"]}), policy({"required": ["kind"]}, 1))
    found = judged(*policies, *(entry("Tool", number, {}) for number in range(2, 10)))
    assert [(each.policy.entry.name, each.is_known) for each in found] == [("r0", False), ("r1", False)]
    (untried,) = {each.untried for each in found}
    assert 0 < untried < 9


def test_policies_on_the_same_terms_judge_once() -> None:
    project = Project((policy({"required": ["owner"]}), entry("Tool", 1, {})))
    policies = tuple(in_force(project))
    found = list(breaches(ProjectContext(project, date(2026, 11, 1)), (*policies, *policies)))
    assert [each.entry.name for each in found] == ["r0", "r1"]


def _is_money(annotation: Any) -> bool:
    return getattr(annotation, "parse", None) is parse_money or any(map(_is_money, get_args(annotation)))


def _amounts(block: type[Block]) -> Iterator[tuple[str, ...]]:
    """Yield the paths of keys of the amounts of money in a block."""
    for key, name in block.attributes().items():
        attribute = block.model_fields[name]
        if _is_money(attribute.annotation) or any(map(_is_money, attribute.metadata)):
            yield (key,)
        for below in blocks_below(block, key):
            yield from ((key, *path) for path in _amounts(below))


def _nested(keys: tuple[str, ...], value: Any) -> Any:
    return {keys[0]: _nested(keys[1:], value)} if keys else value


AMOUNTS = [(kind, keys) for kind in KINDS for keys in _amounts(model_of(kind))]


@pytest.mark.parametrize(("kind", "keys"), AMOUNTS)
def test_every_amount_of_money_is_a_number_to_a_policy(kind: str, keys: tuple[str, ...]) -> None:
    value = compiled(Project(()), entry(kind, 0, _nested(keys, "0.25")))
    assert value.items() >= _nested(keys, 0.25).items()


def test_the_amounts_that_an_environment_overrides_are_numbers_too() -> None:
    overrides = {"agent:a": {"limits": {"max_cost": "0.5"}}, "budget:b": {"amount": {"usd": "900"}}}
    value = compiled(Project(()), entry("Environment", 0, {"overrides": overrides}))
    assert value["overrides"] == {"agent:a": {"limits": {"max_cost": 0.5}}, "budget:b": {"amount": {"usd": 900}}}
    assert len(AMOUNTS) >= 4
