from __future__ import annotations

import json
from typing import Any

import pytest

from promptops.resources.entries import Entry, Link, Name, Place

LINK = Link("tools", ("tool", "agent"), None, "pay", 2, ("tools", 0))
INCLUDE = Link("include", ("fragment", "prompt"), "fragment", "tone", None, ("body",), 4, 20)
ENTRY = Entry(
    path="a.prompt.md",
    ordinal=1,
    kind="prompt",
    name="support/reply",
    version="2.1.0",
    dialect="native",
    governance={"owner": "support"},
    environment=None,
    links=(LINK, INCLUDE),
    inputs={"order": True},
    variables=(Name("order", ("body",), 3, 8),),
    mentions=(Name("pay", ("body",), 9, 12),),
    data='{"kind":"Prompt"}',
    digest="0" * 64,
    identifiers=("look_up",),
    opaque=True,
    dynamic=(("body",),),
)


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


def test_an_entry_survives_the_cache() -> None:
    row = plain(ENTRY.row())
    back = Entry.from_row(ENTRY.path, row)
    assert plain(back) == plain(ENTRY)
    assert back.reference == ENTRY.reference
    assert [back.at_link(link) for link in back.links] == [ENTRY.at_link(link) for link in ENTRY.links]
    assert [back.at_name(name) for name in back.variables] == [ENTRY.at_name(name) for name in ENTRY.variables]
    assert [link.wanted for link in back.links] == [["tool", "agent"], ("fragment",)]
    assert all(isinstance(link, Link) for link in back.links)


@pytest.mark.parametrize(
    ("version", "reference", "major"),
    [
        ("2.1.0", "prompt:support/reply@2", 2),
        ("0.1.0-rc.1", "prompt:support/reply@0", 0),
        (None, "prompt:support/reply", None),
    ],
)
def test_the_reference_has_the_major_version(version: str | None, reference: str, major: int | None) -> None:
    entry = ENTRY._replace(version=version)
    assert (entry.reference, entry.major) == (reference, major)


def test_places_in_an_entry() -> None:
    assert ENTRY.at("tools", 0) == Place("a.prompt.md", 1, ("tools", 0), "value")
    assert ENTRY.key("tools") == Place("a.prompt.md", 1, ("tools",), "key")
    assert ENTRY.at_name(ENTRY.variables[0]) == Place("a.prompt.md", 1, ("body",), "value", 3, 8)


@pytest.mark.parametrize(
    ("link", "part"),
    [
        (LINK, "value"),
        (INCLUDE, "value"),
        (Link("overrides", ("prompt",), "prompt", "a", 1, ("overrides", "prompt:a@1")), "key"),
        (Link("overrides.model", ("model",), None, "small", None, ("overrides", "prompt:a@1", "model")), "value"),
        (Link("model", ("model",), None, "model", None, ("model",)), "value"),
    ],
)
def test_a_link_stands_in_a_value_or_is_a_key(link: Link, part: str) -> None:
    place = ENTRY.at_link(link)
    assert (place.part, place.keys, place.start) == (part, tuple(link.keys), link.start)


@pytest.mark.parametrize(
    ("link", "text"),
    [
        (LINK, "pay@2"),
        (INCLUDE, "fragment:tone"),
        (LINK._replace(major=None), "pay"),
        (LINK._replace(major=0), "pay@0"),
    ],
)
def test_a_link_is_shown_as_it_is_written(link: Link, text: str) -> None:
    assert link.text == text


def test_the_interface_is_what_other_files_can_see() -> None:
    moved = ENTRY._replace(
        digest="1" * 64,
        links=(LINK, INCLUDE._replace(start=40, end=56)),
        variables=(Name("order", ("body",), 30, 35),),
        mentions=(Name("pay", ("body",), 90, 93),),
    )
    assert moved.interface == ENTRY.interface
    changes: list[dict[str, Any]] = [
        {"name": "other"},
        {"links": (LINK,)},
        {"variables": ()},
        {"mentions": ()},
        {"inputs": None},
        {"governance": {}},
        {"data": "{}"},
        {"opaque": False},
        {"identifiers": ()},
        {"dynamic": ()},
    ]
    for change in changes:
        assert ENTRY._replace(**change).interface != ENTRY.interface


def test_of_a_refused_resource_only_the_name_is_known() -> None:
    entry = Entry.refused("a.yaml", 0, "tool", "pay", "native")
    assert not entry.sound
    assert ENTRY.sound
    assert (entry.reference, entry.links, entry.data) == ("tool:pay", (), "")
    assert entry.native
    assert not Entry.refused("a.json", 0, "tool", "pay", "tools").native
