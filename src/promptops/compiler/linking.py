"""The project stage: units to findings of the whole, then which of all findings are said, and how loudly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from promptops.compiler.file_rules import is_found_under, options_of
from promptops.compiler.generated import generated_files
from promptops.compiler.locating import ProjectLocator
from promptops.compiler.silencing import Silencing
from promptops.compiler.subjects import Subjects
from promptops.compiler.texts_read import TextsRead
from promptops.compiler.unit import Finding, Unit
from promptops.compiler.waivers import Waivers, concerned
from promptops.config.resolution import OptionSets
from promptops.config.settings import Settings
from promptops.diagnostics import Diagnostic, Fault, Severity
from promptops.resources.entries import Entry, Place
from promptops.resources.project import Defaults, Project
from promptops.rules import excuse_rules, file_rules, find_rule, project_rules, rule_ids, state_rule_ids
from promptops.rules.contexts import ProjectContext, SuppressionContext, WaiverContext
from promptops.sources.codeowners import CodeOwners
from promptops.sources.listing import Listing

if TYPE_CHECKING:
    from promptops.rules.enforcement import InForce
    from promptops.rules.waivers import Leave


class Linked(NamedTuple):
    """The project and what is to be said of it.

    `suppressed` counts, by path, the findings that comments silenced, `waived` those that waivers held back; `touched`
    are the paths in which a rule over the project found something or pointed at something, silenced or not, those that
    a waiver concerns, and those of which a rule read the text. `words` are what rules looked for in the texts of
    others: they may find something where one of these comes up.
    """

    project: Project
    diagnostics: tuple[Diagnostic, ...]
    suppressed: Mapping[str, int]
    touched: frozenset[str]
    waived: int = 0
    words: frozenset[str] = frozenset()


class Judging(NamedTuple):
    """The waivers that count and the policies that judge; None stands for all that the project has."""

    counting: Iterable[Leave] | None = None
    policies: Sequence[InForce] | None = None


_BY_ITSELF = Judging()


class Linker:
    """Links units into a project, and judges it."""

    def __init__(
        self,
        settings: Settings,
        locator: ProjectLocator,
        listing: Listing,
        texts: TextsRead | None = None,
        *,
        with_excuses: bool = True,
    ) -> None:
        """Link as the settings say; `listing` has all files of the tree, and `texts` reads those of prompts again.

        With `with_excuses`, the comments and waivers that keep findings back are judged, too.
        """
        self._texts = texts
        self._listing = listing
        self._settings = settings
        self._excuse_rules = excuse_rules() if with_excuses else ()
        self._locator = locator

    def judge_project(
        self,
        project: Project,
        units: Sequence[Unit],
        today: date,
        codeowners: CodeOwners | None,
        judging: Judging = _BY_ITSELF,
    ) -> Linked:
        """Return the project that some units make, with all findings that are to be said, sorted."""
        given = {rule.options: self._options[rule.id] for rule in project_rules() if rule.id in self._options}
        context = ProjectContext(
            project, today, codeowners, self._configured_owners(), given, policies=judging.policies
        )
        if self._texts is not None:
            context = context._replace(texts=self._texts.of, files_with=self._texts.files_with)
        found = list(self._project_findings(context))
        from promptops.rules.waivers import leaves  # noqa: PLC0415 - an edit of a text asks for none

        waivers = tuple(leaves(project) if judging.counting is None else judging.counting)
        linked = self._judged(project, units, found, Waivers(waivers, today))
        touched = {span.path for finding in found for span in (finding.primary, *(r.span for r in finding.related))}
        touched.update(() if self._texts is None else self._texts.paths)
        words = frozenset(() if self._texts is None else self._texts.words)
        return linked._replace(touched=frozenset(touched.union(concerned(waivers, project))), words=words)

    def say_any(self, paths: Collection[str], words: Collection[str]) -> bool:
        """Say whether one of some files has any of some words in it."""
        return bool(words) and (self._texts is None or bool(self._texts.files_with(paths, words)))

    def judge(self, units: Sequence[Unit], defaults: Sequence[Unit]) -> Linked:
        """Return the findings of some files alone, without those of rules over the project; no waiver concerns them.

        `defaults` are the units of every `_defaults.yaml`, which may decide on an owner and so on a severity.
        """
        return self._judged(self.project_of((*units, *defaults)), units, [], Waivers((), date.min))

    def _judged(self, project: Project, units: Sequence[Unit], found: list[Finding], waivers: Waivers) -> Linked:
        subjects, silenced = Subjects(project, units), Silencing(units)
        every = (finding for unit in _used(units, project) for finding in unit.findings)
        findings = [each for each in every if not each.under or is_found_under(each, self._options, subjects.of(each))]
        told = self._told(subjects, _unsilenced(silenced, (*findings, *found)))
        kept = [diagnostic for diagnostic, entry in told if waivers.holding_back(diagnostic, entry) is None]
        waived = len(told) - len(kept)
        for late in (self._waiver_findings(waivers), self._suppression_findings(silenced)):
            kept.extend(diagnostic for diagnostic, _ in self._told(subjects, _unsilenced(silenced, late)))
        diagnostics = tuple(sorted(kept, key=lambda each: each.order))
        return Linked(project, diagnostics, silenced.counts, frozenset(), waived)

    def project_of(self, units: Sequence[Unit]) -> Project:
        """Return the linked project of some units."""
        entries = [entry for unit in units for entry in unit.entries]
        defaults = [Defaults(unit.path, unit.defaults) for unit in units if unit.defaults is not None]
        owners = {}
        if self._settings.config.owners:
            owners = {unit.path: self._settings.owner_of(unit.path) for unit in units if unit.entries}
        known = {path: owner for path, owner in owners.items() if owner is not None}
        name, paths = self._settings.config.name, self._listing.paths
        return Project(entries, defaults, known, name=name, paths=paths, generated=self._generated)

    @cached_property
    def _generated(self) -> Mapping[str, str | Fault]:
        return generated_files(self._listing)

    def _configured_owners(self) -> tuple[tuple[str, Place], ...]:
        path = self._settings.path or ""
        owners = self._settings.config.owners
        return tuple((team, Place(path, None, ("owners", pattern))) for pattern, team in owners.items())

    def _project_findings(self, context: ProjectContext) -> Iterator[Finding]:
        for rule in project_rules():
            if not self._settings.is_off(rule.id):
                for problem in rule.check(context):
                    yield self._locator.finding(rule.id, problem, "")

    def _waiver_findings(self, waivers: Waivers) -> Iterator[Finding]:
        """Yield what is wrong with waivers that hold nothing back; of those of rules over changes nobody knows here."""
        active, known = self._active, frozenset(rule_ids())
        idle = [leave for leave in waivers.idle() if leave.rule in active or leave.rule not in known]
        for rule in self._excuse_rules:
            if rule.scope == "waiver" and rule.id in active:
                for leave in idle:
                    for problem in rule.check(WaiverContext(leave, known)):
                        yield self._locator.finding(rule.id, problem, leave.entry.path)

    def _suppression_findings(self, silencing: Silencing) -> Iterator[Finding]:
        active = self._active
        for rule in self._excuse_rules:
            if rule.scope != "suppression" or rule.id not in active:
                continue
            for silencer in silencing.silencers(active):
                context = SuppressionContext(silencer, frozenset(rule_ids()))
                for problem in rule.check(context):
                    yield self._locator.finding(rule.id, problem, silencer.path)

    @cached_property
    def _active(self) -> frozenset[str]:
        return frozenset(rule_id for rule_id in state_rule_ids() if not self._settings.is_off(rule_id))

    @cached_property
    def _options(self) -> dict[str, OptionSets[Any]]:
        return options_of((*file_rules(), *project_rules()), self._settings)

    def _told(self, subjects: Subjects, findings: Iterable[Finding]) -> list[tuple[Diagnostic, Entry | None]]:
        """Return the findings of rules that are on, each once at its gravest, with the resources they are about."""
        found: dict[tuple[object, ...], tuple[Diagnostic, Entry | None]] = {}
        for finding in findings:
            rule = find_rule(finding.rule)
            told = None if rule is None else self._settings.severity(rule.id, rule.severity, subjects.of(finding))
            if told is not None:
                entry = subjects.entry(finding)
                level = min(told, finding.at_most, key=lambda each: each.rank)
                diagnostic = diagnostic_of(finding, level, entry)
                known = found.get(diagnostic.order)
                if known is None or known[0].severity.rank <= level.rank:
                    found[diagnostic.order] = diagnostic, entry
        return list(found.values())


def _used(units: Sequence[Unit], project: Project) -> Iterator[Unit]:
    """Yield the units that belong to the project: a `_defaults.yaml` above no resource is not ours."""
    folders = {""}
    for entry in project.entries:
        if entry.native:
            folder = entry.path.rpartition("/")[0]
            while folder and folder + "/" not in folders:
                folders.add(folder + "/")
                folder = folder.rpartition("/")[0]
    has_native = any(entry.native for entry in project.entries)
    for unit in units:
        if unit.defaults is None or (has_native and Defaults(unit.path, unit.defaults).folder in folders):
            yield unit


def _unsilenced(silencing: Silencing, findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if not silencing.hides(finding.rule, finding.primary)]


def diagnostic_of(finding: Finding, severity: Severity, entry: Entry | None) -> Diagnostic:
    """Return a finding of a severity about a resource, None for the file as a whole."""
    return Diagnostic(
        rule=finding.rule,
        severity=severity,
        message=finding.message,
        primary=finding.primary,
        resource=None if entry is None else entry.reference,
        keys=finding.keys,
        help=finding.help,
        related=finding.related,
        fix=finding.fix,
        snippet=finding.snippet,
    )
