"""What the rules over changes find, as findings: where, how loudly, whom it breaks, which version it asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from promptops.changes.change import Bump, Change, Consumer, Earlier, Where
from promptops.changes.comparison import Comparison
from promptops.compiler.versioning import version_context
from promptops.config.resolution import Subject
from promptops.config.settings import Settings
from promptops.diagnostics import Diagnostic, Related, Severity, Span
from promptops.resources.entries import Place
from promptops.rules import all_rules, rule_ids
from promptops.rules.change_contexts import ChangeContext, ChangeProblem, Demand, Releases
from promptops.rules.contexts import Problem, Scope, WaiverContext
from promptops.rules.credentials import credentials, masked
from promptops.rules.rule import Rule
from promptops.rules.waivers import Leave

_EXPERIMENTAL = "experimental"
_OF_NOBODY = frozenset({"run", "life"})
"""Directions in which a change hurts whether or not somebody is known to rely on the resource."""

Locate = Callable[[Place | Span], tuple[Span, str]]
"""Returns where a place stands, and the text of its line."""


class ChangeFinding(NamedTuple):
    """A finding about a change, with whom it breaks and the version bump that it asks for."""

    diagnostic: Diagnostic
    change: Change
    consumers: tuple[Consumer, ...]
    direction: str
    bump: Bump

    @property
    def demand(self) -> Demand:
        """Return what it asks for."""
        return Demand(self.diagnostic.rule, self.bump, self.diagnostic.severity)


_ByOrder = dict[tuple[object, ...], ChangeFinding]


class ChangeJudge:
    """Runs rules over a comparison.

    Severities are those of `settings`, which are the baseline's where it has some: no change judges itself.
    """

    def __init__(self, settings: Settings, rules: Sequence[Rule[Any]], before: Locate, after: Locate) -> None:
        self._settings = settings
        self._rules = rules
        self._before = before
        self._after = after

    def findings(self, context: ChangeContext, releases: Releases) -> list[ChangeFinding]:
        """Return what the rules find, sorted, each finding once: those over versions see what the others ask for."""
        found = self._once((rule, rule.check(context)) for rule in self._active("change"))
        rules, demands = self._active("version"), _demands(found.values())
        versioned = (
            version_context(change, demands.get(change.reference, ()), releases)
            for change in (context.comparison.changes if rules else ())
        )
        found |= self._once((rule, rule.check(each)) for each in versioned if each is not None for rule in rules)
        return [found[order] for order in sorted(found)]

    def unused(self, idle: Iterable[Leave], comparison: Comparison) -> list[ChangeFinding]:
        """Return what the rules over waivers say of those that a change has added in vain."""
        context = [WaiverContext(leave, frozenset(rule_ids())) for leave in idle]
        if not context:
            return []
        added = {change.known.entry.identity: change for change in comparison.of_kind("waiver")}
        found: list[ChangeFinding] = []
        for rule in all_rules():
            if rule.scope == "waiver" and not self._settings.is_off(rule.id):
                for each in context:
                    change = added[each.leave.entry.identity]
                    problems = (_of_waiver(problem, change) for problem in rule.check(each))
                    found.extend(self._found(rule, problems))
        return found

    def _active(self, scope: Scope) -> list[Rule[Any]]:
        return [rule for rule in self._rules if rule.scope == scope and not self._settings.is_off(rule.id)]

    def _once(self, found: Iterable[tuple[Rule[Any], Iterable[ChangeProblem]]]) -> _ByOrder:
        """Return each finding once, the first one of those that say the same."""
        problems = [(rule, problem) for rule, of_rule in found for problem in of_rule]
        problems.sort(key=_file_of)  # each is opened once, however many rules have something to say of it
        findings: _ByOrder = {}
        for rule, problem in problems:
            for finding in self._found(rule, (problem,)):
                findings.setdefault(finding.diagnostic.order, finding)
        return findings

    def _found(self, rule: Rule[Any], problems: Iterable[ChangeProblem]) -> Iterator[ChangeFinding]:
        for problem in problems:
            severity = self._severity(rule, problem)
            if severity is not None:
                consumers = problem.change.consumers if problem.consumers is None else problem.consumers
                bump = rule.bump if problem.bump is None else problem.bump
                diagnostic = self._diagnostic(rule.id, severity, problem)
                direction = problem.direction or rule.direction or ""
                yield ChangeFinding(diagnostic, problem.change, consumers, direction, bump)

    def _severity(self, rule: Rule[Any], problem: ChangeProblem) -> Severity | None:
        known = problem.change.known
        subject = Subject(known.entry.path, known.owner, known.entry.environment)
        severity = self._settings.severity(rule.id, rule.severity, subject)
        if severity is None:
            return None
        of_nobody = (problem.direction or rule.direction) in _OF_NOBODY
        return min(severity, _greatest(problem, of_nobody), key=lambda each: each.rank)

    def _diagnostic(self, rule: str, severity: Severity, problem: ChangeProblem) -> Diagnostic:
        primary, snippet = self._located(problem.at)
        changed = f"{problem.old}\0{problem.new}"
        digest = hashlib.sha256(changed.encode(errors="surrogatepass")).hexdigest()[:12]
        return Diagnostic(
            rule=rule,
            severity=severity,
            message=_without_credentials(problem.message),
            primary=primary,
            resource=problem.change.reference,
            keys=(problem.subject, digest),
            help=problem.help and _without_credentials(problem.help),
            related=tuple(
                Related(self._located(where)[0], _without_credentials(text)) for where, text in problem.related
            ),
            notes=tuple(map(_without_credentials, problem.notes)),
            snippet=_without_credentials(snippet),
        )

    def _located(self, where: Where) -> tuple[Span, str]:
        if isinstance(where, Earlier):
            return self._before(where.place)
        return self._after(where)


def _of_waiver(problem: Problem, change: Change) -> ChangeProblem:
    where = problem.at if isinstance(problem.at, Place) else change.at()
    return ChangeProblem(problem.message, change, where, problem.help, subject=problem.subject)


def _file_of(found: tuple[Rule[Any], ChangeProblem]) -> str:
    where = found[1].at
    return where.place.path if isinstance(where, Earlier) else where.path


def _demands(found: Iterable[ChangeFinding]) -> dict[str, list[Demand]]:
    """Return what findings ask for, by the reference of the resource that changed."""
    demands: dict[str, list[Demand]] = {}
    for finding in found:
        demands.setdefault(finding.change.reference, []).append(finding.demand)
    return demands


def _greatest(problem: ChangeProblem, of_nobody: bool) -> Severity:  # noqa: FBT001 - what the direction says
    """Return the greatest severity that a problem may have: an error has a proof, and breaks somebody."""
    before = problem.change.before
    if before is not None and before.lifecycle == _EXPERIMENTAL:
        return Severity.INFO
    consumers = problem.change.consumers if problem.consumers is None else problem.consumers
    if not consumers and not of_nobody:
        return Severity.INFO
    proven = Severity.ERROR if problem.is_proven else Severity.WARNING
    return min(proven, problem.at_most, key=lambda each: each.rank)


def _without_credentials(text: str) -> str:
    return masked(text, credentials(text))
