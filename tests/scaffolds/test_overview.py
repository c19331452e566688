from __future__ import annotations

import pytest

from promptops.diagnostics import Diagnostic, Severity, Span
from promptops.reports.colour import Ink
from promptops.reports.summary import Summary
from promptops.scaffolds.folders import Folder, Folders
from promptops.scaffolds.highlights import MOST, Highlight
from promptops.scaffolds.overview import told
from promptops.scaffolds.survey import Dialect, Ownership, Survey

SCREEN = 24
WROTE = 2
EMPTY = Survey((), {}, Folders(), None, (), Summary(), ())


def highlight(rule: str, severity: Severity, count: int, message: str = "it is so") -> Highlight:
    return Highlight(rule, severity, count, Diagnostic(rule, severity, message, Span("a/b.yaml", 3, 7, 3, 9)))


FULL = Survey(
    tuple(Dialect(f"format {number}", number, 2 * number) for number in range(1, 13)),
    {"Prompt": 2_000, "Tool": 1},
    Folders((Folder("x/prompts/**/*.md", "markdown", 2),) * 3),
    "CODEOWNERS",
    tuple(Ownership(f"/{number}/", f"team-{number}", 1) for number in range(9)),
    Summary(errors=1_200, warnings=2, files_read=78, resources=156),
    (
        highlight("unknown-reference", Severity.ERROR, 1_200),
        *(highlight("ignored-key", Severity.WARNING, 1, "x" * 500) for _ in range(MOST - 1)),
    ),
)


def lines(found: Survey, width: int = 80) -> list[str]:
    return list(told(found, Ink(colour=False), width))


def test_it_fits_on_one_screen() -> None:
    assert len(lines(FULL)) + WROTE <= SCREEN


@pytest.mark.parametrize("width", [80, 120])
def test_findings_fit_in_a_line(width: int) -> None:
    findings = [line for line in lines(FULL, width) if "a/b.yaml:3:7" in line]
    assert len(findings) == MOST
    assert all(len(line) <= width for line in findings)
    assert findings[0] == "  error    unknown-reference  1,200x  a/b.yaml:3:7: it is so"
    assert findings[1].endswith("…")


def test_what_is_told() -> None:
    text = lines(FULL)
    assert text[:4] == ["", "found:", "  format 12  12 files  24 resources", "  format 11  11 files  22 resources"]
    assert "  and 6 more formats" in text
    assert "  2,000 Prompt, 1 Tool" in text
    assert "  3 folders that may hold prompts: in promptops.yaml, for you to decide" in text
    gives = "CODEOWNERS gives files to team-0, team-1, team-2, team-3 and 5 more"
    assert f"  {gives}: in promptops.yaml, for you to decide" in text
    assert "found 1,200 errors and 2 warnings in 78 files (156 resources), most certain first:" in text
    assert text[-2] == "next: `promptops lint` shows all 1,202 of them in full"
    assert text[-1] == (
        "then: `promptops lint --write-baseline` accepts them for now; the README has the GitHub Action"
    )


@pytest.mark.parametrize(
    ("found", "following"),
    [
        (
            EMPTY,
            "`promptops new prompt NAME --owner TEAM` writes a first prompt",
        ),
        (
            EMPTY._replace(folders=FULL.folders),
            "uncomment the folders to read in promptops.yaml, and run `promptops lint`",
        ),
        (
            EMPTY._replace(dialects=FULL.dialects, summary=Summary(files_read=78, resources=156)),
            "`promptops compile` writes the manifest and bundles; `promptops graph` shows who depends on whom",
        ),
        (
            EMPTY._replace(summary=Summary(errors=1, files_read=1), first=FULL.first[:1]),
            "`promptops lint` shows it in full",
        ),
    ],
)
def test_there_is_always_a_next_step(found: Survey, following: str) -> None:
    assert f"next: {following}" in lines(found)[-2:]


def test_pull_requests_come_then() -> None:
    following = [line.partition(": ")[0] for line in lines(FULL)[-2:]]
    assert following == ["next", "then"]
    assert not any(line.startswith("then") for line in lines(EMPTY))


def test_nothing_in_a_name_acts_on_the_terminal() -> None:
    hostile = highlight("ignored-key", Severity.WARNING, 1, "\x1b[2J\u202e")
    assert not any("\x1b" in line or "\u202e" in line for line in lines(FULL._replace(first=(hostile,))))


def test_colours() -> None:
    text = "\n".join(told(FULL, Ink(colour=True), 80))
    assert "\x1b[1;31merror  \x1b[0m" in text
