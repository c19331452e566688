"""The tree of budgets as text and as JSON."""

from promptops.reports.budgets.json import budgets_json
from promptops.reports.budgets.rows import Against, BudgetReport, BudgetRow, Change, RequestRow, UnitRow, Value
from promptops.reports.budgets.text import budgets_text

__all__ = [
    "Against",
    "BudgetReport",
    "BudgetRow",
    "Change",
    "RequestRow",
    "UnitRow",
    "Value",
    "budgets_json",
    "budgets_text",
]
