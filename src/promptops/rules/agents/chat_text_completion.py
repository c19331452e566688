r"""Something reads out of an agent's prose that it is done.

## What it does
It looks at `Consumer` files that rely on an agent, or on the prompt that an agent follows, and expect a phrase, a
label or a pattern of words for being done, such as `All done!`, `TASK COMPLETE` or `(?i)finished`. What people read,
consumers of the types `people` and `report`, is left alone.

## Why is this bad?
It is also what a model says that has given up, and it says it otherwise in the next version, in another language, or in
the middle of a sentence about what is not done yet. Jobs are closed that failed, and others never end.

## Example
```yaml consumers/job-runner.yaml
kind: Consumer
name: job-runner
of: agent:support/clerk
type: service
expects:
  - pattern: '(?i)all\s+done'  # warning: [chat-text-completion]
source: src/job_runner.py:88
```

```yaml agents/clerk.yaml
kind: Agent
name: support/clerk
limits: {max_turns: 6, max_cost: 0.25}
tools: [close-case]
completion: {tool: close-case, status: status}
```

```yaml tools/close-case.yaml
kind: Tool
name: close-case
parameters:
  type: object
  properties:
    status: {enum: [solved, declined, failed]}
    reason_code: {enum: [paid, not-covered, tool-failed]}
```

## Near miss
This one looks for the amount, and not for the end.

```yaml consumers/job-runner.yaml
kind: Consumer
name: job-runner
of: agent:support/clerk
type: service
expects:
  - label: "AMOUNT:"
source: src/job_runner.py:88
```

```yaml agents/clerk.yaml
kind: Agent
name: support/clerk
limits: {max_turns: 6, max_cost: 0.25}
tools: [close-case]
completion: {tool: close-case, status: status}
```

```yaml tools/close-case.yaml
kind: Tool
name: close-case
parameters:
  type: object
  properties:
    status: {enum: [solved, declined, failed]}
    reason_code: {enum: [paid, not-covered, tool-failed]}
```

## Use instead
Read the call of the tool that ends the run.

```yaml consumers/job-runner.yaml
kind: Consumer
name: job-runner
of: [agent:support/clerk, tool:close-case]
type: service
expects:
  - key: status
source: src/job_runner.py:88
```

```yaml agents/clerk.yaml
kind: Agent
name: support/clerk
limits: {max_turns: 6, max_cost: 0.25}
tools: [close-case]
completion: {tool: close-case, status: status}
```

```yaml tools/close-case.yaml
kind: Tool
name: close-case
parameters:
  type: object
  properties:
    status: {enum: [solved, declined, failed]}
    reason_code: {enum: [paid, not-covered, tool-failed]}
```
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from promptops.bounds.turns import has_loop
from promptops.diagnostics import Severity
from promptops.expectations.declared import declared_by
from promptops.expectations.expectation import Expectation
from promptops.graph.calls import CallGraph
from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project
from promptops.resources.rejections import quoted
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.sources.text import shown

_ADVICE = "read the call of the tool that ends the run, and let the agent name it in `completion`"
_READERS: Final = ("people", "report")
_READ: Final = ("phrase", "pattern", "label")
_MAX_LENGTH: Final = 200
_SYNTAX: Final = re.compile(r"\(\?[a-zA-Z:<>=!-]*|\\[a-zA-Z]|[^\w'\\]+|[\\_]")
"""What stands between the words of a regular expression or a label."""
_DONE: Final = re.compile(
    r"""
    (?:(?:i'?m|i\ am|we'?re|all|now|job|task|work|everything(?:'s|\ is)?|it'?s|is)\ )*
    (?:done|completed?|finished|terminated?|all\ set)
    (?:\ (?:successfully|now|here|everything|all|it|the\ (?:task|job|work|request)))*
  | (?:successfully|mission|goal|objective|task)\ (?:completed|finished|done|accomplished)
  | that'?s\ (?:all|it)
    """,
    re.VERBOSE,
)


@project_rule(severity=Severity.WARNING, since="0.1.0")
def chat_text_completion(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each declared expectation that an agent says in words that it is done."""
    project = context.project
    if "agent" not in project.names or "consumer" not in project.names:
        return
    graph = CallGraph.of(project)
    for consumer, targets in project.linked_of_kind("consumer"):
        if not project.is_retired(consumer) and _is_program(consumer):
            expected = list(_for_end(consumer, project))
            relied_on = [target for link, target in targets if expected and link.field == "of" and target is not None]
            agent = next((agent for target in relied_on for agent in _agents(graph, target)), None)
            if agent is not None:
                yield from (_problem(consumer, agent, expectation) for expectation in expected)


def _problem(consumer: Entry, agent: Entry, expectation: Expectation) -> Problem:
    what = f"`{consumer.name}` takes {quoted(shown(expectation.value))} in what `{agent.name}` writes for its end"
    related = ((agent.at("name"), "the agent"),)
    at = expectation.at
    return Problem(what, at if isinstance(at, Place) else consumer.at("expects"), _ADVICE, related, expectation.value)


def _agents(graph: CallGraph, entry: Entry) -> Iterator[Entry]:
    """Yield an agent that has a loop, or those that follow a prompt."""
    found = [entry] if entry.kind == "agent" else []
    if entry.kind == "prompt":
        found = [call.source for call in graph.edges_to(entry) if call.link.field == "prompt"]
    return (agent for agent in found if has_loop(agent, graph))


def _is_program(consumer: Entry) -> bool:
    return json.loads(consumer.data).get("type") not in _READERS


def _for_end(consumer: Entry, project: Project) -> Iterator[Expectation]:
    for expectation in declared_by(consumer, project.owner(consumer)):
        if expectation.kind in _READ and len(expectation.value) <= _MAX_LENGTH and _says_done(expectation.value):
            yield expectation


def _says_done(value: str) -> bool:
    """Say whether a text, or what a regular expression looks for, is nothing but words for being done."""
    words = " ".join(_SYNTAX.sub(" ", value).casefold().split())
    return _DONE.fullmatch(words) is not None
