"""The page that says what was found in histories."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any, Final, NamedTuple

from histories import Finding, Step

SEED: Final = 20_261_121
SAMPLE: Final = 50
HARNESS: Final = "EleutherAI/lm-evaluation-harness"
"""The history that has a sample of its own: its tasks say what they look for."""
_LEVELS = ("error", "warning", "info")
_DECILES = 10

Judgements = Mapping[str, Mapping[str, Any]]


class Replayed(NamedTuple):
    """A history and what comparing its commits with their parents gave."""

    name: str
    head: str
    steps: tuple[Step, ...]

    @property
    def findings(self) -> list[Finding]:
        """Return what was found, in the order of the commits."""
        return [finding for step in self.steps for finding in step.findings]


def sample(replayed: Sequence[Replayed]) -> list[Finding]:
    """Return the findings to judge, drawn at random: errors and warnings of one history, errors of all others."""
    found = sorted(finding for each in replayed for finding in each.findings if finding.severity in _LEVELS[:2])
    of_harness = [finding for finding in found if finding.history == HARNESS]
    of_others = [finding for finding in found if finding.history != HARNESS and finding.severity == "error"]
    return sorted([*_drawn(of_harness), *_drawn(of_others)])


def _drawn(findings: Sequence[Finding]) -> list[Finding]:
    return random.Random(SEED).sample(findings, min(SAMPLE, len(findings)))


def page(replayed: Sequence[Replayed], corpora: Sequence[Step], judged: Judgements) -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# What is said of real histories"
    yield ""
    yield "Written by `benchmarks/replay.py`, whose first lines say how. Each commit that touches prompts was compared"
    yield "with its parent, as `promptops diff` does; `benchmarks/histories.toml` says which commits those are. Changed"
    yield "are those in which a resource came, went or became another. The last three columns are what a comparison"
    yield "takes of CPU, in milliseconds, in a process that runs already: git included, the cache as the comparisons"
    yield "before left it."
    yield ""
    yield "| history | up to | commits | changed | errors | warnings | infos | median | 9 of 10 | worst |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for each in replayed:
        yield _row([each.name, each.head, *_figures(each.steps)])
    yield _row(["all", "", *_figures([step for each in replayed for step in each.steps])])
    yield from ("", "## Pairs of folders", "")
    yield "The two sides of changes that were kept as folders, without a cache."
    yield ""
    yield "| pair | changed resources | errors | warnings | infos | CPU, ms |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for step in corpora:
        yield _row([step.name, step.changed, *_levels(step.findings), f"{step.cpu * 1000:.0f}"])
    yield from ("", "## Findings by rule", "")
    yield from _rules(replayed)
    yield from ("", "## A sample, judged", "")
    yield from _judgement(sample(replayed), judged)
    for level in _LEVELS[:2]:
        yield from ("", f"## Every {level}", "")
        yield from (
            _item(finding, judged) for each in replayed for finding in each.findings if finding.severity == level
        )


def _figures(steps: Sequence[Step]) -> list[object]:
    times = sorted(step.cpu * 1000 for step in steps) or [0.0]
    found = [finding for step in steps for finding in step.findings]
    slow = times[min(len(times) - 1, len(times) * (_DECILES - 1) // _DECILES)]
    shown = [f"{time:,.0f}" for time in (median(times), slow, times[-1])]
    return [len(steps), sum(step.changed > 0 for step in steps), *_levels(found), *shown]


def _levels(findings: Sequence[Finding]) -> list[int]:
    counted = Counter(finding.severity for finding in findings)
    return [counted[level] for level in _LEVELS]


def _rules(replayed: Sequence[Replayed]) -> Iterator[str]:
    yield "| rule | errors | warnings | infos | commits | in |"
    yield "| --- | ---: | ---: | ---: | ---: | --- |"
    for rule in sorted({finding.rule for each in replayed for finding in each.findings}):
        by_history = [(each.name, [found for found in each.findings if found.rule == rule]) for each in replayed]
        found = [finding for _, findings in by_history for finding in findings]
        commits = {(finding.history, finding.commit) for finding in found}
        where = ", ".join(f"{name} {len(findings):,}" for name, findings in by_history if findings)
        yield _row([rule, *_levels(found), len(commits), where])


def _judgement(sampled: Sequence[Finding], judged: Judgements) -> Iterator[str]:
    yield f"{SAMPLE} errors and warnings of {HARNESS} and {SAMPLE} errors of all others, drawn at random with the seed"
    yield f"{SEED}; all where there are fewer. Each was read beside the diff and, where that decides, beside the code"
    yield "that uses the file; `history-judgements.json` says what was seen."
    yield ""
    yield "| history | rule | sampled | right | wrong | not yet judged |"
    yield "| --- | --- | ---: | ---: | ---: | ---: |"
    for name, rule in sorted({(finding.history, finding.rule) for finding in sampled}):
        of_rule = [each for each in sampled if (each.history, each.rule) == (name, rule)]
        yield _row([name, rule, *_verdicts(of_rule, judged)])
    yield _row(["all", "", *_verdicts(sampled, judged)])


def _verdicts(findings: Sequence[Finding], judged: Judgements) -> list[int]:
    counted = Counter(judged[each.key]["right"] if each.key in judged else None for each in findings)
    return [len(findings), counted[True], counted[False], counted[None]]


def _item(finding: Finding, judged: Judgements) -> str:
    verdict = judged.get(finding.key)
    wrong = "" if verdict is None or verdict["right"] else f" **Wrong:** {verdict['why']}"
    where = f"{finding.history}@{finding.commit} `{finding.path}:{finding.line}`"
    return f"- {where} {finding.rule}: {finding.message}{wrong}"


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(f'{cell:,}' if isinstance(cell, int) else str(cell) for cell in cells)} |"
