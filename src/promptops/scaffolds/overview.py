"""What `init` says on the terminal: what there is, what to look at first, and what to run next, on one screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from promptops.reports.colour import STYLES, Ink, Style
from promptops.reports.snippet import mark
from promptops.reports.summary import closing_lines, counted
from promptops.scaffolds.highlights import Highlight
from promptops.scaffolds.survey import Survey

MAX_DIALECTS = 6
MAX_TEAMS = 4
_INDENT = "  "
_ACTION = "the README has the GitHub Action"


def told(found: Survey, ink: Ink, width: int) -> Iterator[str]:
    """Yield what to say of a survey once the configuration is written; lines of findings are at most `width` cells."""
    yield ""
    yield from _contents(found)
    yield from _suggestions(found)
    if found.dialects or found.summary.files_read:
        style = Style.ERROR if found.summary.errors else Style.BOLD if found.summary.found else Style.GOOD
        yield ""
        yield ink.paint(closing_lines(found.summary)[0], style) + (", most certain first:" if found.first else "")
        yield from _examples(found.first, ink, width)
    yield ""
    yield from _next(found)


def resource_lines(found: Survey, most: int) -> Iterator[str]:
    """Yield a line for each dialect, the most frequent ones, in columns, and one for the kinds."""
    dialects = sorted(found.dialects, key=lambda each: (-each.files, each.title))
    rows = [
        (each.title, counted(each.files, "file"), counted(each.resources, "resource"))
        for each in islice(dialects, most)
    ]
    titles, files = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    for title, amount, resources in rows:
        yield f"{_INDENT}{title:<{titles}}  {amount:>{files}}  {resources}"
    if len(dialects) > most:
        yield f"{_INDENT}and {counted(len(dialects) - most, 'more format')}"
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(found.kinds.items()))
    yield f"{_INDENT}{kinds}" if kinds else f"{_INDENT}no resources"


def _contents(found: Survey) -> Iterator[str]:
    yield "found:"
    yield from resource_lines(found, MAX_DIALECTS)
    if not found.kinds:
        yield f"{_INDENT}texts within source code are not read: prompts are files of their own"


def _suggestions(found: Survey) -> Iterator[str]:
    listed = []
    if others := len(found.folders.folders) - len(found.folders.loaded):
        listed.append(f"{counted(others, 'folder')} that may hold prompts")
    if found.owners:
        teams = list(dict.fromkeys(owner.team for owner in found.owners))
        more = f" and {len(teams) - MAX_TEAMS} more" if len(teams) > MAX_TEAMS else ""
        listed.append(f"{found.codeowners} gives files to {', '.join(teams[:MAX_TEAMS])}{more}")
    for each in listed:
        yield f"{_INDENT}{each}: in promptops.yaml, for you to decide"


def _examples(first: Sequence[Highlight], ink: Ink, width: int) -> Iterator[str]:
    severities = max((len(each.severity) for each in first), default=0)
    rules = max((len(each.rule) for each in first), default=0)
    figures = max((len(f"{each.number:,}") for each in first), default=0)
    for each in first:
        place = each.example.primary
        label = ink.paint(f"{each.severity:<{severities}}", STYLES[each.severity])
        columns = f"{each.rule:<{rules}}  {each.number:>{figures},}x"
        example = f"{place.path}:{place.line}:{place.column}: {each.example.message}"
        room = width - len(_INDENT) - severities - len(columns) - 2 * len(_INDENT)
        yield f"{_INDENT}{label}  {columns}  {mark(example, 0, 0, max(room, len(_INDENT))).text}"


def _next(found: Survey) -> Iterator[str]:
    """Yield what to run next, and what lets pull requests begin from there."""
    number = found.summary.found
    if number:
        yield f"next: `promptops lint` shows {'it' if number == 1 else f'all {number:,} of them'} in full"
        yield f"then: `promptops lint --write-baseline` accepts {'it' if number == 1 else 'them'} for now; {_ACTION}"
    elif found.folders.folders and not found.folders.loaded:
        yield "next: uncomment the folders to read in promptops.yaml, and run `promptops lint`"
    elif found.dialects:
        yield "next: `promptops compile` writes the manifest and bundles; `promptops graph` shows who depends on whom"
        yield f"then: {_ACTION}"
    else:
        yield "next: `promptops new prompt NAME --owner TEAM` writes a first prompt"
