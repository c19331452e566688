"""A task of lm-evaluation-harness has another name or is gone, and a group still runs it.

## What it does
Tasks and groups are run by the names in their keys `task`, `group` and `tag`, whatever their files are called. It looks
for groups that name one which was given before the change and which no file gives after it. It is a warning where a
program has the name in a string: then that may give it.

## Why is this bad?
The harness takes a name that it does not know for a new task without a dataset, and stops when it comes to it, hours
into the run of the group.

## Before
```yaml tasks/anatomy.yaml
task: medicine_anatomy
dataset_path: example/medicine
output_type: generate_until
doc_to_text: "{{question}} Answer:"
doc_to_target: "{{answer}}"
```

```yaml tasks/_medicine.yaml
group: medicine
task:
  - medicine_anatomy
```

## Example
```yaml tasks/anatomy.yaml
task: anatomy
dataset_path: example/medicine
output_type: generate_until
doc_to_text: "{{question}} Answer:"
doc_to_target: "{{answer}}"
```

```yaml tasks/_medicine.yaml
group: medicine
task:
  - medicine_anatomy  # error: [removed-task]
```

## Near miss
The file has another name, and the task has not.

```yaml tasks/medicine_anatomy.yaml
task: medicine_anatomy
dataset_path: example/medicine
output_type: generate_until
doc_to_text: "{{question}} Answer:"
doc_to_target: "{{answer}}"
```

## Use instead
```yaml tasks/anatomy.yaml
task: anatomy
dataset_path: example/medicine
output_type: generate_until
doc_to_text: "{{question}} Answer:"
doc_to_target: "{{answer}}"
```

```yaml tasks/_medicine.yaml
group: medicine
task:
  - anatomy
```
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from promptops.changes.change import Change, Consumer
from promptops.changes.comparison import Comparison
from promptops.changes.side import Side
from promptops.diagnostics import Severity
from promptops.formats.lm_eval.keys import DIALECT
from promptops.formats.lm_eval.members import members_of, names_given
from promptops.resources.entries import Entry
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_ABOVE: Final = ("annotations", DIALECT)
_MEMBERS: Final = '"task":['
"""What the canonical JSON of a group has."""


@change_rule(severity=Severity.ERROR, direction="run", bump="major", since="0.1.0")
def removed_task(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each member of a group whose name no file gives any more."""
    lost = _lost(context.comparison)
    side = context.comparison.after
    running = [each for each in _running(side) if each[2] in lost] if lost else []
    still = _given(side, {name for *_, name in running}) if running else frozenset()
    for group, index, name in running:
        if name not in still:
            yield _problem(side, lost[name], group, index, name)


def _lost(comparison: Comparison) -> Mapping[str, Change]:
    """Return the names that evals gave before and do not give now, each with the change of the eval."""
    lost: dict[str, Change] = {}
    for change in comparison.of_kind("eval"):
        if change.before is not None and change.before.entry.dialect == DIALECT:
            now = frozenset() if change.after is None else names_given(_keys_of(change.after.data))
            for name in names_given(_keys_of(change.before.data)) - now:
                lost.setdefault(name, change)
    return lost


def _running(side: Side) -> Iterator[tuple[Entry, int, str]]:
    for entry in side.project.of_kind("eval"):
        if entry.dialect == DIALECT and _MEMBERS in entry.data and not side.project.is_retired(entry):
            yield from ((entry, index, name) for index, name in members_of(_keys_of(json.loads(entry.data))))


def _given(side: Side, names: Collection[str]) -> frozenset[str]:
    """Return those of some names that an eval gives."""
    found: set[str] = set()
    written = [f'"{name}"' for name in names]
    for entry in side.project.of_kind("eval"):
        if entry.dialect == DIALECT and any(each in entry.data for each in written):
            found |= names_given(_keys_of(json.loads(entry.data)))
    return frozenset(found)


def _problem(side: Side, change: Change, group: Entry, index: int, name: str) -> ChangeProblem:
    at = group.at(*_ABOVE, "task", index)
    return ChangeProblem(
        f"`{group.name}` runs the task `{name}`, which no file gives any more",
        change,
        at,
        "name the task as it is called now, or take it out of the group",
        related=((change.was_at(*_ABOVE, "task"), "the name was given here"),),
        subject=f"{group.reference}: {name}",
        old=name,
        consumers=(Consumer(group.reference, side.project.owner(group), at, "runs"),),
        is_proven=not side.search.code_with((), (name,)),
    )


def _keys_of(data: Mapping[str, Any]) -> Mapping[str, Any]:
    keys = (data.get("annotations") or {}).get(DIALECT)
    return keys if isinstance(keys, dict) else {}
