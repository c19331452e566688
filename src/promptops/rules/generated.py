"""What is wrong with a file that commands of this tool write, as a problem at its line and column."""

from __future__ import annotations

from promptops.diagnostics import Fault
from promptops.resources.entries import Place
from promptops.resources.project import Project
from promptops.rules.contexts import Problem
from promptops.sources.text import LineIndex


def problem_of(fault: Fault, project: Project, name: str) -> Problem:
    """Return the problem with a file at the root, by its name."""
    text, place = project.generated.get(name), fault.place
    if not isinstance(text, str):
        return Problem(fault.message, Place(name, None), fault.help)
    lines = LineIndex(text)
    start, end = lines.offset(place.line, place.column), lines.offset(place.end_line, place.end_column)
    return Problem(fault.message, Place(name, None, (), "value", start, end), fault.help)
