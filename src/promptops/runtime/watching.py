"""Keeping up with a channel: one look at a time, by whichever thread finds that one is due; nobody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import NamedTuple

from promptops.runtime.errors import ServingError
from promptops.runtime.events import ACTIVATED, REFUSED, RESTRICTED, UNSAVED, Events
from promptops.runtime.forking import put_right_after_fork
from promptops.runtime.generations import Generation, Generations
from promptops.runtime.loading import Loader, Outcome
from promptops.runtime.restrictions import Kills, local_kills
from promptops.runtime.state_file import StateFile
from promptops.trust.refusals import RefusedError
from promptops.trust.restrictions import Restrictions
from promptops.trust.state import TrustState

NEVER = float("inf")


class Turn(NamedTuple):
    """What is in force for everybody, changed by putting another in its place; sessions compare it by identity.

    `drained` are the bundles that no session may keep any longer.
    """

    active: Generation
    kills: Kills
    drained: frozenset[str] = frozenset()


class Rhythm(NamedTuple):
    """When to look, and at what beside the store.

    `check_every` are seconds between looks, None for never; `drain` are seconds for which sessions may keep a bundle
    after another has taken its place, None for ever. `kill_file` is the path of what this machine switches off.
    """

    clock: Callable[[], datetime]
    check_every: float | None
    drain: float | None
    kill_file: str | None
    in_background: bool


class Attempt(NamedTuple):
    """How the last look went."""

    at: datetime
    succeeded_at: datetime
    refused: RefusedError | ServingError | None


class Watch:
    """Holds what is in force. `due` is the monotonic time of the next look; `turn` is read without a lock."""

    def __init__(
        self, loader: Loader, generations: Generations, memory: StateFile, events: Events, rhythm: Rhythm
    ) -> None:
        """Look for the first time.

        Raises:
            RefusedError: what the store holds is not believed, or the state is not.
            StoreError: the store cannot be reached.
        """
        self._loader, self._generations, self._memory, self._events = loader, generations, memory, events
        self._rhythm = rhythm
        self._lock = threading.Lock()
        self._superseded: dict[str, float] = {}
        self._told: tuple[str, str] | None = None
        now = rhythm.clock()
        self._local = local_kills(rhythm.kill_file)
        self.state = memory.load()
        loader.has_changed()
        outcome = loader.follow(self.state, None, now)
        if outcome.generation is None or outcome.refused is not None:
            raise outcome.refused or AssertionError
        self.attempt = Attempt(now, now, None)
        self.turn = Turn(outcome.generation, Kills())
        self._accept(outcome, now)
        events.tell(ACTIVATED, {"feature_flag.set.id": outcome.generation.bundle.sha256})
        self._put_off()
        put_right_after_fork(self)

    def after_fork(self) -> None:
        """Forget a look that was going on in the parent."""
        self._lock = threading.Lock()

    def look_if_due(self) -> None:
        """Look where the time for it has come."""
        if monotonic() >= self.due:
            self.look_soon()

    def stop(self) -> None:
        """Look no more but when told to."""
        self._rhythm = self._rhythm._replace(check_every=None)
        self.due = NEVER

    def look_soon(self) -> None:
        """Look, unless another thread is looking: here and now at a folder, on a thread of its own at a server."""
        lock = self._lock
        if not lock.acquire(blocking=False):
            return
        self._put_off()
        if self._rhythm.in_background:
            threading.Thread(target=self._look_and_release, args=(lock,), name="promptops-refresh", daemon=True).start()
        else:
            self._look_and_release(lock)

    def look_now(self) -> None:
        """Look at everything again, after whoever is looking."""
        lock = self._lock
        lock.acquire()
        self._put_off()
        self._look_and_release(lock, always=True)

    def _put_off(self) -> None:
        every = self._rhythm.check_every
        self.due = NEVER if every is None else monotonic() + every

    def _look_and_release(self, lock: threading.Lock, *, always: bool = False) -> None:
        try:
            self._look(always=always)
        finally:
            lock.release()

    def _look(self, *, always: bool) -> None:
        now = self._rhythm.clock()
        must = always or self.attempt.refused is not None or self._is_stale(now)
        refused = self._look_at_home()
        try:
            if self._loader.has_changed() or must:
                self._accept(self._loader.follow(self.state, self.turn.active, now), now)
            else:
                self._follow(self.state, self.turn.active)
                self.attempt = Attempt(now, now, None)
        except (RefusedError, ServingError) as error:
            self._follow(self.state, self.turn.active)
            self._refuse(error, now)
        if refused is not None:
            self._refuse(refused, now)
        self._drain()

    def _look_at_home(self) -> RefusedError | None:
        """Look at what this machine switches off; return why that cannot be known, and keep to what was known."""
        try:
            self._local = local_kills(self._rhythm.kill_file)
        except RefusedError as error:
            return error
        return None

    def _is_stale(self, now: datetime) -> bool:
        """Say whether the pointer has expired, so that it must be judged again."""
        return self.state.pointer is not None and self.state.pointer.is_expired(now)

    def _accept(self, outcome: Outcome, now: datetime) -> None:
        self._follow(outcome.state, outcome.generation or self.turn.active)
        if outcome.refused is None:
            self._told = None
            self.attempt = Attempt(now, now, None)
        else:
            self._refuse(outcome.refused, now)
        try:
            reason = self._memory.save(outcome.state)
        except RefusedError as refused:
            self._refuse(refused, now)
            return
        if reason is not None:
            self._events.tell(UNSAVED, {"error.message": reason})

    def _follow(self, state: TrustState, active: Generation) -> None:
        """Put in force what was accepted, by one assignment."""
        last = self.turn
        kills = self._kills(state, last.kills)
        self.state = state
        self._generations.retain(active)
        if active is last.active and kills is last.kills:
            return
        self.turn = Turn(active, kills, last.drained - {active.bundle.sha256})
        if active is not last.active:
            if self._rhythm.drain is not None:
                self._superseded.pop(active.bundle.sha256, None)
                self._superseded[last.active.bundle.sha256] = monotonic()
            digests = {"feature_flag.set.id": active.bundle.sha256, "promptops.previous": last.active.bundle.sha256}
            self._events.tell(ACTIVATED, digests)
        if kills is not last.kills:
            halted = kills.restrictions.halted
            self._events.tell(RESTRICTED, {"promptops.kill.digest": kills.digest, "promptops.halted": halted})

    def _kills(self, state: TrustState, known: Kills) -> Kills:
        signed = Restrictions() if state.kill is None else state.kill.restrictions
        digest = "" if state.kill is None else state.kill.payload_sha256
        kills = Kills(self._local.joined(signed), digest)
        return known if kills == known else kills

    def _drain(self) -> None:
        """Let nobody keep a bundle whose time to drain is over."""
        if self._rhythm.drain is None:
            return
        over = monotonic() - self._rhythm.drain
        done = {sha256 for sha256, since in self._superseded.items() if since <= over}
        if done:
            self._superseded = {sha256: since for sha256, since in self._superseded.items() if sha256 not in done}
            self.turn = self.turn._replace(drained=self.turn.drained | done)

    def _refuse(self, error: RefusedError | ServingError, now: datetime) -> None:
        self.attempt = Attempt(now, self.attempt.succeeded_at, error)
        if self._told != (error.code, str(error)):
            self._told = (error.code, str(error))
            self._events.tell(REFUSED, {"error.type": str(error.code), "error.message": str(error)})
