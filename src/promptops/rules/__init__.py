"""The rules: one file each, the folder is its category. This is the table of contents.

A new rule is one file, one line here, and one line in the changelog.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from promptops.config.options import RuleOptions
    from promptops.rules.rule import Rule

OVER_FILES: tuple[str, ...] = (
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
    "templates.nonconforming_example",
    "templates.template_syntax",
    "templates.unportable_template",
    "templates.untyped_output",
    "prompts.variant_weights",
)
"""Module of each rule over one file, below this package; the last part is its id with `_` for `-`."""

OVER_PROJECTS: tuple[str, ...] = (
    "references.ambiguous_reference",
    "references.dead_reference",
    "references.duplicate_name",
    "references.floating_reference",
    "references.include_cycle",
    "references.misplaced_override",
    "references.unknown_reference",
    "references.unknown_tool",
    "templates.undeclared_variable",
    "templates.unportable_format",
    "templates.unused_input",
    "prompts.unevaluated_variant",
    "ownership.codeowners_mismatch",
    "ownership.missing_owner",
    "ownership.unknown_owner",
    "agents.chat_text_completion",
    "agents.excessive_effects",
    "agents.missing_backfill_plan",
    "agents.missing_completion_signal",
    "agents.unbacked_promise",
    "providers.missing_timeout",
    "providers.single_provider",
    "providers.unowned_provider",
    "calls.fallback_cycle",
    "calls.handoff_cycle",
    "calls.tool_cycle",
    "calls.undeclared_reentrancy",
    "limits.context_overflow",
    "limits.fanout_exceeds_limit",
    "limits.retry_amplification",
    "limits.slo_hides_retries",
    "limits.unbounded_agent",
    "limits.unbounded_fanout",
    "lifecycle.aging_index",
    "lifecycle.deprecated_reference",
    "lifecycle.expired_credential",
    "lifecycle.expired_waiver",
    "lifecycle.missing_replacement",
    "lifecycle.overdue_review",
    "lifecycle.overlong_waiver",
    "lifecycle.retired_resource",
    "lifecycle.stale_dataset",
    "models.floating_model",
    "models.incompatible_fallback",
    "models.invalid_catalog",
    "models.lock_out_of_date",
    "models.missing_capability",
    "models.retired_model",
    "models.retiring_model",
    "models.stale_price",
    "models.stale_tuning",
    "models.unsupported_parameter",
    "budgets.budget_below_worst_case",
    "budgets.budget_cycle",
    "budgets.budget_purpose_mismatch",
    "budgets.missing_budget",
    "budgets.overallocated_budget",
    "budgets.unrepresentative_baseline",
    "rollouts.incomplete_rollback_plan",
    "rollouts.missing_exposure",
    "rollouts.missing_kill_switch",
    "rollouts.missing_rollback_target",
    "rollouts.overlapping_rollouts",
    "rollouts.rollback_target_retires",
    "spread.expired_migration",
    "policies.broken_policy",
    "policies.idle_policy",
)
"""Module of each rule over the linked project."""

OVER_EXCUSES: tuple[str, ...] = (
    "lifecycle.unused_waiver",
    "suppression.missing_suppression_reason",
    "suppression.unused_suppression",
)
"""Module of each rule over comments and waivers that keep findings back."""

TABLE = (*OVER_FILES, *OVER_PROJECTS, *OVER_EXCUSES)
"""Module of each rule over one state of the files."""

CHANGES: tuple[str, ...] = (
    "lifecycle.earlier_sunset",
    "lifecycle.relaxed_policy",
    "lifecycle.released_content_changed",
    "lifecycle.removed_before_date",
    "lifecycle.removed_owner",
    "lifecycle.removed_without_deprecation",
    "lifecycle.unbumped_version",
    "lifecycle.understated_version",
    "prompts.added_required_input",
    "prompts.changed_input_default",
    "prompts.narrowed_input",
    "prompts.removed_fence",
    "prompts.removed_input",
    "prompts.removed_prompt",
    "prompts.renamed_prompt",
    "outputs.removed_output",
    "outputs.removed_output_field",
    "outputs.undecided_schema_change",
    "outputs.weakened_output_guarantee",
    "outputs.widened_output",
    "tools.breaks_inflight_sessions",
    "tools.changed_tool_description",
    "tools.narrowed_tool_input",
    "tools.raised_tool_effect",
    "tools.removed_granted_tool",
    "tools.removed_tool",
    "tools.renamed_tool",
    "tools.stale_tool_name",
    "tools.widened_tool_input",
    "rollouts.late_rollback",
    "spread.cross_owner_impact",
    "spread.flag_day",
    "spread.indirect_break",
    "spread.sibling_drift",
    "wording.broken_expectation",
    "wording.changed_directive",
    "wording.changed_structure",
    "wording.moved_expectation",
    "wording.removed_clause",
    "wording.removed_safety_directive",
    "wording.removed_text",
    "wording.shifted_expectation",
    "wording.unknown_value",
    "models.changed_model_family",
    "models.changed_sampling",
    "models.changed_snapshot",
    "models.floated_model",
    "models.lost_capability",
    "models.stop_hits_contract",
    "budgets.removed_budget",
    "budgets.softened_budget",
    "budgets.widened_budget_scope",
    "evals.changed_rubric",
    "evals.lowered_threshold",
    "evals.missing_output_gate",
    "evals.removed_gate",
    "evals.removed_slice",
    "evals.removed_task",
    "evals.unannounced_behaviour_change",
    "evals.unevaluated_pair",
)
"""Module of each rule over what changed, as in `TABLE`."""


def rule_ids() -> tuple[str, ...]:
    """Return the ids of all rules in the order of the table, without importing any of them."""
    return tuple(categories())


def state_rule_ids() -> tuple[str, ...]:
    """Return the ids of the rules over one state of the files, without importing any of them."""
    return rule_ids()[: len(TABLE)]


@cache
def categories() -> Mapping[str, str]:
    """Return the category of each rule by its id, in the order of the tables, without importing any of them."""
    parts = (module.split(".") for module in (*TABLE, *CHANGES))
    return {name.replace("_", "-"): category for category, name in parts}


@cache
def file_rules() -> tuple[Rule[Any], ...]:
    """Import every rule over one file, and return them in the order of their table."""
    return tuple(_load(module) for module in OVER_FILES)


@cache
def project_rules() -> tuple[Rule[Any], ...]:
    """Import every rule over the linked project, and return them in the order of their table."""
    return tuple(_load(module) for module in OVER_PROJECTS)


@cache
def excuse_rules() -> tuple[Rule[Any], ...]:
    """Import every rule over what keeps findings back, and return them in the order of their table."""
    return tuple(_load(module) for module in OVER_EXCUSES)


def all_rules() -> tuple[Rule[Any], ...]:
    """Import every rule over one state of the files, and return them in the order of the tables."""
    return (*file_rules(), *project_rules(), *excuse_rules())


@cache
def change_rules() -> tuple[Rule[Any], ...]:
    """Import every rule over what changed, and return them in the order of their table."""
    return tuple(_load(module) for module in CHANGES)


def every_rule() -> tuple[Rule[Any], ...]:
    """Import every rule, and return them in the order of the tables, those of one category together."""
    rules = (*all_rules(), *change_rules())
    order = list(dict.fromkeys(rule.category for rule in rules))
    return tuple(sorted(rules, key=lambda rule: order.index(rule.category)))


def rule_options() -> Mapping[str, type[RuleOptions]]:
    """Return what may be set of each rule, by id; a rule over changes is imported when it is asked for."""
    return _RuleOptions()


class _RuleOptions(Mapping[str, "type[RuleOptions]"]):
    def __getitem__(self, rule_id: str) -> type[RuleOptions]:
        rule = find_rule(rule_id)
        if rule is None:
            raise KeyError(rule_id)
        return rule.options

    def __iter__(self) -> Iterator[str]:
        return iter(rule_ids())

    def __len__(self) -> int:
        return len(rule_ids())


@cache
def find_rule(rule_id: str) -> Rule[Any] | None:
    """Return the rule with an id, importing only that one."""
    module = next((module for module in (*TABLE, *CHANGES) if _id_of(module) == rule_id), None)
    return None if module is None else _load(module)


def is_over_changes(rule_id: str) -> bool:
    """Say whether a rule is one over what changed, without importing it."""
    return any(_id_of(module) == rule_id for module in CHANGES)


def _id_of(module: str) -> str:
    return module.rpartition(".")[2].replace("_", "-")


def _load(module: str) -> Rule[Any]:
    loaded = import_module(f"promptops.rules.{module}")
    rule: Rule[Any] = getattr(loaded, module.rpartition(".")[2])
    return rule
