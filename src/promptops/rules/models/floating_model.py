"""A model goes by an alias that its provider moves, and nothing pins it.

## What it does
It speaks of models with a file of their own. An alias is an identifier that ends in `latest`, or one of which the
catalogue of public models knows dated snapshots, such as `gpt-4o`. It is pinned by a `promptops.lock` that says which
snapshot stands behind it. Some providers serve a snapshot under a name without a day: that is no alias. The names of
deployments, as Azure has them, say nothing either way.

## Why is this bad?
The provider points the alias at the next snapshot when it suits the provider. Answers change on a day on which nobody
changed anything, and there is nothing to go back to.

## Example
```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: openai
id: gpt-4o  # warning: [floating-model]
```

```yaml providers/openai.yaml
kind: Provider
name: openai
```

## Near miss
There is no snapshot of this one with a day in its name: the name itself is that of a snapshot.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: anthropic
id: claude-opus-4-8
```

```yaml providers/anthropic.yaml
kind: Provider
name: anthropic
```

## Use instead
```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
id: meridian-large-2026-08-14
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.catalog import Catalog, ModelFacts
from promptops.catalog.lock import LockFile, own_lock
from promptops.changes.models.ids import model_id
from promptops.diagnostics import Severity
from promptops.resources.rejections import enumerated, quoted
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rule import project_rule
from promptops.sources.text import shown

_MOST = 3


@project_rule(severity=Severity.WARNING, since="0.1.0")
def floating_model(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each model in use that goes by an alias, and is pinned by no lock."""
    project, catalog = context.project, Catalog.of(context.project)
    models = [entry for entry in project.of_kind("model") if entry.native and not project.is_retired(entry)]
    floating = [(entry, facts) for entry in models if _floats(facts := catalog.facts_of(entry))]
    found = own_lock(project) if floating else None
    locked = found.lock.models if isinstance(found, LockFile) else {}
    for entry, facts in floating:
        known = locked.get(entry.reference)
        if known is None or not known.snapshot or known.id != facts.id:
            yield Problem(f"{quoted(facts.id)} is an alias, which its provider moves", entry.at("id"), _advice(facts))


def _floats(facts: ModelFacts) -> bool:
    if facts.provider == "azure" or facts.is_pinned is not None or not facts.id:
        return False
    named = model_id(facts.id, facts.provider)
    return named.floats or (bool(facts.snapshots) and not named.is_pinned)


def _advice(facts: ModelFacts) -> str:
    known = facts.snapshots[-_MOST:]
    if not known:
        return "name the snapshot that the evals ran on"
    return f"name the snapshot that the evals ran on, such as {enumerated([shown(each) for each in known])}"
