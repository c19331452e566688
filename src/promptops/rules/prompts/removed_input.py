"""A prompt no longer takes an input that its callers pass.

## Why is this bad?
A call with a value that is not among the inputs is refused. Whoever passed what the prompt asked for now gets an error
instead of a text, although their code has not changed.

A call in source code that names the prompt, and passes all that it needed until now, is told at the argument, as in
`reply.render(order=order.id, language="nl")`.

A text that used variables, and uses none now, is the same text for everyone: what callers pass reaches no model. Where
no inputs are declared, that is a warning if somebody is known to pass them: calls in source code, test cases, or the
rows of a dataset in a task of lm-evaluation-harness.

Where undeclared values are let through, and where another text includes the fragment, nothing is refused: then it is
told for the reader only.

## Before
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.3.0
inputs:
  order: string
  language: string?
---
You answer refund requests for order {{ order }} in {{ language or "English" }}.
```

```yaml consumers/chat.yaml
kind: Consumer
name: support/chat
of: prompt:support/refund
expects:
  - variable: order
  - variable: language
```

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 2.0.0
inputs:
  order: string
---
You answer refund requests for order {{ order }} in English.
```

```yaml consumers/chat.yaml
kind: Consumer
name: support/chat
of: prompt:support/refund
expects:
  - variable: order
  - variable: language  # error: [removed-input]
```

## Near miss
The text no longer uses the input, and callers may go on passing it.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
inputs:
  type: object
  properties: {order: {type: string}}
  required: [order]
  additionalProperties: true
---
You answer refund requests for order {{ order }} in English.
```

## Use instead
Keep it until nobody passes it.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
inputs:
  order: string
  language: {type: string, default: English, description: Deprecated. Only English and Dutch are left.}
---
You answer refund requests for order {{ order }} in {{ "Dutch" if language == "Dutch" else "English" }}.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from promptops.changes.callers import Caller, called_also, callers
from promptops.changes.change import Earlier, Kept
from promptops.changes.inputs import declared_inputs, needed_variables
from promptops.changes.successors import successor
from promptops.diagnostics import Severity
from promptops.formats.lm_eval.keys import DIALECT as LM_EVAL
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

MAX_NAMED: Final = 5
"""Variables that a message names."""


@change_rule(severity=Severity.ERROR, direction="input", bump="major", since="0.1.0")
def removed_input(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each caller that is known to pass an input that is gone, one where none is known."""
    for change in context.comparison.kept("prompt", "fragment"):
        yield from _deaf(context, change)
        before, after = map(declared_inputs, change.both)
        closed = change.both[1].entry.inputs
        gone = [name for name in before if name not in (after if closed is None else closed)]
        known = callers(context.comparison, change) if gone else ()
        for name in gone:
            yield from _problems(change, known, name, successor(name, before, after))


def _deaf(context: ChangeContext, change: Kept) -> Iterator[ChangeProblem]:
    """Yield a problem for a text that takes nothing now, without having said what it takes.

    It breaks those who are known to pass something: calls in code, test cases, the rows of a dataset.
    """
    if not _takes_nothing(change):
        return
    before, after = (snapshot.entry for snapshot in change.both)
    needed = needed_variables(change.before)
    used = [use for use in before.variables if use.name in needed]
    names = list(dict.fromkeys(use.name for use in used))
    named = ", ".join(f"`{name}`" for name in names[:MAX_NAMED])
    known = [each for each in callers(context.comparison, change) if not each.includes and {*names} & {*each.passes}]
    passing = tuple(each.consumer for each in known if each.consumer is not None)
    if used:
        yield ChangeProblem(
            f"the text of `{change.name}` uses no variables any more, and used {named}",
            change,
            after.at(*change.after.texts[0].keys),
            "let the text have what callers pass to it",
            related=((Earlier(before.at_name(used[0])), "it was used here"),),
            subject=" ".join(names),
            old=" ".join(names),
            consumers=change.consumers if before.dialect == LM_EVAL else passing,
            is_proven=False,
        )


def _takes_nothing(change: Kept) -> bool:
    """Say whether a text that used variables, and declares none, is known to use none now."""
    before, after = (snapshot.entry for snapshot in change.both)
    is_known = not (before.opaque or after.opaque or after.dynamic) and before.template == after.template
    is_declared = after.inputs is not None or bool(declared_inputs(change.before))
    has_text = bool(change.after.texts) and not any(link.field == "include" for link in after.links)
    return bool(before.variables) and not after.variables and is_known and has_text and not is_declared


def _problems(change: Kept, known: Sequence[Caller], name: str, new_name: str | None) -> Iterator[ChangeProblem]:
    problem = ChangeProblem(
        f"`{change.name}` no longer takes the input `{name}`",
        change,
        change.at("inputs"),
        related=((change.was_at("inputs", name), "it was declared here"),),
        subject=name,
        old=name,
        new=new_name or "",
    )
    if change.after.entry.inputs is None:
        yield problem._replace(consumers=(), bump="none")
        return
    passing = [each for each in known if name in each.passes and not each.includes]
    for caller in passing:
        told = f"`{caller.consumer.name}` passes it" if caller.consumer else "this example passes it"
        yield problem._replace(
            message=f"{problem.message}; {told}",
            at=caller.passes[name],
            help=f"pass `{new_name}` instead" if new_name else f"keep `{name}` until nobody passes it",
            related=(*problem.related, *called_also(caller)),
            subject=f"{name} {caller.consumer.name if caller.consumer else 'example'}",
            consumers=(caller.consumer,) if caller.consumer else None,
            is_proven=caller.is_certain or change.is_promised,
        )
    if not passing:
        others = {each.consumer for each in known if each.includes or each.passes_no_other}
        left = tuple(each for each in change.consumers if each not in others)
        kept = f"keep `{name}`" + (f" beside `{new_name}`" if new_name else "") + " until nobody passes it"
        yield problem._replace(help=kept, consumers=left, is_proven=change.is_promised)
