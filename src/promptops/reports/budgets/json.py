"""The tree of budgets as JSON. `schemas/budgets.schema.json` describes it."""

from __future__ import annotations

from typing import Any

from promptops.diagnostics import Span
from promptops.reports.budgets.rows import Against, BudgetReport, BudgetRow, Change, RequestRow, Value
from promptops.reports.encoding import to_json


def budgets_json(report: BudgetReport) -> str:
    """Return budgets, requests and, if there is a baseline, what has changed."""
    found: dict[str, Any] = {
        "environment": report.environment,
        "budgets": [_budget(each) for each in report.budgets],
        "requests": [_request(each) for each in report.requests],
    }
    if report.against is not None:
        found["against"] = _against(report.against)
    return to_json(found, indent=2) + "\n"


def _budget(row: BudgetRow) -> dict[str, Any]:
    units = [{**unit._asdict(), "headroom": unit.headroom, "requests": unit.requests} for unit in row.units]
    return {**row._replace(units=())._asdict(), "units": units} | _place(row.span)


def _request(row: RequestRow) -> dict[str, Any]:
    return row._asdict() | _place(row.span)


def _place(span: Span) -> dict[str, Any]:
    return {"span": {"path": span.path, "line": span.line, "column": span.column}}


def _against(against: Against) -> dict[str, Any]:
    return {"named": against.named, "changes": [_change(each) for each in against.changes]}


def _change(change: Change) -> dict[str, Any]:
    ends = {"before": _value(change.before), "after": _value(change.after), "delta": change.delta}
    return {"subject": change.subject, "what": change.what.replace(" ", "_"), "unit": change.unit, **ends}


def _value(value: Value | None) -> dict[str, int | None] | None:
    return None if value is None else {"amount": value.amount}
