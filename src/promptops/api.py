"""The stable names; all else may change from one version to the next.

```python
from datetime import date
from promptops.api import lint

report = lint("prompts", today=date(2026, 11, 1))
for finding in report.diagnostics:
    print(finding.primary.path, finding.primary.line, finding.message)
```
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from promptops.compiler import Compiler, Request, Verdict
from promptops.compiler.reporting import report_on
from promptops.compiler.roots import Place, find_place
from promptops.compiler.selection import Selection
from promptops.diagnostics import Diagnostic, Severity, Span
from promptops.errors import ConfigError, PromptopsError, TreeError, UsageError
from promptops.reports import render
from promptops.reports.report import Report

__all__ = [
    "Compiler",
    "ConfigError",
    "Diagnostic",
    "Place",
    "PromptopsError",
    "Report",
    "Request",
    "Selection",
    "Severity",
    "Span",
    "TreeError",
    "UsageError",
    "Verdict",
    "find_place",
    "lint",
    "render",
    "report_on",
]


def lint(path: str | os.PathLike[str] = ".", *, today: date, ref: str | None = None) -> Report:
    """Check the project at or above a path, and report the findings below that path.

    `today` is the date to judge by; `ref` names a git commit to read instead of the work tree. Nothing is written, and
    no cache is used.

    Raises:
        PromptopsError: the project cannot be read, or its configuration cannot be used.
    """
    place = find_place(Path(path), ref)
    compiler = Compiler(Request(place.root, today, ref))
    return report_on(compiler.verdict, Selection(scope=place.scope), root=os.path.relpath(place.root))
