"""How far apart two files stand in the tree of folders."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

NEAR: Final = 2
"""Steps between the folders of a resource and of source code up to which the one may be about the other."""


def steps_between(left: str, right: str) -> int:
    """Return the steps between the folders of two files, given by their paths below one root."""
    one, other = left.split("/")[:-1], right.split("/")[:-1]
    common = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        common += 1
    return len(one) + len(other) - 2 * common


class Surroundings:
    """What is near any of some files, told in a time that does not grow with their number."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._below: dict[str, int] = {}
        for folder in {path.rpartition("/")[0] for path in paths}:
            for steps, above in enumerate(_upwards(folder)):
                self._below[above] = min(steps, self._below.get(above, NEAR))

    def have(self, path: str) -> bool:
        """Say whether a file is near one of them."""
        folders = _upwards(path.rpartition("/")[0])
        return any(steps + self._below.get(above, NEAR + 1) <= NEAR for steps, above in enumerate(folders))


@lru_cache(maxsize=1_000)
def _upwards(folder: str) -> tuple[str, ...]:
    """Return a folder and those above it, as far as is near; the root is empty."""
    found = [folder]
    while found[-1] and len(found) <= NEAR:
        found.append(found[-1].rpartition("/")[0])
    return tuple(found)
