"""A shop's store in a folder, and its resources as a compiler would write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.trust.publisher import NOW, Publisher

import promptops.runtime as promptops
from promptops.runtime.events import Event

Resource = dict[str, Any]


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **units: float) -> None:
        self.now += timedelta(**units)


class Shop(Publisher):
    """A publisher whose store is a folder: every file is put in place whole."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.clock = Clock()
        self.events: list[Event] = []

    def write(self) -> None:
        """Bring the folder up to date."""
        for name, data in self.files.items():
            put(self.folder / name, data)

    def publish(self, resources: Mapping[str, Resource]) -> str:
        """Publish a bundle, and return its digest."""
        sha256 = self.release(resources)
        self.write()
        return sha256

    def back_to(self, sha256: str) -> None:
        """Publish a newer pointer to an older bundle."""
        self.current = sha256
        self.point()
        self.write()

    def switch_off(self, **fields: Any) -> None:
        """Publish a kill document."""
        self.kill(**fields)
        self.write()

    def open(self, **options: Any) -> promptops.Runtime:
        """Open the channel; the store is looked at whenever something is asked for."""
        settings = {"channel": "prod", "trust": self.trust(), "check_every": 0.0, "clock": self.clock, **options}
        return promptops.open(self.folder, on_event=settings.pop("on_event", self.events.append), **settings)

    def told(self, runtime: promptops.Runtime, name: str) -> list[Mapping[str, Any]]:
        """Return the attributes of all events of a name so far."""
        assert runtime.flush(5)
        return [event.attributes for event in self.events if event.name == name]


def put(path: Path, data: bytes) -> None:
    """Put a file in place whole, as a publisher does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}")
    half.write_bytes(data)
    half.replace(path)


def resource(reference: str, links: Mapping[str, str] = {}, /, **attributes: Any) -> Resource:
    """Return a resource of a bundle."""
    kind, _, rest = reference.partition(":")
    name, _, major = rest.partition("@")
    version = {"version": f"{major}.0.0"} if major else {}
    return {
        "attributes": {"name": name, **version, **attributes},
        "digest": "0" * 64,
        "kind": kind,
        "links": dict(links),
    }


def prompt(reference: str, text: str = "Hello", links: Mapping[str, str] = {}, /, **attributes: Any) -> Resource:
    """Return a prompt whose text has no variables."""
    return {**resource(reference, links, **attributes), "programs": {"/body": [text]}}


def saying(text: str) -> dict[str, Resource]:
    """Return the resources of a bundle whose one prompt says a text."""
    return {"prompt:greeting@1": prompt("prompt:greeting@1", text)}


def said(runtime: promptops.Runtime, unit: str = "user-1") -> str:
    """Return what a new session is told."""
    with runtime.session(unit) as session:
        text: str = session.resolve("greeting").render()
        return text


def units(count: int) -> Iterator[str]:
    """Yield names of units."""
    return (f"user-{number}" for number in range(count))
