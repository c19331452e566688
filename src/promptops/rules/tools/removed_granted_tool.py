"""A prompt or agent may no longer call a tool that its text still tells it to call.

## What it does
It looks at tools that are still there and that a prompt or agent listed and lists no more. A prompt may also call
what the agents list that follow it, and an agent what its prompt lists. There is an error where the text, or what it
includes, still names the tool, and a warning where only an example calls it. A text that says not to call it is
content. Where the tool itself went, `removed-tool` and `stale-tool-name` say so.

## Why is this bad?
The model is told to call a tool that it is not given. It invents the call or its result, or says that something was
done that was not.

## Before
```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
description: Pays an order back.
```

```yaml tools/lookup-order.yaml
kind: Tool
name: lookup-order
description: Finds an order.
```

```markdown prompts/refund.prompt.md
---
name: support/refund
tools: [lookup-order, issue-refund]
---
Find the order with lookup-order.
If the customer has a right to it, call issue-refund.
```

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
tools: [lookup-order]
---
Find the order with lookup-order.
If the customer has a right to it, call issue-refund. {# error: [removed-granted-tool] #}
```

## Near miss
The text says what it may not do, and who does it.

```markdown prompts/refund.prompt.md
---
name: support/refund
tools: [lookup-order]
---
Find the order with lookup-order.
You cannot call issue-refund: tell the customer that a colleague will look at it.
```

## Use instead
```markdown prompts/refund.prompt.md
---
name: support/refund
tools: [lookup-order]
---
Find the order with lookup-order.
If the customer has a right to it, say that a colleague will pay it back.
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from promptops.changes.change import Change, Consumer, Earlier, Kept, Where
from promptops.changes.side import Passage, Side
from promptops.changes.tools.gone import spellings
from promptops.changes.tools.grants import Grant, grants, has_unknown_tools, partners
from promptops.diagnostics import Severity
from promptops.expectations.tool_names import is_denied, named_in
from promptops.resources.entries import Entry
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_MOST_SHOWN = 4


class _Naming(NamedTuple):
    at: Where
    what: str
    is_certain: bool


@change_rule(severity=Severity.ERROR, direction="tool-caller", bump="major", since="0.1.0")
def removed_granted_tool(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each tool that a prompt or agent may no longer call and is still told to."""
    for change in context.comparison.kept("prompt", "agent"):
        for grant, tool in _withdrawn(context, change):
            named = list(_named(context.comparison.after, change, tool))
            if named:
                yield _problem(context, change, grant, tool, named)


def _withdrawn(context: ChangeContext, change: Kept) -> Iterator[tuple[Grant, Entry]]:
    """Yield the tools that a resource listed itself and may not call now, though they are still there."""
    before, after = (side.entry for side in change.both)
    side = context.comparison.after
    if has_unknown_tools(side, after) or has_unknown_tools(context.comparison.before, before):
        return
    left = grants(side, after)
    for grant in grants(context.comparison.before, before).values():
        tool = context.comparison.counterpart(grant.tool)
        if grant.holder is before and tool is not None and tool.identity not in left and tool.name == grant.tool.name:
            yield grant, tool


def _named(side: Side, change: Change, tool: Entry) -> Iterator[_Naming]:
    """Yield where a resource still names a tool: in what it says, and in its examples."""
    entry = change.known.entry
    says = [entry] if entry.kind == "prompt" else list(partners(side, entry))
    for each in says:
        for passage in side.passages(each):
            for name in spellings([tool]):
                yield from _in_text(passage, name)
    for index, example in enumerate(change.known.data.get("examples") or ()):
        output = json.dumps(example.get("output")) if isinstance(example, dict) else ""
        if any(f'"{name}"' in output.replace('\\"', '"') for name in spellings([tool])):
            yield _Naming(entry.at("examples", index), "an example calls it", is_certain=False)


def _in_text(passage: Passage, name: str) -> Iterator[_Naming]:
    for use in named_in(passage.text, name):
        if not is_denied(passage.text, use.start):
            is_elsewhere = passage.keys[-1] == "file"
            at = passage.entry.at(*passage.keys) if is_elsewhere else passage.at(use.start, use.end)
            yield _Naming(at, "it is named here", is_certain=True)


def _problem(context: ChangeContext, change: Change, grant: Grant, tool: Entry, named: list[_Naming]) -> ChangeProblem:
    first = next((each for each in named if each.is_certain), named[0])
    others = tuple((each.at, each.what) for each in named if each is not first)
    name = tool.name
    after = change.known.entry
    consumer = Consumer(after.reference, context.comparison.after.project.owner(after), first.at, "names it")
    listed = (Earlier(grant.at), "it was listed here")
    return ChangeProblem(
        f"`{after.reference}` may no longer call `{name}`, and is still told to",
        change,
        first.at,
        f"list `{name}` again, or take it out of the text",
        related=(listed, *others[:_MOST_SHOWN]),
        subject=name,
        old=name,
        consumers=(consumer,),
        is_proven=first.is_certain,
    )
