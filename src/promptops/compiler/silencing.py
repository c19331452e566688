"""Which comment hides which finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from promptops.compiler.unit import Comment, Unit
from promptops.diagnostics import Span
from promptops.rules.contexts import Silencer


def with_known_comments(unit: Unit, before: Unit | None) -> Unit:
    """Return a file without the comments that it did not have before, wherever in it they stood."""
    known = Counter((comment.ids, comment.reason) for comment in before.comments) if before is not None else Counter()
    kept = []
    for comment in unit.comments:
        known[comment.ids, comment.reason] -= 1
        if known[comment.ids, comment.reason] >= 0:
            kept.append(comment)
    return unit._replace(comments=tuple(kept))


def added_comments(before: Iterable[Unit], after: Iterable[Unit]) -> int:
    """Return how many comments with a reason were not there before, in whichever file they stood."""
    old, new = (
        Counter((comment.ids, comment.reason) for unit in units for comment in unit.comments if comment.reason)
        for units in (before, after)
    )
    return (new - old).total()


class Silencing:
    """The comments of some files; remembers what they hid."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._comments: dict[tuple[str, int], list[Comment]] = {}
        for unit in units:
            for comment in unit.comments:
                self._comments.setdefault((unit.path, comment.target), []).append(comment)
        self._used: Counter[tuple[str, Comment, str]] = Counter()

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many findings were hidden in each file."""
        found: Counter[str] = Counter()
        for (path, _, _), count in self._used.items():
            found[path] += count
        return {path: count for path, count in sorted(found.items()) if count}

    def hides(self, rule: str, place: Span) -> bool:
        """Say whether a comment with a reason hides what a rule found at a place."""
        for comment in self._comments.get((place.path, place.line), ()):
            if comment.reason and rule in comment.ids:
                self._used[place.path, comment, rule] += 1
                return True
        return False

    def silencers(self, active: frozenset[str]) -> Iterator[Silencer]:
        """Yield every comment with the ids in it that hid nothing; an id of a rule that is off is left alone."""
        for (path, _), comments in self._comments.items():
            for comment in comments:
                unused = tuple(i for i in comment.ids if not self._used[path, comment, i] and i in active)
                yield Silencer(path, comment.ids, comment.reason, comment.place, unused, comment.ids_place, comment.cut)
