"""Which findings of a verdict somebody wants to hear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from promptops.compiler.baseline import Accepted, Sifted, sift
from promptops.diagnostics import Diagnostic
from promptops.errors import UsageError
from promptops.rules import categories, rule_ids
from promptops.spelling import closest


class Selection(NamedTuple):
    """Which findings are wanted.

    Those at or below the path `scope`, of the rules or categories in `select` (all when empty) but none of those in
    `ignore`, unless they are `accepted` by the baseline.
    """

    scope: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    accepted: Counter[Accepted] = Counter()  # noqa: RUF012 - nobody changes it

    def of(self, found: Iterable[Diagnostic]) -> Sifted:
        """Return the findings that are wanted.

        Raises:
            UsageError: a name is that of no rule and no category.
        """
        others = self.unconcerned(self.accepted)
        return sift(self.wanted(found), self.accepted - others)

    def unconcerned(self, accepted: Counter[Accepted]) -> Counter[Accepted]:
        """Return what a baseline accepts outside of the scope or of the rules that are wanted."""
        kept = self._rules()
        outside = (each for each in accepted if each.rule not in kept or not self._is_in_scope(each.path))
        return Counter({each: accepted[each] for each in outside})

    @property
    def is_partial(self) -> bool:
        """Say whether there may be findings that are not wanted."""
        return bool(self.scope or self.select or self.ignore)

    def _rules(self) -> set[str]:
        return (_rules(self.select) if self.select else set(rule_ids())) - _rules(self.ignore)

    def wanted(self, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return the findings that are wanted, accepted or not."""
        if not self.is_partial:
            return tuple(found)
        kept = self._rules()
        return tuple(each for each in found if each.rule in kept and self._is_in_scope(each.primary.path))

    def _is_in_scope(self, path: str) -> bool:
        return not self.scope or path == self.scope or path.startswith(f"{self.scope}/")


def _rules(names: tuple[str, ...]) -> set[str]:
    """Return the ids of rules that are named, or whose category is."""
    by_category: dict[str, set[str]] = {}
    for rule_id, category in categories().items():
        by_category.setdefault(category, set()).add(rule_id)
    found: set[str] = set()
    for name in (part.strip() for names_ in names for part in names_.split(",")):
        if name not in by_category and name not in rule_ids():
            meant = closest(name, (*by_category, *rule_ids()))
            advice = f"did you mean `{meant}`?" if meant else "`promptops rule` lists them"
            raise UsageError(f"there is no rule and no category `{name}`", help=advice)
        found |= by_category.get(name, {name})
    return found
