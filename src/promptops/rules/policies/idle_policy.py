"""A policy, or a part of one, speaks of nothing that there is.

## What it does
It reports a condition of a policy's `match` that holds for no resource of its kinds, though there are such resources,
and conditions that never hold together; that is an info. It also reports keys that `require` names and that none of the
kinds has. Policies on kinds of which there are no resources yet are left alone, as are retired ones.

## Why is this bad?
The policy is kept by everybody, and holds nobody to anything. Mostly a name is misspelt, or a team or folder has
another name by now.

## Example
```yaml policies/tools.yaml
kind: Policy
name: actions-have-a-timeout
match: {kind: Tool}
require:
  properties:
    timout: {pattern: "^[0-9]+s$"}  # warning: [idle-policy]
message: a timeout is given in seconds
```

```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
description: Pays money back to a customer.
effects: irreversible
```

## Near miss
There is no agent yet, and the first one will be judged.

```yaml policies/agents.yaml
kind: Policy
name: support-agents-are-limited
match: {kind: Agent, owner: support}
require: {required: [limits]}
message: an agent needs limits
```

```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
description: Pays money back to a customer.
effects: irreversible
```

## Use instead
```yaml policies/tools.yaml
kind: Policy
name: actions-have-a-timeout
match: {kind: Tool}
require:
  properties:
    timeout: {pattern: "^[0-9]+s$"}
message: a timeout is given in seconds
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

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from promptops.diagnostics import Severity
from promptops.resources import KINDS, SLUGS, model_of
from promptops.resources.base import Block
from promptops.resources.project import Project
from promptops.resources.rejections import enumerated, place, quoted
from promptops.resources.unknown_keys import blocks_below
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.enforcement import InForce, in_force
from promptops.rules.rule import project_rule
from promptops.spelling import closest

MAX_LOOKS: Final = 2_000_000
"""Resources that conditions are held against, in all: a second."""
MAX_TOLD: Final = 20
"""Unknown keys of one policy that are told."""

_ADVICE = "correct it, or delete the policy"
_Keys = tuple[str | int, ...]


@project_rule(severity=Severity.WARNING, since="0.1.0")
def idle_policy(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each condition that holds for nothing, and for each key that no kind has."""
    left = MAX_LOOKS
    for policy in in_force(context.project):
        yield from _unknown_keys(policy)
        left -= len(context.project.entries) * (policy.size + 1)
        if left > 0:
            yield from _unmet(policy, context.project)


def _unmet(policy: InForce, project: Project) -> Iterator[Problem]:
    """Yield a problem for each condition that holds for no resource of the kinds, or else for all of them together."""
    kinds = policy.kinds
    entries = [entry for entry in project.entries if not kinds or entry.kind in kinds]
    if not entries:
        return
    unmet = [keys for keys, selects in policy.conditions() if not any(selects(project, entry) for entry in entries)]
    for keys in unmet:
        message = f"{place(keys)} of the policy `{policy.entry.name}` holds for no resource"
        yield Problem(message, policy.entry.at(*keys), _ADVICE, at_most=Severity.INFO)
    selects = policy.selection()
    if not unmet and not any(selects(project, entry) for entry in entries):
        message = f"the conditions of the policy `{policy.entry.name}` hold together for no resource"
        yield Problem(message, policy.entry.at("match"), _ADVICE, at_most=Severity.INFO)


def _unknown_keys(policy: InForce) -> Iterator[Problem]:
    kinds = [SLUGS[kind] for kind in sorted(policy.kinds)] or list(KINDS)
    named = _named(policy.require, ("require",), [model_of(kind) for kind in kinds])
    known_by = ((keys, name, {key for block in blocks for key in block.attributes()}) for keys, name, blocks in named)
    for keys, name, known in islice((each for each in known_by if each[1] not in each[2]), MAX_TOLD):
        meant = closest(name, known)
        advice = f"did you mean {quoted(meant)}?" if meant else f"its keys are {enumerated(sorted(known), 'and')}"
        yield Problem(f"{place(keys)} names {quoted(name)}, a key that nothing has", policy.entry.at(*keys), advice)


def _named(
    schema: Mapping[str, Any], above: _Keys, blocks: Sequence[type[Block]]
) -> Iterator[tuple[_Keys, str, Sequence[type[Block]]]]:
    """Yield the keys that a schema names, each with its place and the blocks that may have it."""
    for number, name in enumerate(schema.get("required", ())):
        yield (*above, "required", number), name, blocks
    for name, part in schema.get("properties", {}).items():
        keys = (*above, "properties", name)
        yield keys, name, blocks
        inner = [found for block in blocks for found in blocks_below(block, name)]
        if inner and isinstance(part, dict):
            yield from _named(part, keys, inner)
    for number, part in enumerate(schema.get("allOf", ())):
        yield from _named(part, (*above, "allOf", number), blocks) if isinstance(part, dict) else ()
    for key in ("if", "then", "else"):
        part = schema.get(key)
        yield from _named(part, (*above, key), blocks) if isinstance(part, dict) else ()
