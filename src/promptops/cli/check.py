"""What `compile` and `lint` have in common: compile, select, fix, report, and the exit status."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import click

from promptops.atomic import replace_file
from promptops.cli.caching import Answer, Question
from promptops.cli.project import ProjectOptions
from promptops.cli.terminal import show_error, shown_path, wants_colour, width
from promptops.compiler.baseline import DEFAULT_NAME, Accepted, read_baseline, sift, write_baseline
from promptops.compiler.reporting import report_on
from promptops.compiler.roots import governing_files
from promptops.compiler.selection import Selection
from promptops.diagnostics import Diagnostic, Severity
from promptops.errors import PromptopsError, UsageError
from promptops.reports import render
from promptops.reports.report import Report
from promptops.reports.summary import counted
from promptops.reports.text import WIDTH
from promptops.sources.trees import MISSING

if TYPE_CHECKING:
    from promptops.cli.comparing import Diff
    from promptops.compiler import Compiler, Verdict
    from promptops.compiler.change_waivers import Trust


class Shown(NamedTuple):
    """The options that say how a report is shown; `formats` holds (format, file) pairs, None for the terminal."""

    formats: tuple[tuple[str, Path | None], ...]
    fail_on: str | None
    statistics: bool
    infos: bool
    quiet: bool
    colour: bool | None


class Options(NamedTuple):
    """The options of `compile` and `lint`, as given."""

    project: ProjectOptions
    shown: Shown
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    baseline: Path | None
    write_baseline: bool
    fix: bool
    watch: bool
    against: str | None
    fetch: bool
    trust: Trust
    environments: tuple[str, ...]

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Return the options among a command's parameters, which hold paths as texts."""
        baseline = given["baseline"]
        return cls(**{**options_among(given, cls._fields), "baseline": baseline and Path(baseline)})


def options_among(given: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return those of a command's parameters that are named; `project` and `shown` stand for all that belong there."""
    shown = Shown(**{name: given[name] for name in Shown._fields})
    parts = {**given, "project": ProjectOptions.of(given), "shown": shown}
    return {name: parts[name] for name in names}


class Check:
    """One run of a command over one project.

    Raises:
        UsageError: there is nothing at the path, or an option names a rule that does not exist.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self.place = options.project.place()
        self._wanted = Selection(self.place.scope, options.select, options.ignore)
        self._wanted.wanted(())  # a misspelt rule is refused before anything is compiled or written
        self.compiler = options.project.compiler(self.place.root, quiet=options.shown.quiet)

    def report(self) -> Report:
        """Return what is to be said: the findings that are wanted and not accepted by the baseline."""
        root = Path(os.path.relpath(self.place.root)).as_posix()
        own = report_on(self._verdict, self._wanted._replace(accepted=self._accepted), root=root)
        return own if self._diff is None else self._diff.report(own)

    @property
    def _verdict(self) -> Verdict:
        """Return what is to be said of the files as they stand: what they are compared with judges them as well."""
        return self.compiler.verdict if self._diff is None else self._diff.comparing.verdict

    @cached_property
    def _diff(self) -> Diff | None:
        """Return the comparison that is asked for, if any."""
        if self.options.against is None:
            return None
        from promptops.cli.comparing import Diff  # noqa: PLC0415 - for this option alone

        given = self.options
        return Diff(self.compiler, self.place, self._wanted, given.against, fetch=given.fetch, trust=given.trust)

    def accept(self) -> None:
        """Write the findings that are wanted to the baseline.

        Raises:
            PromptopsError: the file cannot be written.
        """
        others = self._wanted.unconcerned(self._accepted) if self._wanted.is_partial else Counter()
        found = self._wanted.wanted(self.compiler.verdict.diagnostics)
        file = self.baseline_file
        if file.is_symlink() or ".git" in file.parts:
            raise PromptopsError(f"`{file}` cannot be written: it is no file of the project's own")
        write_file(file, write_baseline(found, others))
        self.__dict__.pop("_accepted", None)  # what the file held before
        if not self.options.shown.quiet:
            click.echo(f"wrote {shown_path(file)}: {counted(self._accepted.total(), 'finding')} accepted", err=True)

    def fresh(self) -> tuple[Diagnostic, ...]:
        """Return all findings that the baseline does not hold, whatever was selected."""
        own = sift(self._verdict.diagnostics, self._accepted).fresh
        return own if self._diff is None else (*own, *self._diff.findings)

    def exit_status(self, report: Report) -> int:
        """Return 1 when there is a finding at or above the severity to fail on, else 0."""
        fail_on = self.options.shown.fail_on or self._verdict.fail_on
        if fail_on == "never":
            return 0
        least = Severity(fail_on).rank
        return int(any(found.severity.rank >= least for found in report.diagnostics))

    @property
    def baseline_file(self) -> Path:
        """Return the path of the baseline, whether or not there is one."""
        given = self.options.baseline
        return given or self.place.root / (self.compiler.verdict.baseline or DEFAULT_NAME)

    @cached_property
    def _accepted(self) -> Counter[Accepted]:
        given = self.options.baseline
        if given is None:
            own = accepted_in(self.compiler)
            # Whoever writes the baseline has just accepted what is in it.
            return own if self._diff is None or self.options.write_baseline else self._diff.comparing.accepted(own)
        data = _read(given, missing=self.options.write_baseline)
        return Counter() if data is None else read_baseline(data)


def accepted_in(compiler: Compiler) -> Counter[Accepted]:
    """Return what the project's own baseline accepts: that of the commit with `--at`.

    Raises:
        PromptopsError: it cannot be read.
    """
    name = compiler.verdict.baseline or DEFAULT_NAME
    data = compiler.tree.read(name)
    if isinstance(data, bytes):
        return read_baseline(data)
    if data == MISSING:
        return Counter()
    raise PromptopsError(f"`{name}` cannot be read: {data.reason}", help=data.help)


def _read(file: Path, *, missing: bool) -> bytes | None:
    """Return the bytes of a baseline that the command line names; `missing` says that there need not be one."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        if missing:
            return None
        raise UsageError(f"there is no baseline `{file}`", help="write it with `--write-baseline`") from None
    except OSError as error:
        raise PromptopsError(f"`{file}` cannot be read: {error.strerror}") from error


Write = Callable[[Check, tuple[Diagnostic, ...]], tuple[Path, ...]]
"""Writes what a command leaves behind, given the findings that the baseline does not hold; returns the files."""


def run(options: Options, write: Write | None = None) -> None:
    """Run a command to its end, again and again with `--watch`. Raises `SystemExit` with the exit status."""
    if not options.watch:
        sys.exit(_run_once(options, write))
    from promptops.cli.watching import watch  # noqa: PLC0415 - for this option alone

    if options.project.ref is not None:
        raise UsageError("`--watch` cannot watch a commit", help="leave `--at` out")
    sys.exit(watch(options.project.place().root, lambda: _run_and_recover(options, write)))


def _run_and_recover(options: Options, write: Write | None) -> int:
    """Run once; what stops a run, such as a configuration half written, does not stop watching."""
    try:
        return _run_once(options, write)
    except PromptopsError as error:
        show_error(error)
        return 2


def _run_once(options: Options, write: Write | None) -> int:
    question = Question(sys.argv[1:])  # before the day is asked for: an answer must not outlive it
    check = Check(options)
    if options.fix:
        from promptops.cli.fixes import apply_fixes  # noqa: PLC0415 - for this option alone

        check = apply_fixes(check)
    if options.write_baseline:
        check.accept()
    project = options.project
    repeatable = not (
        options.fix or options.write_baseline or options.watch or project.no_cache or project.ref or options.against
    )
    state = question.state_of(check.compiler.tree) if repeatable else None
    report = check.report()
    written = () if write is None else write(check, check.fresh())
    if len(written) > 1:  # bundles beside the manifest
        report = replace(report, output=check.compiler.verdict.output)
    text, status = emit(report, options.shown), check.exit_status(report)
    if state is not None:
        named, governing = files_of(project, options.shown), governing_files(project.path.resolve())
        files = (check.baseline_file, *written, *named, *governing)
        question.keep(Answer(text, status), check.compiler, state, files)
    return status


def write_file(path: Path, text: str) -> None:
    """Write a report or baseline, unless the file holds just that.

    Raises:
        PromptopsError: the file cannot be written.
    """
    data = text.encode()
    try:
        if not (path.is_file() and path.read_bytes() == data):  # else `--watch` would see a change
            if path.exists() and not path.is_file():  # such as /dev/stdout
                path.write_bytes(data)
            else:
                replace_file(path, (data,))
    except OSError as error:
        raise PromptopsError(f"`{path}` cannot be written: {error.strerror}") from error


def files_of(project: ProjectOptions, shown: Shown) -> Iterator[Path]:
    """Yield the files that options name: a configuration, and those that reports are written to."""
    yield from filter(None, (project.config, *(file for _, file in shown.formats)))


def emit(report: Report, shown: Shown) -> str:
    """Print a report in every format asked for, to the terminal or to files; return what went to the terminal."""
    printed = []
    for name, file in shown.formats:
        colour = file is None and wants_colour(shown.colour)
        text = render(
            name,
            report,
            colour=colour,
            statistics=shown.statistics,
            infos=shown.infos or shown.fail_on == "info",
            quiet=shown.quiet,
            width=width(WIDTH) if file is None else WIDTH,
        )
        if file is None:
            click.echo(text, nl=False, color=colour)
            printed.append(text)
        else:
            write_file(file, text)
    return "".join(printed)
