"""Versions as numbers, as far as a minimum needs them."""

from __future__ import annotations

import re

_RELEASE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,9}")


def release(version: str) -> tuple[int, ...]:
    """Return the first dotted numbers of a version, without zeros at the end; empty when there are none.

    What follows them, such as `rc1` or `+local`, counts for nothing.
    """
    found = _RELEASE.search(version)
    numbers = [int(part) for part in found[0].split(".")] if found else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
