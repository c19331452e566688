"""The value that stands for an input when callers leave it out is another one.

## Why is this bad?
Nobody's code has changed, every call still works, and the model is asked something else. Whoever leaves the input out
relies on the default without having written it down anywhere.

## Before
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.3.0
inputs:
  order_id: string
  language: {type: string, default: English}
---
You answer refund requests for order {{ order_id }} in the language {{ language }}.
```

```yaml consumers/chat.yaml
kind: Consumer
name: support/chat
of: prompt:support/refund
source: src/chat.py:12
```

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
inputs:
  order_id: string
  language:
    type: string
    default: the customer's own  # warning: [changed-input-default]
---
You answer refund requests for order {{ order_id }} in the language {{ language }}.
```

## Near miss
An input that had to be passed may be left out now: nobody leaves it out yet.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
inputs:
  order_id: {type: string, default: unknown}
  language: {type: string, default: English}
---
You answer refund requests for order {{ order_id }} in the language {{ language }}.
```

## Use instead
Leave the default as it is, and let those who want another value pass it.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.3.1
inputs:
  order_id: string
  language: {type: string, default: English, description: "Pass `the customer's own` to answer in kind."}
---
You answer refund requests for order {{ order_id }} in the language {{ language }}.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from promptops.canonical import canonical_json
from promptops.changes.callers import Caller, callers
from promptops.changes.change import Change
from promptops.changes.inputs import declared_inputs, required_inputs
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.schema_problems import shown_json


@change_rule(severity=Severity.WARNING, direction="input", bump="minor", since="0.1.0")
def changed_input_default(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each input that may be left out on both sides, with another default."""
    for change in context.comparison.kept("prompt", "fragment"):
        before, after = map(declared_inputs, change.both)
        required = required_inputs(change.both[0]) | required_inputs(change.both[1])
        names = [name for name in before if name in after and name not in required]
        changed = [name for name in names if _canonical(before[name]) != _canonical(after[name])]
        known = callers(context.comparison, change) if changed else ()
        for name in changed:
            yield _problem(change, known, name, before[name], after[name])


def _problem(change: Change, known: Sequence[Caller], name: str, before: Any, after: Any) -> ChangeProblem:
    passing = {each.consumer for each in known if name in each.passes}
    return ChangeProblem(
        f"the default of the input `{name}` is {_shown(after)} and was {_shown(before)}",
        change,
        change.at("inputs", name, "default"),
        "leave it, and pass the new value where it is wanted",
        related=((change.was_at("inputs", name, "default"), "it was stated here"),),
        subject=name,
        old=_canonical(before),
        new=_canonical(after),
        consumers=tuple(each for each in change.consumers if each not in passing),
    )


def _canonical(schema: Any) -> str:
    """Return the default of an input as canonical JSON, nothing where it has none."""
    return canonical_json(schema["default"]) if isinstance(schema, dict) and "default" in schema else ""


def _shown(schema: Any) -> str:
    return f"`{shown_json(schema['default'])}`" if isinstance(schema, dict) and "default" in schema else "none"
