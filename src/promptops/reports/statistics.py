"""Findings counted by rule, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from promptops.diagnostics import Diagnostic
from promptops.reports.colour import STYLES, Ink
from promptops.reports.report import RuleInfo


def statistics_table(diagnostics: Iterable[Diagnostic], rules: Mapping[str, RuleInfo], ink: Ink) -> Iterator[str]:
    """Yield a line a rule and severity, the most frequent first: number, severity, rule, what the rule is about."""
    counts = Counter((each.rule, each.severity) for each in diagnostics)
    if not counts:
        return
    figures = max(len(f"{number:,}") for number in counts.values())
    severities = max(len(severity) for _, severity in counts)
    names = max(len(rule) for rule, _ in counts)
    for (rule, severity), number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        title = rules[rule].title if rule in rules else ""
        label = ink.paint(f"{severity:<{severities}}", STYLES[severity])
        yield f"{number:>{figures},}  {label}  {rule:<{names}}  {title}".rstrip()
