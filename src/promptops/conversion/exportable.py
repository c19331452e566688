"""A resource on its way to another dialect: its keys, its texts in the language that is asked for, its tools."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from promptops.compiler.pipeline import Compilation
from promptops.conversion.templates.translation import Target, agreed, nodes_of, retargeted, written
from promptops.conversion.texts import texts_of, turns
from promptops.diagnostics import Span
from promptops.formats import Draft
from promptops.resources.entries import Entry, Link
from promptops.resources.references import parse_reference
from promptops.sources.documents import KeyPath
from promptops.templates import Include as IncludeTag
from promptops.templates import parse_template
from promptops.templates.bindings import bound_names
from promptops.templates.limits import MAX_CHARACTERS
from promptops.templates.trees.nodes import Condition, Include, InexactError, Loop, Node, Nodes, joined
from promptops.templates.trees.types import Types

_INCLUDABLE = ("fragment", "prompt")
_INCLUDE_TAG = re.compile(r"""\{%(?P<left>-?)\s*+include\s*+(?P<target>"[^"]*+"|'[^']*+')\s*+(?P<right>-?)%\}""")
_MAX_LEVELS = 20
"""Fragments in fragments that are followed."""
_MAX_NODES = 100_000


class ExportError(Exception):
    """A resource cannot be said in the other dialect without meaning something else; `place` is where it says it."""

    def __init__(self, message: str, place: Span, help: str | None = None) -> None:
        super().__init__(message)
        self.place = place
        self.help = help


class Sized(NamedTuple):
    """Nodes, and how many there are, those inside of others counted."""

    nodes: Nodes
    size: int


class Exportable:
    """One resource of a project. `losses` collects what the other dialect has no place for."""

    def __init__(self, compiled: Compilation, entry: Entry, fragments: dict[str, Exportable] | None = None) -> None:
        """Read a resource again; `fragments` are those that were read already, by what includes them."""
        self._compiled = compiled
        self._entry = entry
        self._draft: Draft = compiled.drafts_of(entry.path)[entry.ordinal]
        body = compiled.text_of(entry)
        self.data: Mapping[str, Any] = {**json.loads(entry.data), **({} if body is None else {"body": body})}
        self.losses: list[str] = []
        self._types = Types(self.data.get("inputs"))
        self._fragments = {} if fragments is None else fragments
        self._as_nodes: Sized | None = None
        self._as_jinja: str | None = None

    @property
    def name(self) -> str:
        """Return the name of the resource."""
        return self._entry.name

    @property
    def model(self) -> str | None:
        """Return what the provider calls the model, as far as the project says."""
        written = self.data.get("model")
        kind, name, major = parse_reference(written or "") or (None, "", None)
        target = self._compiled.project.resolve(Link("model", ("model",), kind, name, major, ("model",)))
        identifier = None if target is None or not target.sound else json.loads(target.data).get("id")
        return identifier if isinstance(identifier, str) else written

    def lose(self, *keys: str) -> None:
        """Note down keys of the resource that the other dialect has no place for."""
        self.losses.extend(key for key in keys if key not in self.losses)

    def refuse(self, message: str, keys: KeyPath, help: str | None = None) -> ExportError:
        """Return the refusal of what stands at a path of keys."""
        return ExportError(message, Span.of(self._entry.path, self._draft.range_of(keys)), help)

    def refuse_in(self, keys: KeyPath, error: InexactError) -> ExportError:
        """Return the refusal of a stretch of the text at a path of keys."""
        message, start, end, advice = error.error
        return ExportError(message, Span.of(self._entry.path, self._draft.range_in(keys, start, end)), advice)

    def tools(self) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
        """Yield the tools that the resource names: each with what declares it, None where nothing does."""
        for index, name in enumerate(self.data.get("tools", ())):
            kind, plain, major = parse_reference(name) or (None, name, None)
            target = self._compiled.project.resolve(Link("tools", ("tool",), kind, plain, major, ("tools", index)))
            yield plain, None if target is None else json.loads(target.data)

    def messages(self, target: Target, *, speaker: str | None) -> list[tuple[str, str, KeyPath]]:
        """Return role and text of each message with the keys of the text; `speaker` says a body without roles.

        With None, such a body has an empty role. Raises `ExportError`.
        """
        found: list[tuple[str, str, KeyPath]] = []
        for keys, text in texts_of(self.data):
            if keys[0] == "variants":
                continue
            role = self.data["messages"][keys[1]]["role"] if keys[0] == "messages" else speaker or ""
            found.extend((spoken or role, said, keys) for spoken, said in self._said(keys, text, target))
        if not found:
            raise self.refuse("its text stands in variants alone, and the other format has none", ("variants",))
        return found

    def _said(self, keys: KeyPath, text: str, target: Target) -> list[tuple[str, str]]:
        """Return a text in a language, cut where roles begin in it; a text without roles has an empty one."""
        language = self._draft.template
        template = parse_template(text, language)
        try:
            if language == target and target == "jinja":
                return [("", self._with_fragments(keys, text, 0))]
            if language == target and not template.includes and keys[0] != "messages":
                return [("", text)]
            nodes = agreed(self._inlined(self._nodes(text), keys, 0).nodes, language, target, self._types)
            found = turns(nodes)
            return [(role, written(inner, target)) for role, inner in found or [("", nodes)]]
        except InexactError as inexact:
            raise self.refuse_in(keys, inexact) from None

    def _nodes(self, text: str) -> Nodes:
        nodes = nodes_of(text, self._draft.template, self._types)
        return nodes if self._draft.template == "jinja" else retargeted(nodes, self._draft.includes)

    def _included(self, target: str, keys: KeyPath, place: tuple[int, int], level: int) -> Exportable:
        """Return what a text includes; each fragment is read once for all of them."""
        if level == _MAX_LEVELS:
            raise self.refuse_in(keys, InexactError("the fragments include each other", *place))
        known = self._fragments.get(target)
        if known is not None:
            return known
        kind, name, major = parse_reference(target) or (None, target, None)
        entry = self._compiled.project.resolve(Link("include", _INCLUDABLE, kind, name, major, keys))
        if entry is None or not entry.sound:
            raise self.refuse_in(keys, InexactError(f"there is no fragment `{target}`", *place))
        return self._fragments.setdefault(target, Exportable(self._compiled, entry, self._fragments))

    def _inlined(self, nodes: Nodes, keys: KeyPath, level: int) -> Sized:
        """Return nodes with those of what they include in its place."""
        found: list[Node] = []
        size = len(nodes)
        for node in nodes:
            if isinstance(node, Include):
                other = self._fragment(node, keys, level)
                found.extend(other.nodes)
                size += other.size
            elif isinstance(node, Condition):
                branches = [(test, self._inlined(inner, keys, level)) for test, inner in node.branches]
                rest = self._inlined(node.otherwise, keys, level)
                found.append(Condition(tuple([(test, inner.nodes) for test, inner in branches]), rest.nodes))
                size += rest.size + sum(inner.size for _, inner in branches)
            elif isinstance(node, Loop):
                body, rest = (self._inlined(inner, keys, level) for inner in (node.body, node.otherwise))
                found.append(Loop(node.over, node.name, body.nodes, rest.nodes))
                size += body.size + rest.size
            else:
                found.append(node)
            if size > _MAX_NODES:
                raise InexactError("the fragments are too large together", 0, 0)
        return Sized(joined(found), size)

    def _fragment(self, node: Include, keys: KeyPath, level: int) -> Sized:
        other = self._included(node.target, keys, node.place, level)
        if other._as_nodes is None:  # noqa: SLF001 - its own kind
            text = other.data.get("body", "")
            try:
                other._as_nodes = other._inlined(other._nodes(text), ("body",), level + 1)  # noqa: SLF001 - as above
            except InexactError as inexact:
                raise other.refuse_in(("body",), inexact) from None
        return other._as_nodes  # noqa: SLF001 - as above

    def _with_fragments(self, keys: KeyPath, text: str, level: int) -> str:
        """Return a Jinja2 text with the texts that it includes in the place of the tags that include them."""
        parts: list[str] = []
        at = size = 0
        tags = {tag.start("target") + 1: tag for tag in _INCLUDE_TAG.finditer(text)}
        for include in parse_template(text).includes:
            tag = tags.get(include.start)
            if include.target is None or tag is None:
                raise InexactError("what is included cannot be put in its place", include.start, include.end)
            before = text[at : tag.start()]
            parts += [before.rstrip() if tag["left"] else before, self._fragment_text(include, keys, level)]
            at = tag.end() + (len(text[tag.end() :]) - len(text[tag.end() :].lstrip()) if tag["right"] else 0)
            size += len(parts[-1])
            if size > MAX_CHARACTERS:
                raise InexactError("the fragments are too large together", include.start, include.end)
        return "".join([*parts, text[at:]])

    def _fragment_text(self, include: IncludeTag, keys: KeyPath, level: int) -> str:
        place = (include.start, include.end)
        other = self._included(str(include.target), keys, place, level)
        if other._as_jinja is None:  # noqa: SLF001 - its own kind
            text = other.data.get("body", "")
            if other._draft.template != "jinja" or bound_names(text):  # noqa: SLF001 - as above
                raise InexactError(f"`{include.target}` binds names, or is no Jinja2, and cannot stand here", *place)
            try:
                other._as_jinja = other._with_fragments(("body",), text, level + 1)  # noqa: SLF001 - as above
            except InexactError as inexact:
                raise other.refuse_in(("body",), inexact) from None
        return other._as_jinja  # noqa: SLF001 - as above
