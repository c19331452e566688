"""Which identifiers name a snapshot, and of which alias: by the day or the number at their end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from promptops.catalog.facts import ModelFacts

_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_YEAR = r"20\d\d"
_DATE = "|".join(
    (
        rf"{_YEAR}-{_MONTH}-{_DAY}",  # gpt-4o-2024-08-06
        rf"{_YEAR}{_MONTH}{_DAY}",  # claude-3-5-sonnet-20241022
        rf"{_MONTH}-{_YEAR}",  # command-r-08-2024
        rf"{_MONTH}-{_DAY}",  # gemini-2.5-flash-preview-05-20
        rf"{_MONTH}{_DAY}",  # gpt-4-0613
        rf"2\d{_MONTH}",  # mistral-large-2411
        r"0\d\d",  # gemini-1.5-pro-002
    )
)
PIN: Final = re.compile(rf"[-_@](?P<pin>(?:{_DATE})(?P<stage>-preview|-exp)?(?:-v\d)?)\Z")
"""What pins a snapshot, at the end of its identifier."""

_MOVING = ("", "-latest", "@default", "@latest")


def snapshots_of(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the identifiers of the snapshots of each key that is the name of an alias, sorted."""
    known = frozenset(keys)
    found: dict[str, list[str]] = {}
    for key in sorted(known):
        pinned = PIN.search(key.partition(":")[0])
        alias = key[: pinned.start()] + (pinned["stage"] or "") if pinned else ""
        for name in (f"{alias}{end}" for end in _MOVING) if alias else ():
            if name in known:
                found.setdefault(name, []).append(key.partition("/")[2])
    return {key: tuple(names) for key, names in found.items()}


def snapshot_behind(facts: ModelFacts) -> str:
    """Return the snapshot that an identifier stands for, empty where nobody can say which that is."""
    if facts.snapshot is not None:
        return facts.snapshot.value
    if facts.is_pinned is not None or PIN.search(facts.id.partition(":")[0]):
        return facts.id
    return facts.snapshots[0] if len(facts.snapshots) == 1 else ""
