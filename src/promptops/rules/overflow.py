"""Prompts that may not fit into the context windows of their models: those worth counting, and their counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from promptops.bounds.model_calls import MAX_MODELS, OUTPUT_LIMITS
from promptops.bounds.sizes import FRAME, MAX_DEPTH, Size, Sizes
from promptops.catalog import Catalog, Fact, ModelFacts
from promptops.resources.entries import Entry, Identity, Link, Place
from promptops.resources.project import Project, Targets
from promptops.rules.contexts import ProjectContext
from promptops.rules.parameter_blocks import parameters_of


class Overflow(NamedTuple):
    """A text and an answer that exceed a window, all in tokens.

    With `is_proven` they do whatever is rendered, else they may: `tokens` are the least then, or the most. `basis` says
    what these rest on, `at` where the larger part is written, and `window_at` where the window is, None for one that
    the catalogue knows.
    """

    model: str
    tokens: int
    answer: int
    window: int
    is_proven: bool
    basis: str
    at: Place
    window_at: Place | None


def overflows(context: ProjectContext) -> Iterator[Overflow]:
    """Yield what exceeds a window: each prompt with the models for which it is too long, in order of files.

    Only texts that are long in bytes are counted, as they have no more tokens than these.
    """
    project, catalog = context.project, Catalog.of(context.project)
    sizes, lengths = Sizes(project, context.texts, with_inputs=False), _Lengths(project)
    chains: dict[str | int, list[_Window]] = {}
    for prompt, targets in project.linked_of_kind("prompt"):
        named = _named(targets)
        if named is None or prompt.opaque:
            continue
        key = named[0].text if named[1] is None else id(named[1])
        if key not in chains:
            chains[key] = list(_windows(named, project.linked, catalog))
        answer = _answer(parameters_of(prompt.data))
        most = lengths.of(prompt) + answer[1]
        for window in chains[key]:
            if window.tokens.value < most and not project.is_retired(prompt):
                yield from _overflow(prompt, window, answer, sizes.of(prompt, window.facts.id))


def _named(targets: Targets) -> tuple[Link, Entry | None] | None:
    for pair in targets:
        if pair[0].field == "model":
            return pair
    return None


class _Window(NamedTuple):
    """A model that a prompt may come to, what is known of it, and how many tokens it takes."""

    model: str
    facts: ModelFacts
    tokens: Fact[int]


def _answer(parameters: Mapping[str, Any]) -> tuple[str, int]:
    """Return the parameter that says how long the answer may be, and its value; 0 where none does."""
    for name in OUTPUT_LIMITS:
        most = parameters.get(name)
        if type(most) is int and most > 0:
            return name, most
    return "", 0


def _overflow(prompt: Entry, of: _Window, answer: tuple[str, int], size: Size) -> Iterator[Overflow]:
    (name, facts, known), (parameter, most) = of, answer
    least, greatest, window = int(size.tokens.least), size.tokens.greatest, known.value
    is_proven = least + most > window
    if not is_proven and (greatest is None or greatest + most <= window):
        return
    tokens = least if is_proven or greatest is None else int(greatest)
    at = prompt.at("parameters", parameter) if most > tokens else prompt.key("name")
    is_certain = is_proven and (known.origin.place is not None or not facts.is_assumed)
    yield Overflow(name, tokens, most, window, is_certain, size.basis, at, known.origin.place)


def _windows(
    first: tuple[Link, Entry | None], targets: Mapping[Identity, Targets], catalog: Catalog
) -> Iterator[_Window]:
    """Yield the windows of a model and of what stands in for it, at any distance, each once, as far as it has one."""
    seen: set[str] = set()
    todo = [first]
    while todo and len(seen) < MAX_MODELS:
        link, target = todo.pop()
        name = link.text if target is None else target.reference
        if name not in seen:
            seen.add(name)
            facts = catalog.facts_for(link, target)
            if facts.context_window is not None:
                yield _Window(name, facts, facts.context_window)
            below = () if target is None else targets.get(target.identity, ())
            todo.extend(pair for pair in reversed(below) if pair[0].field == "fallbacks")


class _Lengths:
    """How many bytes texts have with what they include, at most; each is added up once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[int, int] = {}

    def of(self, entry: Entry, depth: int = MAX_DEPTH) -> int:
        """Return the bytes of a text; with includes that are too deep, or in a circle, those of what is not."""
        known = self._known.get(id(entry))
        if known is None:
            self._known[id(entry)] = total = entry.size
            for _, target in self._project.includes_of(entry) if depth else ():
                if target is not None and target.sound:
                    total += self.of(target, depth - 1)
            known = self._known[id(entry)] = total + FRAME
        return known
