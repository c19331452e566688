"""The values that a source file knows: its short strings, and those between which its patterns choose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from promptops.expectations.code.facts import Literal, Name
from promptops.expectations.code.patterns import ignores_case

MAX_VALUE = 40
"""Characters of a value; a longer text is none."""
_OTHERWISE = frozenset({"attribute", "message"})
"""Uses of words that are no values to the code."""
_PLAIN = r"[^()|\\[\]{}.*+?^$\n]{1,40}"
_ALTERNATIVES = re.compile(rf"(?:\((?:\?(?:[a-z]{{0,4}}:|P?<\w{{1,40}}>))?|\A\^?)({_PLAIN}(?:\|{_PLAIN})+)(?:\)|\$?\Z)")


class Vocabulary:
    """Where a file has a value, if it has it at all."""

    def __init__(self, literals: Iterable[Literal], keys: Iterable[Name] = ()) -> None:
        """Take the literals of a file, and the keys of its mappings that are no literals."""
        self._exact: dict[str, Literal] = {}
        self._folded: dict[str, Literal] = {}
        for literal in literals:
            if literal.kind == "pattern":
                known = self._folded if ignores_case(literal.text) else self._exact
                for value in alternatives(literal.text):
                    known.setdefault(value.casefold() if known is self._folded else value, literal)
            elif len(literal.text) <= MAX_VALUE and literal.use not in _OTHERWISE:
                self._exact.setdefault(literal.text, literal)
        for key in keys:
            place = key.line, key.column, key.end_line, key.end_column
            self._exact.setdefault(key.text, Literal(key.text, "string", *place, "other", key.text))

    def knows(self, value: str) -> bool:
        """Say whether the file has a value, in any letter case."""
        wanted = value.casefold()
        return self.of(value) is not None or any(each.casefold() == wanted for each in self._exact)

    def of(self, value: str) -> Literal | None:
        """Return the first literal that has a value; None if the file does not have it."""
        return self._exact.get(value) or self._folded.get(value.casefold())


def alternatives(pattern: str) -> Iterator[str]:
    """Yield the plain words between which a regular expression chooses, as in `VERDICT: (PASS|FAIL)`."""
    for group in _ALTERNATIVES.finditer(pattern):
        yield from (value.strip() for value in group[1].split("|"))
