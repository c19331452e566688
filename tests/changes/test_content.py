from __future__ import annotations

from typing import Any

import pytest

from promptops.changes.content import content_at, differing_keys
from promptops.changes.snapshot import Snapshot
from promptops.changes.wording.canonical import folded
from promptops.resources.entries import Entry


def snapshot(kind: str = "prompt", **data: Any) -> Snapshot:
    entry = Entry("a.yaml", 0, kind, "a", "1.0.0", "native", {}, None, (), None, (), (), "{}", "")
    return Snapshot(entry, data, (), None)


@pytest.mark.parametrize(
    ("kind", "before", "after", "keys"),
    [
        ("prompt", {"body": "Hello."}, {"body": "Hello.  \r\n\n"}, ()),
        ("prompt", {"body": "Hello."}, {"body": "Hello!"}, ("body",)),
        ("prompt", {"messages": [{"content": "a\n"}]}, {"messages": [{"content": "a"}]}, ()),
        ("prompt", {"messages": [{"content": "a"}]}, {"messages": [{"content": "b"}]}, ("messages",)),
        ("prompt", {"inputs": {"x": 1}, "tools": ["a"]}, {"inputs": {"x": 2}}, ("inputs", "tools")),
        ("prompt", {"description": "a"}, {"description": "b"}, ()),
        ("tool", {"description": "a"}, {"description": "b"}, ("description",)),
        (
            "prompt",
            {"owner": "a", "version": "1.0.0", "review_by": "x"},
            {"version": "2.0.0", "labels": {"a": "b"}},
            (),
        ),
        ("model", {"price": {"input": 1}, "retires_on": "2027-01-01"}, {"id": None}, ()),
        ("rollout", {"stage": 1, "started": "2026-11-01"}, {"stage": 2}, ()),
        ("feature", {"stage": "beta"}, {"stage": "ga"}, ("stage",)),
        ("provider", {"credentials": {"rotated_on": "2026-09-01"}}, {"credentials": {}}, ()),
        ("model", {"id": "chat-1"}, {"id": "chat-2"}, ("id",)),
    ],
)
def test_users_get_other_content_where_a_key_differs(
    kind: str, before: dict[str, Any], after: dict[str, Any], keys: tuple[str, ...]
) -> None:
    old, new = snapshot(kind, **before), snapshot(kind, **after)
    assert differing_keys(old, new) == differing_keys(new, old) == keys
    assert (content_at(old, keys) == content_at(new, keys)) == (keys == ())


def test_a_form_may_leave_out_more() -> None:
    before, after = snapshot(body="One.\nTwo."), snapshot(body="One. Two.")
    assert differing_keys(before, after) == ("body",)
    assert differing_keys(before, after, folded) == ()
