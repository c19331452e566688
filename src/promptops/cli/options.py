"""Options that several commands share.

Paths are texts here, and become paths where they are used: importing pathlib would cost help a tenth of its time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import click

from promptops.cli.completion import complete_format, complete_rules
from promptops.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

Function = TypeVar("Function", bound=Callable[..., object])


def day(value: str) -> date:
    """Return a calendar day written as YYYY-MM-DD; anything else is an error of usage."""
    try:
        read = date.fromisoformat(value)
    except ValueError:
        read = None
    if read is None or read.isoformat() != value:  # Python knows other forms, such as `2027-W22-2`
        raise click.BadParameter(f"`{value}` is no date of the form YYYY-MM-DD")
    return read


def project_options(function: Function) -> Function:
    """Add the argument and options that say what to read."""
    decorators = (
        click.argument("path", type=click.Path(), default=".", required=False),
        reading_options,
        as_of_option("Judge as if it were this day."),
    )
    return _decorated(function, decorators)


def reading_options(function: Function) -> Function:
    """Add the options that say how to read a project."""
    decorators = (
        click.option("--at", "ref", metavar="REF", help="Read the files of a git commit, branch or tag."),
        click.option("--config", type=click.Path(), help="Use this file instead of promptops.yaml."),
        click.option("--no-cache", is_flag=True, help="Compile everything, and leave nothing for the next run."),
    )
    return _decorated(function, decorators)


def report_options(function: Function) -> Function:
    """Add the options that say what to report, and how, and those that change what is found."""
    decorators = (
        finding_options,
        click.option("--baseline", type=click.Path(), help="Hold back the findings in this file."),
        click.option("--write-baseline", is_flag=True, help="Accept the present findings: write them to the baseline."),
        click.option("--fix", is_flag=True, help="Put right what can be put right safely."),
        click.option("--watch", is_flag=True, help="Run again whenever a file changes."),
    )
    return _decorated(function, decorators)


def comparison_options(function: Function) -> Function:
    """Add the options that say what to compare with."""
    decorators = (
        click.option("--against", metavar="REF", help="Compare with this branch, tag, commit or folder."),
        click.option("--fetch", is_flag=True, help="Fetch what a shallow clone lacks to find the baseline."),
        click.option(
            "--trust",
            type=click.Choice(["head", "baseline"]),
            default="head",
            help="Whose waivers and first settings count: `baseline` for changes by strangers. [default: head]",
        ),
    )
    return _decorated(function, decorators)


def finding_options(function: Function) -> Function:
    """Add the options that say which findings to report, and how."""
    decorators = (
        click.option(
            "--format",
            "formats",
            multiple=True,
            metavar="FORMAT[=FILE]",
            callback=_formats,
            shell_complete=complete_format,
            help="text, json, sarif, github, gitlab, junit, markdown or html; into a file with =FILE. May be repeated.",
        ),
        click.option(
            "--select",
            multiple=True,
            metavar="RULE",
            shell_complete=complete_rules,
            help="Report these rules or categories alone.",
        ),
        click.option(
            "--ignore",
            multiple=True,
            metavar="RULE",
            shell_complete=complete_rules,
            help="Do not report these rules or categories.",
        ),
        click.option(
            "--fail-on",
            type=click.Choice(["info", "warning", "error", "never"]),
            help="Exit with 1 at this severity or above. [default: error]",
        ),
        click.option("--statistics", is_flag=True, help="Count findings by rule instead of showing them."),
        click.option("--infos", is_flag=True, help="Show infos, too, where there is something graver."),
        click.option("--quiet", "-q", is_flag=True, help="Show errors only, and no summary."),
        colour_option,
    )
    return _decorated(function, decorators)


def as_of_option(help: str) -> Callable[[Function], Function]:
    """Return what adds `--as-of`: the day to judge by."""
    return click.option("--as-of", type=day, metavar="DATE", default=None, help=f"{help} [default: today, UTC]")


def colour_option(function: Function) -> Function:
    """Add `--color` and `--no-color`."""
    text = "Colour the text. [default: on a terminal]"
    return click.option("--color/--no-color", "colour", default=None, help=text)(function)


def _decorated(function: Function, decorators: Sequence[Callable[[Function], Function]]) -> Function:
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def _formats(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, Path | None], ...]:
    """Return what `--format` asks for: each format with its file, None for standard output."""
    del context, parameter
    return tuple(_format(value) for value in values or ("text",))


def _format(value: str) -> tuple[str, Path | None]:
    from pathlib import Path  # noqa: PLC0415 - help does not need it

    from promptops.reports import FORMATS  # noqa: PLC0415 - as above

    name, _, file = value.partition("=")
    if name not in FORMATS:
        raise UsageError(f"there is no format `{name}`", help=f"choose from {', '.join(FORMATS)}")
    return name, Path(file) if file else None
