from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from promptops.diagnostics import Diagnostic, Edit, Fix, Related, Severity, Span
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
    summary = replace(summary, waived=3)
    return Report(DIAGNOSTICS, summary, "0.1.0", "ai", {rule.id: rule for rule in _RULES})


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
