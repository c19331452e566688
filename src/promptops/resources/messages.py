"""What validation found wrong, in words for the author of the data; nothing of the validator's own shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from promptops.resources.explanations import problems_of
from promptops.resources.rejections import Rejection, place, rejection, written_keys, wrong_type
from promptops.resources.unknown_keys import block_at, listed_keys, unknown_key

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from promptops.resources.base import Block
    from promptops.sources.documents import KeyPath, Part

_KEY = "[key]"


def explain(error: ErrorDetails, model: type[Block], data: Any) -> list[Rejection]:
    """Return what one error of the validator means to the author of `data`."""
    kind, location = error["type"], error["loc"]
    if kind == "missing":
        keys = written_keys(data, location[:-1])
        return [_missing(keys, location[-1])]
    if kind == "extra_forbidden":
        return [unknown_key(model, written_keys(data, location), data)]
    if location[-1:] == (_KEY,) and error["input"] == location[-2]:
        keys = written_keys(data, location[:-1])
        return [
            Rejection("invalid-value", keys, "key", f"{place(keys[:-1])} has a key that {problem.text}", problem.help)
            for problem in problems_of(error)
        ]
    if kind == "model_type" and location and error["input"] is not None:
        problem = wrong_type("a mapping", error["input"])._replace(help=listed_keys(block_at(model, location)))
        return [rejection(problem, written_keys(data, location))]
    return [rejection(problem, written_keys(data, location)) for problem in problems_of(error)]


def _missing(above: KeyPath, key: str | int) -> Rejection:
    """Return the rejection of a block without a key; an item of a list has no key of its own to point to."""
    part: Part = "key" if above and isinstance(above[-1], str) else "value"
    return Rejection("invalid-value", above, part, f"{place((*above, key))} is missing", None)
