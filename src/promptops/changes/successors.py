"""The name that has probably taken the place of one that is gone, among the keys of a mapping."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from promptops.spelling import closest

MAX_NAMES = 50
"""Among more names than this on either side, none is looked for."""
MAX_LENGTH = 40
"""Longer names are not looked for by their letters."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")


def successor(gone: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """Return the new name of what was called `gone`, None where there is no sign of one.

    It is a name that came: one that is spelt alike, else the only one that has all words of the old name, or whose
    words the old name has, else the one that came where one went, if it holds the same.
    """
    if max(len(before), len(after)) > MAX_NAMES:
        return None
    came = [name for name in after if name not in before]
    alike = closest(gone, (name for name in came if len(name) <= MAX_LENGTH)) if len(gone) <= MAX_LENGTH else None
    if alike is not None:
        return alike
    kin = only_kin(_words(gone), {name: _words(name) for name in came})
    if kin is not None:
        return kin
    went = [name for name in before if name not in after]
    is_only = len(came) == len(went) == 1
    return came[0] if is_only and after[came[0]] == before[gone] else None


def only_kin(words: frozenset[str], came: Mapping[str, frozenset[str]]) -> str | None:
    """Return the only name that came which has all words of an old one, or none but words of it; None without one.

    `came` are the words of each name.
    """
    kin = [name for name, others in came.items() if words and (others >= words or words >= others > frozenset())]
    return kin[0] if len(kin) == 1 else None


def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(name))
