"""What `diff`, and `compile` with `--against`, do: find the baseline, compare, report."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, Self

from promptops.cli.caching import Answer, Question
from promptops.cli.check import Shown, accepted_in, emit, files_of, options_among
from promptops.cli.project import ProjectOptions
from promptops.compiler import Compiler
from promptops.compiler.baseline import DEFAULT_NAME
from promptops.compiler.change_reporting import report_on_change
from promptops.compiler.change_waivers import Trust
from promptops.compiler.comparing import Comparing
from promptops.compiler.reporting import report_on
from promptops.compiler.roots import Place, governing_files
from promptops.compiler.selection import Selection
from promptops.diagnostics import Diagnostic, Severity
from promptops.reports.change_report import Baseline, ChangeReport
from promptops.reports.report import Report
from promptops.sources.baselines import find_baseline
from promptops.sources.partial_clones import require_contents


class DiffOptions(NamedTuple):
    """The options of `diff`, as given."""

    project: ProjectOptions
    shown: Shown
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    against: str | None
    fetch: bool
    trust: Trust

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Return the options among a command's parameters."""
        return cls(**options_among(given, cls._fields))


class Diff:
    """One comparison of a project with what it was.

    Raises:
        TreeError: there is no baseline.
    """

    def __init__(
        self, compiler: Compiler, place: Place, wanted: Selection, against: str | None, *, fetch: bool, trust: Trust
    ) -> None:
        self._compiler = compiler
        self._place = place
        self._wanted = wanted
        self._baseline = find_baseline(place.root, compiler.request.ref, against, fetch=fetch)
        require_contents(self._baseline.tree, compiler.tree, fetch=fetch)
        self.comparing = Comparing(compiler, self._baseline.tree, trust)

    @property
    def is_of_commits(self) -> bool:
        """Say whether the baseline is a commit: git knows if that is another one by now."""
        return self._baseline.commit is not None

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Return all findings about the change, and what the head conceals of itself."""
        return (*self.comparing.concealed, *(found.diagnostic for found in self.comparing.judged.findings))

    def report(self, own: Report | None = None) -> ChangeReport:
        """Return what is to be said of the change, along with what is said of the head itself.

        Of that it is, unless somebody has asked for more, what keeps files from being read and so from being compared.
        """
        baseline, is_work_tree = self._baseline, self._compiler.request.ref is None
        errors = self.comparing.errors_before
        shown = Baseline(baseline.named, baseline.commit, baseline.how, errors, baseline.head, is_work_tree)
        not_shown = self._not_shown() if own is None else 0
        told = own or self._unread()
        told = replace(told, diagnostics=(*told.diagnostics, *self._wanted.wanted(self.comparing.concealed)))
        return report_on_change(self.comparing, told, shown, self._wanted, not_shown)

    def _unread(self) -> Report:
        verdict, root = self.comparing.verdict, Path(os.path.relpath(self._place.root)).as_posix()
        found = [each for each in verdict.diagnostics if self.comparing.keeps_from_comparing(each)]
        return report_on(verdict._replace(diagnostics=tuple(found)), Selection(self._place.scope), root=root)

    def _not_shown(self) -> int:
        """Return how many errors `lint` would show besides, with the same options."""
        found = self._wanted._replace(accepted=accepted_in(self._compiler)).of(self._compiler.verdict.diagnostics).fresh
        keeps = self.comparing.keeps_from_comparing
        return sum(each.severity is Severity.ERROR and not keeps(each) for each in found)

    @cached_property
    def fail_on(self) -> str:
        """Return the least severity that fails, as the baseline's configuration has it."""
        return self.comparing.before.settings.config.fail_on


def run(options: DiffOptions) -> None:
    """Run `diff` to its end. Raises `SystemExit` with the exit status."""
    question = Question(sys.argv[1:])  # before the day is asked for: an answer must not outlive it
    project = options.project
    place = project.place()
    wanted = Selection(place.scope, options.select, options.ignore)
    wanted.wanted(())  # a misspelt rule is refused before anything is compiled
    compiler = project.compiler(place.root, quiet=options.shown.quiet)
    state = None if project.no_cache or options.fetch else question.state_of(compiler.tree)
    diff = Diff(compiler, place, wanted, options.against, fetch=options.fetch, trust=options.trust)
    report = diff.report()
    text = emit(report, options.shown)
    fail_on = options.shown.fail_on or diff.fail_on
    fails = fail_on != "never" and any(found.severity.rank >= Severity(fail_on).rank for found in report.diagnostics)
    if diff.is_of_commits:
        accepted = place.root / (compiler.verdict.baseline or DEFAULT_NAME)
        files = (accepted, *files_of(project, options.shown), *governing_files(project.path.resolve()))
        question.keep(Answer(text, int(fails)), compiler, state, files)
    sys.exit(fails)
