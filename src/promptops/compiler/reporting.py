"""From a verdict to a report: the findings that are wanted, counted, with what the rules say of themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from promptops import __version__
from promptops.compiler.request import Verdict
from promptops.compiler.selection import Selection
from promptops.reports.report import Report, RuleInfo
from promptops.reports.summary import Summary
from promptops.rules import find_rule, rule_ids


class RulePages(Mapping[str, RuleInfo]):
    """The rules' own words, each imported when a report first asks for it."""

    def __getitem__(self, rule_id: str) -> RuleInfo:
        """Return what a report says of a rule."""
        rule = find_rule(rule_id)
        if rule is None:
            raise KeyError(rule_id)
        return RuleInfo(rule.id, rule.title, rule.page, rule.severity)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids of all rules."""
        return iter(rule_ids())

    def __len__(self) -> int:
        """Return how many rules there are."""
        return len(rule_ids())


def report_on(verdict: Verdict, selection: Selection, *, root: str = ".") -> Report:
    """Return the report of the findings that are wanted.

    `root` leads from the reader to the project, as in `Report`.
    """
    sifted = selection.of(verdict.diagnostics)
    summary = Summary.of(
        sifted.fresh,
        files_read=verdict.files_read,
        resources=verdict.resources,
        suppressed=verdict.suppressed,
        baselined=sifted.known,
        stale_baseline=sifted.stale,
    )
    summary = summary._replace(waived=verdict.waived, not_checked=verdict.not_checked, ungoverned=verdict.ungoverned)
    return Report(sifted.fresh, summary, __version__, root, RulePages())
