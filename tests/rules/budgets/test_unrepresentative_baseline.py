from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unrepresentative-baseline"


def budget(start: str, end: str, region: str | None = None) -> dict[str, str]:
    where = f", region: {region}" if region else ""
    forecast = f"forecast: {{baseline: {{from: {start}, to: {end}}}{where}}}\n"
    return {"b.yaml": f"kind: Budget\nname: b\nholder: team:support\namount: {{usd: 10}}\nwindow: day\n{forecast}"}


@pytest.mark.parametrize(
    ("start", "end", "region", "words"),
    [
        ("2026-10-05", "2026-11-01", None, None),
        ("2026-10-06", "2026-11-01", None, "is 27 days long, fewer than 28"),
        ("2026-10-06", "2026-10-06", None, "is 1 day long"),
        ("2026-10-06", "2026-11-02", None, "ends on 2026-11-02, which is still to come"),
        ("9999-01-01", "9999-12-31", None, "ends on 9999-12-31, which is still to come"),
        ("0001-01-01", "9999-12-31", None, "which is still to come"),
        ("2025-12-01", "2025-12-31", "DE", "2 public holidays of `DE`: "),
        ("2025-12-01", "2025-12-31", None, None),
        ("2026-09-01", "2026-10-31", "GB", None),
        ("2025-11-01", "2025-11-30", "US", "2 public holidays of `US`"),
        ("2025-03-20", "2025-04-16", "US-CA", "1 public holiday of `US-CA`: "),
        ("2025-03-20", "2025-04-16", "US", None),
        ("2026-10-01", "2026-10-30", "DE", None),  # the 3rd of October is a Saturday
        ("2025-01-01", "2025-12-31", "DE", None),
    ],
)
def test_a_baseline_is_long_over_and_without_holidays(
    start: str, end: str, region: str | None, words: str | None, lint: Lint
) -> None:
    found = lint(budget(start, end, region))
    assert [(each.rule, each.primary.line, each.severity) for each in found] == [(RULE, 6, "warning")] * bool(words)
    assert all(str(words) in each.message for each in found)


@pytest.mark.parametrize(
    ("start", "end", "region"),
    [
        ("2026-09-01", "2026-10-31", "ZZ"),
        ("2026-09-01", "2026-10-31", "DE-XX"),
        ("0009-09-01", "0009-10-31", "DE"),
    ],
)
def test_where_no_holidays_are_known_an_info_says_so(start: str, end: str, region: str, lint: Lint) -> None:
    (found,) = lint(budget(start, end, region))
    assert (found.rule, found.severity) == (RULE, "info")
    assert "are not known, and were not looked for" in found.message


def test_a_reason_in_a_comment_is_all_that_it_asks_for(lint: Lint) -> None:
    text = budget("2025-12-01", "2025-12-31", "DE")["b.yaml"].rstrip()
    assert lint({"b.yaml": f"{text}  # promptops: ignore[{RULE}] the two days were left out\n"}) == ()


def test_holidays_are_not_imported_for_nothing(lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert lint(budget("2026-09-01", "2026-10-31")) == ()
