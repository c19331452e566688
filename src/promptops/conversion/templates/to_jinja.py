"""Nodes as Jinja2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptops.templates.model import GLOBALS, LOOP_NAME, SELF_NAME
from promptops.templates.trees.nodes import Condition, InexactError, Loop, Node, Nodes, Role, Test, Text, Value

_OPENING = re.compile(r"\{(?=[{%#])|\{\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORDS = frozenset({"and", "else", "if", "in", "is", "not", "or", "true", "false", "none", "True", "False", "None"})
_TAKEN = _WORDS | GLOBALS | {LOOP_NAME, SELF_NAME, "super", "caller", "varargs", "kwargs"}
_METHODS = frozenset({*dir(dict), *dir(list), *dir(str)})


def to_jinja(nodes: Nodes) -> str:
    """Return the template. Raises `InexactError` for a name that Jinja2 cannot use, or means something by itself."""
    return "".join(_written(nodes, frozenset()))


def _written(nodes: Nodes, bound: frozenset[str]) -> Iterator[str]:
    for node in nodes:
        yield from _node(node, bound)


def _node(node: Node, bound: frozenset[str]) -> Iterator[str]:
    if isinstance(node, Text):
        yield _OPENING.sub("{{ '{' }}", node.text)
    elif isinstance(node, Value):
        path = _path(node, bound)
        yield f"{{{{ {path} if {path} is not none }}}}" if node.no_null else f"{{{{ {path} }}}}"
    elif isinstance(node, Condition):
        yield from _condition(node, bound)
    elif isinstance(node, Loop):
        if node.name in _TAKEN or not _NAME.fullmatch(node.name):
            raise InexactError(f"`{node.name}` cannot be the name of an item in Jinja2", *node.over.place, "rename it")
        yield f"{{% for {node.name} in {_path(node.over, bound)} %}}"
        yield from _written(node.body, bound | {node.name, LOOP_NAME})
        yield from ("{% else %}", *_written(node.otherwise, bound)) if node.otherwise else ()
        yield "{% endfor %}"
    elif isinstance(node, Role):
        raise InexactError("a role begins inside of a block", *node.place)
    else:
        yield f'{{% include "{node.target}" %}}'


def _condition(node: Condition, bound: frozenset[str]) -> Iterator[str]:
    keyword = "if"
    for test, inner in node.branches:
        yield f"{{% {keyword} {_test(test, bound)} %}}"
        yield from _written(inner, bound)
        keyword = "elif"
    yield from ("{% else %}", *_written(node.otherwise, bound)) if node.otherwise else ()
    yield "{% endif %}"


def _test(test: Test, bound: frozenset[str]) -> str:
    return f"{'' if test.holds else 'not '}{_path(test.value, bound)}"


def _path(value: Value, bound: frozenset[str]) -> str:
    first, *others = value.path
    if not _NAME.fullmatch(first) or (first in _TAKEN and first not in bound):
        raise InexactError(f"`{first}` cannot be the name of an input in Jinja2", *value.place, "rename it")
    if not all(_NAME.fullmatch(part) for part in others):
        raise InexactError(f"`{'.'.join(value.path)}` cannot be written in Jinja2", *value.place)
    return first + "".join(f"['{part}']" if part in _METHODS else f".{part}" for part in others)
