from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import promptops.rules
from promptops.rules import CHANGES, TABLE, all_rules, change_rules, find_rule, rule_ids

ROOT = Path(__file__).parents[2]


def test_every_file_in_a_category_is_in_the_table_and_the_other_way_round() -> None:
    package = Path(promptops.rules.__file__).parent
    files = (path.relative_to(package) for path in package.glob("*/*.py") if path.name != "__init__.py")
    assert Counter(".".join(path.with_suffix("").parts) for path in files) == Counter((*TABLE, *CHANGES))


@pytest.mark.parametrize("table", [TABLE, CHANGES])
def test_categories_stand_together(table: tuple[str, ...]) -> None:
    categories = [module.partition(".")[0] for module in table]
    assert categories == sorted(categories, key=list(dict.fromkeys(categories)).index)


def test_ids_are_unique_over_all_categories() -> None:
    assert len(set(rule_ids())) == len(TABLE) + len(CHANGES)


def test_all_rules_are_those_of_the_table_in_its_order() -> None:
    assert tuple(rule.id for rule in (*all_rules(), *change_rules())) == rule_ids()


def test_a_rule_is_found_by_its_id_and_by_nothing_else() -> None:
    assert [find_rule(rule_id) for rule_id in rule_ids()] == [*all_rules(), *change_rules()]
    assert find_rule("no-such-rule") is None


def test_the_changelog_names_every_rule() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [rule_id for rule_id in rule_ids() if f"`{rule_id}`" not in changelog] == []
