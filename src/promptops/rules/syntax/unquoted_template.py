"""A YAML value begins with a template tag and stands without quotes.

## Why is this bad?

To YAML `{{ name }}` is a mapping inside a mapping, and `{% if x %}` no value at all. The text never becomes the
template that it looks like, or the file cannot be read at all.

## Example

```yaml prompts/welcome.yaml
kind: Prompt
name: support/welcome
inputs: {customer: string}
messages:
  - role: system
    content: You welcome customers.
  - role: user
    content: {{ customer }}  # error: [unquoted-template]
```

## Near miss

A tag further on in a value, in a block or in quotes is plain text to YAML.

```yaml prompts/welcome.yaml
kind: Prompt
name: support/welcome
inputs: {customer: string}
messages:
  - role: system
    content: Welcome {{ customer }} by name.
  - role: user
    content: |
      {{ customer }} is here.
```

## Use instead

```yaml prompts/welcome.yaml
kind: Prompt
name: support/welcome
inputs: {customer: string}
messages:
  - role: system
    content: You welcome customers.
  - role: user
    content: "{{ customer }}"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.rules.contexts import FileContext, Problem
from promptops.rules.rule import file_rule


@file_rule(severity=Severity.ERROR, since="0.1.0")
def unquoted_template(context: FileContext) -> Iterator[Problem]:
    """Yield every template tag that YAML takes for something else."""
    return context.faults_of("unquoted-template")
