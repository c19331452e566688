"""What `diff` does: find the baseline, compare, report, and the exit status."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from promptops.cli.check import emit
from promptops.cli.project import ProjectOptions
from promptops.compiler.change_reporting import report_on_change
from promptops.compiler.comparing import Comparing
from promptops.compiler.selection import Selection
from promptops.diagnostics import Severity
from promptops.reports.report import Baseline, ChangeReport
from promptops.sources.baselines import find_baseline


@dataclass(frozen=True, slots=True)
class DiffOptions(ProjectOptions):
    """The options of `diff`, as given; `formats` holds (format, file) pairs, None for the terminal."""

    against: str | None
    fetch: bool
    trust: Literal["head", "baseline"]
    formats: tuple[tuple[str, Path | None], ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str | None
    statistics: bool
    quiet: bool
    colour: bool | None


class Diff:
    """One comparison.

    Raises:
        UsageError: there is nothing at the path, or an option names a rule that does not exist.
        TreeError: there is no baseline.
    """

    def __init__(self, options: DiffOptions) -> None:
        self._options = options
        self._place = options.place()
        self._wanted = Selection(self._place.scope, options.select, options.ignore)
        self._wanted.wanted(())  # a misspelt rule is refused before anything is compiled
        self._compiler = options.compiler(self._place.root, quiet=options.quiet)
        self._baseline = find_baseline(self._place.root, options.ref, options.against, fetch=options.fetch)

    @cached_property
    def comparing(self) -> Comparing:
        """Return the comparison."""
        return Comparing(self._compiler, self._baseline.tree, self._options.trust)

    def report(self) -> ChangeReport:
        """Return what is to be said."""
        baseline = self._baseline
        shown = Baseline(baseline.named, baseline.commit, baseline.how, self.comparing.errors_before)
        root = Path(os.path.relpath(self._place.root)).as_posix()
        return report_on_change(self.comparing, self._compiler.verdict, shown, self._wanted, root=root)

    def exit_status(self, report: ChangeReport) -> int:
        """Return 1 when there is a finding at or above the severity to fail on, else 0."""
        fail_on = self._options.fail_on or self.comparing.before.settings.config.fail_on
        if fail_on == "never":
            return 0
        least = Severity(fail_on).rank
        return int(any(found.severity.rank >= least for found in report.diagnostics))


def run(options: DiffOptions) -> None:
    """Run the command to its end. Raises `SystemExit` with the exit status."""
    diff = Diff(options)
    report = diff.report()
    emit(report, options)
    sys.exit(diff.exit_status(report))
