"""What `compile` and `lint` have in common: compile, select, fix, report, and the exit status."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import click

from promptops.cli.options import cache_folder, parse_format, today
from promptops.cli.progress import progress
from promptops.compiler import Compiler, Request
from promptops.compiler.baseline import DEFAULT_NAME, Accepted, read_baseline, sift, write_baseline
from promptops.compiler.reporting import report_on
from promptops.compiler.roots import Place, find_place
from promptops.compiler.selection import Selection
from promptops.diagnostics import Diagnostic, Severity
from promptops.errors import PromptopsError, UsageError
from promptops.reports import FORMATS, render
from promptops.reports.report import Report
from promptops.reports.text import WIDTH


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `compile` and `lint`, as given."""

    path: Path
    ref: str | None
    config: Path | None
    as_of: date | None
    no_cache: bool
    formats: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str | None
    baseline: Path | None
    write_baseline: bool
    fix: bool
    statistics: bool
    quiet: bool
    watch: bool
    colour: bool | None

    @classmethod
    def of(cls, given: dict[str, Any]) -> Self:
        """Return the options among a command's parameters."""
        return cls(**{field.name: given[field.name] for field in fields(cls)})


class Check:
    """One run of a command over one project."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.place = _place(options)
        cache = None if options.no_cache else cache_folder(self.place.root)
        request = Request(self.place.root, options.as_of or today(), options.ref, options.config, cache)
        self.compiler = Compiler(request, progress(enabled=not options.quiet))

    def report(self) -> Report:
        """Compile, and return what is to be said; with `--write-baseline`, accept the findings first."""
        options, verdict = self.options, self.compiler.verdict
        wanted = Selection(self.place.scope, options.select, options.ignore)
        if options.write_baseline:
            write_file(self._baseline_file, write_baseline(wanted.wanted(verdict.diagnostics)))
        root = Path(os.path.relpath(self.place.root)).as_posix()
        return report_on(verdict, replace(wanted, accepted=self._accepted), root=root)

    def fresh(self) -> tuple[Diagnostic, ...]:
        """Return all findings that the baseline does not hold, whatever was selected."""
        return sift(self.compiler.verdict.diagnostics, self._accepted).fresh

    def exit_status(self, report: Report) -> int:
        """Return 1 when there is a finding at or above the severity to fail on, else 0."""
        fail_on = self.options.fail_on or self.compiler.verdict.fail_on
        if fail_on == "never":
            return 0
        least = Severity(fail_on).rank
        return int(any(found.severity.rank >= least for found in report.diagnostics))

    @property
    def _baseline_file(self) -> Path:
        given = self.options.baseline
        return given or self.place.root / (self.compiler.verdict.baseline or DEFAULT_NAME)

    @cached_property
    def _accepted(self) -> Counter[Accepted]:
        file = self._baseline_file
        try:
            return read_baseline(file.read_bytes())
        except FileNotFoundError:
            if self.options.baseline is not None:
                raise UsageError(f"there is no baseline `{file}`", help="write it with `--write-baseline`") from None
            return Counter()
        except OSError as error:
            raise PromptopsError(f"`{file.name}` cannot be read: {error.strerror}") from error


def run(options: Options, write: Callable[[Check, tuple[Diagnostic, ...]], None] | None = None) -> None:
    """Run a command to its end, again and again with `--watch`. Raises `SystemExit` with the exit status."""
    status = _run_once(options, write)
    if options.watch:
        from promptops.cli.watching import changes  # noqa: PLC0415 - for this option alone

        for _ in changes(_place(options).root):
            click.clear()
            status = _run_once(options, write)
    sys.exit(status)


def _run_once(options: Options, write: Callable[[Check, tuple[Diagnostic, ...]], None] | None) -> int:
    check = Check(options)
    if options.fix:
        from promptops.cli.fixes import apply_fixes  # noqa: PLC0415 - for this option alone

        apply_fixes(check)
        check = Check(options)
    report = check.report()
    if write is not None:
        write(check, check.fresh())
    emit(report, options)
    return check.exit_status(report)


def _place(options: Options) -> Place:
    if options.config is None:
        return find_place(options.path)
    if not options.path.is_dir():
        raise UsageError("`--config` needs a folder to compile", help="name the folder that is the root")
    return Place(options.path.resolve())


def write_file(path: Path, text: str) -> None:
    """Write a report or baseline.

    Raises:
        PromptopsError: the file cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise PromptopsError(f"`{path}` cannot be written: {error.strerror}") from error


def emit(report: Report, options: Options) -> None:
    """Print a report in every format asked for, to the terminal or to files."""
    for name, file in [parse_format(value, tuple(FORMATS)) for value in options.formats or ("text",)]:
        colour = file is None and _wants_colour(options)
        text = render(
            name, report, colour=colour, statistics=options.statistics, quiet=options.quiet, width=_width(file)
        )
        if file is None:
            click.echo(text, nl=False, color=colour)
        else:
            write_file(file, text)


def _width(file: Path | None) -> int:
    """Return the cells in a line: those of the terminal, or as many as reads well in a file."""
    return shutil.get_terminal_size((WIDTH, 0)).columns if file is None and sys.stdout.isatty() else WIDTH


def _wants_colour(options: Options) -> bool:
    if options.colour is not None:
        return options.colour
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
