"""A prompt declares an input that nothing in its text uses.

## Why is this bad?

Callers fetch a value, pass it and believe that the model knows it. It does not: the sentence that used it was lost in
an edit, or the name in the text is another one.

## Example

```markdown prompts/refund.prompt.md
---
name: support/refund
inputs:
  order_id: string
  customer_name: string  # warning: [unused-input]
---
You answer refund requests for order {{ order_id }}.
```

## Near miss

A fragment that the text includes, at once or by way of another, uses inputs as well; a condition is a use. A misspelt
variable is `undeclared-variable` where it stands, and nothing more.

```markdown prompts/refund.prompt.md
---
name: support/refund
inputs: {order_id: string, language: string, vip: boolean}
---
{% include "tone" %}
You answer refund requests for order {{ order_id }}.
{% if vip %}Thank the customer for their loyalty.{% endif %}
```

```markdown fragments/tone.fragment.md
---
name: tone
inputs: {language: string}
---
Answer in {{ language }}.
```

## Use instead

```markdown prompts/refund.prompt.md
---
name: support/refund
inputs:
  order_id: string
---
You answer refund requests for order {{ order_id }}.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from operator import itemgetter

from promptops.config.options import RuleOptions, words
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.resources.project import Project
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.rules.suggestions import Names
from promptops.rules.wildcards import WHAT
from promptops.sources.wildcards import any_name

_NAME = itemgetter(0)


class Options(RuleOptions):
    """What may be set."""

    ignore: tuple[str, ...] = words(
        "Inputs that are passed for another purpose than the text, such as tracing.",
        example=["customer_*"],
        what=WHAT,
    )


@project_rule(severity=Severity.WARNING, since="0.1.0", options=Options)
def unused_input(context: ProjectContext) -> Iterator[Problem]:
    """Yield each input that neither the text nor what it includes uses; nothing where either cannot be known."""
    for entry in context.project.entries:
        if not entry.inputs or entry.opaque:
            continue
        unused = entry.inputs.keys() - set(map(_NAME, entry.variables))
        if not unused:
            continue
        elsewhere = _names_used_by(context.project, entry, unused)
        for name in sorted(unused - elsewhere) if elsewhere is not None else ():
            if not any_name(context.options(Options, entry).ignore)(name):
                message = f"nothing in the text uses the input `{name}`"
                yield Problem(message, entry.key("inputs", name), "use it, or remove it", subject=name)


def _undeclared(entry: Entry) -> set[str]:
    """Return the variables of a text that are not among its inputs: another rule tells of them."""
    return set() if entry.inputs is None else {name for name, *_ in entry.variables if name not in entry.inputs}


def _names_used_by(project: Project, entry: Entry, unused: AbstractSet[str]) -> set[str] | None:
    """Return the variables in all that a text includes, at any depth; None when some of it cannot be known.

    Of the inputs that seem `unused`, those are among them that the text or an include misspells.
    """
    names: set[str] = set()
    undeclared = _undeclared(entry)
    seen = {id(entry)}
    pending = list(project.includes_of(entry))
    while pending:
        _, target = pending.pop()
        if target is None or not target.sound or target.opaque:
            return None
        if id(target) not in seen:
            seen.add(id(target))
            names.update(map(_NAME, target.variables))
            undeclared |= _undeclared(target)
            pending.extend(project.includes_of(target))
    misspelt = Names(undeclared)
    return names | {name for name in unused if misspelt.meant_by(name)}
