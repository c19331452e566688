"""A catalogue from a stranger: read strictly, to the first thing that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from promptops.catalog.checks import HEAD, RECORD, ROW, SOURCE, Flaw, flaw_in
from promptops.catalog.records import VERSION, Table, table_of
from promptops.diagnostics import START, Fault
from promptops.resources.rejections import quoted
from promptops.sources.json_lines import Row, read_json_lines

RULE = "invalid-catalog"
MAX_MODELS = 20_000


def read_catalog(text: str) -> Table | Fault:
    """Return the catalogue that a text holds, or the first thing that is wrong with it and where that stands."""
    rows: list[Row] = []
    for row in read_json_lines(text):
        if isinstance(row, Fault):
            return row._replace(rule=RULE)
        if len(rows) > MAX_MODELS:
            return _fault(row, Flaw((), f"is one of more than {MAX_MODELS:,} models"))
        flaw = _flaw_of_row(row.value, rows[0].value["sources"]) if rows else _flaw_of_head(row.value)
        if flaw is not None:
            return _fault(row, flaw)
        rows.append(row)
    if not rows:
        return Fault(RULE, "the file is empty", START, "make it anew with `promptops catalog update`")
    return _order(rows[1:]) or _aliases(rows[1:]) or table_of(text)


def _fault(row: Row, flaw: Flaw) -> Fault:
    name = ".".join(str(key) for key in flaw.keys)
    message = f"{quoted(name)} {flaw.text}" if name else f"the line {flaw.text}"
    return Fault(RULE, message, row.place(flaw.keys), flaw.help, flaw.keys)


def _flaw_of_head(value: Any) -> Flaw | None:
    flaw = flaw_in(value, HEAD)
    if flaw is None and value["catalog"] != VERSION:
        return Flaw(("catalog",), f"is {value['catalog']}, and {VERSION} is the only version that can be read")
    for name, source in value["sources"].items() if flaw is None else ():
        flaw = flaw or flaw_in(source, SOURCE, ("sources", name))
    return flaw


def _flaw_of_row(value: Any, sources: Mapping[str, Any]) -> Flaw | None:
    flaw = flaw_in(value, ROW)
    for index, record in enumerate(value["says"] if flaw is None else ()):
        flaw = flaw or flaw_in(record, RECORD, ("says", index))
        if flaw is None and record["source"] not in sources:
            flaw = Flaw(("says", index, "source"), f"is {quoted(record['source'])}, which the first line does not have")
    return flaw


def _order(rows: Sequence[Row]) -> Fault | None:
    """Return the fault of a model that comes twice or out of order: the lines are sorted, so that they merge."""
    last = ""
    for row in rows:
        key = row.value["model"]
        if key <= last:
            text = "comes twice" if key == last else f"comes after {quoted(last)}, and the lines are sorted"
            return _fault(row, Flaw(("model",), text))
        last = key
    return None


def _aliases(rows: Sequence[Row]) -> Fault | None:
    """Return the fault of an alias that stands for another alias, and so perhaps for itself."""
    stands_for = {row.value["model"]: target for row in rows for target in _targets(row.value)}
    for row in rows:
        target = stands_for.get(row.value["model"], "")
        if target in stands_for:
            name = quoted(target.partition("/")[2])
            return _fault(row, Flaw(("model",), f"stands for {name}, which is an alias itself"))
    return None


def _targets(value: Mapping[str, Any]) -> list[str]:
    platform = value["model"].partition("/")[0]
    return [f"{platform}/{record['snapshot'].lower()}" for record in value["says"] if "snapshot" in record]
