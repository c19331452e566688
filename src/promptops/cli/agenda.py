"""The dates that `calendar` is asked for."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from promptops.cli.project import ProjectOptions
from promptops.compiler.scheduling import agenda_of
from promptops.errors import UsageError
from promptops.reports.calendar.agenda import Agenda
from promptops.resources.project import Project
from promptops.spelling import closest


def agenda(given: Mapping[str, Any], until: date, owners: Collection[str]) -> Agenda:
    """Return the dates of a project, at or below the path that was asked for, up to a day and of some owners alone.

    Raises:
        UsageError: there is nothing at the path, or no such owner.
    """
    options = ProjectOptions.of(dict(given))
    place = options.place()
    compiler = options.compiler(place.root)
    compiled = compiler.compiled.compiled
    root = Path(os.path.relpath(place.root)).as_posix()
    known = agenda_of(compiled, compiler.request.today, root)
    if owners:
        _require(compiled.project, owners)
    kept = [
        each
        for each in known.appointments
        if each.day <= until and place.has(each.span.path) and (not owners or each.owner in owners)
    ]
    return known._replace(appointments=tuple(kept))


def _require(project: Project, owners: Collection[str]) -> None:
    """Refuse the name of a team that there is not and that owns nothing."""
    teams = {*project.names.get("team", ()), *filter(None, map(project.owner, project.entries))}
    for owner in owners:
        if owner not in teams:
            meant = closest(owner, sorted(teams))
            raise UsageError(f"there is no team `{owner}`", help=f"did you mean `{meant}`?" if meant else None)
