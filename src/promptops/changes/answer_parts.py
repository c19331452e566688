"""The parts of answers to a prompt, which a stop string could cut in two."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from promptops.changes.side import Side
from promptops.changes.snapshot import Snapshot
from promptops.expectations.declared import declared_by
from promptops.expectations.expectation import Kind
from promptops.resources.entries import Entry, Place

MAX_PARTS: Final = 2_000
"""Parts of the answers to one prompt that are looked at."""
_MAX_DEPTH = 50
_INSTANCES = frozenset({"enum", "const", "default", "examples"})
"""Keywords whose values are no schemas."""

Source: TypeAlias = Literal["clause", "label", "phrase", "key", "example", "value", "property"]

_EXPECTED: Mapping[Kind, Source] = {"label": "label", "phrase": "phrase", "key": "key"}
"""The kinds of expectations that are parts of answers."""


class Part(NamedTuple):
    """Something that an answer has in it.

    `holder` is the resource that says so, and `at` where. `is_certain` says that answers have it word for word; else it
    is known only of the prompt's own text.
    """

    source: Source
    text: str
    holder: Entry
    at: Place
    is_certain: bool = True

    def is_cut_by(self, stop: str) -> bool:
        """Say whether an answer with this part ends at a stop string before the part is whole.

        An example that ends with the stop string is whole without it.
        """
        if self.source != "example":
            return stop in self.text
        before, found, behind = self.text.partition(stop)
        return bool(found) and bool(behind.strip() or not before.strip())


def parts_of(side: Side, prompt: Snapshot) -> Iterator[Part]:
    """Yield what the answers to a prompt have in them: by its own file, and by what its consumers and evals expect."""
    entry, data = prompt.entry, prompt.data
    for name, clause in (data.get("contract") or {}).items():
        yield Part("clause", clause, entry, entry.at("contract", name), is_certain=False)
    yield from _of_schema(entry, (data.get("output") or {}).get("schema"))
    yield from _of_examples(entry, data)
    for user, link in side.referrers("prompt", entry.name):
        if link.field in ("of", "subjects") and side.project.resolve(link) is entry:
            yield from _expected(user)


def _of_schema(entry: Entry, schema: Any) -> Iterator[Part]:
    keys = ("output", "schema")
    todo: list[tuple[Any, tuple[str | int, ...]]] = [(schema, keys)]
    while todo:
        node, path = todo.pop()
        if isinstance(node, dict) and len(path) < _MAX_DEPTH:
            properties = node.get("properties")
            for name in properties if isinstance(properties, dict) else ():
                yield Part("property", name, entry, entry.key(*path, "properties", name))
            for value, place in _values(node, path):
                if isinstance(value, str):
                    yield Part("value", value, entry, entry.at(*place))
            todo.extend((value, (*path, name)) for name, value in node.items() if name not in _INSTANCES)
        elif isinstance(node, list) and len(path) < _MAX_DEPTH:
            todo.extend((value, (*path, index)) for index, value in enumerate(node))


def _values(node: Mapping[str, Any], path: tuple[str | int, ...]) -> Iterator[tuple[Any, tuple[str | int, ...]]]:
    if "const" in node:
        yield node["const"], (*path, "const")
    listed = node.get("enum")
    yield from ((value, (*path, "enum", at)) for at, value in enumerate(listed if isinstance(listed, list) else ()))


def _of_examples(entry: Entry, data: Mapping[str, Any]) -> Iterator[Part]:
    examples = data.get("examples")
    for index, example in enumerate(examples if isinstance(examples, list) else ()):
        output = example.get("output")
        at = entry.at("examples", index, "output")
        if isinstance(output, str):
            yield Part("example", output, entry, at)
        else:
            yield from (Part("value", text, entry, at) for text in _strings(output))


def _strings(value: Any) -> Iterator[str]:
    """Yield the strings in a JSON value, its names too, as they are written in JSON: however it is laid out."""
    todo = [value]
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            yield json.dumps(node, ensure_ascii=False)[1:-1]
        elif isinstance(node, dict):
            todo.extend((*node, *node.values()))
        elif isinstance(node, list):
            todo.extend(node)


def _expected(user: Entry) -> Iterator[Part]:
    """Yield what a consumer or an eval expects: a consumer's words are of the prompt, an eval's of the answer."""
    for each in declared_by(user, None):
        source = _EXPECTED.get(each.kind)
        if source is not None and isinstance(each.at, Place):
            yield Part(source, each.value, user, each.at, is_certain=source != "phrase" or user.kind == "eval")
