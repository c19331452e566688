"""The baseline: findings that an old repository has accepted, so that only new ones are reported.

A finding is known again by its rule, file, resource and the text of its line, not by its line number; equal ones are
counted. An entry that matches nothing any more is stale.
"""

from __future__ import annotations

import hashlib
import json
import operator
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from promptops.diagnostics import Diagnostic
from promptops.errors import ConfigError
from promptops.sources.text import shown

DEFAULT_NAME = "promptops-baseline.json"
_VERSION = 1


class Accepted(NamedTuple):
    """What identifies accepted findings; `content` is a digest of the line's text without its indentation."""

    path: str
    rule: str
    resource: str
    content: str

    @classmethod
    def of(cls, found: Diagnostic) -> Accepted:
        """Return the identity of a finding."""
        content = hashlib.sha256(f"{found.snippet.strip()}\0{found.message}".encode(errors="replace")).hexdigest()[:16]
        return cls(found.primary.path, found.rule, found.resource or "", content)


class Sifted(NamedTuple):
    """Findings that the baseline does not hold; how many it does; how many it holds in vain."""

    fresh: tuple[Diagnostic, ...]
    known: int
    stale: int


def sift(found: Iterable[Diagnostic], accepted: Counter[Accepted]) -> Sifted:
    """Hold back the findings that are accepted."""
    left = accepted.copy()
    fresh = []
    for diagnostic in found:
        identity = Accepted.of(diagnostic)
        if left[identity] > 0:
            left[identity] -= 1
        else:
            fresh.append(diagnostic)
    stale = sum(left.values())
    return Sifted(tuple(fresh), accepted.total() - stale, stale)


def accepted_by_both(before: Counter[Accepted], after: Counter[Accepted], paths: Collection[str]) -> Counter[Accepted]:
    """Return what is accepted at a head and was so before; of the head's files, a finding may have moved to another.

    `paths` are those of all files of the head.
    """
    both = before & after
    left: Counter[Accepted] = Counter()
    for identity, count in (before - both).items():
        if identity.path not in paths:
            left[identity._replace(path="")] += count
    for identity, count in (after - both).items():
        moved = min(count, left[identity._replace(path="")])
        if moved:
            both[identity] += moved
            left[identity._replace(path="")] -= moved
    return both


def read_baseline(data: bytes) -> Counter[Accepted]:
    """Return the accepted findings with their counts.

    Raises:
        ConfigError: the file is not a baseline.
    """
    try:
        read = json.loads(data)
        if read["version"] != _VERSION:
            raise ConfigError(f"the baseline has version `{shown(str(read['version']))}`", help="write it anew")
        counts = {_accepted(item): operator.index(item["count"]) for item in read["accepted"]}
        return Counter({accepted: count for accepted, count in counts.items() if count > 0})
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ConfigError("the baseline cannot be read", help="write it anew with `--write-baseline`") from error


def _accepted(item: Mapping[str, str]) -> Accepted:
    fields = [item[field] for field in Accepted._fields]
    if not all(isinstance(field, str) for field in fields):
        raise TypeError("what identifies a finding is text")
    return Accepted(*fields)


def write_baseline(found: Iterable[Diagnostic], others: Counter[Accepted]) -> str:
    """Return the text of a baseline that accepts exactly these findings, and others that were accepted before."""
    counts = Counter(map(Accepted.of, found)) + others
    accepted = [{**identity._asdict(), "count": count} for identity, count in sorted(counts.items())]
    return json.dumps({"version": _VERSION, "accepted": accepted}, indent=1) + "\n"
