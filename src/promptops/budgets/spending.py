"""What spends, and in which ways it draws on a budget."""

from __future__ import annotations

from typing import Final

SPENDERS: Final = ("agent", "eval")
"""The kinds that draw on a budget by naming it."""
DRAWING: Final = frozenset({"budget", "parent"})
"""The fields by which a resource draws on the budget that it names."""
HOLDER: Final = "holder"
"""The field by which a budget names who draws on it."""
