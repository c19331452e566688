"""One resource of another dialect in the native format's terms: its text in Jinja2, its references such as resolve."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from promptops.compiler.pipeline import Compilation
from promptops.conversion.declared_inputs import left_open, shorthand
from promptops.conversion.native import native_name, path_of
from promptops.conversion.set_aside import KEY, set_aside, value_at
from promptops.conversion.templates.translation import agreed, nodes_of, retargeted, written
from promptops.conversion.texts import WITH_TEXT, texts_of, turns, with_texts
from promptops.diagnostics import START, Range
from promptops.formats import Draft
from promptops.resources import SLUGS
from promptops.resources.entries import Entry, Link
from promptops.resources.validation import validate
from promptops.scaffolds.ownership import is_name
from promptops.sources.documents import KeyPath
from promptops.templates import parse_template
from promptops.templates.trees.nodes import InexactError
from promptops.templates.trees.types import Types

_TEXT_KEYS = ("body", "messages", "variants")
_FILES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "Dataset": (("files",),),
    "Eval": (("evidence",),),
    "Prompt": (("output", "schema"), ("examples",)),
}
"""Keys that name files by their paths, relative to the file that names them."""


class LeftOutError(Exception):
    """A resource cannot be written natively; `place` is where it stands in its file."""

    def __init__(self, reason: str, place: Range, help: str | None = None) -> None:
        super().__init__(reason)
        self.place = place
        self.help = help


class Converted(NamedTuple):
    """A resource by the keys of the native format.

    `kept` are the keys below its annotations, `by_hand` says what only a program knows, and `to_declare` are the
    references to models and providers that nothing declares.
    """

    data: dict[str, Any]
    kept: tuple[str, ...]
    by_hand: tuple[str, ...]
    to_declare: tuple[Link, ...]


class Nativiser:
    """Converts the resources of one project, for files below a folder."""

    def __init__(self, compiled: Compilation, folder: str) -> None:
        self._compiled = compiled
        self._folder = folder
        project = compiled.project
        self._targets = {
            entry.identity: targets for entry, targets in zip(project.entries, project.targets, strict=True)
        }

    def convert(self, entry: Entry, draft: Draft) -> Converted:
        """Return a resource in the native format's terms. Raises `LeftOutError`."""
        name = native_name(draft.kind, entry.name)
        if not is_name(name):
            raise LeftOutError("its name cannot be written natively", draft.range_of(("name",)))
        _check_characters(draft)
        data = {key: value for key, value in draft.data.items() if value is not None} | {"name": name}
        if draft.kind in WITH_TEXT:
            data = self._with_texts(entry, draft, data)
            data = _with_inputs(draft, data)
        data = self._rebased(entry, data)
        away, by_hand = _dynamic(draft)
        unresolved, to_declare = self._unresolved(entry)
        missing = self._missing(data, entry)
        data = set_aside(data, {*away, *unresolved, *missing})
        self._check(draft, data)
        return Converted(data, _kept(data), by_hand, to_declare)

    def _with_texts(self, entry: Entry, draft: Draft, data: dict[str, Any]) -> dict[str, Any]:
        for keys in draft.dynamic:
            if keys[:1] and keys[0] in _TEXT_KEYS:
                raise LeftOutError("only a program knows its text", draft.range_of(keys))
        if draft.template == "jinja":
            return with_texts(data, lambda keys, text: self._retargeted(entry, draft, keys, text))
        types = Types(data.get("inputs"))
        spoken: list[dict[str, str]] | None = None

        def translated(keys: KeyPath, text: str) -> str:
            nonlocal spoken
            try:
                nodes = retargeted(nodes_of(text, draft.template, types), draft.includes)
                nodes = agreed(nodes, draft.template, "jinja", types)
                found = turns(nodes) if keys == ("body",) and draft.kind == "Prompt" else None
                if found is None:
                    return written(nodes, "jinja")
                spoken = [{"role": role, "content": written(inner, "jinja")} for role, inner in found]
            except InexactError as inexact:
                error = inexact.error
                place = draft.range_in(keys, error.start, error.end)
                raise LeftOutError(
                    f"its text is {_TITLES[draft.template]}: {error.message}", place, error.help
                ) from None
            return ""

        data = with_texts(data, translated)
        if spoken is not None:
            del data["body"]
            data["messages"] = spoken
        return data

    def _retargeted(self, entry: Entry, draft: Draft, keys: KeyPath, text: str) -> str:
        """Return a Jinja2 text whose includes name resources instead of files."""
        links = [(link, target) for link, target in self._targets[entry.identity] if _is_in(link, keys)]
        for link, target in sorted(links, key=lambda each: each[0].start, reverse=True):
            if target is None and not link.optional:
                place = draft.range_in(keys, link.start, link.end)
                raise LeftOutError(f"nothing that was read is what `{link.text}` includes", place)
            if target is not None and self._compiled.project.resolve(link) is not target:
                name = native_name(SLUGS[target.kind], target.name)
                text = f"{text[: link.start]}{target.kind}:{name}{text[link.end :]}"
        return text

    def _rebased(self, entry: Entry, data: dict[str, Any]) -> dict[str, Any]:
        """Return a resource that names files by their paths from where it is going to stand."""
        home = posixpath.dirname(entry.path)
        goal = posixpath.dirname(path_of(data, entry.path, self._folder)) or "."
        copy: dict[str, Any] = json.loads(json.dumps(data)) if data["kind"] in _FILES else data
        for holder, key in _file_keys(copy):
            path = posixpath.join(home, holder[key])
            holder[key] = posixpath.relpath(path, goal) if not path.startswith("/") else path
        return copy

    def _missing(self, data: dict[str, Any], entry: Entry) -> Iterator[KeyPath]:
        goal = posixpath.dirname(path_of(data, entry.path, self._folder))
        for keys in _FILES.get(data["kind"], ()):
            value = value_at(data, keys)
            named = value if isinstance(value, list) else [value] if isinstance(value, str) else []
            paths = [posixpath.normpath(posixpath.join(goal, name)) for name in named if isinstance(name, str)]
            if not all(self._compiled.has_file(path) for path in paths):
                yield keys

    def _unresolved(self, entry: Entry) -> tuple[list[KeyPath], tuple[Link, ...]]:
        """Return where a resource refers to what nothing declares, and the models and providers among that."""
        away: list[KeyPath] = []
        to_declare: list[Link] = []
        for link, target in self._targets[entry.identity]:
            if target is not None or link.field == "include":
                continue
            if tuple(link.wanted) in (("model",), ("provider",)) and link.major is None:
                to_declare.append(link)
            else:
                away.append(tuple(link.keys))
        return away, tuple(to_declare)

    def _check(self, draft: Draft, data: dict[str, Any]) -> None:
        _, rejections = validate(draft.kind, data)
        for rejection in rejections:
            raise LeftOutError(rejection.message, draft.range_of(rejection.keys, rejection.part), rejection.help)


_TITLES = {
    "none": "plain text",
    "jinja": "Jinja2",
    "nunjucks": "Nunjucks",
    "handlebars": "Handlebars",
    "mustache": "Mustache",
    "braces": "text with `{{name}}`",
    "format": "a Python format string",
    "crewai": "CrewAI's",
    "baml": "BAML's",
}


def _check_characters(draft: Draft) -> None:
    try:
        json.dumps(draft.data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise LeftOutError("it holds half of a character", START, "write the character whole") from None


def _is_in(link: Link, keys: KeyPath) -> bool:
    return link.field == "include" and tuple(link.keys) == keys and link.start >= 0


def _with_inputs(draft: Draft, data: dict[str, Any]) -> dict[str, Any]:
    """Return a resource whose inputs are as open as they were, in the shorthand where that says the same."""
    inputs = data.get("inputs")
    if draft.closed:
        return data if inputs is None else {**data, "inputs": shorthand(inputs)}
    uses = any(parse_template(text).variables or parse_template(text).includes for _, text in texts_of(data))
    return {**data, "inputs": left_open(inputs or {"type": "object"})} if uses or inputs else data


def _dynamic(draft: Draft) -> tuple[list[KeyPath], tuple[str, ...]]:
    """Return where values stand that only a program knows, and all that a person must look at because of one."""
    by_hand = [keys for keys in draft.dynamic if value_at(draft.data, keys) is not None]
    away = [keys for keys in by_hand if keys[0] != "annotations" and isinstance(value_at(draft.data, keys), str)]
    return away, tuple(f"only a program knows `{'.'.join(map(str, keys))}`" for keys in by_hand)


def _file_keys(data: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield what holds the path of a file, and under which key or number."""
    for above, key in [(keys[:-1], keys[-1]) for keys in _FILES.get(data["kind"], ())]:
        holder = value_at(data, above)
        value = holder.get(key) if isinstance(holder, dict) else None
        if isinstance(value, str):
            yield holder, key
        elif isinstance(value, list) and above == ():
            yield from ((value, index) for index, item in enumerate(value) if isinstance(item, str))


def _kept(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys below the annotations that hold something, with what they stand under."""
    return tuple(
        f"{dialect}.{key}" if dialect != KEY else f"`{key}`, which leads nowhere here"
        for dialect, values in data.get("annotations", {}).items()
        for key in (values if isinstance(values, dict) else {})
    )
