"""Who reviewed a release: trailers of its commits, what the forge says of its pull request, names that were given."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import compress
from typing import Any, Final, NamedTuple

from promptops.errors import UsageError
from promptops.publishing.provenance import Commit

MAX_REVIEWS: Final = 16 * 1024 * 1024
"""The most bytes of a file of reviews that are read."""
_VERDICTS: Final = frozenset({"APPROVED", "CHANGES_REQUESTED", "DISMISSED"})
"""States of a review that take the place of an earlier one by the same person; a comment does not."""
_ADVICE = (
    "give what `gh pr view --json reviews,author,headRefOid,mergeCommit` prints, the reviews as `gh api` prints them,"
    " or a review event"
)


class Reviewer(NamedTuple):
    """Somebody who looked at what is released. `by` says how that is known: trailer, forge or option."""

    name: str
    by: str


class Approval(NamedTuple):
    """Somebody's last word on a pull request, which is yes.

    `commit` is the one that was looked at, empty where that is not told, and None with forges that know of none.
    """

    name: str
    commit: str | None


class Approvals(NamedTuple):
    """What a forge says of a pull request: who approves, its last commit, and the one that it became, where told."""

    given: tuple[Approval, ...]
    head: str | None = None
    merged: str | None = None

    def of(self, commits: Collection[str]) -> tuple[list[Reviewer], list[Approval]]:
        """Return those who have looked at one of the commits that are released, and the approvals of anything else.

        The last commit of a pull request is released as well where what it became is: with its commits squashed.
        """
        squashed = self.head if self.merged in commits else None
        counts = [each.commit is None or each.commit in commits or each.commit == squashed for each in self.given]
        others = [each for each, does_count in zip(self.given, counts, strict=True) if not does_count]
        return [Reviewer(each.name, "forge") for each in compress(self.given, counts)], others


def in_trailers(commits: Iterable[Commit]) -> Iterator[Reviewer]:
    """Yield those whom `Reviewed-by:` trailers name, without whoever wrote or made one of these commits."""
    known = tuple(commits)
    people = {author for commit in known for author in commit.authors}
    authors = {_key(part) for author in people for part in (author, author.partition("<")[0])}
    for commit in known:
        yield from (Reviewer(name, "trailer") for name in commit.reviewers if _key(name) not in authors)


def in_file(data: bytes) -> Approvals:
    """Return the approvals in what a forge says of a pull request; those of its author are none.

    Raises:
        UsageError: the data is nothing of the kind.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError("the file of reviews is no JSON", help=_ADVICE) from error
    request, reviews = _request(value)
    author = _login(request)
    if isinstance(request.get("approved_by"), list):
        people = (_login(each) for each in request["approved_by"] if isinstance(each, dict))
        return Approvals(tuple(Approval(name, None) for name in people if name and name != author))
    if not isinstance(reviews, list) or not all(isinstance(each, dict) for each in reviews):
        raise UsageError("the file of reviews holds none", help=_ADVICE)
    last: dict[str, Mapping[str, Any]] = {}
    for review in reviews:
        name = _login(review)
        if name and name != author and _state(review) in _VERDICTS:
            last[name] = review
    given = (Approval(name, _commit(review)) for name, review in last.items() if _state(review) == "APPROVED")
    head = request.get("headRefOid") or _part(request, "head", "sha")
    merged = request.get("merge_commit_sha") or _part(request, "mergeCommit", "oid")
    return Approvals(tuple(given), _named(head), _named(merged))


def all_of(*groups: Iterable[Reviewer]) -> list[Reviewer]:
    """Return every reviewer once, sorted."""
    found: dict[str, Reviewer] = {}
    for group in groups:
        for reviewer in group:
            found.setdefault(_key(reviewer.name), reviewer)
    return sorted(found.values())


def _request(value: Any) -> tuple[Mapping[str, Any], Any]:
    """Return what is told of the pull request, and the reviews."""
    if not isinstance(value, dict):
        return {}, value
    if isinstance(value.get("review"), dict):
        request = value.get("pull_request")
        return request if isinstance(request, dict) else {}, [value["review"]]
    return value, value.get("reviews")


def _state(review: Mapping[str, Any]) -> str:
    return str(review.get("state", "")).upper()


def _commit(review: Mapping[str, Any]) -> str:
    return _named(review.get("commit_id") or _part(review, "commit", "oid")) or ""


def _part(value: Mapping[str, Any], key: str, inner: str) -> Any:
    found = value.get(key)
    return found.get(inner) if isinstance(found, dict) else None


def _named(commit: Any) -> str | None:
    return commit if isinstance(commit, str) and commit.isalnum() else None


def _login(value: Mapping[str, Any]) -> str | None:
    person = value.get("user") or value.get("author")
    name = (person.get("login") or person.get("username")) if isinstance(person, dict) else None
    return name if isinstance(name, str) and name.isprintable() else None


def _key(person: str) -> str:
    """Return what tells people apart: the address where there is one."""
    return person.rpartition("<")[2].rstrip(">").strip().casefold()
