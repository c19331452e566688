"""Nodes as text in which `{{name}}` is replaced and nothing else has a meaning, as GitHub Models takes it."""

from __future__ import annotations

from promptops.templates.braces import parse
from promptops.templates.trees.nodes import Condition, InexactError, Loop, Nodes, Role, Text, Value


def to_braces(nodes: Nodes) -> str:
    """Return the text. Raises `InexactError` for all but values, and where plain text would be replaced."""
    parts: list[str] = []
    wanted: list[str] = []
    for node in nodes:
        if isinstance(node, Text):
            parts.append(node.text)
        elif isinstance(node, Value) and len(node.path) == 1:
            parts.append(f"{{{{{node.path[0]}}}}}")
            wanted.append(node.path[0])
        else:
            raise InexactError(*_refusal(node))
    text = "".join(parts)
    if [use.name for use in parse(text).variables] != wanted:
        raise InexactError("text in braces would be taken for the name of a value", 0, 0)
    return text


def _refusal(node: object) -> tuple[str, int, int, str]:
    advice = "only `{{ name }}` can be written there"
    match node:
        case Loop(over=value):
            return ("there are no loops there", *value.place, advice)
        case Condition(branches=((test, _), *_)):
            return ("there are no conditions there", *test.value.place, advice)
        case Value(place=place):
            return ("there are no values within values there", *place, advice)
        case Role(place=place):
            return ("there are no roles within texts there", *place, advice)
    return ("there are no includes there", 0, 0, advice)
