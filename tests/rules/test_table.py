from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import promptops.rules
from promptops.rules import (
    CHANGES,
    OVER_EXCUSES,
    OVER_FILES,
    OVER_PROJECTS,
    TABLE,
    all_rules,
    change_rules,
    excuse_rules,
    file_rules,
    find_rule,
    project_rules,
    rule_ids,
    state_rule_ids,
)
from promptops.rules.rule import Rule

ROOT = Path(__file__).parents[2]


def test_every_file_in_a_category_is_in_the_table_and_the_other_way_round() -> None:
    package = Path(promptops.rules.__file__).parent
    files = (path.relative_to(package) for path in package.glob("*/*.py") if path.name != "__init__.py")
    assert Counter(".".join(path.with_suffix("").parts) for path in files) == Counter((*TABLE, *CHANGES))


@pytest.mark.parametrize("table", [OVER_FILES, OVER_PROJECTS, OVER_EXCUSES, CHANGES])
def test_categories_stand_together(table: tuple[str, ...]) -> None:
    categories = [module.partition(".")[0] for module in table]
    assert categories == sorted(categories, key=list(dict.fromkeys(categories)).index)


def test_ids_are_unique_over_all_categories() -> None:
    assert len(set(rule_ids())) == len(TABLE) + len(CHANGES)


def test_all_rules_are_those_of_the_table_in_its_order() -> None:
    assert tuple(rule.id for rule in (*all_rules(), *change_rules())) == rule_ids()


def test_the_ids_of_rules_over_one_state_need_no_import() -> None:
    assert state_rule_ids() == tuple(rule.id for rule in all_rules())


def test_a_rule_is_found_by_its_id_and_by_nothing_else() -> None:
    assert [find_rule(rule_id) for rule_id in rule_ids()] == [*all_rules(), *change_rules()]
    assert find_rule("no-such-rule") is None


def test_the_changelog_names_every_rule() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [rule_id for rule_id in rule_ids() if f"`{rule_id}`" not in changelog] == []


@pytest.mark.parametrize(
    ("rules", "scopes"),
    [(file_rules, {"file"}), (project_rules, {"project"}), (excuse_rules, {"suppression", "waiver"})],
)
def test_each_table_has_the_rules_of_one_scope(rules: Callable[[], tuple[Rule[Any], ...]], scopes: set[str]) -> None:
    assert {rule.scope for rule in rules()} == scopes
    assert {rule.scope for rule in all_rules() if rule not in rules()}.isdisjoint(scopes)
