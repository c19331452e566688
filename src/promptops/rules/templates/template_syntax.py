"""A text cannot be read as the template that it is.

## Why is this bad?

The first call that renders it fails. Whether that is noticed before production depends on whether any test renders
this very text, this branch of it included.

## Example

```markdown prompts/refund.prompt.md
---
name: support/refund
inputs: {order_id: string, vip: boolean}
---
You answer refund requests for order {{ order_id }}.
{% if vip %}  {# error: [template-syntax] #}
Thank the customer for their loyalty.
```

## Near miss

A single brace is text, and so is everything between `raw` and `endraw`.

```markdown prompts/refund.prompt.md
---
name: support/refund
inputs: {order_id: string}
---
Answer for order {{ order_id }} with {"refund": true} or {"refund": false}.
{% raw %}Our templates write {{ name }} and {% if %}.{% endraw %}
```

## Use instead

```markdown prompts/refund.prompt.md
---
name: support/refund
inputs: {order_id: string, vip: boolean}
---
You answer refund requests for order {{ order_id }}.
{% if vip %}
Thank the customer for their loyalty.
{% endif %}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import FileContext, Problem
from promptops.rules.rule import file_rule
from promptops.rules.text_places import problem_in_text


@file_rule(severity=Severity.ERROR, since="0.1.0")
def template_syntax(context: FileContext) -> Iterator[Problem]:
    """Yield the first error of each text, and what a reader knows that its format refuses in one."""
    yield from context.faults_of("template-syntax")
    for resource in context.resources:
        for text in resource.texts:
            if text.template.error is not None:
                yield problem_in_text(resource, text, text.template.error)
