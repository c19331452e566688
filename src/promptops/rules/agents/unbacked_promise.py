"""A prompt says that something is done which only a tool can do, and whoever says it has no such tool.

## What it does
Tools list under `promises` the phrases that are true only after a call of theirs. The rule looks for them in the texts
of prompts, with the fragments that these include: as whole phrases, in any case, across line breaks. Who follows the
prompt must be able to call one of the tools that keep the promise: the prompt itself, each of its agents, or an agent
that one of these hands work to. A sentence that says when a phrase may be used, or that it may not, is left alone.

## Why is this bad?
The customer believes it. Nobody knows of the refund, the call or the credit until somebody asks for it, and by then it
has been promised to everybody who had the same question.

## Example
```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
promises:
  - your money is on its way
```

```markdown prompts/answer.prompt.md
---
name: support/answer
---
End with: your money is on its way.{# warning: [unbacked-promise] #}
```

## Near miss
The tool is granted.

```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
promises:
  - your money is on its way
```

```markdown prompts/answer.prompt.md
---
name: support/answer
tools: [issue-refund]
---
End with: your money is on its way.
```

## Use instead
Say what is true, or grant the tool.

```yaml tools/issue-refund.yaml
kind: Tool
name: issue-refund
promises:
  - your money is on its way
```

```markdown prompts/answer.prompt.md
---
name: support/answer
---
End with: somebody will look at your request within a day. Never say that your money is on its way.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from promptops.diagnostics import Severity
from promptops.graph.calls import Call, CallGraph
from promptops.graph.reach import reached_from
from promptops.resources.entries import Entry
from promptops.resources.rejections import quoted
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.promises import Promises, Said
from promptops.rules.rule import project_rule
from promptops.sources.text import shown

_ADVICE = "grant the tool, or let the text say what is true without it"
MAX_USERS: Final = 100
"""Prompts that include one text, and agents that follow one prompt, that are looked at."""
MAX_REACHED: Final = 500
"""Of somebody who reaches more than this it is not asked which tools are among it."""


class _Speaker(NamedTuple):
    """A prompt that says a promise, and the include by which it does, None for its own words."""

    prompt: Entry
    include: Call | None


@project_rule(severity=Severity.WARNING, since="0.1.0")
def unbacked_promise(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each promise in a native prompt that no tool of those who follow it keeps."""
    promises = Promises(context.project.of_kind("tool"))
    if not promises.tools:
        return
    graph = CallGraph.of(context.project)
    texts = [entry for entry in graph.nodes if entry.kind in ("prompt", "fragment") and entry.native]
    for said in promises.said(context, texts):
        tools = {id(tool) for tool in promises.tools[said.phrase]}
        for speaker in _speakers(graph, said.entry):
            if speaker.prompt.native and not speaker.prompt.is_computed("tools"):
                missing = next((each for each in _followers(graph, speaker.prompt) if _lacks(graph, each, tools)), None)
                if missing is not None:
                    yield _problem(said, speaker, missing, promises.tools[said.phrase][0])


def _speakers(graph: CallGraph, entry: Entry) -> Iterator[_Speaker]:
    """Yield the prompts that say what stands in a text: itself, and those that include it, the nearest first."""
    met = {id(entry)}
    todo: list[_Speaker] = [_Speaker(entry, None)]
    for speaker in todo:
        if speaker.prompt.kind == "prompt":
            yield speaker
        for call in graph.edges_to(speaker.prompt):
            if call.type == "includes" and id(call.source) not in met and len(met) <= MAX_USERS:
                met.add(id(call.source))
                todo.append(_Speaker(call.source, call))


def _followers(graph: CallGraph, prompt: Entry) -> list[Entry]:
    """Return the agents that follow a prompt; the prompt itself where none does."""
    calls = (call for call in graph.edges_to(prompt) if call.link.field == "prompt" and call.source.kind == "agent")
    return [call.source for call in islice(calls, MAX_USERS)] or [prompt]


def _lacks(graph: CallGraph, follower: Entry, tools: set[int]) -> bool:
    """Say whether none of some tools is among what a prompt or an agent may call, or those that it works with."""
    if not follower.native or follower.is_computed("tools"):
        return False
    reached = reached_from(graph, [follower], set(), most=MAX_REACHED)
    return len(reached) < MAX_REACHED and tools.isdisjoint(id(entry) for entry in reached)


def _problem(said: Said, speaker: _Speaker, follower: Entry, tool: Entry) -> Problem:
    words, who = quoted(shown(said.phrase)), f"the {follower.kind} `{follower.name}`"
    message = f"{words} is true only after a call of `{tool.name}`, which {who} cannot call"
    promise = (tool.at("promises"), "the tool says so")
    if speaker.include is None:
        return Problem(message, said.at, _ADVICE, (promise,), said.phrase)
    return Problem(message, speaker.include.at, _ADVICE, ((said.at, "it is said here"), promise), said.phrase)
