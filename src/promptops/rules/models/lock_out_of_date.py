"""The project is not what its lock says that it is.

## What it does
It speaks only where a `promptops.lock` stands at the root of the project, as `promptops lock` writes it. The lock has
the digest of each resource, the snapshot behind each model, and the facts of the catalogue on it. One finding tells of
resources that are new, gone or others than they were; a second one, an info, of models on which the catalogue says
something else by now, such as another price or an earlier end. `promptops lock --check` lists all of it.

A lock that cannot be read, or says a thing twice, is reported at the line where that shows.

## Why is this bad?
A lock is read as what runs: by reviewers, and by the bill of materials that is made of it. One that is out of date
hides the next change among those that nobody wrote down.

## Example
```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-02-03
```

```jsonl promptops.lock
{"catalog":"2026-11-21","lock":1}  # warning: [lock-out-of-date]
```

## Near miss
Without a lock there is nothing to compare with.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-02-03
```

## Use instead
Run `promptops lock` with each change, and commit what it writes: the lines that changed are the change.

```yaml models/chat-large.yaml
kind: Model
name: chat-large
id: meridian-large-2026-02-03
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from promptops.catalog.lock import Change, Difference, Lock, differences, own_lock
from promptops.diagnostics import Fault, Severity
from promptops.resources.entries import Place
from promptops.resources.project import Project
from promptops.resources.rejections import quoted
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.generated import problem_of
from promptops.rules.rule import project_rule
from promptops.sources.generated_names import LOCK_NAME

_MOST = 5
"""Resources that one finding points at, and models that it names."""
_WORDS: Mapping[Change, tuple[str, str]] = {
    "changed": ("is another", "are others"),
    "new": ("is new", "are new"),
    "gone": ("is gone", "are gone"),
}


@project_rule(severity=Severity.WARNING, since="0.1.0")
def lock_out_of_date(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for a lock that cannot be read, or is not what it ought to be."""
    project = context.project
    found = own_lock(project)
    if found is None:
        return
    if isinstance(found, Fault):
        yield problem_of(found, project, LOCK_NAME)
        return
    every = list(differences(found.lock, Lock.of(project)))
    others = [each for each in every if each.change != "facts"]
    if others:
        yield _of_resources(others, project)
    facts = [each for each in every if each.change == "facts"]
    if facts:
        yield _of_facts(facts)


def _of_resources(found: Sequence[Difference], project: Project) -> Problem:
    counts = Counter(each.change for each in found)
    words = [f"{counts[change]:,} {verbs[counts[change] != 1]}" for change, verbs in _WORDS.items() if counts[change]]
    known = {(entry.path, entry.reference): entry for entry in project.entries}
    places = [known[name].at() for each in found if (name := (each.path, each.name)) in known]
    return Problem(
        f"the lock is out of date: of the resources {', '.join(words)}",
        Place(LOCK_NAME, None),
        "run `promptops lock`, and commit the file with the change; `promptops lock --check` lists all",
        tuple((place, "not as the lock has it") for place in places[:_MOST]),
        "resources",
    )


def _of_facts(found: Sequence[Difference]) -> Problem:
    named = [f"{quoted(each.name)} ({', '.join(each.what)})" for each in found[:_MOST]]
    more = [f"{len(found) - _MOST:,} more"] if len(found) > _MOST else []
    return Problem(
        f"since the lock was written, the catalogue has changed on {', '.join(named + more)}",
        Place(LOCK_NAME, None),
        "see what it says with `promptops catalog show`, then run `promptops lock`",
        subject="facts",
        at_most=Severity.INFO,
    )
