"""What rules say of a difference between two schemas: where it stands, with which witness, and whom it breaks.

A rule takes the differences in the directions that are its own, and says what to do about them:

    for found in schema_changes(change, "parameters"):
        if found.direction == "narrowed":
            yield schema_problem(found, "take both for a while")
"""

from __future__ import annotations

import json
from typing import Any

from promptops.changes.change import Consumer, Where
from promptops.changes.schema_changes import SchemaChange
from promptops.rules.change_contexts import ChangeProblem

MAX_SHOWN = 300
"""Code points of a value that are shown."""


def schema_problem(
    found: SchemaChange,
    help: str | None = None,
    *,
    message: str = "",
    at: Where | None = None,
    reader: Consumer | None = None,
    is_proven: bool | None = None,
) -> ChangeProblem:
    """Return a difference as a problem.

    It stands at its place in the schema, or `at` the place where the one `reader` whom it breaks relies on it; that is
    a proof, and so is an instance that tells the two sides apart.
    """
    here, was = found.at, (found.was_at, "it was otherwise here")
    if is_proven is None:
        is_proven = reader is not None or (found.is_proven and found.change.is_promised)
    return ChangeProblem(
        message or found.difference.words,
        found.change,
        here if at is None else at,
        help,
        related=(was,) if at is None else (was, (here, "it is here now")),
        subject=" ".join(filter(None, (found.direction, found.aspect, found.field, reader and reader.name))),
        old=found.old,
        new=found.new,
        consumers=None if reader is None else (reader,),
        notes=_witness(found),
        is_proven=is_proven,
    )


def shown_json(value: Any) -> str:
    """Return a value as JSON, as much of it as a line of a report takes."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def _witness(found: SchemaChange) -> tuple[str, ...]:
    """Return the witness as a line for the reader, nothing where there is none."""
    if not found.is_proven:
        return ()
    fact = "is valid now, and was not" if found.accepts == "after" else "was valid, and is no longer"
    return (f"`{shown_json(found.difference.witness)}` {fact}",)
