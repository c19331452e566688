"""Bundles that sessions hold: none is let go while one does."""

from __future__ import annotations

import weakref
from collections import deque

from promptops.runtime.bundle import Bundle
from promptops.runtime.restrictions import Kills
from promptops.runtime.texts import Texts
from promptops.runtime.views import View

RETAINED = 3
"""So many bundles are kept though no session holds them: the active one, and those to go back to at once."""


class Generation:
    """A bundle in service, or one that was."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self._texts = Texts(bundle)
        self._view = View(bundle, self._texts, Kills())

    def under(self, kills: Kills) -> View:
        """Return the bundle under what is switched off."""
        view = self._view
        if view.kills is not kills:
            view = self._view = View(self.bundle, self._texts, kills)
        return view


class Generations:
    """Every bundle that somebody still holds, by its digest."""

    def __init__(self) -> None:
        self._live: weakref.WeakValueDictionary[str, Generation] = weakref.WeakValueDictionary()
        self._retained: deque[Generation] = deque(maxlen=RETAINED)

    def find(self, sha256: str) -> Generation | None:
        """Return a bundle that is still held."""
        return self._live.get(sha256)

    def add(self, bundle: Bundle) -> Generation:
        """Return the generation of a bundle, which is the one that is there where there is one."""
        return self._live.setdefault(bundle.sha256, Generation(bundle))

    def retain(self, generation: Generation) -> None:
        """Keep a bundle until others have taken its place."""
        if generation in self._retained:
            self._retained.remove(generation)
        self._retained.append(generation)

    def live(self) -> dict[str, Generation]:
        """Return all of them."""
        return dict(self._live)
