"""Who is to own what is begun: as asked, as inherited, as CODEOWNERS says, or the one team that it can only be."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from promptops.config.settings import Settings
from promptops.errors import UsageError
from promptops.resources.project import Project
from promptops.resources.texts import MAX_NAME, NAME
from promptops.sources.codeowners import CodeOwners
from promptops.spelling import closest


@dataclass(frozen=True, slots=True)
class Site:
    """The project in which something is begun; `today` is the day from which dates are counted."""

    root: Path
    project: Project
    settings: Settings
    codeowners: CodeOwners | None
    today: date

    @property
    def teams(self) -> tuple[str, ...]:
        """Return the names of the teams that the project declares."""
        return self.project.names.get("team", ())


class Owner(NamedTuple):
    """The name of a team, and whether a file has it from its path without naming it."""

    team: str
    is_inherited: bool


def is_name(text: str) -> bool:
    """Say whether a text can be the name of a resource."""
    return len(text) <= MAX_NAME and re.fullmatch(NAME, text) is not None


def owner_at(site: Site, path: str, asked: str | None) -> Owner:
    """Return the owner of a file that is to be written at a path.

    Raises:
        UsageError: nobody can be told to own it, or the team that was asked for is misspelt.
    """
    inherited = site.project.inherited(path).get("owner") or site.settings.owner_of(path)
    if asked is not None:
        return Owner(_known(site, asked), asked == inherited)
    approving = _approving_teams(site, path)
    if isinstance(inherited, str) and (not approving or inherited in approving):
        return Owner(inherited, is_inherited=True)
    if approving:
        return Owner(approving[0], is_inherited=False)
    if len(site.teams) == 1:
        return Owner(site.teams[0], is_inherited=False)
    advice = f"add `--owner TEAM`; the teams are {', '.join(site.teams)}" if site.teams else "add `--owner TEAM`"
    raise UsageError(f"nobody would own `{path}`", help=advice)


def _approving_teams(site: Site, path: str) -> tuple[str, ...]:
    """Return the teams whose handles stand on the line of CODEOWNERS that decides for a path."""
    line = None if site.codeowners is None else site.codeowners.line_of(path)
    handles = frozenset() if line is None else frozenset(map(str.casefold, line.owners))
    declared = {team.name: json.loads(team.data).get("codeowners", ()) for team in site.project.of_kind("team")}
    return tuple(name for name in site.teams if not handles.isdisjoint(map(str.casefold, declared.get(name, ()))))


def _known(site: Site, team: str) -> str:
    """Return a team that was asked for. One that the project lacks may be new, if it does not look like another."""
    if not is_name(team):
        raise UsageError(f"`{team}` is no name of a team", help="a name is letters, digits, `.`, `_` and `-`")
    meant = None if team in site.teams else closest(team, site.teams)
    if meant is not None:
        advice = f"did you mean `{meant}`? `promptops new team {team}` makes it a team of its own"
        raise UsageError(f"there is no team `{team}`", help=advice)
    return team


def missing_teams(site: Site, owner: str, *, is_named: bool) -> tuple[str, ...]:
    """Return the teams that must be declared for `owner` to own something; `is_named`: and to be referred to by it.

    A project without any team keeps its teams elsewhere, so that nothing is missing until something refers to one. The
    first team that is declared makes all others that the project names missing, too.
    """
    if site.teams:
        return () if owner in site.teams else (owner,)
    if not is_named:
        return ()
    owners = {site.project.owner(entry) for entry in site.project.entries}
    owners.update(site.settings.config.owners.values())
    return (owner, *sorted(team for team in owners - {owner} if team is not None and is_name(team)))
