"""Feature files of Cucumber, as far as those of OpenFeature go: no rules, no doc strings, English alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

Row = Sequence[str]

_HEADER: Final = re.compile(r"(Feature|Background|Scenario Outline|Scenario|Examples):\s*(.*)")
_STEP: Final = re.compile(r"(?:Given|When|Then|And|But)\s+(.*)")
_BAR: Final = re.compile(r"(?<!\\)\|")


class Step(NamedTuple):
    """A sentence without its first word, and the table below it."""

    text: str
    table: Sequence[Row] = ()


class Scenario(NamedTuple):
    """Steps to take in this order; `title` begins with that of the feature, and ends with the example it is of."""

    title: str
    steps: Sequence[Step]

    @property
    def text(self) -> str:
        """Return all that it says."""
        return "\n".join("\n".join((step.text, *map(" | ".join, step.table))) for step in self.steps)


@dataclass
class _Part:
    """What stands below one header: of steps, the tables; of examples, the rows."""

    kind: str
    title: str
    steps: list[tuple[str, list[Row]]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def take(self, line: str) -> bool:
        """Take a step or the row of a table; return whether it is one."""
        step = _STEP.fullmatch(line)
        if step:
            self.steps.append((step[1], []))
        elif line.startswith("|"):
            (self.steps[-1][1] if self.steps else self.rows).append(_cells(line))
        else:
            return False
        return True


def scenarios(text: str) -> Iterator[Scenario]:
    """Yield the scenarios of a feature file, an outline once for each row of its examples.

    Raises:
        ValueError: a line is none that is read here.
    """
    feature = ""
    background: tuple[Step, ...] = ()
    outline: Scenario | None = None
    for part in _parts(text):
        steps = (*background, *(Step(sentence, tuple(table)) for sentence, table in part.steps))
        title = f"{feature}: {part.title}"
        if part.kind == "Feature":
            feature = part.title
        elif part.kind == "Background":
            background = steps
        elif part.kind == "Scenario":
            yield Scenario(title, steps)
        elif part.kind == "Scenario Outline":
            outline = Scenario(title, steps)
        elif outline is not None:
            yield from _examples(outline, part.rows)


def _parts(text: str) -> Iterator[_Part]:
    part: _Part | None = None
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if not line or line.startswith(("#", "@")):
            continue
        header = _HEADER.fullmatch(line)
        if header:
            if part is not None:
                yield part
            part = _Part(header[1], header[2])
        elif part is None or not part.take(line):
            raise ValueError(f"line {number} is neither a header, a step nor the row of a table: {line}")
    if part is not None:
        yield part


def _examples(outline: Scenario, rows: Sequence[Row]) -> Iterator[Scenario]:
    names, *examples = rows
    for example in examples:
        values = dict(zip(names, example, strict=True))
        steps = tuple(_filled_step(step, values) for step in outline.steps)
        yield Scenario(f"{outline.title} ({', '.join(example)})", steps)


def _filled(text: str, values: dict[str, str]) -> str:
    return re.sub(r"<([^<>]+)>", lambda match: values.get(match[1], match[0]), text)


def _filled_step(step: Step, values: dict[str, str]) -> Step:
    table = tuple(tuple(_filled(cell, values) for cell in row) for row in step.table)
    return Step(_filled(step.text, values), table)


def _cells(line: str) -> Row:
    cells = _BAR.split(line.removeprefix("|").removesuffix("|"))
    return tuple(cell.strip().replace("\\|", "|").replace("\\n", "\n") for cell in cells)
