"""One budget, read: how much, in which window, for whom and for what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from promptops.bounds.money import micro_usd
from promptops.budgets.money import Unit
from promptops.budgets.spending import HOLDER
from promptops.resources.entries import Entry, Link


class Budget(NamedTuple):
    """The right to spend, as a resource declares it.

    `amounts` are micro-USD and tokens; `overridden` holds those that an environment puts in their place, with its
    entry. `models` are the links to those that it may be spent on, with what they lead to.
    """

    entry: Entry
    amounts: Mapping[Unit, int]
    window: str | None
    environment: str | None
    purpose: str | None
    on_exceed: str | None
    parent: Entry | None
    holder: tuple[Link, Entry | None] | None
    models: tuple[Entry | None, ...]

    @property
    def name(self) -> str:
        """Return its name."""
        return self.entry.name


def read_budget(entry: Entry, targets: tuple[tuple[Link, Entry | None], ...]) -> Budget:
    """Read a sound budget, whose links lead to `targets`."""
    data: Mapping[str, Any] = json.loads(entry.data)
    parent = next((target for link, target in targets if link.field == "parent"), None)
    return Budget(
        entry,
        amounts_of(data["amount"]),
        data.get("window"),
        next((link.name for link, _ in targets if link.field == "environment"), None),
        data.get("purpose"),
        data.get("on_exceed"),
        parent if parent is not None and parent.sound else None,
        next(((link, target) for link, target in targets if link.field == HOLDER), None),
        tuple(target for link, target in targets if link.field == "models"),
    )


def amounts_of(written: Mapping[str, Any]) -> dict[Unit, int]:
    """Return micro-USD and tokens of an amount as it is in the data of a resource."""
    found: dict[Unit, int] = {}
    if written.get("usd") is not None:
        found["usd"] = micro_usd(written["usd"])
    if written.get("tokens") is not None:
        found["tokens"] = written["tokens"]
    return found
