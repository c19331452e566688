"""From plain data to a typed resource, or to what is wrong with it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic_core import ValidationError

from promptops.resources import KINDS, model_of
from promptops.resources.messages import explain
from promptops.resources.rejections import Rejection, quoted
from promptops.spelling import closest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from promptops.resources.base import Resource

MAX_REJECTIONS = 50
"""No more than this many are told of one resource."""


def validate(kind: str, data: Any) -> tuple[Resource | None, tuple[Rejection, ...]]:
    """Return the resource that `data` describes, and what is wrong with it.

    `data` is a plain value as a document holds it: dict, list, str, int, float, bool and None, with strings for keys.
    Keys that the kind does not know are dropped, and the resource is there all the same; with anything else wrong it
    is None.
    """
    if kind not in KINDS:
        meant = closest(kind, KINDS)
        advice = f"did you mean `{meant}`?" if meant else f"the kinds are {', '.join(KINDS)}"
        return None, (Rejection("invalid-value", ("kind",), "value", f"there is no kind {quoted(kind)}", advice),)
    model = model_of(kind)
    try:
        return model.model_validate(data), ()
    except ValidationError as error:
        errors = error.errors(include_url=False)
    resource, more = _without_unknown_keys(model, data, errors)
    return resource, _told(model, data, errors + more)


def _without_unknown_keys(
    model: type[Resource], data: Any, errors: list[ErrorDetails]
) -> tuple[Resource | None, list[ErrorDetails]]:
    """Validate without the keys that nothing knows when nothing else is wrong; checks across keys run only now."""
    if any(error["type"] != "extra_forbidden" for error in errors):
        return None, []
    try:
        return model.model_validate(data, extra="ignore"), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _told(model: type[Resource], data: Any, errors: list[ErrorDetails]) -> tuple[Rejection, ...]:
    found = (rejection for error in errors for rejection in explain(error, model, data))
    told = tuple(islice(found, MAX_REJECTIONS))
    if next(found, None) is None:
        return told
    return (*told, Rejection("invalid-value", (), "value", f"the resource has more than {MAX_REJECTIONS} faults", None))
