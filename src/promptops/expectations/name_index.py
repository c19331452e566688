"""Which of very many names stand in a text: what a text costs grows with its length, not with their number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_RUN = re.compile(r"[A-Za-z0-9]+")


class NameIndex:
    """Names by the rarest run of letters and digits in each."""

    def __init__(self, names: Iterable[str]) -> None:
        runs = {name: _RUN.findall(name) for name in names}
        often = Counter(run for found in runs.values() for run in set(found))
        self._without_runs: list[str] = []
        self._by_run: dict[str, list[str]] = {}
        for name, found in runs.items():
            known = self._by_run.setdefault(min(found, key=often.__getitem__), []) if found else self._without_runs
            known.append(name)
        self._order = {name: number for number, name in enumerate(runs)}

    def found_in(self, text: str) -> Sequence[str]:
        """Return the names that stand in a text, each in the order of all names.

        One that stands there only as a part of a longer word, with a letter or a digit beside it, may be missing.
        """
        found = [name for name in self._without_runs if name in text]
        for run in self._by_run.keys() & set(_RUN.findall(text)):
            found.extend([name for name in self._by_run[run] if name in text])
        return sorted(found, key=self._order.__getitem__)
