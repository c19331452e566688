"""The catalogue of models that a project brings itself cannot be read.

## What it does
It speaks of a `promptops.catalog.jsonl` at the root of the project, as `promptops catalog update` writes it, and of
the first thing that is wrong with it: a line that is no JSON, a key that a catalogue does not have, a price that is
negative or no decimal text, a day beyond 2099, a model that comes twice, an alias of an alias. None of it is used then:
the catalogue of the package counts alone.

## Why is this bad?
The file is there because it knows better, and what it knows does not count: a model that has an end seems to have none.

## Example
```jsonl promptops.catalog.jsonl
{"as_of":"2026-11-21","catalog":2,"sources":{}}  # error: [invalid-catalog]
```

## Near miss
A catalogue that holds nothing is one that can be read.

```jsonl promptops.catalog.jsonl
{"as_of":"2026-11-21","catalog":1,"sources":{}}
```

## Use instead
Let `promptops catalog update` write the file; it refuses what cannot be read.

```jsonl promptops.catalog.jsonl
{"as_of":"2026-11-21","catalog":1,"sources":{}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.catalog.overlay import read_own
from promptops.diagnostics import Fault, Severity
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.generated import problem_of
from promptops.rules.rule import project_rule
from promptops.sources.generated_names import CATALOG_NAME


@project_rule(severity=Severity.ERROR, since="0.1.0")
def invalid_catalog(context: ProjectContext) -> Iterator[Problem]:
    """Yield the first thing that is wrong with the catalogue of the project."""
    found = read_own(context.project)
    if isinstance(found, Fault):
        yield problem_of(found, context.project, CATALOG_NAME)
