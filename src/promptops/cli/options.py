"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import click

from promptops.errors import UsageError

Function = TypeVar("Function", bound=Callable[..., object])


class Day(click.ParamType[date]):
    """A calendar day, `YYYY-MM-DD`."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; fail with a message when there is none such."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"`{value}` is no date of the form YYYY-MM-DD", param, ctx)


def today() -> date:
    """Return the day it is in UTC, so that two machines agree."""
    return datetime.now(UTC).date()


def project_options(function: Function) -> Function:
    """Add the argument and options that say what to read."""
    decorators = (
        click.argument("path", type=click.Path(path_type=Path), default=Path(), required=False),
        click.option("--at", "ref", metavar="REF", help="Read the files of a git commit, branch or tag."),
        click.option("--config", type=click.Path(path_type=Path), help="Use this file instead of promptops.yaml."),
        click.option("--as-of", type=Day(), default=None, help="Judge as if it were this day. [default: today, UTC]"),
        click.option("--no-cache", is_flag=True, help="Compile everything, and leave nothing for the next run."),
    )
    return _decorated(function, decorators)


def report_options(function: Function) -> Function:
    """Add the options that say what to report, and how."""
    decorators = (
        click.option(
            "--format",
            "formats",
            multiple=True,
            metavar="FORMAT[=FILE]",
            help="text, json, sarif, github, gitlab or junit; into a file with =FILE. May be given several times.",
        ),
        click.option("--select", multiple=True, metavar="RULE", help="Report these rules or categories alone."),
        click.option("--ignore", multiple=True, metavar="RULE", help="Do not report these rules or categories."),
        click.option(
            "--fail-on",
            type=click.Choice(["info", "warning", "error", "never"]),
            help="Exit with 1 at this severity or above. [default: error]",
        ),
        click.option("--baseline", type=click.Path(path_type=Path), help="Hold back the findings in this file."),
        click.option("--write-baseline", is_flag=True, help="Accept the present findings: write them to the baseline."),
        click.option("--fix", is_flag=True, help="Put right what can be put right safely."),
        click.option("--statistics", is_flag=True, help="Count findings by rule instead of showing them."),
        click.option("--quiet", "-q", is_flag=True, help="Show errors only, and no summary."),
        click.option("--watch", is_flag=True, help="Run again whenever a file changes."),
        click.option("--color/--no-color", "colour", default=None, help="Colour the text. [default: on a terminal]"),
    )
    return _decorated(function, decorators)


def _decorated(function: Function, decorators: Sequence[Callable[[Function], Function]]) -> Function:
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def cache_folder(root: Path) -> Path | None:
    """Return the folder of a project's cache, None when the environment switches caching off.

    It lies outside of the repository, where no pull request can write.
    """
    set_to = os.environ.get("PROMPTOPS_CACHE_DIR")
    if set_to == "":
        return None
    try:
        base = Path(set_to) if set_to else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "promptops"
    except RuntimeError:  # a user without a home folder
        return None
    import hashlib  # noqa: PLC0415 - help does not need it

    return base / hashlib.sha256(os.fsencode(root)).hexdigest()[:16]


def parse_format(value: str, known: Sequence[str]) -> tuple[str, Path | None]:
    """Return the format and file of a `--format FORMAT[=FILE]`.

    Raises:
        UsageError: there is no such format.
    """
    name, _, file = value.partition("=")
    if name not in known:
        raise UsageError(f"there is no format `{name}`", help=f"choose from {', '.join(known)}")
    return name, Path(file) if file else None
