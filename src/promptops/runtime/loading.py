"""Loading: from the files of a store to a bundle and what is switched off, all of it or nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from promptops.runtime.budgets.tree import declared_caps
from promptops.runtime.bundle import Bundle
from promptops.runtime.checking import check_resources
from promptops.runtime.generations import Generation, Generations
from promptops.runtime.stores import Store
from promptops.trust.bundles import read_bundle, verify_bundle
from promptops.trust.channels import BundleAddress
from promptops.trust.limits import MAX_BUNDLE, MAX_KILL, MAX_POINTER, MAX_STATEMENT
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.root import TrustRoot
from promptops.trust.state import TrustState
from promptops.trust.statements import verify_statement


class Outcome(NamedTuple):
    """What a look at the store has come to: what is in force now, and what was refused on the way."""

    state: TrustState
    generation: Generation | None
    refused: RefusedError | None


class Loader:
    """Follows one channel. It changes nothing but what it remembers of the files that it has read."""

    def __init__(
        self, store: Store, root: TrustRoot, channel: str, generations: Generations, max_staleness: timedelta
    ) -> None:
        self._store, self._root, self._channel = store, root, channel
        self._generations, self._max_staleness = generations, max_staleness
        self._files: Final[dict[str, bytes | None]] = {}

    def has_changed(self) -> bool:
        """Look at pointer and kill document; return whether either has changed since the last look.

        Raises:
            RefusedError: a file is too long.
            StoreError: the store cannot be reached.
        """
        changed = False
        for path, limit in ((self._pointer_path, MAX_POINTER), (self._kill_path, MAX_KILL)):
            seen = self._store.look(path, limit)
            if not seen.unchanged and (path not in self._files or self._files[path] != seen.data):
                self._files[path] = seen.data
                changed = True
        return changed

    @property
    def _pointer_path(self) -> str:
        return f"channels/{self._channel}.json"

    @property
    def _kill_path(self) -> str:
        return f"channels/{self._channel}.kill.json"

    def follow(self, state: TrustState, active: Generation | None, now: datetime) -> Outcome:
        """Follow what was seen at the last look, from what is in force.

        A kill document is followed even where the pointer is refused: it can only take away.
        """
        try:
            return self._moved(state, active, now)
        except RefusedError as error:
            return Outcome(self._with_kill(state, active), active, error)

    def _moved(self, state: TrustState, active: Generation | None, now: datetime) -> Outcome:
        pointer = self._files.get(self._pointer_path)
        if pointer is None:
            raise RefusedError(Code.MISSING_FILE, f"the store has no pointer of the channel `{self._channel}`")
        moved = state.with_pointer(self._root, self._channel, pointer, now, self._max_staleness)
        moved = moved.with_kill(self._root, self._channel, self._files.get(self._kill_path))
        if moved.pointer is None:  # pragma: no cover - `with_pointer` has set it
            return Outcome(moved, active, None)
        address = moved.pointer.bundle
        if moved.kill is not None:
            moved.kill.restrictions.refuse_revoked(address.sha256)
        if active is None or active.bundle.sha256 != address.sha256:
            active = self._generations.find(address.sha256) or self._loaded(address, may_be_empty=state.pointer is None)
        if moved.kill is not None and moved.kill != state.kill:
            moved.kill.restrictions.refuse_widening(declared_caps(active.bundle))
        return Outcome(moved, active, None)

    def _with_kill(self, state: TrustState, active: Generation | None) -> TrustState:
        try:
            killed = state.with_kill(self._root, self._channel, self._files.get(self._kill_path))
            if killed.kill is not None and active is not None:
                killed.kill.restrictions.refuse_widening(declared_caps(active.bundle))
        except RefusedError:
            return state
        return killed

    def _loaded(self, address: BundleAddress, *, may_be_empty: bool) -> Generation:
        statement = self._required(f"bundles/{address.sha256}.dsse.json", MAX_STATEMENT)
        verify_statement(self._root, statement, address.sha256)
        data = self._required(f"bundles/{address.sha256}.json", min(address.size + 1, MAX_BUNDLE))
        found = read_bundle(verify_bundle((data,), address), self._root.project, may_be_empty=may_be_empty)
        check_resources(found.resources)
        return self._generations.add(Bundle(address.sha256, found.environment, found.resources))

    def _required(self, path: str, limit: int) -> bytes:
        data = self._store.read(path, limit)
        if data is None:
            raise RefusedError(Code.MISSING_FILE, f"the store has no `{path}`")
        return data

    def taken_up(self, sha256: str) -> Generation:
        """Return the bundle that a session was pinned to, from memory or from the store.

        Raises:
            RefusedError: the store has it no more, or it is refused.
            StoreError: the store cannot be reached.
        """
        found = self._generations.find(sha256)
        if found is not None:
            return found
        data = self._required(f"bundles/{sha256}.json", MAX_BUNDLE)
        return self._loaded(BundleAddress(sha256, len(data), None), may_be_empty=True)
