"""Loading: from the files of a store to a bundle and what is switched off, all of it or nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from time import monotonic
from typing import Final, NamedTuple

from promptops.runtime.budgets.tree import declared_caps
from promptops.runtime.bundle import Bundle
from promptops.runtime.checking import check_resources
from promptops.runtime.errors import ServingError
from promptops.runtime.generations import Generation, Generations
from promptops.runtime.stores import Store, StoreError
from promptops.trust.bundles import read_bundle, verify_bundle
from promptops.trust.channels import BundleAddress
from promptops.trust.fields import is_digest, shown
from promptops.trust.limits import MAX_BUNDLE, MAX_KILL, MAX_POINTER, MAX_STATEMENT
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.root import TrustRoot
from promptops.trust.state import TrustState
from promptops.trust.statements import verify_statement

_AFRESH: Final = 60.0
"""Seconds after which files are read though the store says that they are as they were."""


class Outcome(NamedTuple):
    """What a look at the store has come to: what is in force now, and what was refused on the way."""

    state: TrustState
    generation: Generation | None
    refused: RefusedError | ServingError | None


class Loader:
    """Follows one channel. It changes nothing but what it remembers of the files that it has read."""

    def __init__(
        self, store: Store, root: TrustRoot, channel: str, generations: Generations, max_staleness: timedelta
    ) -> None:
        self._store, self._root, self._channel = store, root, channel
        self._generations, self._max_staleness = generations, max_staleness
        self._files: Final[dict[str, bytes | None]] = {}
        self._unseen: RefusedError | StoreError | None = None
        self._followed = False
        self._afresh_at = 0.0

    def has_changed(self) -> bool:
        """Look at kill document and pointer; return whether there is anything that was not followed yet.

        A pointer that cannot be seen is told by `follow`, so that it keeps nobody from the kill document.

        Raises:
            RefusedError: the kill document is too long.
            StoreError: the store cannot be reached.
        """
        afresh = not self._followed or monotonic() >= self._afresh_at
        if afresh:
            self._afresh_at = monotonic() + _AFRESH
        self._look(self._kill_path, MAX_KILL, afresh=afresh)
        self._unseen = None
        try:
            self._look(self._pointer_path, MAX_POINTER, afresh=afresh)
        except (RefusedError, StoreError) as error:
            self._unseen, self._followed = error, False
        return not self._followed

    def _look(self, path: str, limit: int, *, afresh: bool) -> None:
        seen = self._store.look(path, limit, afresh=afresh)
        if not seen.unchanged and (path not in self._files or self._files[path] != seen.data):
            self._files[path] = seen.data
            self._followed = False

    @property
    def _pointer_path(self) -> str:
        return f"channels/{self._channel}.json"

    @property
    def _kill_path(self) -> str:
        return f"channels/{self._channel}.kill.json"

    def follow(self, state: TrustState, active: Generation | None, now: datetime) -> Outcome:
        """Follow what was seen at the last look, from what is in force.

        A kill document is followed even where the pointer is refused: it can only take away. Whatever goes wrong is
        a refusal, so that no document that was not thought of can stop the looking.
        """
        refused: RefusedError | ServingError
        try:
            outcome = self._moved(state, active, now)
        except (RefusedError, ServingError) as error:
            refused = error
        except Exception as error:  # noqa: BLE001 - as above
            refused = _unforeseen(error)
        else:
            self._followed = True
            return outcome
        self._followed = False
        return Outcome(self._with_kill(state, active), active, refused)

    def _moved(self, state: TrustState, active: Generation | None, now: datetime) -> Outcome:
        if self._unseen is not None:
            raise self._unseen
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
        except Exception:  # noqa: BLE001 - why it is refused, or what else is, is told already
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
        if not is_digest(sha256):
            raise RefusedError(Code.MALFORMED_DOCUMENT, f"`{shown(sha256)}` is no digest")
        found = self._generations.find(sha256)
        if found is not None:
            return found
        data = self._required(f"bundles/{sha256}.json", MAX_BUNDLE)
        return self._loaded(BundleAddress(sha256, len(data), None), may_be_empty=True)


def _unforeseen(error: Exception) -> RefusedError:
    refused = RefusedError(Code.MALFORMED_DOCUMENT, f"what the store holds cannot be served: {type(error).__name__}")
    refused.__cause__ = error
    return refused
