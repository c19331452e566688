"""The facts on a model, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from promptops.catalog import ModelFacts, Origin
from promptops.reports.printable import printable

_NO_FACTS = frozenset({"source", "as_of", "url", "precision", "after"})
_GAP = 2


def facts_text(facts: ModelFacts, said: Sequence[tuple[Mapping[str, Any], Origin]]) -> str:
    """Return what is known of a model, a line for each fact with its day and source; the one that counts is the last.

    A fact that a later source says otherwise is marked.
    """
    rows = [(name, value, origin) for name, value, origin in _rows(said)]
    last = {name: index for index, (name, _, _) in enumerate(rows)}
    width = max((len(name) for name, _, _ in rows), default=0) + _GAP
    lines = [f"{facts.key}{_snapshots(facts)}"]
    for index, (name, value, origin) in enumerate(rows):
        over = "" if last[name] == index else ", and a later one counts"
        lines.append(f"  {name:<{width}}{value}  ({origin.title}, {origin.as_of}{over})")
    urls = dict.fromkeys(origin.url for _, origin in said if origin.url)
    return "".join(f"{printable(line)}\n" for line in (*lines, *(f"  {url}" for url in urls)))


def facts_json(facts: ModelFacts, said: Sequence[tuple[Mapping[str, Any], Origin]]) -> str:
    """Return what is known of a model as JSON: `model`, `provider`, `snapshots`, and `facts` with their origins."""
    listed = [
        {"fact": name, "value": value, "source": origin.title, "as_of": f"{origin.as_of}", "url": origin.url}
        for record, origin in said
        for name, value in record.items()
        if name not in ("source", "as_of", "url")
    ]
    shown = {"model": facts.key, "provider": facts.provider, "snapshots": list(facts.snapshots), "facts": listed}
    return f"{json.dumps(shown, indent=2, ensure_ascii=False)}\n"


def _snapshots(facts: ModelFacts) -> str:
    return f", an alias of one of {', '.join(facts.snapshots)}" if facts.snapshots else ""


def _rows(said: Sequence[tuple[Mapping[str, Any], Origin]]) -> Iterator[tuple[str, str, Origin]]:
    for record, origin in said:
        for name, value in record.items():
            if name not in _NO_FACTS:
                yield name, _shown(name, value, record), origin
        if "after" in record and "retires" not in record:
            yield "afterwards", f"a call {record['after']}" if record["after"] == "fails" else record["after"], origin


def _shown(name: str, value: Any, record: Mapping[str, Any]) -> str:
    if name == "retires":
        return value if record.get("precision") == "day" else f"{value} at the earliest"
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}".rstrip() for key, item in value.items())
    return ", ".join(value) if isinstance(value, list) else f"{value:,}" if type(value) is int else f"{value}"
