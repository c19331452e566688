"""A template uses what a bundle cannot carry.

## Why is this bad?

A bundle holds programs in the place of templates: texts, values, conditions, loops, includes, and a closed set of
filters and tests. So no template engine runs in production, nothing in a value can become an instruction, and an
application in any language renders the same text. What lies outside of that set has no program: the bundle has the
template's source, and the prompt cannot be rendered from there.

## Example

```markdown prompts/refund.prompt.md
---
name: support/refund
inputs: {orders: array, customer: object}
---
{% macro line(order) %}Order {{ order.id }}{% endmacro %}  {# warning: [unportable-template] #}
{% for order in orders|sort(attribute="placed_on") %}  {# warning: [unportable-template] #}
{{ order.id }}
{% endfor %}
They pay with {{ customer.items }}.  {# warning: [unportable-template] #}
```

## Near miss

What is written here has the same form everywhere.

```markdown prompts/refund.prompt.md
---
name: support/refund
inputs: {orders: array, customer: object}
---
{% for order in orders if order.amount > 100 %}
{{ loop.index }}. {{ order.id|upper }}: {{ order.note|default("no note", true)|trim }}
{% else %}
There are no orders.
{% endfor %}
{% for key, value in customer.items() %}{{ key }}: {{ value }}{% if not loop.last %}, {% endif %}{% endfor %}
```

## Use instead

```markdown prompts/refund.prompt.md
---
name: support/refund
inputs: {orders: array, customer: object}
---
{% for order in orders %}
Order {{ order.id }}
{% endfor %}
They pay with {{ customer["items"] }}.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import FileContext, Problem
from promptops.rules.rule import file_rule
from promptops.rules.text_places import problem_in_text
from promptops.templates.programs import compile_text


@file_rule(severity=Severity.WARNING, since="0.1.0")
def unportable_template(context: FileContext) -> Iterator[Problem]:
    """Yield what each text has no program for; `unportable-format` looks at those of other formats."""
    if context.dialect != "native":
        return
    for resource in context.resources:
        for text in resource.texts:
            for refusal in compile_text(text.text, "jinja").refusals:
                yield problem_in_text(resource, text, refusal)
