from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from promptops.diagnostics import Diagnostic, Edit, Fix, Related, Severity, Span
from promptops.reports.change_report import (
    Approver,
    Baseline,
    ChangeDetails,
    ChangedResource,
    ChangeReport,
    ConsumerInfo,
    WaivedInfo,
    WaiverInfo,
)
from promptops.reports.report import Report, RuleInfo
from promptops.reports.summary import Summary

_EXPECTED = Path(__file__).with_name("expected")

_DECLARE = "declare it in a `*.tool.yaml` file"

DIAGNOSTICS = (
    Diagnostic(
        rule="hidden-characters",
        severity=Severity.INFO,
        message="`\x1b]0;owned\x07` ##[stop-commands]x\r\n::error::injected, 100% [here](https://example.org)",
        primary=Span("::error file=a,title=b::\x1b[2J\u202e100%.md", 3, 4, 3, 6),
        help="remove \u200bit\u2028",
        snippet="\u4e2d\u0301\x1b\u202e##vso[task.setvariable]\ud800",
    ),
    Diagnostic(
        rule="invalid-value",
        severity=Severity.WARNING,
        message="`text` has 12 lines",
        primary=Span("evals/refund.eval.yaml", 10_207, 3, 10_218, 8),
        resource="eval:support/refund",
        keys=("cases", 0, "text"),
        notes=("at most 10 are shown to a judge", "the limit is `max_lines`"),
        snippet="  text: |",
    ),
    Diagnostic(
        rule="inlined-secret",
        severity=Severity.ERROR,
        message="`key` looks like an API key",
        primary=Span("models/small.model.json", 1, 909, 1, 950),
        resource="model:small",
        keys=("key",),
        help="name the environment variable that holds it",
        snippet='{"notes": "' + "a" * 880 + '", "key": "' + "sk-" + "0" * 38 + '", "after": "' + "b" * 400 + '"}',
    ),
    Diagnostic(
        rule="missing-owner",
        severity=Severity.INFO,
        message="nobody owns this file",
        primary=Span("prompts/refund.prompt.md", 1, 1, 1, 1),
        resource="prompt:support/refund@2",
        keys=("owner",),
        snippet="---",
    ),
    Diagnostic(
        rule="unknown-tool",
        severity=Severity.ERROR,
        message="no file declares the tool `issue_refnd`",
        primary=Span("prompts/refund.prompt.md", 4, 5, 4, 16),
        resource="prompt:support/refund@2",
        keys=("tools", 0),
        help="did you mean `issue_refund`?",
        related=(
            Related(Span("tools/issue_refund.tool.yaml", 2, 7, 2, 19), "`issue_refund` [1] is declared here"),
            Related(Span("prompts/_defaults.yaml", 1, 1, 1, 1), "`tools` is inherited from here"),
        ),
        snippet="  - issue_refnd",
    ),
    Diagnostic(
        rule="unknown-tool",
        severity=Severity.ERROR,
        message="no file declares the tool `chek`",
        primary=Span("prompts/refund.prompt.md", 5, 5, 5, 9),
        resource="prompt:support/refund@2",
        keys=("tools",),
        help=_DECLARE,
        snippet="  - chek",
    ),
    Diagnostic(
        rule="unknown-tool",
        severity=Severity.ERROR,
        message="no file declares the tool `mail`",
        primary=Span("prompts/refund.prompt.md", 6, 5, 6, 9),
        resource="prompt:support/refund@2",
        keys=("tools",),
        help=_DECLARE,
        snippet="  - mail",
    ),
    Diagnostic(
        rule="unquoted-template",
        severity=Severity.ERROR,
        message="a template stands unquoted",
        primary=Span("tools/mail.tool.yaml", 12, 9, 12, 17),
        fix=Fix(
            "quote the value",
            (
                Edit(Span("tools/mail.tool.yaml", 12, 9, 12, 9), '"'),
                Edit(Span("tools/mail.tool.yaml", 12, 17, 12, 17), '"'),
            ),
        ),
        snippet="\tvalue: {{ to }}",
    ),
    Diagnostic(
        rule="undeclared-variable",
        severity=Severity.WARNING,
        message="`{{ 名前 }}` is used but not declared",
        primary=Span("プロンプト/返金.md", 12, 9, 12, 17),
        help="declare `名前` under `inputs`",
        snippet="お客様の名前は {{ 名前 }} です。",
    ),
)

_RULES = (
    RuleInfo(
        "unknown-tool",
        "A prompt lists a tool that no file declares",
        "A prompt lists a tool that no file declares.\n\n## Why is this bad?\n\n"
        "The model is offered a tool\nthat nobody can run.\n\n## Example\n```yaml\ntools: [x]\n```\n",
        Severity.ERROR,
    ),
    RuleInfo("unquoted-template", "A template stands unquoted", "A template stands unquoted.\n", Severity.ERROR),
    RuleInfo("missing-owner", "Nobody owns a file", "", Severity.INFO),
    RuleInfo("dead-reference", "A prompt names what does not exist", "", Severity.WARNING),
)


def make_report(*diagnostics: Diagnostic, root: str = ".") -> Report:
    summary = Summary.of(diagnostics, files_read=1_200, resources=45)
    return Report(diagnostics, summary, "0.1.0", root, {rule.id: rule for rule in _RULES})


@pytest.fixture(name="make_report", scope="session")
def make_report_fixture() -> Callable[..., Report]:
    return make_report


@pytest.fixture(scope="session")
def report() -> Report:
    """Return a report of nine findings in a project that is a folder of its repository."""
    summary = Summary.of(DIAGNOSTICS, files_read=1_200, resources=45, suppressed=2, baselined=12, stale_baseline=1)
    summary = summary._replace(waived=3)
    return Report(DIAGNOSTICS, summary, "0.1.0", "ai", {rule.id: rule for rule in _RULES})


PARSER = ConsumerInfo("consumer:support/refund-parser", "support")
JUDGE = ConsumerInfo("eval:support/refund", "quality")
SCRIPT = ConsumerInfo("src/parse_refund.py", None)
_REPLY = "prompt:support/refund-reply@2"

CHANGES = (
    ChangedResource(
        reference=_REPLY,
        kind="prompt",
        status="changed",
        before=_REPLY,
        path="prompts/refund-reply.prompt.md",
        owner="support",
        old_version="2.1.0",
        new_version="2.1.1",
        bump="major",
        consumers=(PARSER, JUDGE, SCRIPT),
    ),
    ChangedResource(
        "tool:refund/issue",
        "tool",
        "renamed",
        "tool:issue_refund",
        "tools/issue.tool.yaml",
        "payments",
        "1.4.0",
        "2.0.0",
        "major",
        (ConsumerInfo("agent:desk", "platform"),),
    ),
    ChangedResource("fragment:tone", "fragment", "added", None, "fragments/tone.md", None, None, None, "none"),
)

BREAKS_PARSER = Diagnostic(
    rule="broken-expectation",
    severity=Severity.ERROR,
    message="`support/refund-reply` no longer says `strictly valid`, which `src/parse_refund.py` searches for",
    primary=Span("src/parse_refund.py", 41, 9, 41, 25),
    resource=_REPLY,
    keys=("src/parse_refund.py: phrase", "0123456789ab"),
    help="keep the words, or change the code together with them",
    related=(Related(Span("prompts/refund-reply.prompt.md", 12, 1, 12, 40), "it stood here"),),
    notes=("respond using [-strictly valid-] {+clean+} JSON", "the release `v2.1.0` has it"),
    snippet='    if "strictly valid" in prompt:',
)
RENAMES_TOOL = Diagnostic(
    rule="renamed-tool",
    severity=Severity.ERROR,
    message="the tool `issue_refund` is now called `refund/issue`",
    primary=Span("agents/desk.agent.yaml", 7, 5, 7, 17),
    resource="tool:refund/issue",
    keys=("issue_refund", "ba9876543210"),
    help="name it `refund/issue`",
    snippet="  - issue_refund",
)
UNBUMPED = Diagnostic(
    rule="understated-version",
    severity=Severity.ERROR,
    message="2.1.1 announces less than `broken-expectation` asks for",
    primary=Span("prompts/refund-reply.prompt.md", 3, 10, 3, 15),
    resource=_REPLY,
    keys=("version", "111111111111"),
    help="call it 3.0.0",
    snippet="version: 2.1.1",
)
REMOVED_TEXT = Diagnostic(
    rule="removed-text",
    severity=Severity.WARNING,
    message="a sentence of `support/refund-reply` is gone",
    primary=Span("prompts/refund-reply.prompt.md", 14, 1, 14, 1),
    resource=_REPLY,
    keys=("body", "222222222222"),
    notes=("removed: Never promise a date.",),
)
REWORDED = Diagnostic(
    rule="changed-directive",
    severity=Severity.INFO,
    message="`support/refund-reply` asks for something else",
    primary=Span("prompts/refund-reply.prompt.md", 15, 1, 15, 20),
    resource=_REPLY,
    keys=("body", "333333333333"),
    notes=("You [-should-] {+must+} answer in English",),
    snippet="You must answer in English.",
)
_WAIVED = REMOVED_TEXT._replace(keys=("body", "444444444444"), message="a heading of `support/refund-reply` is gone")
WAIVER = WaiverInfo(
    "waivers/heading.yaml", "The desk has @agreed.", date(2026, 12, 15), in_this_change=True, approver="support"
)
_DETAILS = {
    BREAKS_PARSER: ChangeDetails("text", "major", (PARSER, JUDGE, SCRIPT)),
    RENAMES_TOOL: ChangeDetails("tool-caller", "major", (ConsumerInfo("agent:desk", "platform"),)),
    UNBUMPED: ChangeDetails("life", "none", (PARSER, JUDGE, SCRIPT)),
    REMOVED_TEXT: ChangeDetails("text", "minor", (PARSER,)),
    REWORDED: ChangeDetails("text", "patch", (PARSER,)),
    _WAIVED: ChangeDetails("text", "minor", (PARSER,)),
}
UNREAD = tuple(f"prompts/{name}.prompt.md" for name in "abcd")
MERGE_BASE = Baseline("origin/main", "1a2b3c4d" * 5, "merge base", 3, "5e6f7a8b" * 5)


def make_change_report(
    *diagnostics: Diagnostic,
    changes: tuple[ChangedResource, ...] = CHANGES,
    details: Mapping[Diagnostic, ChangeDetails] = _DETAILS,
    baseline: Baseline = MERGE_BASE,
    approvers: tuple[Approver, ...] = (),
    waived: tuple[Diagnostic, ...] = (),
) -> ChangeReport:
    found = tuple(sorted(diagnostics, key=lambda each: each.order))
    summary = Summary.of(found, files_read=12, resources=9)._replace(waived=len(waived))
    rules = {rule.id: rule for rule in _RULES}
    return ChangeReport(
        found,
        summary,
        "0.1.0",
        "ai",
        rules,
        baseline,
        changes,
        details,
        approvers,
        tuple(WaivedInfo(each, WAIVER) for each in waived),
    )


@pytest.fixture(name="make_change_report", scope="session")
def make_change_report_fixture() -> Callable[..., ChangeReport]:
    return make_change_report


@pytest.fixture(scope="session")
def change_report() -> ChangeReport:
    """Return a comparison in which a prompt lost words and a tool its name; one finding is about the head alone."""
    report = make_change_report(
        *(BREAKS_PARSER, RENAMES_TOOL, UNBUMPED, REMOVED_TEXT, REWORDED, DIAGNOSTICS[6]),
        approvers=(
            Approver("payments", ("tool:refund/issue",)),
            Approver("platform", ("agent:desk",)),
            Approver("quality", (JUDGE.name,)),
            Approver("support", (PARSER.name, _REPLY)),
        ),
        waived=(_WAIVED,),
    )
    return replace(report, not_compared=UNREAD, not_shown=2, new_comments=1)


@pytest.fixture(scope="session")
def clean() -> Report:
    """Return a report without any finding."""
    return make_report()


@pytest.fixture(scope="session")
def check_expected() -> Callable[[str, str], None]:
    """Return a check of a text against a file in `expected`; with UPDATE_EXPECTED set, it writes the file first."""

    def check(name: str, text: str) -> None:
        path = _EXPECTED / name
        if os.environ.get("UPDATE_EXPECTED"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_bytes().decode()

    return check
