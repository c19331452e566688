"""A tool does worse than it did, to whoever was allowed to call it.

## What it does
It compares `effects` (`none`, `read`, `write`, `irreversible`) and `idempotent`; of tool lists of the Model Context
Protocol, the hints that say so. There is an error at each line by which somebody holds the tool and held it before.
Where a tool only ceases to say what it does, nothing is proven, and it is a warning. Lowered effects harm nobody.

## Why is this bad?
A prompt or agent was given a tool that could do so much and no more: without asking anybody, with retries, in a run
that nobody watches. The same name does something else now, and no file of theirs shows it.

## Before
```yaml tools/close-account.yaml
kind: Tool
name: close-account
description: Marks an account as closed.
effects: write
```

```yaml agents/accounts.yaml
kind: Agent
name: accounts
tools:
  - close-account
limits: {max_turns: 8}
```

## Example
```yaml tools/close-account.yaml
kind: Tool
name: close-account
description: Marks an account as closed.
effects: irreversible
```

```yaml agents/accounts.yaml
kind: Agent
name: accounts
tools:
  - close-account  # error: [raised-tool-effect]
limits: {max_turns: 8}
```

## Near miss
The other way round: what a tool can do shrinks.

```yaml tools/close-account.yaml
kind: Tool
name: close-account
description: Marks an account as closed.
effects: none
```

## Use instead
Give what it does now a name of its own, and let those who are to do it ask for it.

```yaml tools/close-account.yaml
kind: Tool
name: close-account
description: Marks an account as closed.
effects: write
```

```yaml tools/erase-account.yaml
kind: Tool
name: erase-account
description: Erases an account and all that is in it.
effects: irreversible
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptops.changes.change import Change, Kept
from promptops.changes.snapshot import Snapshot
from promptops.changes.tools.tool_changes import kept_tools
from promptops.changes.uses import uses
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_WORST_LAST = ("none", "read", "write", "irreversible")
_CHANGING = frozenset({"write", "irreversible", ""})


class _Raise(NamedTuple):
    key: str
    message: str
    old: str
    new: str
    is_proven: bool


@change_rule(severity=Severity.ERROR, direction="tool-caller", bump="major", since="0.1.0")
def raised_tool_effect(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each line by which somebody holds a tool that does worse, one where nobody does."""
    for change in kept_tools(context.comparison):
        for found in _raises(change):
            yield from _problems(context, change, found)


def _raises(change: Kept) -> Iterator[_Raise]:
    before, after = change.both
    old, new = (str(side.data.get("effects") or "") for side in change.both)
    said = f"the tool `{change.name}`"
    if old in _WORST_LAST and new in _WORST_LAST and _WORST_LAST.index(new) > _WORST_LAST.index(old):
        yield _Raise("effects", f"{said} has the effects `{new}`, and had `{old}` at most", old, new, is_proven=True)
    # In a tool list, no hint and the hint that a tool does not only read say the same.
    if not new and old in (("none", "read", "write") if after.entry.native else ("none", "read")):
        words = f"{said} no longer says that its effects are `{old}` at most"
        yield _Raise("effects", words, old, "", is_proven=False)
    if new in _CHANGING and _is_idempotent(before) and not _is_idempotent(after):
        is_proven = after.data.get("idempotent") is False
        words = "is no longer idempotent" if is_proven else "no longer says that it is idempotent"
        yield _Raise("idempotent", f"{said} {words}", "true", "false" if is_proven else "", is_proven)


def _is_idempotent(snapshot: Snapshot) -> bool:
    return snapshot.data.get("idempotent") is True


def _problems(context: ChangeContext, change: Change, found: _Raise) -> Iterator[ChangeProblem]:
    holders = _holders(context, change)
    related = ((change.at(found.key), "it says so here"), (change.was_at(found.key), "it was so here"))
    held = [
        use for use in uses(context.comparison, change) if (use.entry.kind, use.entry.name) in holders and use.leads_on
    ]
    for use in held:
        yield ChangeProblem(
            f"{found.message}; `{use.consumer.name}` {use.consumer.how} it",
            change,
            use.entry.at_link(use.link),
            "look again at who may call it, or give what it does now a name of its own",
            related=related,
            subject=f"{use.consumer.name}.{found.key}",
            old=found.old,
            new=found.new,
            consumers=(use.consumer,),
            is_proven=found.is_proven,
        )
    if not held:
        at = change.at(found.key)
        yield ChangeProblem(
            found.message,
            change,
            at,
            None,
            related=related[1:],
            subject=found.key,
            old=found.old,
            new=found.new,
            consumers=(),
        )


def _holders(context: ChangeContext, change: Change) -> frozenset[tuple[str, str]]:
    """Return kind and name of those who referred to the tool at the baseline."""
    old = change.name if change.before is None else change.before.entry.name
    return frozenset((entry.kind, entry.name) for entry, _ in context.comparison.before.referrers("tool", old))
