"""What a change of a JSON Schema does to whoever sends or reads its instances, with an instance as proof.

The search for instances is loaded when the first two schemas are compared: most changes touch none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from promptops.changes.schemas.differences import Acceptance, Aspect, Difference, Direction

if TYPE_CHECKING:
    from promptops.changes.schemas.verdicts import Verdict

__all__ = ["Acceptance", "Aspect", "Difference", "Direction", "compare", "contained"]


def compare(before: Any, after: Any) -> tuple[Difference, ...]:
    """Return the differences between two JSON Schemas, as `comparison.compare` finds them."""
    from promptops.changes.schemas import comparison  # noqa: PLC0415 - takes 15 ms, see above

    return comparison.compare(before, after)


def contained(inner: Any, outer: Any) -> Verdict:
    """Say whether every instance of one JSON Schema is one of another, as `verdicts.contained` decides."""
    from promptops.changes.schemas import verdicts  # noqa: PLC0415 - as above

    return verdicts.contained(inner, outer)
