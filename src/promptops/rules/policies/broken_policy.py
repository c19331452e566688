"""A resource does not satisfy a policy of the organisation's own.

## What it does
Each `Policy` speaks of the resources for which all conditions of its `match` hold, and each of these must satisfy the
JSON Schema in `require`. What is judged is the resource as it is compiled: its keys under their own names, whatever the
format of the file, with those that it inherits and the owner that the configuration gives it; the text below a header
is its `body`, files that it names stand in the place of their paths, and amounts of money are numbers. The finding is
of the policy's `severity` at most, says its `message`, and points to its `field`, else to the key that is wrong. A
retired policy judges nothing. What could not be judged, as it takes too much work, is told in the same way.

With `--against`, the policies of the baseline judge the files, too, and `relaxed-policy` tells of what they no longer
ask. A `Waiver` may name the `policy` and one resource.

## Why is this bad?
Somebody decided that no resource may be like this, and wrote down why. A rule that stands in a wiki is kept by those
who have read it; this one is kept by all.

## Example
```yaml policies/tools.yaml
kind: Policy
name: actions-have-a-timeout
match: {kind: Tool}
require:
  if: {properties: {effects: {enum: [write, irreversible]}}, required: [effects]}
  then: {required: [timeout]}
message: a tool that acts on the world needs a timeout
```

```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund  # error: [broken-policy]
description: Pays money back to a customer.
effects: irreversible
```

## Near miss
The policy does not speak of tools that only look.

```yaml policies/tools.yaml
kind: Policy
name: actions-have-a-timeout
match: {kind: Tool}
require:
  if: {properties: {effects: {enum: [write, irreversible]}}, required: [effects]}
  then: {required: [timeout]}
message: a tool that acts on the world needs a timeout
```

```yaml tools/find-order.yaml
kind: Tool
name: find-order
description: Finds an order by its number.
effects: read
```

## Use instead
```yaml policies/tools.yaml
kind: Policy
name: actions-have-a-timeout
match: {kind: Tool}
require:
  if: {properties: {effects: {enum: [write, irreversible]}}, required: [effects]}
  then: {required: [timeout]}
message: a tool that acts on the world needs a timeout
```

```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
description: Pays money back to a customer.
effects: irreversible
timeout: 20s
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from promptops.diagnostics import Severity
from promptops.resources.entries import Entry, Place
from promptops.resources.project import GOVERNANCE_KEYS
from promptops.resources.rejections import Problem as Wrong
from promptops.resources.rejections import place, quoted, written_keys
from promptops.resources.work import Work
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.enforcement import InForce, in_force
from promptops.rules.rule import project_rule

MAX_WORK_ON_WORDS: Final = 10_000_000
"""Characters that may be looked at to say what is wrong with all resources of a run; then the messages have to do."""

MAX_MESSAGE: Final = 300
"""Code points of a policy's message that are shown."""

_STEP: Final = re.compile(r"\[([0-9]{1,6})\]|([^.\[\]]+)")
_Keys = tuple[str | int, ...]


@project_rule(severity=Severity.ERROR, since="0.1.0")
def broken_policy(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each resource and each policy that it does not satisfy, or may not satisfy."""
    policies = tuple(in_force(context.project)) if context.policies is None else context.policies
    if not policies:
        return
    from promptops.rules.compliance import breaches  # noqa: PLC0415 - few projects have policies

    work = Work(MAX_WORK_ON_WORDS)
    for breach in breaches(context, policies):
        policy, entry, value = breach[:3]
        if not breach.is_known:
            yield _problem(context, policy, entry, (), _unknown(breach.untried))
            continue
        wrong = _wrong(policy, value, work)
        if not (entry.dynamic and _is_computed(entry, policy, value, wrong.keys)):
            keys = _pointed_at(policy, value) or written_keys(value, wrong.keys)
            yield _problem(context, policy, entry, keys, f"{place(wrong.keys)} {wrong.text}" if wrong.text else None)


def _wrong(policy: InForce, value: Mapping[str, Any], work: Work) -> Wrong:
    """Return what is most plainly wrong with a resource, without a text where that takes too much work."""
    from promptops.resources.conformance import nonconformity  # noqa: PLC0415 - it costs 80 ms, and is rarely asked

    return nonconformity(policy.require, value, work) or Wrong("")


def _problem(context: ProjectContext, policy: InForce, entry: Entry, keys: _Keys, help: str | None) -> Problem:
    inherited = keys[:1] != () and keys[0] in GOVERNANCE_KEYS and entry.governance.get(str(keys[0])) is None
    at = entry.at("name") if inherited or not keys else entry.at(*keys)
    related: list[tuple[Place, str]] = []
    if inherited:
        source = context.project.written_at(entry, str(keys[0]))
        related += [(source, f"`{keys[0]}` is given here")] if source.path != entry.path else []
    named = (each for each in context.project.named(policy.entry.kind, policy.entry.name))
    standing = next((each for each in named if each.major == policy.entry.major), None)
    if standing is not None:
        related.append((standing.at("name"), "the policy asks for it"))
    # Resources of other formats may have no places of their own in their file.
    whose = "" if entry.native else f", of {quoted(entry.reference)}"
    return Problem(
        f"{_plain(policy.message)} (`{policy.entry.reference.partition(':')[2]}`{whose})",
        at,
        help,
        tuple(related),
        subject=policy.entry.reference,
        at_most=policy.severity,
    )


def _unknown(untried: int) -> str:
    others = f", nor could the {untried:,} resources after it" if untried else ""
    advice = "ask for it in fewer words, or of fewer resources"
    return f"it could not be judged within the work that policies may take{others}: {advice}"


def _plain(message: str) -> str:
    """Return what somebody wrote as one line that can be shown."""
    line = " ".join(message.split())
    short = line if len(line) <= MAX_MESSAGE else f"{line[: MAX_MESSAGE - 1]}…"
    return "".join(mark if mark.isprintable() else "\ufffd" for mark in short)


def _pointed_at(policy: InForce, value: Mapping[str, Any]) -> _Keys:
    """Return how far the policy's `field` leads in a resource."""
    steps = _STEP.findall(policy.field or "")
    return written_keys(value, tuple(int(number) if number else name for number, name in steps))


def _is_computed(entry: Entry, policy: InForce, value: Mapping[str, Any], keys: _Keys) -> bool:
    """Say whether it is only for another program to know what is wrong."""
    missing = [name for name in policy.require.get("required", ()) if name not in value]
    if not keys and any(not entry.is_computed(name) for name in missing):
        return False
    return entry.is_computed(*keys)
