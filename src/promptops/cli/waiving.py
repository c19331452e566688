"""The findings that can be waived: those about the files as they are, and those about the change to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from promptops.compiler import Compiler
from promptops.compiler.change_waivers import WaivedFinding
from promptops.compiler.comparing import Comparing
from promptops.diagnostics import Diagnostic
from promptops.errors import TreeError, UsageError
from promptops.rules.waivers import Leave, leaves
from promptops.sources.baselines import find_baseline
from promptops.sources.partial_clones import require_contents
from promptops.spelling import closest

_LEAST = 4
"""Digits with which a fingerprint that is written in part can be told from others."""
_MOST_NAMED = 5


class Found(NamedTuple):
    """A finding, and the owner of the resource that it is about."""

    diagnostic: Diagnostic
    owner: str | None


class Waivable:
    """Finds findings by their fingerprints; the change is looked at where the files as they are do not have one."""

    def __init__(self, compiler: Compiler, against: str | None) -> None:
        """Look at a project; the change is that since `against`, or since what `diff` would compare it with."""
        self._compiler = compiler
        self._against = against
        self._unknown: TreeError | None = None
        self._waived: tuple[WaivedFinding, ...] = ()

    def find(self, fingerprint: str) -> Found:
        """Return the finding with a fingerprint.

        Raises:
            UsageError: there is none, or a waiver holds it back; near ones are named.
            TreeError: there is no baseline such as the one that is asked for.
        """
        wanted = fingerprint.lower()
        found = self._in_files.get(wanted) or self._in_change.get(wanted)
        if found is not None:
            return found
        leave = next(self._waivers_of(wanted), None)
        if leave is not None:
            message = f"the finding `{wanted}` is waived already: `{leave.entry.path}` holds it back"
            raise UsageError(f"{message} until {leave.expires}", help="set another `expires` there to change the day")
        raise UsageError(f"no finding has the fingerprint `{fingerprint}`", help=self._advice(wanted))

    @cached_property
    def _in_files(self) -> Mapping[str, Found]:
        return self._found(self._compiler.verdict.diagnostics)

    def _found(self, diagnostics: Sequence[Diagnostic]) -> dict[str, Found]:
        project = self._compiler.compiled.project
        owners = {entry.reference: project.owner(entry) for entry in project.entries}
        return {each.fingerprint: Found(each, owners.get(each.resource or "")) for each in reversed(diagnostics)}

    @cached_property
    def _in_change(self) -> Mapping[str, Found]:
        try:
            baseline = find_baseline(self._compiler.request.root, None, self._against, fetch=False)
            require_contents(baseline.tree, self._compiler.tree, fetch=False)
        except TreeError as error:
            if self._against is not None:
                raise
            self._unknown = error
            return {}
        comparing = Comparing(self._compiler, baseline.tree)
        self._waived = comparing.judged.waived
        found = self._found(comparing.verdict.diagnostics)  # what the baseline alone finds wrong is among them
        for each in comparing.judged.findings:
            found[each.diagnostic.fingerprint] = Found(each.diagnostic, each.change.known.owner)
        return found

    def _waivers_of(self, wanted: str) -> Iterator[Leave]:
        """Yield the waivers that hold back the finding with a fingerprint, once the change has been looked at."""
        yield from (each.leave for each in self._waived if each.finding.diagnostic.fingerprint == wanted)
        today = self._compiler.request.today
        for leave in leaves(self._compiler.compiled.project):
            if leave.fingerprint == wanted and leave.holds(today):
                yield leave

    def _advice(self, wanted: str) -> str:
        near = list(self._near(wanted))
        if near:
            return f"there is {', and '.join(near)}"
        if self._unknown is not None:
            return f"no change was looked at: {self._unknown}"
        return "`promptops lint --format json` and `promptops diff --format json` show them"

    def _near(self, wanted: str) -> Iterator[str]:
        known = {**self._in_change, **self._in_files}
        near = [each for each in known if len(wanted) >= _LEAST and each.startswith(wanted)]
        meant = None if near else closest(wanted, known)
        for fingerprint in near[:_MOST_NAMED] if meant is None else [meant]:
            found = known[fingerprint].diagnostic
            yield f"`{fingerprint}`, `{found.rule}` in `{found.resource or found.primary.path}`"
