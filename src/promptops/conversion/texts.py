"""The texts of a resource that go to a model, translated one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from promptops.sources.documents import KeyPath
from promptops.templates.trees.nodes import InexactError, Nodes, Role, Text

WITH_TEXT = frozenset({"Prompt", "Fragment"})
_LISTS = (("messages", "content"), ("variants", "body"))
_ROLES = {"model": "assistant"}
_KNOWN_ROLES = ("system", "developer", "user", "assistant", "tool")
_FIRST_ROLE = "user"
"""Who speaks before the first role of a Handlebars text."""


def texts_of(data: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Yield the texts of a prompt or fragment, with their keys."""
    if isinstance(data.get("body"), str) and (data["body"].strip() or not data.get("messages")):
        yield ("body",), data["body"]
    for field, key in _LISTS:
        for index, item in enumerate(data.get(field) or ()):
            if isinstance(item.get(key), str):
                yield (field, index, key), item[key]


def with_texts(data: Mapping[str, Any], changed: Callable[[KeyPath, str], str]) -> dict[str, Any]:
    """Return a resource with each of its texts changed."""
    copy = dict(data)
    for field, _ in _LISTS:
        if field in copy:
            copy[field] = [dict(item) for item in copy[field]]
    for keys, text in texts_of(data):
        if len(keys) == 1:
            copy["body"] = changed(keys, text)
        else:
            copy[str(keys[0])][keys[1]][keys[2]] = changed(keys, text)
    return copy


def turns(nodes: Nodes) -> list[tuple[str, Nodes]] | None:
    """Return the messages of a text that begins a role with a tag, None for a text without such tags.

    What is blank between two roles is no message. Raises `InexactError` for a role that is nobody's.
    """
    if not any(isinstance(node, Role) for node in nodes):
        return None
    found: list[tuple[str, list[Any]]] = [(_FIRST_ROLE, [])]
    for node in nodes:
        if isinstance(node, Role):
            role = _ROLES.get(node.role, node.role)
            if role not in _KNOWN_ROLES:
                raise InexactError(f"there is no role `{node.role}`", *node.place)
            found.append((role, []))
        else:
            found[-1][1].append(node)
    return [(role, tuple(inner)) for role, inner in found if not _is_blank(inner)]


def _is_blank(nodes: list[Any]) -> bool:
    return all(isinstance(node, Text) and not node.text.strip() for node in nodes)
