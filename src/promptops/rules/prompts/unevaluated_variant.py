"""A prompt is judged by evals, and one of its variants by none.

## What it does
It looks at prompts that an eval names as its subject, and at their variants with a text of their own. Each of these
must be named in `variants` of an eval of the prompt: by itself it needs a score of its own. An eval that names no
variants judges the text that the prompt has without any, and so do variants without a text. One of weight 0 is kept and
not used; nothing is asked of it. Prompts that nothing judges are no matter of this rule.

## Why is this bad?
Variants are tried because nobody knows which is better. A score of the whole mixture hides the bad one behind the good,
and a score of the main text says nothing of what the others get.

## Example
```markdown prompts/reply.prompt.md
---
name: support/reply
variants:
  - {name: control, weight: 90}
  - {name: brief, weight: 10, body: Answer in one sentence.}  # warning: [unevaluated-variant]
---
Answer the customer's question.
```

```yaml evals/reply.yaml
kind: Eval
name: support/reply-quality
subjects: [prompt:support/reply]
```

## Near miss
The eval judges the one text that there is; the other is kept and not used.

```markdown prompts/reply.prompt.md
---
name: support/reply
variants:
  - {name: control, weight: 100}
  - {name: brief, weight: 0, body: Answer in one sentence.}
---
Answer the customer's question.
```

```yaml evals/reply.yaml
kind: Eval
name: support/reply-quality
subjects: [prompt:support/reply]
```

## Use instead
```markdown prompts/reply.prompt.md
---
name: support/reply
variants:
  - {name: control, weight: 90}
  - {name: brief, weight: 10, body: Answer in one sentence.}
---
Answer the customer's question.
```

```yaml evals/reply.yaml
kind: Eval
name: support/reply-quality
subjects: [prompt:support/reply]
variants: [control, brief]
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from promptops.diagnostics import Severity
from promptops.resources.entries import Entry, Identity
from promptops.resources.project import Project
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule

_VARIANTS: Final = '"variants":['


@project_rule(severity=Severity.WARNING, since="0.1.0")
def unevaluated_variant(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each variant in use of a native prompt that evals judge, and this one none."""
    project = context.project
    prompts = [each for each in project.of_kind("prompt") if each.native and _VARIANTS in each.data]
    judged = _judged(project) if prompts else {}
    for prompt in prompts:
        names = judged.get(prompt.identity)
        if names is not None and not project.is_retired(prompt):
            yield from _unevaluated(prompt, names)


def _judged(project: Project) -> Mapping[Identity, set[str]]:
    """Return the variants that evals name, for each of their subjects."""
    found: dict[Identity, set[str]] = {}
    for entry, targets in project.linked_of_kind("eval"):
        if not project.is_retired(entry):
            names = json.loads(entry.data).get("variants") or () if _VARIANTS in entry.data else ()
            for link, target in targets:
                if link.field == "subjects" and target is not None:
                    found.setdefault(target.identity, set()).update(names)
    return found


def _unevaluated(prompt: Entry, judged: set[str]) -> Iterator[Problem]:
    variants: list[Mapping[str, Any]] = json.loads(prompt.data).get("variants") or []
    for index, variant in enumerate(variants):
        name, has_text = variant["name"], not variant.keys().isdisjoint(("body", "file"))
        if has_text and variant.get("weight") != 0 and name not in judged:
            yield Problem(
                f"no eval of `{prompt.name}` judges its variant `{name}` by itself",
                prompt.at("variants", index),
                "name it in `variants` of an eval of the prompt",
                subject=name,
            )
