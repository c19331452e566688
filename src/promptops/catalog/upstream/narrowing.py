"""What a newer catalogue says otherwise than the one in the package."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from promptops.catalog.catalog import Catalog
from promptops.catalog.records import Record, table_of
from promptops.catalog.upstream.building import text_of


def only_new(text: str, shipped: Catalog) -> str:
    """Return the text of a catalogue with those models alone of which it says something else; it was checked."""
    table, head = table_of(text), json.loads(text.partition("\n")[0])
    models = {key: table.records(key) for key in table.lines}
    new = {key: says for key, says in models.items() if _undated(says) != _undated(shipped.records(key))}
    used = {record["source"] for says in new.values() for record in says}
    return text_of(table.as_of, {name: given for name, given in head["sources"].items() if name in used}, new)


def _undated(says: Iterable[Record]) -> list[dict[str, Any]]:
    """Return what is said without the day: to have read the same again is nothing new."""
    return [{name: value for name, value in record.items() if name != "as_of"} for record in says]
