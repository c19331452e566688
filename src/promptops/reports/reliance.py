"""Who depends on what, and what is expected of it: for people, and for programs.

`schemas/impact.schema.json` and `schemas/expectations.schema.json` describe the JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from promptops.diagnostics import Span
from promptops.reports.colour import Ink, Style
from promptops.reports.encoding import to_json
from promptops.reports.printable import in_prose, line_start, printable
from promptops.reports.summary import counted

MAX_VALUE: Final = 100
"""Characters of what is expected that are shown to people."""
_WIDTH: Final = 2


class DependantRow(NamedTuple):
    """What depends on a resource: its reference or the path of a source file, in which way, and where it says so.

    `through` is what it depends on directly; `distance` is 1 for what names the resource itself.
    """

    name: str
    owner: str | None
    how: str
    span: Span
    through: str
    distance: int


class ExpectationRow(NamedTuple):
    """What a consumer expects of a subject, and where it says so.

    `kind` is `phrase`, `pattern`, `label`, `stop`, `key`, `variable` or `clause`; `origin` says whether it is
    `declared`, `quoted` or found in `code`; `evidence` what the consumer does with it. A change that takes it away is
    an error if it `is_certain`, else a warning. `is_met` says whether the subject has it now: what it never had nobody
    can take away.
    """

    subject: str
    consumer: str
    owner: str | None
    kind: str
    value: str
    origin: str
    evidence: str
    is_certain: bool
    is_met: bool
    span: Span


class Reliances(NamedTuple):
    """What is shown; `root` leads from the reader to the project, as in reports."""

    subjects: tuple[str, ...]
    dependants: tuple[DependantRow, ...]
    expectations: tuple[ExpectationRow, ...]
    root: str = "."


def impact_json(shown: Reliances) -> str:
    """Return subjects, dependants and expectations, in the order of nearness and of places."""
    dependants = [_placed(row._asdict()) for row in shown.dependants]
    return to_json({"subjects": shown.subjects, "dependants": dependants, **_expectations(shown)}, indent=2) + "\n"


def expectations_json(shown: Reliances) -> str:
    """Return the expectations, in the order of subjects and of places."""
    return to_json(_expectations(shown), indent=2) + "\n"


def _expectations(shown: Reliances) -> dict[str, Any]:
    return {"expectations": [_placed(row._asdict()) for row in shown.expectations]}


def _placed(row: dict[str, Any]) -> dict[str, Any]:
    span = row.pop("span")
    renamed = {key.removeprefix("is_"): value for key, value in row.items()}
    return {**renamed, "path": span.path, "line": span.line, "column": span.column}


def impact_text(shown: Reliances, *, colour: bool = False) -> str:
    """Return what depends on the subjects, step by step, then what is expected of them."""
    ink = Ink(colour)
    lines = [ink.paint(printable(subject), Style.BOLD) for subject in shown.subjects]
    for distance, rows in groupby(shown.dependants, key=lambda row: row.distance):
        lines += ["", ink.paint("directly" if distance == 1 else f"at a distance of {distance}", Style.DIM)]
        lines += [f"{' ' * _WIDTH}{_dependant(row, shown, ink)}" for row in rows]
    if shown.expectations:
        lines += ["", ink.paint("expected of it", Style.DIM)]
        lines += [f"{' ' * _WIDTH}{line}" for line in _of_one(shown.expectations, shown, ink)]
    closing = f"{counted(len(shown.dependants), 'dependant')}, {counted(len(shown.expectations), 'expectation')}"
    return "".join(f"{line}\n" for line in [*lines, "", ink.paint(closing, Style.BOLD)])


def expectations_text(shown: Reliances, *, colour: bool = False) -> str:
    """Return what is expected, below the name of each subject."""
    ink = Ink(colour)
    lines: list[str] = []
    for subject, rows in groupby(shown.expectations, key=lambda row: row.subject):
        lines += [ink.paint(printable(subject), Style.BOLD)]
        lines += [*(f"{' ' * _WIDTH}{line}" for line in _of_one(list(rows), shown, ink)), ""]
    subjects = len({row.subject for row in shown.expectations})
    closing = f"{counted(len(shown.expectations), 'expectation')} of {counted(subjects, 'resource')}"
    if not shown.expectations:
        closing = "0 expectations: none was found, and no Consumer declares one"
    return "".join(f"{line}\n" for line in [*lines, ink.paint(closing, Style.BOLD)])


def _dependant(row: DependantRow, shown: Reliances, ink: Ink) -> str:
    through = "" if row.distance == 1 and len(shown.subjects) == 1 else f" {printable(row.through)}"
    owner = printable(row.owner) if row.owner else "no owner"
    about = ink.paint(f"({_place(row.span, shown)} · {owner})", Style.DIM)
    return f"{printable(row.name)} {row.how}{through or ' it'} {about}"


def _of_one(rows: Sequence[ExpectationRow], shown: Reliances, ink: Ink) -> Iterator[str]:
    for row in rows:
        value = row.value if len(row.value) <= MAX_VALUE else f"{row.value[: MAX_VALUE - 1]}\u2026"
        notes = [row.origin, *([] if row.is_certain else ["not certain"]), *([] if row.is_met else ["not met"])]
        about = ink.paint(f"({_place(row.span, shown)} · {', '.join(notes)})", Style.DIM)
        yield f"{printable(row.consumer)} {row.evidence} `{in_prose(value)}` {about}"


def _place(span: Span, shown: Reliances) -> str:
    path = span.path if shown.root in {"", "."} else f"{shown.root.rstrip('/')}/{span.path}"
    return f"{line_start(path)}:{span.line}:{span.column}"
