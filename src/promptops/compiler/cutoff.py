"""Early cutoff: when files changed and nothing that other files can see of them did, the last verdict is patched.

Rules over the project see entries, not texts, but for the few that they read or look for words in. If the entries of
every changed file are what they were, but for digests and offsets, and none of these words is in it, then such a rule
finds what it found last time. It is only when none of that touches a changed file that the lines of all findings are
still right; then the findings of the changed files alone are judged anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from promptops.compiler.linking import Linked, Linker
from promptops.compiler.request import Verdict
from promptops.compiler.unit import Unit
from promptops.compiler.unit_cache import UnitCache
from promptops.sources.cache import encode

MAX_CHANGED = 200
"""With more changed files than this, linking anew costs no more."""


class Basis(NamedTuple):
    """What a verdict rests on besides units.

    The day, the files that there are, what is in CODEOWNERS and in the files that commands of this tool write, the size
    of the cache.
    """

    today: str
    paths: str
    others: str
    units: int

    @classmethod
    def of(cls, today: str, paths: Iterable[str], others: str, units: int) -> Basis:
        """Return the basis of a verdict on the files at some paths."""
        seen = hashlib.sha256("\0".join(paths).encode(errors="surrogateescape"))
        return cls(today, seen.hexdigest(), others, units)


class Conclusion(NamedTuple):
    """A verdict with what it takes to patch it.

    `touched` are the paths in which a rule over the project found, pointed at or read something, `words` those that it
    looked for in texts, `defaults` the paths of the files whose keys others inherit; `suppressed` counts the findings
    that comments silenced by path. `origin` stands for the files that were linked, of which those in `since` have
    changed since then.
    """

    verdict: Verdict
    touched: frozenset[str]
    words: frozenset[str]
    defaults: Sequence[str]
    suppressed: Mapping[str, int]
    origin: str
    since: frozenset[str] = frozenset()

    def row(self, basis: Basis) -> dict[str, Any]:
        """Return the conclusion and its basis as JSON; `patched` reads it back."""
        return {
            "basis": basis,
            "verdict": self.verdict.row(),
            "touched": sorted(self.touched),
            "words": sorted(self.words),
            "defaults": self.defaults,
            "suppressed": dict(self.suppressed),
            "origin": self.origin,
            "since": sorted(self.since),
        }


def origin_of(units: Iterable[Unit]) -> str:
    """Return what stands for the content of all files of a project: units that are alike are linked alike."""
    seen = hashlib.sha256()
    for unit in units:
        attachments = encode(dict(unit.attachments)) if unit.attachments else ""
        seen.update(f"{unit.path}\0{unit.blob}\0{attachments}\0".encode(errors="surrogatepass"))
    return seen.hexdigest()


def patched(
    kept: Mapping[str, Any], basis: Basis, fresh: Mapping[str, Unit], known: UnitCache, linker: Linker
) -> Conclusion | None:
    """Return the conclusion kept from the last run with the fresh units in it, None when it does not hold."""
    if kept.get("basis") != list(basis) or len(fresh) > MAX_CHANGED:
        return None
    try:
        touched, last = frozenset(kept["touched"]), Verdict.from_row(kept["verdict"])
        words, since = frozenset(map(str, kept["words"])), frozenset(kept["since"]).union(fresh)
    except (ValueError, TypeError, KeyError):
        return None
    if not all(_looks_the_same(known.get(path), unit) and path not in touched for path, unit in fresh.items()):
        return None
    if linker.say_any(fresh, words):
        return None
    judged = linker.judge(list(fresh.values()), list(known.units(kept["defaults"])))
    suppressed = {path: count for path, count in kept["suppressed"].items() if path not in fresh}
    suppressed.update(judged.suppressed)
    verdict = _merged(last, judged, fresh, sum(suppressed.values()))
    return Conclusion(verdict, touched, words, kept["defaults"], suppressed, kept["origin"], since)


def _looks_the_same(old: Unit | None, new: Unit) -> bool:
    if old is None or not new.entries or new.defaults is not None:
        return False
    return encode(old.interface) == encode(new.interface)


def _merged(last: Verdict, judged: Linked, fresh: Mapping[str, Unit], suppressed: int) -> Verdict:
    kept = [found for found in last.diagnostics if found.primary.path not in fresh]
    diagnostics = sorted((*kept, *judged.diagnostics), key=lambda found: found.order)
    return last._replace(diagnostics=tuple(diagnostics), suppressed=suppressed)
