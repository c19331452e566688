from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.errors import UsageError
from promptops.publishing.provenance import Commit
from promptops.publishing.reviews import Reviewer, all_of, in_file, in_trailers


def review(login: str, state: str) -> dict[str, Any]:
    return {"user": {"login": login}, "state": state}


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ([review("ada", "APPROVED"), review("bob", "COMMENTED")], ["ada"]),
        ([review("ada", "APPROVED"), review("ada", "COMMENTED")], ["ada"]),
        ([review("ada", "APPROVED"), review("ada", "CHANGES_REQUESTED")], []),
        ([review("ada", "CHANGES_REQUESTED"), review("ada", "APPROVED")], ["ada"]),
        ([review("ada", "APPROVED"), review("ada", "DISMISSED")], []),
        ([], []),
        ({"reviews": [{"author": {"login": "ada"}, "state": "APPROVED"}], "author": {"login": "bob"}}, ["ada"]),
        ({"reviews": [{"author": {"login": "bob"}, "state": "APPROVED"}], "author": {"login": "bob"}}, []),
        ({"review": review("ada", "approved"), "pull_request": {"user": {"login": "bob"}}}, ["ada"]),
        ({"review": review("bob", "approved"), "pull_request": {"user": {"login": "bob"}}}, []),
        ({"review": review("ada", "approved")}, ["ada"]),
        ({"approved_by": [{"user": {"username": "ada"}}, 7]}, ["ada"]),
        ([{"user": None, "state": "APPROVED"}, {"user": {"login": 7}, "state": "APPROVED"}], []),
        ([{"user": {"login": "ada"}, "state": 7}], []),
    ],
)
def test_those_who_approve_in_the_end_are_reviewers(value: Any, names: list[str]) -> None:
    assert in_file(json.dumps(value).encode()) == [Reviewer(name, "forge") for name in names]


@pytest.mark.parametrize("data", [b"", b"{", b"7", b"null", b"{}", b"[7]", b"\xff", b"[" * 100_000])
def test_what_holds_no_reviews_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError, match="reviews"):
        in_file(data)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["user", "author", "login", "state", "review", "reviews", "approved_by"]), inner
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_json_is_read_or_refused(value: Any) -> None:
    try:
        found = in_file(json.dumps(value).encode())
    except UsageError:
        return
    assert all(each.by == "forge" for each in found)


def test_authors_do_not_review_their_own_work() -> None:
    commits = [
        Commit("Ada <ada@example.com>", ("Bob <bob@example.com>", "Ada L. <ADA@example.com>")),
        Commit("Cyd <cyd@example.com>", ("Ada <ada@example.com>",)),
    ]
    assert list(in_trailers(commits)) == [Reviewer("Bob <bob@example.com>", "trailer")]


def test_everyone_counts_once() -> None:
    bob, same = Reviewer("Bob <bob@example.com>", "trailer"), Reviewer("bob@example.com", "option")
    assert all_of([bob], [same, Reviewer("ada", "forge")]) == [bob, Reviewer("ada", "forge")]


@pytest.mark.parametrize("name", ["\\ud800", "\\u001b[2J", "a\\nb", "\\u202e"])
def test_a_name_that_cannot_be_shown_is_nobodys(name: str) -> None:
    assert in_file(f'[{{"user": {{"login": "{name}"}}, "state": "APPROVED"}}]'.encode()) == []
