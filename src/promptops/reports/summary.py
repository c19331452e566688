"""The counts that close a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self

from promptops.diagnostics import Diagnostic, Severity


class Summary(NamedTuple):
    """How much was read, found and held back.

    `suppressed`, `waived` and `baselined` findings were held back by a comment in the file, by a waiver or by the
    baseline: they are in no other count. `stale_baseline` counts baseline entries that match nothing any more.
    `not_checked` counts the parts that are known only where other tools run, `ungoverned` the files of other formats of
    which nothing says who owns them. `by_rule` holds (rule id, number of findings) pairs, sorted by rule id, for rules
    that found something.
    """

    errors: int = 0
    warnings: int = 0
    infos: int = 0
    suppressed: int = 0
    waived: int = 0
    baselined: int = 0
    stale_baseline: int = 0
    fixable: int = 0
    files_read: int = 0
    resources: int = 0
    not_checked: int = 0
    ungoverned: int = 0
    by_rule: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(
        cls,
        diagnostics: Iterable[Diagnostic],
        *,
        files_read: int,
        resources: int,
        suppressed: int = 0,
        baselined: int = 0,
        stale_baseline: int = 0,
    ) -> Self:
        """Count the findings that are reported; the rest is counted by whoever held it back."""
        found = tuple(diagnostics)
        severities = Counter(diagnostic.severity for diagnostic in found)
        return cls(
            errors=severities[Severity.ERROR],
            warnings=severities[Severity.WARNING],
            infos=severities[Severity.INFO],
            suppressed=suppressed,
            baselined=baselined,
            stale_baseline=stale_baseline,
            fixable=sum(diagnostic.fix is not None for diagnostic in found),
            files_read=files_read,
            resources=resources,
            by_rule=tuple(sorted(Counter(diagnostic.rule for diagnostic in found).items())),
        )

    @property
    def found(self) -> int:
        """Return the number of findings that are reported."""
        return self.errors + self.warnings + self.infos


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number and what it counts: `1 file`, `1,200 files`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def closing_lines(summary: Summary, *, is_whole: bool = True) -> tuple[str, ...]:
    """Return how it went, and in further lines, if there is anything to say, what was held back and not looked at.

    A report that is not whole, as something was left out, does not say that all is good.
    """
    lines = (
        _verdict(summary, is_whole=is_whole),
        ", ".join(_asides(summary)),
        _not_checked(summary),
        _ungoverned(summary),
    )
    return tuple(line for line in lines if line)


def _verdict(summary: Summary, *, is_whole: bool) -> str:
    files, resources = counted(summary.files_read, "file"), counted(summary.resources, "resource")
    if summary.found:
        found = counted_findings(summary.errors, summary.warnings, summary.infos)
        return f"found {found} in {files} ({resources})"
    if not summary.files_read:
        return "nothing to check: no files were read"
    return f"{'all good' if is_whole else 'nothing else found'}: {files}, {resources}"


def counted_findings(errors: int, warnings: int, infos: int) -> str:
    """Return numbers of findings, of which one at least is not zero: `2 errors, 1 warning and 3 infos`."""
    levels = ((errors, "error"), (warnings, "warning"), (infos, "info"))
    return enumerated([counted(number, level) for number, level in levels if number])


def enumerated(items: Sequence[str]) -> str:
    """Return items as a list in prose: `a, b and c`."""
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last


def _asides(summary: Summary) -> list[str]:
    stale = counted(summary.stale_baseline, "stale baseline entry", "stale baseline entries")
    asides = (
        (
            not (summary.files_read or summary.found),
            "`promptops init` shows what is here, and what `sources` in a `promptops.yaml` could name",
        ),
        (summary.fixable, f"{summary.fixable:,} fixable with --fix"),
        (summary.baselined, f"{summary.baselined:,} hidden by the baseline"),
        (summary.suppressed, f"{summary.suppressed:,} suppressed"),
        (summary.waived, f"{summary.waived:,} waived"),
        (summary.stale_baseline, stale),
    )
    return [text for number, text in asides if number]


def _not_checked(summary: Summary) -> str:
    part = "part that is known only where other tools run was not checked"
    parts = "parts that are known only where other tools run were not checked"
    return counted(summary.not_checked, part, parts) if summary.not_checked else ""


def _ungoverned(summary: Summary) -> str:
    """Return what somebody who maps files to owners would have checked besides."""
    files = counted(summary.ungoverned, "file of another format", "files of other formats")
    where = "`owners` in `promptops.yaml` or CODEOWNERS can say"
    return f"who owns {files} was not checked: {where}" if summary.ungoverned else ""
