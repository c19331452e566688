"""The file that remembers, from one run of an application to the next, what was seen last."""

from __future__ import annotations

import contextlib
from typing import Final

from promptops.runtime.lock_files import LockFile
from promptops.runtime.own_files import read_own, replace_own
from promptops.trust.limits import MAX_STATE
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.root import TrustRoot
from promptops.trust.state import TrustState

PATIENCE: Final = 2.0
"""Seconds for which another process that writes the state is waited for."""


class StateFile:
    """Keeps a state on disk, if there is a path for it; what it says is verified again when it is read.

    Whoever writes it holds the lock beside it, from before reading what is there.
    """

    def __init__(self, path: str | None, root: TrustRoot, channel: str) -> None:
        self._path, self._root, self._channel = path, root, channel
        self._saved: TrustState | None = None

    def load(self) -> TrustState:
        """Return what was seen last, an empty state where nothing was.

        Raises:
            RefusedError: `corrupt-state`, or the file is of another project or channel.
        """
        if self._path is None:
            return TrustState()
        try:
            data = read_own(self._path, MAX_STATE + 1)
        except OSError as error:
            raise RefusedError(Code.CORRUPT_STATE, f"the state cannot be read: {error.strerror}") from error
        if data is None:
            return TrustState()
        return TrustState.load(data, self._root, self._channel)

    def save(self, state: TrustState) -> str | None:
        """Write a state where it says something new; return why it could not be written, None where it was.

        What another process wrote and is newer is kept.

        Raises:
            RefusedError: `rolled-back-state`: the file knew less than what this process had written to it. By now it
                knows the state that was to be saved.
        """
        if self._path is None or _same(state, self._saved):
            return None
        last, found = self._saved, TrustState()
        try:
            with LockFile(f"{self._path}.lock").held(PATIENCE):
                with contextlib.suppress(RefusedError):
                    found = self.load()
                state = state.newest(found)
                replace_own(self._path, f"{self._path}.half", state.dump(self._root, self._channel))
        except OSError as error:
            return error.strerror or type(error).__name__
        self._saved = state
        if last is not None:
            found.require_at_least(last)
        return None


def _same(state: TrustState, saved: TrustState | None) -> bool:
    """Say whether two states differ in nothing but the time of the last look."""
    return saved is not None and (state.pointer, state.kill) == (saved.pointer, saved.kill)
