"""The whole comparison on one page: two trees → two sides → what changed → findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from promptops.changes.comparison import Comparison
from promptops.changes.reliance import Reliance
from promptops.compiler.baseline import Accepted, accepted_by_both
from promptops.compiler.baseline_settings import settings_of
from promptops.compiler.change_findings import ChangeFinding, ChangeJudge
from promptops.compiler.change_waivers import ChangeWaivers, Trust, WaivedFinding
from promptops.compiler.file_rules import options_of
from promptops.compiler.governing import governing
from promptops.compiler.head_judging import verdict_of_both
from promptops.compiler.linking import diagnostic_of
from promptops.compiler.releasing import LastRelease
from promptops.compiler.request import Verdict
from promptops.compiler.sides import Compiled, compile_alike, compile_beside, with_left_out
from promptops.compiler.silencing import Silencing, added_comments, with_known_comments
from promptops.compiler.unit import Unit
from promptops.config.resolution import Subject
from promptops.config.settings import STRICTEST_FIRST, Settings
from promptops.diagnostics import Diagnostic, Severity
from promptops.rules import all_rules, change_rules
from promptops.rules.change_contexts import ChangeContext
from promptops.sources.listing import Listing
from promptops.sources.trees import MISSING, Tree

if TYPE_CHECKING:
    from promptops.compiler import Compiler


_TWICE = "duplicate-name"


class Judged(NamedTuple):
    """What is to be said of a change, sorted, and what is held back.

    `suppressed` counts the findings that comments in the head's files silenced; `waived` are those that waivers hold.
    """

    findings: tuple[ChangeFinding, ...]
    suppressed: int
    waived: tuple[WaivedFinding, ...] = ()


class Comparing:
    """Compiles a baseline beside a head, and judges what changed.

    What changed is judged as the baseline's configuration says, and the head by nothing less. Where there is none at
    the baseline the head's counts, if that is trusted; `trust` also says whose waivers count.
    """

    def __init__(self, head: Compiler, baseline: Tree, trust: Trust = "head") -> None:
        self._head = head
        self._baseline = baseline
        self._trust = trust

    @cached_property
    def after(self) -> Compiled:
        """Return the head, along with what only a change of its configuration leaves out."""
        _, is_same = self._settings
        head = self._head.compiled.compiled
        return head if is_same else with_left_out(head, self.before)

    @cached_property
    def before(self) -> Compiled:
        """Return the baseline; what did not change is taken from the head."""
        settings, head = self._settings[0], self._head.compiled.compiled
        known = head.units if compile_alike(settings, head.settings) else {}
        return compile_beside(Listing(self._baseline), settings, known)

    @cached_property
    def verdict(self) -> Verdict:
        """Return what is to be said of the head itself; `fail_on` is the stricter one of both sides."""
        own, before = self._head.verdict, self.before
        fail_on = min(own.fail_on, before.settings.config.fail_on, key=STRICTEST_FIRST.index)
        judged = verdict_of_both(own, self._head.compiled.compiled, before, self._head.request.today, self._trust)
        return judged._replace(fail_on=fail_on)

    def accepted(self, own: Counter[Accepted]) -> Counter[Accepted]:
        """Return what counts of what the head's baseline file accepts: all of it where it is the first, and trusted."""
        known = governing(self._baseline, self.before)
        if self._trust == "head" and self._baseline.read(known.accepted_in) == MISSING:
            return own
        return accepted_by_both(Counter(known.accepted()), own, self._head.compiled.compiled.listing.paths)

    @cached_property
    def new_comments(self) -> int:
        """Return how many comments that silence findings the change adds."""
        return added_comments(self.before.units.values(), self.after.units.values())

    @cached_property
    def comparison(self) -> Comparison:
        """Return what changed."""
        return Comparison(self.before.side, self.after.side)

    @cached_property
    def judged(self) -> Judged:
        """Return what is to be said of it."""
        rules, settings = change_rules(), self.before.settings
        options = options_of(rules, settings)
        given = {rule.options: options[rule.id] for rule in rules if rule.id in options}
        context = ChangeContext(
            self.comparison,
            Reliance(self.comparison, settings.ignores),
            governing(self._baseline, self.before),
            governing(self._head.tree, self.after),
            self._head.request.today,
            given,
        )
        judge = ChangeJudge(settings, rules, self.before.locator.located, self.after.locator.located)
        found = judge.findings(context, self.release)
        waivers = ChangeWaivers(self.before.project, self.after.project, context.today, self._trust)
        said, waived = waivers.sift(self._unsilenced(found))
        idle = judge.unused(waivers.idle(), self.comparison)
        kept = sorted((*said, *self._unsilenced(idle)), key=lambda each: each.diagnostic.order)
        return Judged(tuple(kept), len(found) + len(idle) - len(kept) - len(waived), waived)

    def keeps_from_comparing(self, found: Diagnostic) -> bool:
        """Say whether a finding about the head is the reason why a file that changed cannot be compared.

        So is a second resource of the same name: nobody knows which of the two their users get.
        """
        if found.severity is not Severity.ERROR:
            return False
        if found.rule == _TWICE:
            return bool(self._changed([found.primary.path, *(related.span.path for related in found.related)]))
        return found.primary.path in self._not_read

    @cached_property
    def concealed(self) -> tuple[Diagnostic, ...]:
        """Return why resources of the baseline cannot be read, where the head's own settings and comments hide it."""
        if not self._not_read:
            return ()
        told = {each.primary.path for each in self.verdict.diagnostics if self.keeps_from_comparing(each)}
        read = {entry.reference for entry in self.after.project.entries}
        lost = dict.fromkeys(each.path for each in self.before.project.entries if each.reference not in read)
        severity, by_itself = self.before.settings.severity, {rule.id: rule.severity for rule in all_rules()}
        return tuple(
            diagnostic_of(found, level, None)
            for path in lost
            if path in self._not_read and path not in told
            for found in self.after.why_unread(path)
            if (level := severity(found.rule, by_itself[found.rule], Subject(path, None, None))) is not None
        )

    @property
    def errors_before(self) -> int:
        """Return how many changed files hold something at the baseline that cannot be read, and so not compared."""
        return len(self._changed(self.before.unread))

    @property
    def not_compared(self) -> tuple[str, ...]:
        """Return the changed files of which something cannot be read on one of the sides."""
        return tuple(sorted({*self._changed(self.before.unread), *self._not_read}))

    @cached_property
    def _not_read(self) -> frozenset[str]:
        """Return the changed files of which something cannot be read at the head."""
        return frozenset(self._changed(self.after.unread))

    def _changed(self, paths: Iterable[str]) -> list[str]:
        return [path for path in paths if self.before.units.get(path) is not self.after.units.get(path)]

    @cached_property
    def release(self) -> LastRelease:
        """Return the last release that the baseline contains."""
        return LastRelease(self._baseline, self.before, self.comparison.before)

    def _unsilenced(self, found: Sequence[ChangeFinding]) -> list[ChangeFinding]:
        """Return the findings that no comment silences: of those in the head's files, the ones that are trusted."""
        units = self._units_of(found)
        if self._trust == "baseline":
            units = [with_known_comments(unit, self.before.units.get(unit.path)) for unit in units]
        comments = Silencing(units)
        return [each for each in found if not comments.hides(each.diagnostic.rule, each.diagnostic.primary)]

    def _units_of(self, found: Sequence[ChangeFinding]) -> list[Unit]:
        paths = dict.fromkeys(each.diagnostic.primary.path for each in found)
        return [self.after.units[path] for path in paths if path in self.after.units]

    @cached_property
    def _settings(self) -> tuple[Settings, bool]:
        """Return the settings of the baseline, and whether the head has the same."""
        own = self._head.compiled.settings
        settings = settings_of(self._baseline, self._head.request, own, self._trust)
        return settings, settings == own
