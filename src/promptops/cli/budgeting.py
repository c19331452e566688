"""The budgets that `budget` is asked for, and the baseline that it compares them with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from promptops.cli.comparing import Diff
from promptops.cli.project import ProjectOptions
from promptops.compiler.budgeting import Budgeting, changes_between
from promptops.compiler.selection import Selection
from promptops.errors import UsageError
from promptops.reports.budgets import Against, BudgetReport
from promptops.resources.project import Project
from promptops.spelling import closest


def report(given: Mapping[str, Any]) -> BudgetReport:
    """Return the budgets of a project, and what differs from a baseline if one is named.

    Raises:
        UsageError: there is nothing at the path, or no such environment.
        TreeError: there is no such baseline.
    """
    options = ProjectOptions.of(dict(given))
    place = options.place()
    compiler = options.compiler(place.root)
    compiled, environment = compiler.compiled.compiled, given["environment"]
    _require(compiled.project, environment)
    shown = Budgeting(compiled, environment).report(Path(os.path.relpath(place.root)).as_posix())
    if given["against"] is None:
        return shown
    diff = Diff(compiler, place, Selection(), given["against"], fetch=given["fetch"], trust="head")
    before = Budgeting(diff.comparing.before, environment).report()
    return shown._replace(against=Against(given["against"], changes_between(before, shown)))


def _require(project: Project, environment: str | None) -> None:
    names = project.names.get("environment", ())
    if environment is not None and environment not in names:
        meant = closest(environment, names)
        raise UsageError(f"there is no environment `{environment}`", help=f"did you mean `{meant}`?" if meant else None)
