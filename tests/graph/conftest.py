from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project


def link(text: str, index: int = 0) -> Link:
    """Return the link that `tools tool:x@1` describes: a field, and the reference in it."""
    field, _, reference = text.partition(" ")
    kind, _, rest = reference.partition(":")
    name, _, major = rest.partition("@")
    return Link(field, (kind,), kind, name, int(major) if major else None, [*field.split("."), index])


def entry(
    reference: str, *links: str, path: str = "", ordinal: int = 0, owner: str | None = None, data: str = "{}"
) -> Entry:
    """Return a resource; its path follows from its reference unless it is given."""
    kind, _, rest = reference.partition(":")
    name, _, major = rest.partition("@")
    return Entry(
        path=path or f"{kind}s/{rest.replace('@', '-v')}.yaml",
        ordinal=ordinal,
        kind=kind,
        name=name,
        version=f"{major}.0.0" if major else None,
        dialect="native",
        governance={"owner": owner} if owner else {},
        environment=None,
        links=tuple(link(text, number) for number, text in enumerate(links)),
        inputs=None,
        variables=(),
        mentions=(),
        data=data,
        digest="",
    )


def project(resources: dict[str, list[str]]) -> Project:
    """Return a project of references with their links."""
    return Project([entry(reference, *links) for reference, links in resources.items()])


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., Entry]:
    return entry


@pytest.fixture(scope="session")
def make_project() -> Callable[[dict[str, list[str]]], Project]:
    return project
