"""A tool has another name, and something still calls it by the old one.

## What it does
A tool counts as renamed when one went and another came that holds the same and is described in the same words. There
is an error at each line that still has the old name: of a prompt or agent that lists it, of a tool whose
implementation calls it, of a consumer. There is a warning at each file of source code that has the old name for a
string and not the new one: as a rule it carries the tool out, and calls by the new name will not find it. If all of
them have followed it is told for the reader. Texts that have the old name are the matter of `stale-tool-name`.

## Why is this bad?
A model knows a tool by its name alone. To few-shot examples, cached tool lists and conversations that are still open
a new name is a removal.

## Before
```yaml tools/lookup.yaml
kind: Tool
name: lookup
version: 2.0.0
description: Finds an order by its number, and returns where it is and what was paid for it.
parameters: {type: object, properties: {order_id: {type: string}}, required: [order_id]}
```

```yaml consumers/few-shots.yaml
kind: Consumer
name: orders/few-shots
of: tool:lookup
source: src/few_shots.py:8
```

## Example
```yaml tools/lookup.yaml
kind: Tool
name: find-order
version: 3.0.0
description: Finds an order by its number, and returns where it is and what was paid for it.
parameters: {type: object, properties: {order_id: {type: string}}, required: [order_id]}
```

```yaml consumers/few-shots.yaml
kind: Consumer
name: orders/few-shots
of: tool:lookup  # error: [renamed-tool]
source: src/few_shots.py:8
```

## Near miss
The file has moved and the name has not: names are what references lead by.

```deleted tools/lookup.yaml
```

```yaml tools/orders/lookup.yaml
kind: Tool
name: lookup
version: 2.0.0
description: Finds an order by its number, and returns where it is and what was paid for it.
parameters: {type: object, properties: {order_id: {type: string}}, required: [order_id]}
```

## Use instead
Keep the old name, deprecated, beside the new one while conversations that know it go on.

```yaml tools/lookup.yaml
kind: Tool
name: lookup
version: 2.0.1
description: Finds an order by its number, and returns where it is and what was paid for it.
parameters: {type: object, properties: {order_id: {type: string}}, required: [order_id]}
lifecycle: deprecated
deprecation: {announced: 2026-10-01, remove_after: 2027-03-01, replaced_by: find-order}
```

```yaml tools/find-order.yaml
kind: Tool
name: find-order
version: 1.0.0
description: Finds an order by its number, and returns where it is and what was paid for it.
parameters: {type: object, properties: {order_id: {type: string}}, required: [order_id]}
```

```yaml consumers/few-shots.yaml
kind: Consumer
name: orders/few-shots
of: tool:find-order
source: src/few_shots.py:8
```
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from promptops.changes.change import Change, Consumer, Where
from promptops.changes.code_uses import carriers_of
from promptops.changes.tools.tool_changes import kept_tools
from promptops.changes.uses import left_behind
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule


@change_rule(severity=Severity.ERROR, direction="tool-caller", bump="major", since="0.1.0")
def renamed_tool(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each line that still has the old name of a tool, one where none has."""
    for change in kept_tools(context.comparison):
        if change.status == "renamed" and change.before is not None:
            yield from _problems(context, change, change.before.entry.name)


def _problems(context: ChangeContext, change: Change, old: str) -> Iterator[ChangeProblem]:
    message = f"the tool `{old}` is `{change.name}` now"
    named = tuple(left_behind(context.comparison, change))
    carriers = tuple(_carriers(context, old, change.name, {consumer.name for consumer, _ in named}))
    stale = (*named, *carriers)
    was = (change.was_at("name"), "it had its old name here")
    for consumer, at in stale:
        yield ChangeProblem(
            f"{message}; `{consumer.name}` {consumer.how} it by the old name",
            change,
            at,
            f"write `{change.name}`, or keep `{old}`, deprecated, beside it",
            related=((change.at("name"), "it has its new name here"), was),
            subject=consumer.name,
            old=old,
            new=change.name,
            consumers=(consumer,),
            is_proven=(consumer, at) not in carriers,
        )
    if not stale:
        yield ChangeProblem(
            message, change, change.at("name"), None, related=(was,), subject="", old=old, new=change.name, consumers=()
        )


def _carriers(context: ChangeContext, old: str, new: str, known: Collection[str]) -> Iterator[tuple[Consumer, Where]]:
    """Yield the source files that have the old name for a string and not the new one: calls will not find them."""
    side = context.comparison.after
    for path, at in carriers_of(side, old):
        if path not in known and all(name.text != new for name in side.search.facts(path).names):
            yield Consumer(path, side.search.owner_of(path), at, "knows"), at
