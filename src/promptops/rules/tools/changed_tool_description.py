"""The description by which models choose a tool says something else.

## What it does
It compares the descriptions of a tool and of its parameters sentence by sentence, and shows what changed as a word
diff. It is a warning where a sentence is gone from a tool that says of itself that it is stable and that somebody
relies on: of all edits of wording, taking text away is the one most often taken back. Everything else is told for the
reader. Other blanks, line ends and list marks are no change.

## Why is this bad?
A description is the only thing that a model knows of a tool besides its name. With other words it is called more
often, or less, or with other values, in every prompt and agent that has it, and none of their files has changed.

## Before
```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
version: 1.0.0
lifecycle: stable
description: >-
  Pays an order back.
  Call it only after the customer has agreed to the amount.
```

```yaml agents/refunds.yaml
kind: Agent
name: refunds
tools: [issue-refund]
limits: {max_turns: 8}
```

## Example
```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
version: 1.1.0
lifecycle: stable
description: Pays an order back.  # warning: [changed-tool-description]
```

## Near miss
The same words are laid out otherwise.

```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
version: 1.0.1
lifecycle: stable
description: |
  Pays an order back.  Call it only after the customer has agreed to the amount.
```

## Use instead
Try the new words under another name, beside the stable tool.

```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
version: 1.0.0
lifecycle: stable
description: >-
  Pays an order back.
  Call it only after the customer has agreed to the amount.
```

```yaml tools/issue-refund-briefly.yaml
kind: Tool
name: issue-refund-briefly
version: 0.1.0
lifecycle: experimental
description: Pays an order back.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import Kept
from promptops.changes.tools.texts import ToolText, tool_texts
from promptops.changes.tools.tool_changes import kept_tools
from promptops.changes.wording.comparison import compare
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.sentence_notes import MAX_NOTES, said_of


@change_rule(severity=Severity.WARNING, direction="text", bump="minor", since="0.1.0")
def changed_tool_description(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each description of a tool, or of a parameter of it, that says something else."""
    for change in kept_tools(context.comparison):
        old, new = ({text.parameter: text for text in tool_texts(side.data)} for side in change.both)
        for parameter, before in old.items():
            if parameter in new and before.text != new[parameter].text:
                yield from _compared(change, before, new[parameter])


def _compared(change: Kept, before: ToolText, after: ToolText) -> Iterator[ChangeProblem]:
    said = [each for each in compare(before.text, after.text) if each.kind != "format"]
    if not said:
        return
    subject = (
        f"the parameter `{after.parameter}` of `{change.name}`" if after.parameter else f"the tool `{change.name}`"
    )
    lost = sum(each.kind == "removed" for each in said)
    is_risky = lost > 0 and change.before.promises_stability
    fate = f"lost {lost} sentences" if lost > 1 else "lost a sentence" if lost else "says something else"
    yield ChangeProblem(
        f"the description of {subject} {fate}",
        change,
        change.at(*after.keys),
        "run the evals of those who have it: they may call it more often, or less" if change.consumers else None,
        related=((change.was_at(*before.keys), "it was otherwise here"),),
        subject=after.parameter,
        old=before.text,
        new=after.text,
        consumers=None if is_risky else (),
        notes=tuple(map(said_of, said[:MAX_NOTES])),
        is_proven=False,
    )
