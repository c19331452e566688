"""Varied English from a seeded generator: sentences, paragraphs, lists and headings."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final, TypeVar

import vocabulary as words

T = TypeVar("T")

_INSTRUCTIONS: Final = (
    "{verb} the {noun} before you {verb2} the {adjective} {noun2}.",
    "When the {noun} is {adjective}, {verb} it {adverb} and {verb2} the {noun2}.",
    "Do not {verb} a {noun} that the {person} has marked as {adjective}.",
    "If two {noun}s disagree, the {adjective} one in the {place} counts.",
    "{adverb} {verb} what the {person} wrote in the {place}; never {verb2} the {noun} from memory.",
    "Quote the {noun} as it stands in the {place}, even where it looks {adjective}.",
    "A {person} who asks about a {adjective} {noun} is told what the {place} says and nothing else.",
    "Keep the {noun} and the {adjective} {noun2} apart, as they have different {noun3}s.",
    "Ask the {person} once for the {noun}; after that, {verb} the {noun2} with what you have.",
    "Treat every {adjective} {noun} as unknown until the {place} has been read.",
    "{verb} at most one {noun} per {noun2}, unless the {person} has {adverb} asked for more.",
    "The {noun} is {adjective} only if both the {person} and the {person2} agree on the {noun2}.",
    "Where the {place} is silent, say so and {verb} the {noun} for a {person}.",
    "Mention the {noun} first, then the {noun2}, and leave the {adjective} details to the {place}.",
    "Numbers come from the {place}; {adverb} repeat them and do not {verb} the {noun} yourself.",
)
_FACTS: Final = (
    "{person}s reach us through the {place}, and most of them want to {verb} a {adjective} {noun}.",
    "Every {noun} carries a {noun2}, which the {person} sees in the {place}.",
    "A {adjective} {noun} usually means that the {person} did not {verb} the {noun2} in time.",
    "Since the {noun} became {adjective}, the {place} shows the {noun2} and the {noun3} side by side.",
    "The {person} may {verb} the {noun} without the {person2}, but not the other way round.",
    "Most {noun}s are {adjective}; the rest go to a {person}, who will {verb} them {adverb}.",
    "What the {place} calls a {noun} is a {adjective} {noun2} to the {person}.",
    "We {verb} about nine in ten {noun}s within a day, and the {adjective} ones within a week.",
)
_REMARKS: Final = (
    "{adjective} {noun}s go to the {person}",
    "no {noun} without a {noun2}",
    "{verb} the {noun}, then {verb2} the {noun2}",
    "one {noun} per {person}, however {adjective}",
    "the {place} wins over the {person}'s own words",
    "leave {adjective} {noun}s out of the {place}",
    "name the {noun} and its {noun2} in the first sentence",
    "never {verb} on behalf of a {person}",
)
_HEADINGS: Final = (
    "What to do with a {adjective} {noun}",
    "{noun} rules",
    "How to {verb}",
    "When the {noun} is {adjective}",
    "The {place}",
    "Before you {verb}",
    "{adjective} cases",
    "What the {person} expects",
)


class Prose:
    """Sentences drawn from one `Random`, so that the same seed writes the same text."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)
        self._uniform = self._random.random

    def pick(self, options: Sequence[T]) -> T:
        """Return one of `options`, each as likely as the next."""
        return options[int(self._uniform() * len(options))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """Return `count` different members of `options`, or all of them where there are fewer."""
        return self._random.sample(options, min(count, len(options)))

    def number(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self._uniform() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        """Return True with the given probability, from 0 to 1."""
        return self._uniform() < probability

    def instruction(self) -> str:
        """Return a sentence that tells the model what to do."""
        return self._write(_INSTRUCTIONS)

    def fact(self) -> str:
        """Return a sentence that tells how things are."""
        return self._write(_FACTS)

    def remark(self) -> str:
        """Return a clause in lower case without a full stop, as a list item or comment has it."""
        return _filled(self.pick(_REMARKS), self)

    def heading(self) -> str:
        """Return a few words without a full stop."""
        return self._write(_HEADINGS)

    def paragraph(self, lines: int) -> list[str]:
        """Return `lines` lines of one sentence each, facts and instructions mixed."""
        return [self.instruction() if self.chance(0.6) else self.fact() for _ in range(lines)]

    def _write(self, patterns: tuple[str, ...]) -> str:
        text = _filled(self.pick(patterns), self)
        return text[0].upper() + text[1:]


def _filled(pattern: str, prose: Prose) -> str:
    pick = prose.pick
    return pattern.format(
        verb=pick(words.VERBS),
        verb2=pick(words.VERBS),
        noun=pick(words.NOUNS),
        noun2=pick(words.NOUNS),
        noun3=pick(words.NOUNS),
        adjective=pick(words.ADJECTIVES),
        adverb=pick(words.ADVERBS),
        person=pick(words.PEOPLE),
        person2=pick(words.PEOPLE),
        place=pick(words.PLACES),
    )
