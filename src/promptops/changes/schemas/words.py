"""Constraints and their changes in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from promptops.changes.schemas import nodes
from promptops.changes.schemas.keywords import KEYWORDS
from promptops.changes.schemas.nodes import Node
from promptops.changes.schemas.values import ARRAY, BOOLEAN, FRACTION, INTEGER, NULL, NUMBER, OBJECT, STRING, identity
from promptops.resources.rejections import described, place, quoted

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath

_MOST_LISTED = 5
_CLASSES = {
    STRING: "a string",
    NUMBER: "a number",
    INTEGER: "a whole number",
    FRACTION: "a number with a fraction",
    BOOLEAN: "a boolean",
    ARRAY: "a list",
    OBJECT: "a mapping",
    NULL: "`null`",
}


def keyword_of(node: Node) -> str:
    """Return the keyword that a node was read from."""
    return next((str(key) for key in reversed(node.place) if key in KEYWORDS), "schema")


def classes_in_words(classes: int) -> str:
    """Return a set of classes as types: `a string or a list`."""
    found: list[str] = []
    left = classes
    for each, name in _CLASSES.items():
        if each & left == each:
            found.append(name)
            left &= ~each
    return _listed(found, "or") or "nothing"


def demand(node: Node, path: KeyPath) -> str:
    """Return what a node demands of the value at a path of keys in an instance."""
    subject = place(path, "the value")
    match node:
        case nodes.Required(name=name):
            return f"{place((*path, name))} is required"
        case nodes.Types(classes=classes):
            return f"{subject} must be {classes_in_words(classes)}"
        case nodes.Enum(values=values):
            return f"{subject} must be {_values(values)}"
        case nodes.Others():
            return f"{subject} takes no other properties"
    limit = _limit(node)
    if limit is None:
        return f"{subject} does not satisfy `{keyword_of(node)}`"
    return f"`{keyword_of(node)}` of {subject} is {limit}"


def change(node: Node, other: Node | None, subject: str, kind: Literal["narrowed", "widened"]) -> str:
    """Return what became of a constraint.

    When the subject was narrowed, `node` is the constraint now and `other` the one before, if there was one; when it
    was widened it is the other way round.
    """
    narrowed = kind == "narrowed"
    must = "must be {} now" if narrowed else "need no longer be {}"
    match node:
        case nodes.Types(classes=classes):
            return f"{subject} {must.format(classes_in_words(classes))}"
        case nodes.Enum(values=values):
            return f"{subject} {_change_of_values(node, other, must.format(_values(values)), narrowed=narrowed)}"
    return _change_of_limit(node, other, subject, narrowed=narrowed)


def _change_of_values(node: nodes.Enum, other: Node | None, otherwise: str, *, narrowed: bool) -> str:
    if not isinstance(other, nodes.Enum):
        return otherwise
    values = _values([value for value in other.values if identity(value) not in node.members])
    return f"may {'no longer' if narrowed else 'now'} be {values}"


def _change_of_limit(node: Node, other: Node | None, subject: str, *, narrowed: bool) -> str:
    if isinstance(node, nodes.Opaque):
        return f"{subject} may take {'less' if narrowed else 'more'} now"
    keyword, limit = keyword_of(node), _limit(node)
    if limit is None:
        return f"{subject} takes {'less' if narrowed else 'more'} now, by its `{keyword}`"
    if other is not None:
        now, was = (node, other) if narrowed else (other, node)
        return f"`{keyword}` of {subject} is {_limit(now)} now, was {_limit(was)}"
    return f"{subject} has {f'a `{keyword}` of {limit} now' if narrowed else f'no `{keyword}` any more, was {limit}'}"


def _limit(node: Node) -> str | None:
    """Return the value of a keyword that has a plain one."""
    match node:
        case nodes.Pattern(pattern=text) | nodes.Format(name=text):
            return quoted(text)
        case nodes.Multiple(factor=limit) | nodes.Bound(limit=limit):
            return f"`{limit}`"
        case nodes.Length(limit=count) | nodes.ItemCount(limit=count) | nodes.PropertyCount(limit=count):
            return f"`{count}`"
    return None


def _values(values: list[Any]) -> str:
    shown = [_value(value) for value in values[:_MOST_LISTED]]
    if len(values) > _MOST_LISTED:
        return f"{', '.join(shown)} or one of {len(values) - _MOST_LISTED} more"
    return _listed(shown, "or") or "nothing"


def _value(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return f"`{'null' if value is None else str(value).lower()}`"
    return described(value)


def _listed(words: Iterable[str], join: str) -> str:
    *others, last = [*words] or [""]
    return f"{', '.join(others)} {join} {last}" if others else last
