"""How the engines of other languages write and test values, as expressions: exactly so, or failing.

Values are those of JSON. Where an input declares no type, its value is looked at when it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from promptops.templates.programs.model import Json

Types: TypeAlias = frozenset[str]
"""The types of JSON that a value may have; none where nobody says."""

_NOTHING: Json = ["const", ""]
_ESCAPES = (("&", "&amp;"), ('"', "&quot;"), ("<", "&lt;"), (">", "&gt;"))
_SMALL = "0.0001"
"""Python writes numbers nearer to zero with an exponent, and JavaScript does not."""

_SCALAR: Types = frozenset({"string", "integer", "number", "boolean"})
_NESTED = frozenset({"array", "object"})


class Engine(NamedTuple):
    """What an engine makes of a value: `written` in a text, `tested` in a condition.

    `unwritable` are types of which it writes what no program can, and `added` those of which it adds up two that begin
    a text or a block side by side. `members` are names below a value that is no mapping for which it has an answer of
    its own.
    """

    name: str
    written: Callable[[Json, Types], Json]
    tested: Callable[[Json, Types], Json]
    unwritable: Types = frozenset()
    added: Types = frozenset()
    members: frozenset[str] = frozenset()


def escaped(value: Json) -> Json:
    """Return the text of a value, written for HTML."""
    value = ["filter", "string", value]
    for old, new in _ESCAPES:
        value = ["filter", "replace", value, ["const", old], ["const", new]]
    return value


def _written_by_chevron(value: Json, types: Types) -> Json:
    if types and types <= _SCALAR:
        return value
    return ["choose", ["or", value, _is("number", value)], value, _NOTHING]


def _tested_by_chevron(value: Json, _: Types) -> Json:
    return value


def _written_by_handlebars(value: Json, types: Types) -> Json:
    """Return what JavaScript writes: `true` for a boolean, nothing for null, numbers without `.0` and exponents."""
    if types == {"string"}:
        return value
    found: Json = value if types else ["choose", _is("number", value), value, _failure(value)]
    if not types or types & {"integer", "number"}:
        found = ["choose", _is("float", value), _real(value, types), found]
    if not types:
        found = ["choose", _is("undefined", value), _NOTHING, found]
    if not types or "null" in types:
        found = ["choose", _is("none", value), _NOTHING, found]
    if not types or "boolean" in types:
        found = ["choose", _is("boolean", value), ["choose", value, ["const", "true"], ["const", "false"]], found]
    # A text is what there is most often.
    return found if types and "string" not in types else ["choose", _is("string", value), value, found]


def _real(value: Json, types: Types) -> Json:
    whole: Json = ["filter", "int", value]
    if types and "number" not in types:
        return whole
    is_small: Json = ["compare", ["float", f"-{_SMALL}"], "lt", value, "lt", ["float", _SMALL]]
    return ["choose", ["compare", whole, "eq", value], whole, ["choose", is_small, _failure(value), value]]


def _tested_by_handlebars(value: Json, types: Types) -> Json:
    """Return the condition: an empty object counts as something."""
    return value if types and "object" not in types else ["or", value, _is("mapping", value)]


def _is(test: str, value: Json) -> Sequence[Json]:
    return ["test", test, value]


def _failure(value: Json) -> Json:
    """Return what fails for everything but a text, and says so."""
    return ["method", "strip", value]


CHEVRON = Engine("Mustache", _written_by_chevron, _tested_by_chevron)
HANDLEBARS = Engine(
    "Handlebars",
    _written_by_handlebars,
    _tested_by_handlebars,
    unwritable=_NESTED,
    added=_SCALAR - {"string"},
    members=frozenset({"length"}),
)
