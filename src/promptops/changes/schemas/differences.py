"""What the comparison of two schemas comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath

Direction: TypeAlias = Literal[
    "narrowed",
    "widened",
    "added-property",
    "removed-property",
    "added-required",
    "removed-required",
    "undecided",
]
"""What happened: a place accepts less, or more; the schema names a property that it did not, or the other way round; a
property must be there that needed not, or the other way round; or it could not be decided.

A property that came, and must be there, is `added-required` alone.
"""

Aspect: TypeAlias = Literal[
    "type", "null", "values", "bound", "pattern", "presence", "property", "additional", "format", "shape"
]
"""What it is about: types other than null; null; enumerated values; limits of numbers, lengths and counts; patterns;
that a property must be there; that there is such a property; properties that the schema does not name; formats; all
else.
"""

Acceptance: TypeAlias = Literal["before", "after"]
"""A side, as one that accepts an instance."""
SIDES: tuple[Acceptance, Acceptance] = ("before", "after")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two schemas.

    `property` is where it is in an instance: `lines[].amount`, with `*` for a property of any name, empty for the
    whole. `before` and `after` are the paths of keys to the keywords on the two sides, or to what is closest where
    there are none. `words` make a sentence of it, without a full stop.

    `accepts` is the side that accepts `witness`, while the other refuses it; of what is undecided, the side that may
    accept more. It is None, and there is no witness, when no instance tells the sides apart: an open object does not
    care which properties are named. `one_sided` says that only one of the sides has the keyword at all.
    """

    direction: Direction
    aspect: Aspect
    property: str
    before: KeyPath
    after: KeyPath
    words: str
    accepts: Acceptance | None = None
    witness: Any = None
    one_sided: bool = False
