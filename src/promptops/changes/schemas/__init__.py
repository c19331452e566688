"""What a change of a JSON Schema does to whoever sends or reads its instances, with an instance as proof."""

from promptops.changes.schemas.comparison import compare
from promptops.changes.schemas.differences import Acceptance, Aspect, Difference, Direction
from promptops.changes.schemas.verdicts import Verdict, contained

__all__ = ["Acceptance", "Aspect", "Difference", "Direction", "Verdict", "compare", "contained"]
