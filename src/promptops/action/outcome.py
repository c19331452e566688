"""What the command line found, as the reports that it wrote say."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from promptops.action.inputs import Inputs
from promptops.errors import PromptopsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from promptops.action.running import Run

_NOT_OF_NAMES: Final = re.compile(r"[^A-Za-z0-9@/._+-]")
"""What outputs do without: workflows write them into scripts, though they should not."""
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
            "required-approvers": "\n".join(_plain(approver["owner"]) for approver in report.get("approvers", ())),
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


def _plain(name: str) -> str:
    """Return the name of a team, which files say, without what a script could take for a command or for two names."""
    return _NOT_OF_NAMES.sub("_", name)


def _bundles(report: Mapping[str, Any], inputs: Inputs) -> str:
    written = report.get("output")
    if not written:
        return ""
    if _NOT_OF_NAMES.search(written):
        message = "the name of the output folder has characters that a script could take for a command"
        raise PromptopsError(message, help="set `output` to letters, digits, `.`, `_`, `-` and `/`")
    return f"{Path(inputs.root) / written}"
