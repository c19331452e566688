"""Two resources have the same kind, name and major version.

## Why is this bad?
A reference to the name means one of the two, and which one depends on the order of files. Somebody edits the other
one and wonders why nothing changes.

## Example
```markdown prompts/refund-short.prompt.md
---
name: support/refund
version: 2.0.0
---
Answer refund requests in one sentence.
```

```markdown prompts/refund.prompt.md
---
name: support/refund  # error: [duplicate-name]
version: 2.1.0
---
Answer refund requests.
```

```json tools/orders.json
{
  "tools": [
    {"name": "search", "description": "Finds orders.", "inputSchema": {"type": "object"}},
    {"name": "search", "description": "Finds people.", "inputSchema": {"type": "object"}}  // error: [duplicate-name]
  ]
}
```

## Near miss
Two major versions live side by side, and tool lists of two servers may both have a `search`.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
---
Answer refund requests.
```

```markdown prompts/refund-2.prompt.md
---
name: support/refund
version: 2.0.0
---
Answer refund requests in one sentence.
```

```json tools/orders.json
{"tools": [{"name": "search", "description": "Finds orders.", "inputSchema": {"type": "object"}}]}
```

```json tools/customers.json
{"tools": [{"name": "search", "description": "Finds people.", "inputSchema": {"type": "object"}}]}
```

## Use instead
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 2.1.0
---
Answer refund requests.
```

```json tools/orders.json
{
  "tools": [
    {"name": "search_orders", "description": "Finds orders.", "inputSchema": {"type": "object"}},
    {"name": "search_customers", "description": "Finds people.", "inputSchema": {"type": "object"}}
  ]
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule


@project_rule(severity=Severity.ERROR, since="0.1.0")
def duplicate_name(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each native resource that has the full name of an earlier one.

    Readers of other formats report the repetitions within one list themselves.
    """
    for entries in context.project.shared_names:
        first: dict[int | None, Entry] = {}
        for entry in entries:
            if entry.native and entry.sound:
                known = first.setdefault(entry.major, entry)
                if known is not entry:
                    yield _problem(entry, known)


def _problem(entry: Entry, known: Entry) -> Problem:
    version = "" if entry.major is None else f" with major version {entry.major}"
    message = f"there are two of the {entry.kind} `{entry.name}`{version}"
    advice = "give one of the two another name or major version, or remove it"
    return Problem(message, entry.at("name"), advice, ((known.at("name"), "the other one"),))
