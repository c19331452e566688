"""A stop string stands in something that answers must have, and cuts them off there.

## What it does
It looks for each stop string (`stop`, `stop_sequences`, `until`) in the labels and keys that consumers and evals
expect, in the outputs of examples, and in the names and the values of the output schema. Where it stands in a clause
of the contract, or in words that a consumer expects of the prompt, it warns: these need not come back in an answer.
An example may end with it.

A stop string that is taken away cuts nothing.

## Why is this bad?
The provider ends the answer where the string begins. What comes back is a torn piece of JSON, or a verdict without its
label, and no error says why.

## Before
```markdown prompts/judge.prompt.md
---
name: quality/judge
parameters:
  stop: ["</answer>"]
---
Give your reasons, then a line that begins with VERDICT: and says PASS or FAIL.
```

```yaml consumers/report.yaml
kind: Consumer
name: quality/report
of: prompt:quality/judge
expects:
  - label: "VERDICT:"
```

## Example
```markdown prompts/judge.prompt.md
---
name: quality/judge
parameters:
  stop: ["</answer>", "VERDICT"]
---
Give your reasons, then a line that begins with VERDICT: and says PASS or FAIL.
```

```yaml consumers/report.yaml
kind: Consumer
name: quality/report
of: prompt:quality/judge
expects:
  - label: "VERDICT:"  # error: [stop-hits-contract]
```

## Near miss
A stop string that no part of an answer has in it.

```markdown prompts/judge.prompt.md
---
name: quality/judge
parameters:
  stop: ["</answer>", "<question>"]
---
Give your reasons, then a line that begins with VERDICT: and says PASS or FAIL.
```

## Use instead
End the answer behind the last thing that is needed, at a string that stands in nothing else.

```markdown prompts/judge.prompt.md
---
name: quality/judge
parameters:
  stop: ["</answer>", "END OF REVIEW"]
---
Give your reasons, then a line that begins with VERDICT: and says PASS or FAIL.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from promptops.changes.answer_parts import MAX_PARTS, Part, parts_of
from promptops.changes.change import Change
from promptops.changes.side import Side
from promptops.changes.snapshot import Snapshot
from promptops.diagnostics import Severity
from promptops.expectations.stop_strings import StopString, stop_strings
from promptops.resources.rejections import quoted
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_WORDS = {
    "clause": "the clause",
    "label": "the label",
    "phrase": "the words",
    "key": "the key",
    "example": "the example",
    "value": "the value",
    "property": "the property",
}


class _Cut(NamedTuple):
    stop: StopString
    part: Part

    @property
    def key(self) -> tuple[str, str, str]:
        return self.stop.text, self.part.source, self.part.text


@change_rule(severity=Severity.ERROR, direction="run", bump="major", since="0.1.0")
def stop_hits_contract(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each part of an answer in which a stop string stands, and in which none stood before."""
    for change in context.comparison.kept("prompt"):
        before, after = change.both
        found = {cut.key: cut for cut in _cuts(context.comparison.after, after)}
        known = {cut.key for cut in _cuts(context.comparison.before, before)} if found else set()
        yield from (_problem(change, cut) for key, cut in found.items() if key not in known)


def _cuts(side: Side, prompt: Snapshot) -> Iterator[_Cut]:
    stops = tuple(stop_strings(prompt.data))
    if not stops:
        return
    ends = frozenset(stop.text.strip() for stop in stops)
    for part in islice(parts_of(side, prompt), MAX_PARTS):
        if part.holder.native or part.text not in ends:  # a harness expects what it stops at to stand in the prompt
            yield from (_Cut(stop, part) for stop in stops if part.is_cut_by(stop.text))


def _problem(change: Change, cut: _Cut) -> ChangeProblem:
    stop, part = cut
    place = change.at(*stop.keys)
    is_elsewhere = part.holder.kind != change.kind
    expects = f" that `{part.holder.name}` expects" if is_elsewhere else ""
    said = f"{_WORDS[part.source]} {quoted(part.text)}{expects}"
    return ChangeProblem(
        f"the prompt `{change.name}` stops at {quoted(stop.text)}, which stands in {said}",
        change,
        part.at if is_elsewhere else place,
        "stop at a string that no answer has in it before its end",
        related=((place, "it stops here"),) if is_elsewhere else ((part.at, "it stands here"),),
        subject=f"{part.source} {part.text}",
        new=stop.text,
        is_proven=part.is_certain,
    )
