"""A prompt no longer promises the output that its readers parse.

## Why is this bad?
A parser was written for what the prompt said that the model writes. When the schema goes, or the format becomes another
one, the model may write what no parser was made for, and the first to notice is the program that gets it.

Text in place of structured output is an error. Where people may be the readers, as with Markdown in place of HTML, it
is a warning. JSON in place of YAML breaks nobody, as every parser of YAML reads it, and plain text may always become
Markdown.

## Before
```markdown prompts/triage.prompt.md
---
name: support/triage
version: 1.4.0
output:
  format: json
  schema:
    type: object
    properties: {category: {enum: [refund, complaint]}}
    required: [category]
---
Sort the request into a category.
```

```yaml consumers/router.yaml
kind: Consumer
name: support/router
of: prompt:support/triage
source: src/router.py:20
```

## Example
```markdown prompts/triage.prompt.md
---
name: support/triage
version: 2.0.0
output:
  format: text  # error: [removed-output]
---
Sort the request into a category, and say why.
```

## Near miss
The schema stands in a file now.

```markdown prompts/triage.prompt.md
---
name: support/triage
version: 1.4.1
output:
  schema: triage.json
---
Sort the request into a category.
```

```json prompts/triage.json
{
  "type": "object",
  "properties": {"category": {"enum": ["refund", "complaint"]}},
  "required": ["category"]
}
```

## Use instead
Keep the structure, and give the text a property of its own.

```markdown prompts/triage.prompt.md
---
name: support/triage
version: 1.5.0
output:
  format: json
  schema:
    type: object
    properties: {category: {enum: [refund, complaint]}, reason: {type: string}}
    required: [category, reason]
---
Sort the request into a category, and say why.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from promptops.canonical import canonical_json
from promptops.changes.change import Change, Kept
from promptops.changes.schema_changes import schema_at
from promptops.changes.schemas import contained
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.schema_problems import shown_json

_STRUCTURED = frozenset({"json", "jsonl", "yaml", "xml", "csv"})
_HARMLESS = frozenset({("text", "markdown"), ("yaml", "json")})
_HELP = "keep what readers parse, or give the new output a name of its own"


@change_rule(severity=Severity.ERROR, direction="output", bump="major", since="0.1.0")
def removed_output(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each prompt whose format is another one, or whose schema is gone."""
    for change in context.comparison.kept("prompt"):
        before, after = (_format(side.data.get("output")) for side in change.both)
        if before is None:
            continue
        if before != (after or "text"):
            yield from _other_format(change, before, after)
        else:
            yield from _no_schema(change)


def _format(output: Any) -> str | None:
    """Return the format of an output, None where nothing is said of one."""
    if not isinstance(output, dict):
        return None
    return str(output.get("format") or ("json" if "schema" in output else "text"))


def _other_format(change: Change, before: str, after: str | None) -> Iterator[ChangeProblem]:
    if (before, after) in _HARMLESS:
        return
    now = "says nothing of its output now" if after is None else f"writes `{after}` now"
    yield ChangeProblem(
        f"`{change.name}` {now}, and promised `{before}`",
        change,
        change.at("output", "format"),
        _HELP,
        related=((change.was_at("output", "format"), "it was promised here"),),
        subject="format",
        old=before,
        new=after or "",
        is_proven=before in _STRUCTURED,
    )


def _no_schema(change: Kept) -> Iterator[ChangeProblem]:
    before, after = (schema_at(side, "output", "schema") for side in change.both)
    if before is None or after is not None:
        return
    verdict = contained(inner=True, outer=before)
    if verdict.holds is True:
        return
    notes = () if verdict.holds is None else (f"`{shown_json(verdict.witness)}` is valid now, and was not",)
    yield ChangeProblem(
        f"`{change.name}` no longer has a schema for its output",
        change,
        change.at("output"),
        _HELP,
        related=((change.was_at("output", "schema"), "it was declared here"),),
        subject="schema",
        old=canonical_json(before),
        notes=notes,
        is_proven=verdict.holds is False,
    )
