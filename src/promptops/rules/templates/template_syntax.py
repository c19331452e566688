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
from promptops.rules.contexts import FileContext, Problem, ReadResource
from promptops.rules.rule import file_rule
from promptops.templates import PromptText, TemplateError


@file_rule(severity=Severity.ERROR, since="0.1.0")
def template_syntax(context: FileContext) -> Iterator[Problem]:
    """Yield the first error of each text, and what a reader knows that its format refuses in one."""
    yield from context.faults_of("template-syntax")
    for resource in context.resources:
        for text in resource.texts:
            if text.template.error is not None:
                yield _problem(resource, text, text.template.error)


def _problem(resource: ReadResource, text: PromptText, error: TemplateError) -> Problem:
    place = resource.entry.at(*text.keys)
    file = resource.attachments.get(text.keys)
    if file is None:
        return Problem(error.message, place._replace(start=error.start, end=error.end), error.help)
    line = text.text.count("\n", 0, error.start) + 1
    return Problem(f"`{file.path}`, line {line}: {error.message}", place, error.help)
