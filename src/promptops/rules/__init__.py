"""The rules: one file each, the folder is its category. This is the table of contents.

A new rule is one file, one line here, and one line in the changelog.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from promptops.config.options import RuleOptions
    from promptops.rules.rule import Rule

TABLE = (
    "syntax.duplicate_key",
    "syntax.hidden_characters",
    "syntax.ignored_key",
    "syntax.inlined_secret",
    "syntax.invalid_value",
    "syntax.invalid_yaml",
    "syntax.unknown_dialect",
    "syntax.unknown_key",
    "syntax.unquoted_template",
    "syntax.unreadable_file",
    "references.ambiguous_reference",
    "references.dead_reference",
    "references.duplicate_name",
    "references.floating_reference",
    "references.include_cycle",
    "references.misplaced_override",
    "references.unknown_reference",
    "references.unknown_tool",
    "templates.nonconforming_example",
    "templates.template_syntax",
    "templates.undeclared_variable",
    "templates.untyped_output",
    "templates.unused_input",
    "ownership.codeowners_mismatch",
    "ownership.missing_owner",
    "ownership.unknown_owner",
    "lifecycle.deprecated_reference",
    "lifecycle.missing_replacement",
    "lifecycle.overdue_review",
    "lifecycle.retired_resource",
    "suppression.missing_suppression_reason",
    "suppression.unused_suppression",
)
"""Module of each rule, below this package; the last part is the rule's id with `_` for `-`."""


def rule_ids() -> tuple[str, ...]:
    """Return the ids of all rules in the order of the table, without importing any of them."""
    return tuple(module.rpartition(".")[2].replace("_", "-") for module in TABLE)


@cache
def all_rules() -> tuple[Rule[Any], ...]:
    """Import every rule and return them in the order of the table."""
    return tuple(_load(module) for module in TABLE)


def rule_options() -> dict[str, type[RuleOptions]]:
    """Return what may be set of each rule, by id."""
    return {rule.id: rule.options for rule in all_rules()}


def find_rule(rule_id: str) -> Rule[Any] | None:
    """Return the rule with an id, importing only that one."""
    for module in TABLE:
        if module.rpartition(".")[2].replace("_", "-") == rule_id:
            return _load(module)
    return None


def _load(module: str) -> Rule[Any]:
    loaded = import_module(f"promptops.rules.{module}")
    rule: Rule[Any] = getattr(loaded, module.rpartition(".")[2])
    return rule
