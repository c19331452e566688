"""A prompt or agent lists a tool that no file declares.

## Why is this bad?
Either the call fails because the provider is sent a tool without a schema, or the tool is silently left out and the
model goes on promising what it can no longer do.

## Example
```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
description: Pays an order back.
parameters: {type: object, properties: {order_id: {type: string}}, required: [order_id]}
```

```markdown prompts/refund.prompt.md
---
name: support/refund
tools:
  - issue-refnd  # error: [unknown-tool]
---
Answer refund requests.
```

## Near miss
A tool may be declared in any format that is read as it stands, such as an MCP tool list.

```json tools/orders.json
{"tools": [{"name": "lookup_order", "description": "Finds an order.", "inputSchema": {"type": "object"}}]}
```

```markdown prompts/status.prompt.md
---
name: support/status
tools: [lookup_order]
---
Tell customers where their order is.
```

## Use instead
```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
description: Pays an order back.
parameters: {type: object, properties: {order_id: {type: string}}, required: [order_id]}
```

```markdown prompts/refund.prompt.md
---
name: support/refund
tools:
  - issue-refund
---
Answer refund requests.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.diagnostics import Severity
from promptops.graph.verbs import TOOL_FIELDS
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.rules.unresolved import Unresolved


@project_rule(severity=Severity.ERROR, since="0.1.0")
def unknown_tool(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each tool that a prompt or agent may call and that nothing declares."""
    unresolved = Unresolved(context.project)
    for entry, link in context.project.unresolved:
        if entry.native and link.field in TOOL_FIELDS:
            yield unresolved.problem(entry, link)
