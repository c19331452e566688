from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.errors import UsageError
from promptops.publishing.provenance import Commit
from promptops.publishing.reviews import Reviewer, all_of, in_file, in_trailers

HEAD, OLD, MERGED = "c0ffee" * 6 + "c0ff", "0" * 40, "f" * 40


def review(login: str, state: str, commit: object = HEAD) -> dict[str, Any]:
    return {"user": {"login": login}, "state": state, "commit_id": commit}


def viewed(login: str, commit: object = HEAD) -> dict[str, Any]:
    return {"author": {"login": login}, "state": "APPROVED", "commit": {"oid": commit}}


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ([review("ada", "APPROVED"), review("bob", "COMMENTED")], ["ada"]),
        ([review("ada", "APPROVED"), review("ada", "COMMENTED")], ["ada"]),
        ([review("ada", "APPROVED"), review("ada", "CHANGES_REQUESTED")], []),
        ([review("ada", "CHANGES_REQUESTED"), review("ada", "APPROVED")], ["ada"]),
        ([review("ada", "APPROVED"), review("ada", "DISMISSED")], []),
        ([review("ada", "APPROVED"), review("ada", "CHANGES_REQUESTED", OLD)], []),
        ([], []),
        ({"reviews": [viewed("ada")], "author": {"login": "bob"}}, ["ada"]),
        ({"reviews": [viewed("bob")], "author": {"login": "bob"}}, []),
        ({"review": review("ada", "approved"), "pull_request": {"user": {"login": "bob"}}}, ["ada"]),
        ({"review": review("bob", "approved"), "pull_request": {"user": {"login": "bob"}}}, []),
        ({"review": review("ada", "approved")}, ["ada"]),
        ({"approved_by": [{"user": {"username": "ada"}}, 7]}, ["ada"]),
        ({"approved_by": [{"user": {"username": "bob"}}], "author": {"username": "bob"}}, []),
        ([{"user": None, "state": "APPROVED"}, {"user": {"login": 7}, "state": "APPROVED"}], []),
        ([{"user": {"login": "ada"}, "state": 7}], []),
    ],
)
def test_those_who_approve_in_the_end_are_reviewers(value: Any, names: list[str]) -> None:
    assert in_file(json.dumps(value).encode()).of({HEAD})[0] == [Reviewer(name, "forge") for name in names]


@pytest.mark.parametrize(
    ("value", "commits", "counts"),
    [
        ([review("ada", "APPROVED", OLD)], {HEAD}, False),
        ([review("ada", "APPROVED", OLD)], {HEAD, OLD}, True),
        ([review("ada", "APPROVED", None)], {HEAD}, False),
        ([review("ada", "APPROVED", 7)], {HEAD}, False),
        ([{"user": {"login": "ada"}, "state": "APPROVED"}], {HEAD}, False),
        ([review("ada", "APPROVED")], set(), False),
        ([review("ada", "APPROVED"), review("ada", "APPROVED", OLD)], {HEAD}, False),
        ({"reviews": [viewed("ada", OLD)]}, {HEAD}, False),
        ({"reviews": [viewed("ada")], "headRefOid": HEAD, "mergeCommit": {"oid": MERGED}}, {MERGED}, True),
        ({"reviews": [viewed("ada", OLD)], "headRefOid": HEAD, "mergeCommit": {"oid": MERGED}}, {MERGED}, False),
        ({"reviews": [viewed("ada")], "headRefOid": HEAD, "mergeCommit": None}, {MERGED}, False),
        ({"reviews": [viewed("ada", None)], "headRefOid": None, "mergeCommit": {"oid": MERGED}}, {MERGED}, False),
        (
            {
                "review": review("ada", "approved"),
                "pull_request": {"head": {"sha": HEAD}, "merge_commit_sha": MERGED},
            },
            {MERGED},
            True,
        ),
        ({"approved_by": [{"user": {"username": "ada"}}]}, {HEAD}, True),
    ],
)
def test_an_approval_is_of_the_commit_that_it_was_given_for(value: Any, commits: set[str], counts: bool) -> None:  # noqa: FBT001 - pytest passes it by name
    reviewers, others = in_file(json.dumps(value).encode()).of(commits)
    assert [each.name for each in reviewers] == (["ada"] if counts else [])
    assert [each.name for each in others] == ([] if counts else ["ada"])


@pytest.mark.parametrize("data", [b"", b"{", b"7", b"null", b"{}", b"[7]", b"\xff", b"[" * 100_000])
def test_what_holds_no_reviews_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError, match="reviews"):
        in_file(data)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["user", "author", "login", "state", "review", "reviews", "approved_by", "commit", "mergeCommit"]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_json_is_read_or_refused(value: Any) -> None:
    try:
        found, _ = in_file(json.dumps(value).encode()).of({HEAD})
    except UsageError:
        return
    assert all(each.by == "forge" for each in found)


ADA, BOB, CYD = "Ada <ada@example.com>", "Bob <bob@example.com>", "Cyd <cyd@example.com>"


@pytest.mark.parametrize("own", [ADA, "Ada L. <ADA@example.com>", "<ada@example.com>", "ada", "Ada"])
@pytest.mark.parametrize("people", [(ADA, CYD), (CYD, ADA), (CYD, CYD, ADA)])
def test_nobody_reviews_what_he_wrote_or_made(own: str, people: tuple[str, ...]) -> None:
    assert list(in_trailers([Commit(people, (BOB, own))])) == [Reviewer(BOB, "trailer")]
    assert list(in_trailers([Commit(people, ()), Commit((CYD, CYD), (own, BOB))])) == [Reviewer(BOB, "trailer")]


def test_everyone_counts_once() -> None:
    bob, same = Reviewer("Bob <bob@example.com>", "trailer"), Reviewer("bob@example.com", "option")
    assert all_of([bob], [same, Reviewer("ada", "forge")]) == [bob, Reviewer("ada", "forge")]


@pytest.mark.parametrize("name", ["\\ud800", "\\u001b[2J", "a\\nb", "\\u202e"])
def test_a_name_that_cannot_be_shown_is_nobodys(name: str) -> None:
    assert in_file(f'[{{"user": {{"login": "{name}"}}, "state": "APPROVED"}}]'.encode()).given == ()
