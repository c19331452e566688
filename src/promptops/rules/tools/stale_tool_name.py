"""A tool has gone or has another name, and a text still names it as it was called.

## What it does
It knows which tools the change took away or renamed, and looks for their old names in the texts and examples of every
prompt and fragment and in the descriptions of the tools that are left. There is one finding for each line. A name of
several words, such as `go_to_url`, is found wherever it stands by itself; one that is a word of the language only
where the text calls it a tool, says to call it, or shows a call. Without a change there is nothing to know the old
names by: then `dead-reference` reports what a text calls a tool and no file declares.

It is an error where the name can mean nothing but the tool. It is a warning where a parameter or an input has the
same name, where the name may be a plain word and the prompt has no other tools, and where the prompt lists tools and
never had this one.

## Why is this bad?
The model does what its text says and calls the old name: the call fails, or it invents the result. No program fails to
build, and a rename done with the editor does not reach into texts: such names have lived on in them for months.

## Before
```json tools.json
{
  "tools": [
    {"name": "go_to_url", "description": "Opens a page.", "inputSchema": {"type": "object"}},
    {"name": "read_page", "description": "Returns the text of the page.", "inputSchema": {"type": "object"}}
  ]
}
```

```markdown prompts/browser.prompt.md
---
name: browser
---
Open a page with go_to_url, then read it with read_page.
Never call go_to_url twice in a row.
```

## Example
```json tools.json
{
  "tools": [
    {"name": "navigate", "description": "Opens a page.", "inputSchema": {"type": "object"}},
    {"name": "read_page", "description": "Returns the text of the page.", "inputSchema": {"type": "object"}}
  ]
}
```

```markdown prompts/browser.prompt.md
---
name: browser
---
Open a page with go_to_url, then read it with read_page. {# error: [stale-tool-name] #}
Never call go_to_url twice in a row. {# error: [stale-tool-name] #}
```

## Near miss
A text may say what a tool was called; and `go_to_url_list` is another name.

```json tools.json
{
  "tools": [
    {"name": "navigate", "description": "Opens a page.", "inputSchema": {"type": "object"}},
    {"name": "read_page", "description": "Returns the text of the page.", "inputSchema": {"type": "object"}}
  ]
}
```

```markdown prompts/browser.prompt.md
---
name: browser
---
Open a page with `navigate`, formerly `go_to_url`, then read it with read_page.
Pages that may not be opened stand in go_to_url_list.
```

## Use instead
```json tools.json
{
  "tools": [
    {"name": "navigate", "description": "Opens a page.", "inputSchema": {"type": "object"}},
    {"name": "read_page", "description": "Returns the text of the page.", "inputSchema": {"type": "object"}}
  ]
}
```

```markdown prompts/browser.prompt.md
---
name: browser
---
Open a page with navigate, then read it with read_page.
Never call navigate twice in a row.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import Consumer
from promptops.changes.tools.gone import GoneTool
from promptops.changes.tools.stale_names import StaleName, stale_names
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule


@change_rule(severity=Severity.ERROR, direction="tool-caller", bump="major", since="0.1.0")
def stale_tool_name(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each line of each text that names a tool as it is no longer called."""
    for found in stale_names(context.comparison):
        yield _problem(context, found)


def _problem(context: ChangeContext, found: StaleName) -> ChangeProblem:
    tool, entry = found.tool, found.entry
    new = tool.renamed(found.name)
    consumer = Consumer(entry.reference, context.comparison.after.project.owner(entry), found.at, "names it")
    return ChangeProblem(
        f"the {found.where} names the tool `{found.name}`, which {_fate(tool, new)}",
        tool.change,
        found.at,
        _advice(tool, new),
        related=((tool.change.was_at("name"), "it had this name here"),),
        subject=entry.reference,
        old=found.name,
        new=new or "",
        consumers=(consumer,),
        is_proven=found.is_certain,
    )


def _fate(tool: GoneTool, new: str | None) -> str:
    return f"is `{new}` now" if tool.is_renamed else "is gone"


def _advice(tool: GoneTool, new: str | None) -> str:
    if new is None:
        return "take it out, or name a tool that there is"
    return f"write `{new}`" if tool.is_renamed else f"did you mean `{new}`, which is new?"
