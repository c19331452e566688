from __future__ import annotations

import pytest

from promptops.reports.report import Report
from promptops.reports.summary import Summary, closing_lines


def test_it_counts_what_is_reported(report: Report) -> None:
    assert report.summary == Summary(
        errors=5,
        warnings=2,
        infos=2,
        suppressed=2,
        waived=3,
        baselined=12,
        stale_baseline=1,
        fixable=1,
        files_read=1_200,
        resources=45,
        by_rule=(
            ("hidden-characters", 1),
            ("inlined-secret", 1),
            ("invalid-value", 1),
            ("missing-owner", 1),
            ("undeclared-variable", 1),
            ("unknown-tool", 3),
            ("unquoted-template", 1),
        ),
    )


_ADVICE = "`promptops init` shows what is here, and what `sources` in a `promptops.yaml` could name"


@pytest.mark.parametrize(
    ("summary", "lines"),
    [
        (Summary(files_read=120, resources=45), ("all good: 120 files, 45 resources",)),
        (Summary(files_read=1, resources=1), ("all good: 1 file, 1 resource",)),
        (Summary(), ("nothing to check: no files were read", _ADVICE)),
        (
            Summary(errors=3, warnings=1, files_read=120, resources=45),
            ("found 3 errors and 1 warning in 120 files (45 resources)",),
        ),
        (
            Summary(errors=1, warnings=2, infos=1_000, files_read=12_000, resources=0),
            ("found 1 error, 2 warnings and 1,000 infos in 12,000 files (0 resources)",),
        ),
        (Summary(infos=1, files_read=2, resources=1), ("found 1 info in 2 files (1 resource)",)),
        (Summary(errors=1), ("found 1 error in 0 files (0 resources)",)),
        (
            Summary(warnings=2, fixable=2, files_read=1, resources=2),
            ("found 2 warnings in 1 file (2 resources)", "2 fixable with --fix"),
        ),
        (
            Summary(baselined=12, suppressed=1, waived=2, stale_baseline=2, files_read=3, resources=4),
            (
                "all good: 3 files, 4 resources",
                "12 hidden by the baseline, 1 suppressed, 2 waived, 2 stale baseline entries",
            ),
        ),
        (
            Summary(stale_baseline=1, files_read=3, resources=4),
            ("all good: 3 files, 4 resources", "1 stale baseline entry"),
        ),
        (
            Summary(not_checked=1, files_read=3, resources=4),
            (
                "all good: 3 files, 4 resources",
                "1 part that is known only where other tools run was not checked",
            ),
        ),
        (
            Summary(fixable=1, infos=1, not_checked=1_200, ungoverned=1, files_read=3, resources=4),
            (
                "found 1 info in 3 files (4 resources)",
                "1 fixable with --fix",
                "1,200 parts that are known only where other tools run were not checked",
                "who owns 1 file of another format was not checked: `owners` in `promptops.yaml` or CODEOWNERS can say",
            ),
        ),
    ],
)
def test_closing_lines_say_how_it_went(summary: Summary, lines: tuple[str, ...]) -> None:
    assert closing_lines(summary) == lines
