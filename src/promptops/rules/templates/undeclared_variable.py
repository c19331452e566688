"""A text uses a variable that is not among its prompt's inputs.

## Why is this bad?

Nobody who calls the prompt learns of the variable, so nobody passes it. Jinja2 then writes nothing in its place, and
the model answers a question from which the middle is missing.

The same holds for what a fragment needs: whoever includes it passes on the fragment's required inputs, and so must
declare them.

## Example

```markdown prompts/refund.prompt.md
---
name: support/refund
inputs: {order_id: string}
---
{% include "tone" %}  {# error: [undeclared-variable] #}
You answer refund requests for order {{ order_id }} of {{ customer_name }}.  {# error: [undeclared-variable] #}
```

```markdown fragments/tone.fragment.md
---
name: tone
inputs: {language: string}
---
Answer in {{ language }}.
```

## Near miss

A name that the template binds itself is no input, nor is one that its prompt passes over because the fragment can do
without.

```markdown prompts/refund.prompt.md
---
name: support/refund
inputs: {orders: array}
---
{% include "tone" %}
{% for order in orders %}
{% set total = order.amount + order.fee %}
Order {{ order.id }} cost {{ total }}.
{% endfor %}
```

```markdown fragments/tone.fragment.md
---
name: tone
inputs:
  language: string?
---
Answer in {{ language or "English" }}.
```

## Use instead

```markdown prompts/refund.prompt.md
---
name: support/refund
inputs: {order_id: string, customer_name: string, language: string}
---
{% include "tone" %}
You answer refund requests for order {{ order_id }} of {{ customer_name }}.
```

```markdown fragments/tone.fragment.md
---
name: tone
inputs: {language: string}
---
Answer in {{ language }}.
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from promptops.config.options import RuleOptions, words
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry, Link
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.rules.wildcards import WHAT
from promptops.sources.wildcards import any_name
from promptops.spelling import closest


class Options(RuleOptions):
    """What may be set."""

    provided: tuple[str, ...] = words(
        "Variables that the program gives to every text.", example=["customer_*"], what=WHAT
    )


@project_rule(severity=Severity.ERROR, since="0.1.0", options=Options)
def undeclared_variable(context: ProjectContext) -> Iterator[Problem]:
    """Yield each undeclared variable of a text at its first use, and what its includes need beyond its inputs."""
    for entry in context.project.entries:
        if entry.inputs is None:
            continue
        for problem in _undeclared(entry, entry.inputs, context.project.includes_of(entry)):
            if not any_name(context.options(Options, entry).provided)(problem.subject):
                yield problem


def _undeclared(
    entry: Entry, inputs: Mapping[str, bool], includes: Iterable[tuple[Link, Entry | None]]
) -> Iterator[Problem]:
    """Yield what is not among the inputs of a text; the subject of each problem is the name."""
    seen: set[str] = set()
    for variable in entry.variables:
        if variable.name not in inputs and variable.name not in seen:
            seen.add(variable.name)
            message = f"`{variable.name}` is not among the inputs of `{entry.name}`"
            yield Problem(message, entry.at_name(variable), _advice(entry, variable.name), (), variable.name)
    for link, target in includes:
        if target is not None and target.inputs:
            yield from _unmet(entry, link, target, seen)


def _unmet(entry: Entry, link: Link, target: Entry, seen: set[str]) -> Iterator[Problem]:
    """Yield what an include requires and the including text does not declare."""
    for name, required in (target.inputs or {}).items():
        if required and name not in (entry.inputs or {}) and name not in seen and name not in entry.bound:
            seen.add(name)
            yield Problem(
                f"`{target.name}` needs `{name}`, which is not among the inputs of `{entry.name}`",
                entry.at_link(link),
                _advice(entry, name),
                ((target.key("inputs", name), f"`{name}` is declared here"),),
                name,
            )


def _advice(entry: Entry, name: str) -> str:
    meant = closest(name, entry.inputs or {})
    if meant:
        return f"did you mean `{meant}`?"
    return f"declare it: `{name}: string` below `inputs`" if entry.native else "declare it among the inputs"
