"""A fallback lacks something that its primary has and that a prompt or an agent on the primary needs.

## What it does
It looks at fallbacks that were added, and at those whose own file changed, by the measures of the rule
`lost-capability`. What a model's file does not say is not held against it, and neither is what the primary lacks as
well. A fallback that is taken away breaks no call that would have been answered.

## Why is this bad?
A fallback is called when the primary is down, so what it cannot do shows during an outage, and only then: answers
that no parser takes, or a second error in the place of the first.

## Before
```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools, json-schema]
```

```yaml models/chat-standby.yaml
kind: Model
name: chat-standby
capabilities: [tools]
```

```yaml models/chat-spare.yaml
kind: Model
name: chat-spare
capabilities: [json-schema]
```

```markdown prompts/triage.prompt.md
---
name: support/triage
model: chat-large
output:
  schema: {type: object, properties: {intent: {enum: [order, return]}}, required: [intent]}
---
Say what the customer's message is about.
```

## Example
```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools, json-schema]
fallbacks:
  - chat-standby  # error: [incompatible-fallback]
```

## Near miss
This one lacks tools, which no prompt on the primary calls.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools, json-schema]
fallbacks:
  - chat-spare
```

## Use instead
Fall back to a model that can do what the prompts on the primary need, and let its file say so.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
capabilities: [tools, json-schema]
fallbacks:
  - chat-standby
```

```yaml models/chat-standby.yaml
kind: Model
name: chat-standby
capabilities: [tools, json-schema]
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptops.changes.change import Change
from promptops.changes.comparison import Comparison
from promptops.changes.models.needs import Need, is_met, needs_of
from promptops.changes.models.running import Running, runs_of
from promptops.changes.side import Side
from promptops.changes.snapshot import Snapshot
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry, Identity, Link
from promptops.resources.rejections import quoted
from promptops.rules.contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_FIELD = "fallbacks"


class _Route(NamedTuple):
    """A fallback that is new, or is described otherwise: then `earlier` is what it was."""

    change: Change
    primary: Entry
    link: Link
    fallback: Snapshot
    earlier: Snapshot | None


@change_rule(severity=Severity.ERROR, direction="run", bump="minor", since="0.1.0")
def incompatible_fallback(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each thing that is needed of a primary and that a fallback of it does not have."""
    side = context.comparison.after
    needed: dict[Identity, list[tuple[Running, Need]]] = {}
    for route in _routes(context.comparison):
        key = route.primary.identity
        if key not in needed:
            needed[key] = list(_needed_of(side, route.primary))
        found: dict[tuple[str, str], list[tuple[Running, Need]]] = {}
        for run, need in needed[key]:
            if _is_lacking(need, route):
                found.setdefault((need.kind, need.name), []).append((run, need))
        for users in found.values():
            yield _problem(route, users)


def _needed_of(side: Side, model: Entry) -> Iterator[tuple[Running, Need]]:
    """Yield what is needed of a model by those who run on it, but for what it lacks itself."""
    primary = side.snapshot(model)
    for run in runs_of(side, model):
        yield from ((run, need) for need in needs_of(side, run) if is_met(need, primary) != "lacking")


def _is_lacking(need: Need, route: _Route) -> bool:
    if is_met(need, route.fallback) != "lacking":
        return False
    return route.earlier is None or is_met(need, route.earlier) != "lacking"


def _problem(route: _Route, users: list[tuple[Running, Need]]) -> ChangeProblem:
    run, need = users[0]
    user, others = run.user.entry, len(users) - 1
    more = f", as {others} more do" if others else ""
    return ChangeProblem(
        f"the fallback `{route.fallback.entry.name}` of `{route.primary.name}` {need.lacking};"
        f" the {user.kind} `{user.name}` {need.because}{more}",
        route.change,
        route.primary.at_link(route.link),
        f"fall back to a model that has what {quoted(route.primary.name)} has, or to none",
        related=((need.at, "it is needed here"), (route.fallback.entry.at(), "the fallback")),
        subject=f"{route.fallback.entry.name} {need.kind} {need.name}",
        new=route.fallback.entry.name,
        consumers=tuple(each.consumer(each.user.owner) for each, _ in users),
    )


def _routes(comparison: Comparison) -> Iterator[_Route]:
    side = comparison.after
    met: set[tuple[Identity, str]] = set()
    for change in comparison.of_kind("model"):
        if change.after is None:
            continue
        entry, known = change.after.entry, _fallbacks(comparison, change.before)
        for link, target in side.targets(entry):
            if link.field == _FIELD and target is not None and target.sound and target.name not in known:
                met.add((entry.identity, target.name))
                yield _Route(change, entry, link, side.snapshot(target), None)
    for kept in comparison.kept("model"):
        for primary, link in side.referrers("model", kept.name):
            if link.field == _FIELD and (primary.identity, kept.name) not in met:
                yield _Route(kept, primary, link, kept.after, kept.before)


def _fallbacks(comparison: Comparison, before: Snapshot | None) -> frozenset[str]:
    """Return the names of the fallbacks that a model had."""
    links = () if before is None else comparison.before.targets(before.entry)
    return frozenset(link.name for link, _ in links if link.field == _FIELD)
