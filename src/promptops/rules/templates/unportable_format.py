"""A prompt of another format uses what a bundle cannot carry.

## Why is this bad?

A project that declares environments gets a bundle for each, with programs in the place of templates. Handlebars of
dotprompt, Mustache, Jinja2 and Python's format strings have a program as far as it writes exactly what their engines
write. What lies outside has none: the bundle has the source, and the prompt cannot be rendered from there. What tags of
Handlebars and Mustache mean follows from the declared inputs: without a type, nobody knows whether something is a list.

## Example

```yaml environments/prod.yaml
kind: Environment
name: prod
description: What customers get.
```

```handlebars prompts/menu.prompt
---
model: acme/chat
input: {schema: {dish: string, "guests(array)": string}}
---
Describe {{dish}} to {{json guests}}.  # warning: [unportable-format]
```

## Near miss

Without an environment, nobody asks for a bundle.

```handlebars prompts/menu.prompt
---
model: acme/chat
input: {schema: {dish: string, "guests(array)": string}}
---
Describe {{dish}} to {{json guests}}.
```

## Use instead

```yaml environments/prod.yaml
kind: Environment
name: prod
description: What customers get.
```

```handlebars prompts/menu.prompt
---
model: acme/chat
input: {schema: {dish: string, "guests(array)": string}}
---
Describe {{dish}} to {{#each guests}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.resources.given import given_of
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.templates.programs import compile_text

_FORMATS = frozenset({"dotprompt", "jinja", "markdown", "prompty", "text"})
"""Formats of prompts that applications render; the others are for the tools that run them."""
_WITH_TEXTS = frozenset({"fragment", "prompt"})


@project_rule(severity=Severity.WARNING, since="0.1.0")
def unportable_format(context: ProjectContext) -> Iterator[Problem]:
    """Yield what each text of another format has no program for, in a project that declares environments."""
    project = context.project
    if context.texts is None or all(map(project.is_retired, project.of_kind("environment"))):
        return
    for entry in project.entries:
        if entry.dialect not in _FORMATS or entry.kind not in _WITH_TEXTS or not entry.sound:
            continue
        given = given_of(entry)
        for text in () if project.is_retired(entry) else context.texts(entry):
            if not entry.is_computed(*text.keys):
                for error in compile_text(text.text, entry.template, None, given).refusals:
                    place = entry.at(*text.keys)._replace(start=error.start, end=error.end)
                    yield Problem(error.message, place, error.help)
