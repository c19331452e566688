"""What code does with a string: told by the nodes of the syntax tree around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from promptops.expectations.code.facts import Kind, Use

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_CLIMB = 16
"""Nodes around a string that are looked at."""
_CALLEE_REACH = 80


class Context(NamedTuple):
    """What a string is used for; `use` is None when it is none of the texts that are looked for.

    `extent` are the offsets of the expression that is a pattern, `flags` its flags as inline syntax has them.
    """

    use: Use | None
    kind: Kind = "string"
    extent: tuple[int, int] | None = None
    flags: str = ""


class Place:
    """A string in its tree: the nodes around it from the root down, and the step of the way up.

    `child` is the node that holds the string below `parent`. Offsets are in code points.
    """

    __slots__ = ("_index", "ancestors", "child", "source")

    def __init__(self, source: str, node: Node, ancestors: Sequence[Node]) -> None:
        self.source = source
        self.ancestors = ancestors
        self.child = node
        self._index = len(ancestors)

    def climb(self) -> Node | None:
        """Go one node up; return it, None at the top."""
        if self._index <= max(0, len(self.ancestors) - MAX_CLIMB):
            return None
        if self._index < len(self.ancestors):
            self.child = self.ancestors[self._index]
        self._index -= 1
        return self.ancestors[self._index]

    @property
    def parent(self) -> Node:
        """The node that `climb` returned last."""
        return self.ancestors[self._index]

    def above(self, steps: int = 1) -> Node | None:
        """Return a node above the parent, None if there is none."""
        return self.ancestors[self._index - steps] if self._index >= steps else None

    def before(self) -> str:
        """Return what stands in the parent before the child, its last 80 characters at most."""
        end = self.child.start_byte
        return self.source[max(self.parent.start_byte, end - _CALLEE_REACH) : end]

    def after(self, length: int = _CALLEE_REACH) -> str:
        """Return what stands behind the child, within the parent or not."""
        end = self.child.end_byte
        return self.source[end : end + length]


Handler = Callable[[Place], Context | None]
Outcome = Context | Handler | None
"""What a kind of node makes of a string in it; None: what the node above makes of it."""

DROPPED = Context(None)
OTHER = Context("other")
ARGUMENT = Context("argument")
ASSIGNED = Context("assigned")
COMPARED = Context("compared")
ACCEPTED = Context("accepted")
MESSAGE = Context("message")
SEARCHED = Context("searched for")
SUBSCRIPT = Context("subscript", "key")
WRITTEN = Context("assigned", "key")
FIELD = Context("field", "key")
PATTERN = Context("matched", "pattern")


def kinds(outcome: Outcome, names: str) -> dict[str, Outcome]:
    """Return a table of kinds of nodes that make the same of a string."""
    return dict.fromkeys(names.split(), outcome)


_ASSIGNMENT = re.compile(r"\s*\]\s*=(?![=>])")


def index(place: Place) -> Context:
    """Return the use of what stands in a subscript, behind what it is taken from or before it."""
    if not place.before():
        return OTHER
    return WRITTEN if _ASSIGNMENT.match(place.after()) else SUBSCRIPT


class Outcomes(NamedTuple):
    """What the kinds of nodes of a grammar make of a string, by the numbers of the kinds."""

    by_kind: Mapping[int, Outcome]

    def context(self, place: Place) -> Context:
        """Return what a string is used for."""
        while (node := place.climb()) is not None:
            outcome = self.by_kind.get(node.kind_id, OTHER)
            if callable(outcome):
                outcome = outcome(place)
            if outcome is not None:
                return outcome
        return OTHER


class Call(NamedTuple):
    """What a function does with its argument, with the one at `position` only if that is given."""

    context: Context
    position: int | None = None


def calls(context: Context, names: str, position: int | None = None) -> dict[str, Call]:
    """Return a table of calls: `name`, `.name` for a method of anything, or `receiver.name`."""
    return dict.fromkeys(names.split(), Call(context, position))


_FLAG_WORDS = (
    ("i", re.compile(r"\b(?:(?:re|regex)\.I|\w*IGNORECASE|CASE_INSENSITIVE)\b")),
    ("m", re.compile(r"\b(?:(?:re|regex)\.M|MULTILINE)\b")),
    ("s", re.compile(r"\b(?:(?:re|regex)\.S|DOTALL)\b")),
    ("x", re.compile(r"\b(?:(?:re|regex)\.X|VERBOSE|COMMENTS)\b")),
)
_FLAG_TEXT = re.compile(r"\s*,\s*[\"'`]([a-z]{1,8})[\"'`]\s*\)")
_FLAG_REACH = 400
_ERRORS = ("Error", "Exception", "Warning")


def arguments(table: Mapping[str, Call], callers: frozenset[str] = frozenset()) -> Handler:
    """Return what tells the use of an argument by the function that is called.

    `callers` are the names of nodes whose call is a message: what is raised or thrown.
    """

    def handler(place: Place) -> Context | None:
        receiver, name = _callee(place)
        call = table.get(f"{receiver}.{name}") or (table.get("." + name) if receiver else None) or table.get(name)
        if call is not None and (call.position is None or _position(place) == call.position):
            return _as_pattern(place, call.context) if call.context.kind == "pattern" else call.context
        statement = place.above(2)
        if name.endswith(_ERRORS) or (statement is not None and statement.type in callers):
            return MESSAGE
        return ARGUMENT

    return handler


def _callee(place: Place) -> tuple[str, str]:
    """Return the name of the function whose arguments the parent is, and of what it belongs to."""
    call, end = place.above(), place.parent.start_byte
    start = max(0 if call is None else call.start_byte, end - _CALLEE_REACH)
    path = place.source[start:end].rstrip().removesuffix("?.")
    if path.endswith(">"):
        path = path.partition("<")[0]
    owner, dot, name = path.rpartition(".")
    owner = owner.rstrip("?! \n\t")
    receiver = owner[owner.rfind(".") + 1 :].split()[-1:] if dot else []
    return (receiver[0] if receiver else ""), (name.split() or [""])[-1].strip("@(!")


def _position(place: Place) -> int:
    """Return which argument of a call the child is, from 0; those behind the fourth count as the fifth."""
    start, arguments_node = place.child.start_byte, place.parent
    for number in range(min(4, arguments_node.named_child_count)):
        if arguments_node.named_child(number).start_byte == start:
            return number
    return 4


def _as_pattern(place: Place, context: Context) -> Context:
    child, end = place.child, place.parent.end_byte
    rest = place.source[child.end_byte : min(end, child.end_byte + _FLAG_REACH)]
    written = _FLAG_TEXT.match(rest)
    flags = "".join(flag for flag, words in _FLAG_WORDS if words.search(rest))
    if written is not None:
        flags = inline_flags(written[1])
    return context._replace(extent=(child.start_byte, child.end_byte), flags=flags)


def inline_flags(letters: str) -> str:
    """Return those of a regular expression's flags that change what it matches."""
    return "".join(flag for flag in "ims" if flag in letters)
