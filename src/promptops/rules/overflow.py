"""Prompts that may not fit into the context windows of their models: those worth counting, and their counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from promptops.bounds.model_calls import MAX_MODELS, OUTPUT_LIMITS
from promptops.bounds.sizes import FRAME, MAX_DEPTH, Size, Sizes
from promptops.catalog import Catalog, ModelFacts
from promptops.resources.entries import Entry, Identity, Link, Place
from promptops.rules.contexts import ProjectContext

_ANSWER: Final = re.compile(r'"max_(?:output_|completion_)?tokens": ?([0-9]{1,20})')

_Targets: TypeAlias = Sequence[tuple[Link, Entry | None]]


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
    targets = project.linked
    sizes, lengths = Sizes(project, context.texts, with_inputs=False), _Lengths(targets)
    chains: dict[str | Identity, list[tuple[str, ModelFacts]]] = {}
    for prompt in project.of_kind("prompt"):
        models = [pair for pair in targets[prompt.identity] if pair[0].field == "model"]
        if not models or prompt.opaque or project.is_retired(prompt):
            continue
        link, model = models[0]
        key = link.text if model is None else model.identity
        if key not in chains:
            chains[key] = [(name, facts) for name, facts in _chain(models[0], targets, catalog) if facts.context_window]
        most = lengths.of(prompt) + max(map(int, _ANSWER.findall(prompt.data)), default=0)
        for name, facts in chains[key]:
            if facts.context_window is not None and facts.context_window.value < most:
                yield from _overflow(prompt, name, facts, _answer(prompt), sizes.of(prompt, facts.id))


def _answer(prompt: Entry) -> tuple[str, int]:
    """Return the parameter that says how long the answer may be, and its value; 0 where none does."""
    parameters = json.loads(prompt.data).get("parameters", {})
    given = [(name, parameters[name]) for name in OUTPUT_LIMITS if name in parameters and parameters[name] > 0]
    return given[0] if given else ("", 0)


def _overflow(prompt: Entry, name: str, facts: ModelFacts, answer: tuple[str, int], size: Size) -> Iterator[Overflow]:
    known, (parameter, most) = facts.context_window, answer
    if known is None:
        return
    least, greatest, window = int(size.tokens.least), size.tokens.greatest, known.value
    is_proven = least + most > window
    if not is_proven and (greatest is None or greatest + most <= window):
        return
    tokens = least if is_proven or greatest is None else int(greatest)
    at = prompt.at("parameters", parameter) if most > tokens else prompt.key("name")
    is_certain = is_proven and (known.origin.place is not None or not facts.is_assumed)
    yield Overflow(name, tokens, most, window, is_certain, size.basis, at, known.origin.place)


def _chain(
    first: tuple[Link, Entry | None], targets: Mapping[Identity, _Targets], catalog: Catalog
) -> Iterator[tuple[str, ModelFacts]]:
    """Yield a model and what stands in for it, at any distance, each once, with what is known of them."""
    seen: set[str] = set()
    todo = [first]
    while todo and len(seen) < MAX_MODELS:
        link, target = todo.pop()
        name = link.text if target is None else target.reference
        if name not in seen:
            seen.add(name)
            yield name, catalog.facts_for(link, target)
            below = () if target is None else targets.get(target.identity, ())
            todo.extend(pair for pair in reversed(below) if pair[0].field == "fallbacks")


class _Lengths:
    """How many bytes texts have with what they include, at most; each is added up once."""

    def __init__(self, targets: Mapping[Identity, _Targets]) -> None:
        self._targets = targets
        self._known: dict[Identity, int] = {}

    def of(self, entry: Entry) -> int:
        """Return the bytes of a text; with includes that are too deep, or in a circle, those of what is not."""
        return self._of(entry, MAX_DEPTH)

    def _of(self, entry: Entry, depth: int) -> int:
        known = self._known.get(entry.identity)
        if known is None:
            self._known[entry.identity] = total = entry.size
            for link, target in self._targets.get(entry.identity, ()) if depth else ():
                if link.field == "include" and target is not None and target.sound:
                    total += self._of(target, depth - 1)
            known = self._known[entry.identity] = total + FRAME
        return known
