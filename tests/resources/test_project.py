from __future__ import annotations

from typing import Any

import pytest

from promptops.resources.entries import Entry, Link, Place
from promptops.resources.project import Defaults, Project


def entry(path: str, name: str, version: str | None = None, **governance: Any) -> Entry:
    return Entry.refused(path, 0, "tool", name, "native")._replace(version=version, governance=governance, data="{}")


def link(name: str, major: int | None = None) -> Link:
    return Link("tools", ("tool",), None, name, major, ("tools", 0))


def test_a_reference_without_a_major_takes_the_highest_that_is_not_retired() -> None:
    versions = (("1.0.0", "stable"), ("2.0.0", "deprecated"), ("3.0.0", "retired"))
    entries = [entry(f"{version}.yaml", "t", version, lifecycle=lifecycle) for version, lifecycle in versions]
    assert Project(entries).resolve(link("t")) == entries[1]
    assert Project(entries).resolve(link("t", 3)) == entries[2]
    assert Project(entries).resolve(link("t", 4)) is None


def test_what_was_refused_may_have_any_major() -> None:
    refused, sound = Entry.refused("a.yaml", 0, "tool", "t", "native"), entry("b.yaml", "t", "1.0.0")
    project = Project([refused, sound])
    assert project.resolve(link("t", 1)) == sound
    assert project.resolve(link("t", 2)) == refused
    assert project.entries == (sound,)


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        pytest.param("a/t.yaml", "own", Place("a/t.yaml", 0, ("owner",)), id="its own"),
        pytest.param("a/b/c/t.yaml", None, Place("a/_defaults.yaml", None, ("owner",)), id="from far above"),
        pytest.param("d/t.yaml", None, Place("_defaults.yaml", None, ("owner",)), id="from the root"),
    ],
)
def test_a_key_is_traced_to_where_it_is_written(path: str, value: str | None, place: Place) -> None:
    defaults = [
        Defaults("_defaults.yaml", {"owner": "root"}),
        Defaults("a/_defaults.yaml", {"owner": "a"}),
        Defaults("a/b/_defaults.yaml", {"access": "public"}),
    ]
    project = Project([entry(path, "t", **({"owner": value} if value else {}))], defaults)
    assert project.written_at(project.entries[0], "owner") == place


def test_governed_by_counts_what_is_inherited() -> None:
    own, heir, free = entry("a.yaml", "a", owner="x"), entry("b/b.yaml", "b"), entry("c.yaml", "c")
    project = Project([own, heir, free], [Defaults("b/_defaults.yaml", {"owner": "y"})])
    assert list(project.governed_by("owner")) == [(own, "x"), (heir, "y")]
    assert list(project.governed_by("access")) == []


def test_only_shared_names_are_shared() -> None:
    one, two, other = entry("a.yaml", "t", "1.0.0"), entry("b.yaml", "t", "2.0.0"), entry("c.yaml", "u")
    assert Project([two, other, one]).shared_names == ((one, two),)


def test_links_are_told_by_the_kind_of_what_holds_them() -> None:
    tool, team = entry("a.yaml", "a")._replace(links=(link("a"),)), entry("b.yaml", "b")._replace(kind="team")
    project = Project([tool, team])
    assert list(project.linked_of_kind("tool")) == [(tool, ((link("a"), tool),))]
    assert list(project.linked_of_kind("team")) == [(team, ())]
    assert list(project.linked_of_kind("agent")) == []


def test_what_a_text_includes_is_told_apart_from_its_other_links() -> None:
    include = link("b")._replace(field="include")
    whole, part = entry("a.yaml", "a")._replace(links=(link("b"), include)), entry("b.yaml", "b")
    project = Project([whole, part])
    assert list(project.including) == [(whole, ((include, part),))]
    assert project.includes_of(whole) == ((include, part),)
    assert project.includes_of(part) == ()


@pytest.mark.parametrize("inherited", ["retired", "stable"])
def test_what_is_in_use_is_not_retired(inherited: str) -> None:
    old, new, heir = entry("a.yaml", "a", lifecycle="retired"), entry("b.yaml", "b"), entry("c/c.yaml", "c")
    project = Project([old, new, heir], [Defaults("c/_defaults.yaml", {"lifecycle": inherited})])
    in_use = [each for each, _ in project.in_use]
    assert in_use == [each for each in project.entries if not project.is_retired(each)]
    assert in_use == ([new] if inherited == "retired" else [new, heir])


def test_unresolved_references_are_those_that_lead_nowhere() -> None:
    holder = entry("a.yaml", "a")._replace(links=(link("a"), link("b")))
    assert Project([holder]).unresolved == ((holder, link("b")),)


@pytest.mark.parametrize(("owner", "name"), [("x", "x"), ("team:x", "x"), ("y", None), ("no name", None), ("", None)])
def test_an_owner_leads_to_a_team(owner: str, name: str | None) -> None:
    team = Project([entry("a.yaml", "x")._replace(kind="team")]).team(owner)
    assert (team.name if team else None) == name
