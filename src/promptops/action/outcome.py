"""What the command line found, as the reports that it wrote say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from promptops.action.inputs import Inputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from promptops.action.running import Run

_PEOPLE: Final = "life"
"""The direction of findings about dates and owners, which break no consumer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The reports, and the outputs of the Action by their names.

    `says_something` where a pull request should hear of it: of errors, of warnings about the change, of waivers. Old
    warnings and what is merely there to know stand in the summary.
    """

    text: str
    markdown: str
    outputs: Mapping[str, str]
    says_something: bool

    @property
    def comment(self) -> str | None:
        """Return what a pull request should hear of it, None where that is nothing."""
        return self.markdown if self.says_something else None

    @classmethod
    def read(cls, run: Run, inputs: Inputs) -> Self:
        """Read what a run has written."""
        report: dict[str, Any] = json.loads(run.file("report.json").read_bytes())
        summary = report["summary"]
        outputs = {
            "verdict": "failed" if run.status else "passed",
            "breaking": f"{sum(map(_breaks, report['diagnostics']))}",
            "errors": f"{summary['errors']}",
            "warnings": f"{summary['warnings']}",
            "waived": f"{summary['waived']}",
            "report": f"{run.file('report.json')}",
            "html": f"{run.file('report.html')}",
            "sarif": f"{run.file('report.sarif')}" if inputs.sarif else "",
            "bundle": _bundles(report, inputs),
            "required-approvers": "\n".join(approver["owner"] for approver in report.get("approvers", ())),
        }
        says_something = bool(report.get("waived")) or any(map(_is_worth_a_comment, report["diagnostics"]))
        text, markdown = (run.file(name).read_text(encoding="utf-8") for name in ("report.txt", "report.md"))
        return cls(text, markdown, outputs, says_something)


def _is_worth_a_comment(finding: Mapping[str, Any]) -> bool:
    is_about_change = finding.get("direction") is not None
    return finding["severity"] == "error" or (finding["severity"] == "warning" and is_about_change)


def _breaks(finding: Mapping[str, Any]) -> bool:
    is_of_people = finding.get("direction") in {None, _PEOPLE}
    return finding["severity"] == "error" and not is_of_people and bool(finding["consumers"])


def _bundles(report: Mapping[str, Any], inputs: Inputs) -> str:
    written = report.get("output")
    return f"{Path(inputs.root) / written}" if written else ""
