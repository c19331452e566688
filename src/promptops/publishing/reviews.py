"""Who reviewed a release: trailers of its commits, what the forge says of its pull request, names that were given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from promptops.errors import UsageError
from promptops.publishing.provenance import Commit

MAX_REVIEWS: Final = 16 * 1024 * 1024
"""The most bytes of a file of reviews that are read."""
_VERDICTS: Final = frozenset({"APPROVED", "CHANGES_REQUESTED", "DISMISSED"})
"""States of a review that take the place of an earlier one by the same person; a comment does not."""
_ADVICE = "give what `gh api` prints of a pull request's reviews, `gh pr view --json reviews,author`, or a review event"


class Reviewer(NamedTuple):
    """Somebody who looked at what is released. `by` says how that is known: trailer, forge or option."""

    name: str
    by: str


def in_trailers(commits: Iterable[Commit]) -> Iterator[Reviewer]:
    """Yield those whom `Reviewed-by:` trailers name, without the authors of these commits."""
    known = tuple(commits)
    authors = {_key(commit.author) for commit in known}
    for commit in known:
        yield from (Reviewer(name, "trailer") for name in commit.reviewers if _key(name) not in authors)


def in_file(data: bytes) -> list[Reviewer]:
    """Return those who approve, in what a forge says of a pull request; its author is none of them.

    Raises:
        UsageError: the data is nothing of the kind.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError("the file of reviews is no JSON", help=_ADVICE) from error
    reviews, author = _reviews(value)
    last: dict[str, str] = {}
    for review in reviews:
        name, state = _login(review), str(review.get("state", "")).upper()
        if name and state in _VERDICTS:
            last[name] = state
    return [Reviewer(name, "forge") for name, state in last.items() if state == "APPROVED" and name != author]


def all_of(*groups: Iterable[Reviewer]) -> list[Reviewer]:
    """Return every reviewer once, sorted."""
    found: dict[str, Reviewer] = {}
    for group in groups:
        for reviewer in group:
            found.setdefault(_key(reviewer.name), reviewer)
    return sorted(found.values())


def _reviews(value: Any) -> tuple[Sequence[Mapping[str, Any]], str | None]:
    """Return the reviews, and the author of what was reviewed where that is told."""
    author = None
    if isinstance(value, dict) and isinstance(value.get("approved_by"), list):
        value = [{**each, "state": "APPROVED"} for each in value["approved_by"] if isinstance(each, dict)]
    elif isinstance(value, dict) and isinstance(value.get("review"), dict):
        request = value.get("pull_request")
        author = _login(request) if isinstance(request, dict) else None
        value = [value["review"]]
    elif isinstance(value, dict) and isinstance(value.get("reviews"), list):
        author = _login({"user": value.get("author")})
        value = value["reviews"]
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise UsageError("the file of reviews holds none", help=_ADVICE)
    return value, author


def _login(value: Mapping[str, Any]) -> str | None:
    person = value.get("user") or value.get("author")
    name = (person.get("login") or person.get("username")) if isinstance(person, dict) else None
    return name if isinstance(name, str) and name.isprintable() else None


def _key(person: str) -> str:
    """Return what tells people apart: the address where there is one."""
    return person.rpartition("<")[2].rstrip(">").strip().casefold()
