"""How large the input of one call can be: the texts of a prompt with all that they include, and its inputs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple, TypeAlias

from promptops.bounds.inputs import characters_of
from promptops.bounds.intervals import Interval, greater
from promptops.bounds.literals import certain_includes, certain_literals, may_repeat
from promptops.resources.entries import Entry, Identity, Link
from promptops.resources.project import Project
from promptops.templates import PromptText
from promptops.tokens import count

_Read: TypeAlias = Callable[[Entry], Sequence[PromptText]]
Texts: TypeAlias = _Read | None
"""Returns the texts of a prompt or fragment, read again.

None where nobody is to: any text may be of any size then, and any answer as long as a model writes.
"""

_Targets: TypeAlias = Sequence[tuple[Link, Entry | None]]

FRAME: Final = 16
"""Tokens: more than any published chat format puts around one message, or before the answer."""
BYTES_OF_A_CHARACTER: Final = 4
MAX_DEPTH: Final = 50
"""Texts that may include each other one inside the other; below that nothing is measured."""


class Size(NamedTuple):
    """Tokens of a text with what it includes, and on what the count rests, in words.

    Without an end where inputs, or how often a part is repeated, are not limited by the files.
    """

    tokens: Interval
    basis: str = ""

    def plus(self, other: Size) -> Size:
        """Return the size of both."""
        return Size(self.tokens.plus(other.tokens), self.basis or other.basis)


_NONE: Final = Size(Interval(0, 0))
_ENDLESS: Final = Size(Interval(0, None))


class Sizes:
    """Measures the prompts of a project; each is measured once for each model."""

    def __init__(self, project: Project, texts: Texts, *, with_inputs: bool = True) -> None:
        """Read texts by `texts` when they are needed; the values of inputs count, or nothing of them does."""
        self._with_inputs = with_inputs
        self._texts = texts
        self._targets = project.linked
        self._known: dict[tuple[Identity, str], Size] = {}

    @property
    def are_known(self) -> bool:
        """Say whether texts can be measured at all."""
        return self._texts is not None

    def of(self, prompt: Entry, model: str) -> Size:
        """Return the size of a prompt for a model, given by its identifier, as every rendering has it."""
        key = prompt.identity, model
        if self._texts is None:
            return _ENDLESS
        if key not in self._known:
            inputs = _characters(prompt) if self._with_inputs else None
            self._known[key] = _Measurement(self._texts, self._targets, inputs, model).of(prompt)
        return self._known[key]


class _Measurement:
    """Measures one prompt for one model: the inputs of the prompt are those of what it includes."""

    def __init__(
        self, texts: _Read, targets: Mapping[Identity, _Targets], inputs: Mapping[str, int | None] | None, model: str
    ) -> None:
        self._texts = texts
        self._targets = targets
        self._model = model
        self._inputs = inputs
        self._known: dict[Identity, Size] = {}
        self._depth = 0

    def of(self, entry: Entry) -> Size:
        """Return the size of a text with all that it includes."""
        if entry.opaque or self._depth == MAX_DEPTH:
            return _ENDLESS
        known = self._known.get(entry.identity)
        if known is None:
            # What includes itself never ends: so much is known of it while it is measured.
            self._known[entry.identity] = _ENDLESS
            self._depth += 1
            known = self._known[entry.identity] = self._alternatives(entry)
            self._depth -= 1
        return known

    def _alternatives(self, entry: Entry) -> Size:
        """Return the size of the longest of the texts of which one is sent, and of the shortest."""
        sizes = []
        for _, texts in groupby(self._texts(entry), key=_alternative):
            size = _NONE
            for text in texts:
                size = size.plus(self._text(entry, text))
            sizes.append(size)
        least = min((size.tokens.least for size in sizes), default=0)
        most = greater([size.tokens.greatest for size in sizes])
        return Size(Interval(least, most), next((size.basis for size in sizes), ""))

    def _text(self, entry: Entry, text: PromptText) -> Size:
        whole = count(text.text, self._model)
        least = sum(count(stretch, self._model).least for stretch in certain_literals(text, entry.template))
        most = None if may_repeat(text) else _plus_inputs(whole.greatest + FRAME, text, self._inputs)
        size = Size(Interval(min(least, whole.least), most), whole.basis)
        certain = certain_includes(text)
        for link, target in self._targets.get(entry.identity, ()):
            if link.field == "include" and tuple(link.keys) == text.keys:
                part = self.of(target) if target is not None and target.sound else _ENDLESS
                size = size.plus(part if link.start in certain else Size(Interval(0, part.tokens.greatest)))
        return size


def _plus_inputs(tokens: int, text: PromptText, inputs: Mapping[str, int | None] | None) -> int | None:
    """Return tokens with those of the values that a text takes, each as long as its schema allows."""
    if inputs is None:
        return tokens
    for use in text.template.variables:
        characters = inputs.get(use.name)
        if characters is None:
            return None
        tokens += characters * BYTES_OF_A_CHARACTER
    return tokens


def _characters(prompt: Entry) -> Mapping[str, int | None]:
    """Return how many characters the value of each input has at most."""
    inputs: Any = json.loads(prompt.data).get("inputs") if prompt.inputs else None
    declared = inputs.get("properties", {}) if isinstance(inputs, dict) else {}
    return {name: characters_of(schema) for name, schema in declared.items()}


def _alternative(text: PromptText) -> tuple[str | int, ...]:
    return text.keys[:2] if text.keys[:1] == ("variants",) else ()
