"""The project asks for less than it did: a rule, a policy or a list of exceptions was loosened.

## What it does
It compares the configurations of the two sides: rules that are switched off or speak less loudly, also for some files
by an override, options that leave more alone, `fail_on`, what `include` and `exclude` no longer let in, and accepted
findings in the baseline file. Of the project's own policies it reports those that are gone or retired, are less severe,
speak of fewer resources, or may allow what they did not. The change itself is judged by the configuration of the
baseline, and by its policies.

## Why is this bad?
It need not be. But it is the one line in a change that decides about all later ones, and a reviewer who looks at the
prompts does not see it.

## Before
```yaml promptops.yaml
name: example
rules: {overdue-review: error}
```

```yaml policies/oncall.yaml
kind: Policy
name: models-have-a-provider
match: {kind: Model}
require: {required: [provider]}
message: a model needs a provider
```

## Example
```yaml promptops.yaml
name: example
fail_on: never  # warning: [relaxed-policy]
rules:
  overdue-review: info  # warning: [relaxed-policy]
```

```yaml policies/oncall.yaml
kind: Policy
name: models-have-a-provider
match: {kind: Model}
require: {required: [provider]}
message: a model needs a provider
severity: info  # warning: [relaxed-policy]
```

## Near miss
Asking for more is nobody's loss.

```yaml promptops.yaml
name: example
fail_on: warning
rules: {overdue-review: error, missing-owner: error}
```

```yaml policies/oncall.yaml
kind: Policy
name: models-have-a-provider
match: {kind: Model}
require: {required: [provider, id]}
message: a model needs a provider and an id
```

## Use instead
Put right what the rule has found, or waive it for one resource and some weeks.

```yaml promptops.yaml
name: example
rules: {overdue-review: error}
```

```yaml policies/oncall.yaml
kind: Policy
name: models-have-a-provider
match: {kind: Model}
require: {required: [provider]}
message: a model needs a provider, as calls are billed to it
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from promptops.canonical import canonical_json
from promptops.changes.change import Change, Earlier, Where, change_of_file
from promptops.changes.schemas import contained
from promptops.changes.snapshot import Snapshot
from promptops.config.loosening import KnownRule, loosenings
from promptops.config.options import RuleOptions
from promptops.diagnostics import START, Severity, Span
from promptops.resources.entries import Place
from promptops.rules import find_rule
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.name_lists import one_and_others
from promptops.rules.rule import change_rule
from promptops.sources.wildcards import any_name

_CONFIG = "promptops.yaml"
_SEVERITIES = tuple(sorted((each.value for each in Severity), key=lambda value: Severity(value).rank))
_RETIRED = "retired"
_MOST_NAMED = 3


@change_rule(severity=Severity.WARNING, direction="life", bump="none", since="0.1.0")
def relaxed_policy(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each thing that is asked no longer."""
    if context.before.settings != context.after.settings:
        yield from _in_configuration(context)
        yield from _left_out(context)
    yield from _accepted(context)
    for change in context.comparison.of_kind("policy"):
        yield from _in_policy(change)


def _in_configuration(context: ChangeContext) -> Iterator[ChangeProblem]:
    path = context.after.settings.path
    for found in loosenings(context.before.settings, context.after.settings, _known_rule):
        at: Where = Earlier(Place(_CONFIG, None)) if path is None else Place(path, None, found.keys)
        yield ChangeProblem(
            found.message, change_of_file(path or _CONFIG), at, subject=found.subject, old=found.old, new=found.new
        )


def _known_rule(rule_id: str) -> KnownRule:
    rule = find_rule(rule_id)
    return KnownRule("off", RuleOptions) if rule is None else KnownRule(rule.severity.value, rule.options)


def _left_out(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for files that are there, held something, and are read no longer."""
    before, after = context.before.settings, context.after.settings
    if before.config.include == after.config.include and before.config.exclude == after.config.exclude:
        return
    held = dict.fromkeys(entry.path for entry in context.comparison.before.project.entries)
    files = [path for path in held if path in context.after.paths and not after.reads(path)]
    if files and after.path is not None:
        key = "exclude" if before.config.exclude != after.config.exclude else "include"
        named = one_and_others(files, _MOST_NAMED)
        at = Place(after.path, None, (key,))
        message = f"{named} held resources, and `{key}` no longer lets {'it' if len(files) == 1 else 'them'} be read"
        yield ChangeProblem(message, change_of_file(after.path), at, subject=key, new=canonical_json(files))


def _accepted(context: ChangeContext) -> Iterator[ChangeProblem]:
    added = Counter(context.after.accepted()) - Counter(context.before.accepted())
    if added:
        path, number = context.after.accepted_in, added.total()
        message = f"the baseline holds back {number:,} more finding{'s'[: number != 1]} than it did"
        new = canonical_json(sorted([*map(str, each), count] for each, count in added.items()))
        yield ChangeProblem(message, change_of_file(path), Span.of(path, START), subject="accepted", new=new)


def _in_policy(change: Change) -> Iterator[ChangeProblem]:
    name = change.name
    if change.status == "removed":
        yield ChangeProblem(f"the policy `{name}` is gone", change, change.at(), subject="policy", old=name)
    if change.both is None:
        return
    before, after = change.both
    old, new = (str(side.data.get("severity") or Severity.ERROR.value) for side in change.both)
    if _SEVERITIES.index(new) < _SEVERITIES.index(old):
        yield _of_policy(change, "severity", f"the policy `{name}` was of severity `{old}`, and is of severity `{new}`")
    if after.lifecycle == _RETIRED != before.lifecycle:
        yield _of_policy(change, "lifecycle", f"the policy `{name}` is retired, and judges nothing")
    if _is_narrower(before.data.get("match") or {}, after.data.get("match") or {}):
        yield _of_policy(change, "match", f"the policy `{name}` speaks of fewer resources than it did")
    if before.data["require"] != after.data["require"]:
        yield from _of_test(change, before, after)


def _of_test(change: Change, before: Snapshot, after: Snapshot) -> Iterator[ChangeProblem]:
    verdict = contained(after.data["require"], before.data["require"])
    if verdict.holds is None:
        message = f"what the policy `{change.name}` asks for changed, and may be less than it was"
        yield _of_policy(change, "require", message)
    elif not verdict.holds:
        problem = _of_policy(change, "require", f"the policy `{change.name}` allows what it did not")
        yield problem._replace(notes=(f"`{canonical_json(verdict.witness)}` satisfies it now, and did not",))


def _of_policy(change: Change, key: str, message: str) -> ChangeProblem:
    old, new = ("" if side is None else canonical_json(side.data.get(key)) for side in (change.before, change.after))
    related = ((change.was_at(key), "it was otherwise here"),)
    return ChangeProblem(message, change, change.at(key), None, related=related, subject=key, old=old, new=new)


def _is_narrower(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Say whether a match has a condition that the other has not, or one with a value less."""
    labels = {**(before.get("labels") or {})}
    if any(labels.get(label) != value for label, value in (after.get("labels") or {}).items()):
        return True
    conditions = {key: values for key, values in after.items() if key != "labels" and values}
    return any(not before.get(key) or not _covers(key, values, before[key]) for key, values in conditions.items())


def _covers(key: str, values: Sequence[str], others: Sequence[str]) -> bool:
    """Say whether a condition surely holds wherever another one of its kind does."""
    if key in ("name", "owner"):
        return all(map(any_name(tuple(values)), others))  # what matches a star matches whatever that stands for
    return set(others) <= set(values) or (key == "path" and "**" in values)
