"""What the parts of a program must look like: how many there are, what is a name, what is written out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from promptops.runtime.rendering.errors import ProgramError
from promptops.runtime.rendering.names import TESTS
from promptops.runtime.rendering.work import SHORT

MAX_NAME: Final = 1_000
"""Code points of a name."""


def sized(arguments: Sequence[Any], count: int) -> Sequence[Any]:
    """Return arguments of which there must be so many. Raises ProgramError."""
    if len(arguments) != count:
        raise ProgramError("it has a step or an expression with too few or too many parts")
    return arguments


def name_of(value: Any) -> str:
    """Return a name. Raises ProgramError."""
    if not isinstance(value, str) or len(value) > MAX_NAME:
        raise ProgramError("it has a name that is none")
    return value


def label_of(node: Any) -> str:
    """Return how a template writes names with dots between them, for messages."""
    if node[0] == "name":
        return str(node[1])
    return f"{label_of(node[1])}.{node[2]}" if node[0] == "get" else "a value"


def known(table: Mapping[str, Any], name: Any) -> Any:
    """Return what a table has by a name. Raises ProgramError."""
    found = table.get(name) if isinstance(name, str) else None
    if found is None:
        raise ProgramError("it uses a name that this version does not know")
    return found


def check_constants(given: Sequence[Any]) -> None:
    """Refuse an attribute, or a test behind it, that is not written out. Raises ProgramError."""
    attribute, *test = given
    if not is_text(attribute) and attribute != ["const", None]:
        raise ProgramError("it names an attribute that is computed")
    if test and not (is_text(test[0]) and known(TESTS, test[0][1]).least == len(test) - 1):
        raise ProgramError("it names a test that is computed")


def is_text(node: Any) -> bool:
    """Say whether an expression is a text that is written out."""
    return isinstance(node, list | tuple) and len(node) == 2 and node[0] == "const" and isinstance(node[1], str)  # noqa: PLR2004  name and value


def is_short(node: Any) -> bool:
    """Say whether an expression is a constant that takes no work worth counting."""
    return node[0] == "const" and (not isinstance(node[1], str) or len(node[1]) <= SHORT)
