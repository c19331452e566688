"""Who gets a change: users of a resource, and users of what includes it, at any depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from promptops.changes.side import Side
from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project
from promptops.resources.references import parse_reference

MAX_REACHED = 1_000
"""More users than this are not looked for: whom a change reaches is known by then."""


def reached(side: Side, entry: Entry, counts: Callable[[Link], bool] = lambda _: True) -> Iterator[Entry]:
    """Yield the resources in use that a change of one reaches, each once, the nearest first, as many as are looked for.

    `counts` says whether a direct reference does; what includes a text has it, whichever version it names.
    """
    met = {entry.identity}
    todo = [entry]
    while todo:
        current = todo.pop(0)
        for user, link in side.live_users(current):
            if user.identity in met or (current is entry and not counts(link)):
                continue
            if len(met) > MAX_REACHED:
                return
            met.add(user.identity)
            yield user
            if link.field == "include":
                todo.append(user)


def by_owner(project: Project, entries: Iterable[Entry]) -> Mapping[str, list[Entry]]:
    """Return resources by the team that owns them, sorted, without those that nobody owns."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        owner = team_name(project.owner(entry))
        if owner is not None:
            found.setdefault(owner, []).append(entry)
    return dict(sorted(found.items()))


def team_name(owner: str | None) -> str | None:
    """Return the name of an owner, who may be written as `team:support`."""
    parsed = None if owner is None else parse_reference(owner)
    return owner if parsed is None else parsed[1]
