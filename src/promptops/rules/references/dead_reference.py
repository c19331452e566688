"""A text tells the model to use a tool that no longer exists.

## What it does
It looks at names that a text itself calls tools, as in "use the `replace_file` tool", and at examples of calls. It
speaks only where the prompt lists tools of the project, or its text names more of them than others: elsewhere the tools
may be declared in a program. What a tool was called before a change only the change can tell: `stale-tool-name` looks
for such names wherever they stand, whether or not the text calls them tools.

## Why is this bad?
The model does what it is told and calls the old name: the call fails, or the model invents its result. When a tool is
renamed, nobody searches the prompts for its name.

## Example
```json tools.json
{
  "tools": [
    {"name": "list_files", "description": "Lists a folder.", "inputSchema": {"type": "object"}},
    {"name": "read_file", "description": "Reads a file.", "inputSchema": {"type": "object"}},
    {"name": "replace_file", "description": "Changes a file.", "inputSchema": {"type": "object"}}
  ]
}
```

```markdown prompts/editor.prompt.md
---
name: editor
---
Find the file with list_files and read it with read_file.
Then use the `replace_file_str` tool to change it. {# warning: [dead-reference] #}
```

## Near miss
A command of the operating system is a tool, too, but none of the model's: only the text says what it means.

```json tools.json
{"tools": [{"name": "read_file", "description": "Reads a file.", "inputSchema": {"type": "object"}}]}
```

```markdown prompts/reviewer.prompt.md
---
name: reviewer
---
Explain when to use the `apt_get` tool and when to compile from source.
```

## Use instead
```json tools.json
{
  "tools": [
    {"name": "list_files", "description": "Lists a folder.", "inputSchema": {"type": "object"}},
    {"name": "read_file", "description": "Reads a file.", "inputSchema": {"type": "object"}},
    {"name": "replace_file", "description": "Changes a file.", "inputSchema": {"type": "object"}}
  ]
}
```

```markdown prompts/editor.prompt.md
---
name: editor
---
Find the file with list_files and read it with read_file.
Then use the `replace_file` tool to change it.
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from promptops.config.options import RuleOptions, words
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry, Name
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.rules.suggestions import Names
from promptops.rules.wildcards import WHAT
from promptops.sources.wildcards import any_name


class Options(RuleOptions):
    """What may be set."""

    ignore: tuple[str, ...] = words(
        "Tools that a program declares, so that no file does.", example=["replace_file_*"], what=WHAT
    )


@project_rule(severity=Severity.WARNING, since="0.1.0", options=Options)
def dead_reference(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for the first mention of each tool that there is not, in each text that knows the tools."""
    project = context.project
    alive = {_plain(name): name for name in (path.rpartition("/")[2] for path in project.names.get("tool", ()))}
    has_kebab = any("-" in name for name in alive.values())
    names = Names(alive.values())
    for entry, mentions in _with_dead_mentions(context, alive) if alive else ():
        for mention in mentions:
            if has_kebab or "-" not in mention.name:
                message = f"the text calls `{mention.name}` a tool, and no file declares it"
                meant = names.meant_by(mention.name) or _beginning_of(mention.name, alive)
                advice = f"did you mean `{meant}`?" if meant else "name a tool that there is, or declare this one"
                yield Problem(message, entry.at_name(mention), advice, subject=mention.name)


def _with_dead_mentions(context: ProjectContext, alive: Mapping[str, str]) -> Iterator[tuple[Entry, Iterable[Name]]]:
    project = context.project
    mentioned = {mention.name for entry in project.entries for mention in entry.mentions}
    gone = {name for name in mentioned if not _lives(name, alive)}
    for entry, targets in zip(project.entries, project.targets, strict=True) if gone else ():
        dead = {mention.name: mention for mention in reversed(entry.mentions) if mention.name in gone}
        ignored = any_name(context.options(Options, entry).ignore) if dead else None
        dead = {name: mention for name, mention in dead.items() if ignored is None or not ignored(name)}
        if dead:
            lists_tools = any(target is not None and target.kind == "tool" for _, target in targets)
            living = {plain for plain in map(_plain, entry.identifiers) if plain in alive}
            if lists_tools or len(living) > len(dead):
                yield entry, reversed(dead.values())


def _lives(name: str, alive: Mapping[str, str]) -> bool:
    """Say whether there is a tool of the name, with or without a prefix such as that of its server."""
    words = _plain(name).split("_")
    return any("_".join(words[start:]) in alive for start in range(max(1, len(words) - 1)))


def _beginning_of(name: str, alive: Mapping[str, str]) -> str | None:
    """Return the tool whose name is the beginning of another name: names get shorter more often than longer."""
    words = _plain(name).split("_")
    beginnings = ("_".join(words[:end]) for end in range(len(words) - 1, 0, -1))
    return next((alive[beginning] for beginning in beginnings if beginning in alive), None)


def _plain(name: str) -> str:
    return name.replace("-", "_").casefold()
