"""A runtime: one channel of a store, kept up with, and the sessions on what is in force there."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from promptops.runtime.errors import PinError
from promptops.runtime.generations import Generations
from promptops.runtime.house import House
from promptops.runtime.loading import Loader
from promptops.runtime.pins import Pin
from promptops.runtime.session import Session, begun, taken_up
from promptops.runtime.status import Status
from promptops.runtime.stores import StoreError
from promptops.trust.fields import shown
from promptops.trust.refusals import RefusedError

_PATIENCE = 2.0


class Runtime:
    """One channel of a store. `promptops.runtime.open` makes one; a process needs one for each channel."""

    def __init__(self, house: House, loader: Loader, generations: Generations, channel: str) -> None:
        self._house, self._loader, self._generations, self._channel = house, loader, generations, channel

    def session(self, unit: str, /, **context: Any) -> Session:
        """Return a session of a unit: whoever must get the same every time, such as a user, as a text.

        The context is what rollouts and segments go by, such as `plan="pro"`: texts, numbers, booleans, or lists of
        them. `feature` and `team` also say whose budget is drawn on.

        Raises:
            InputError: the unit is no text.
            KilledError: the bundle in force is revoked.
        """
        self._house.watch.look_if_due()
        return begun(self._house, unit, context)

    def resume(self, pin: Pin | str) -> Session:
        """Return the session that a pin is of, on the bundle that it was on, unless that is revoked.

        Raises:
            PinError: this is no pin, or its bundle is no longer to be had or is of another environment.
        """
        self._house.watch.look_if_due()
        found = Pin.parse(pin) if isinstance(pin, str) else pin
        try:
            generation = self._loader.taken_up(found.bundle)
        except (RefusedError, StoreError) as error:
            message = f"the bundle `{shown(found.bundle)}` of this session is not to be had: {error}"
            raise PinError(
                "gone-bundle", message, "keep bundles as long as sessions, or begin another session"
            ) from error
        active = self._house.watch.turn.active.bundle.environment
        if generation.bundle.environment != active:
            message = f"the bundle `{found.bundle}` of this session is of another environment than `{active}`"
            raise PinError("wrong-environment", message, "take up a session in the environment that it is of")
        return taken_up(self._house, found, generation)

    @property
    def status(self) -> Status:
        """What is in force, and how the last look at the store went."""
        watch = self._house.watch
        turn, state, attempt = watch.turn, watch.state, watch.attempt
        pointer, refused = state.pointer, attempt.refused
        live = {sha256: turn.kills.revoked(sha256) for sha256 in self._generations.live()}
        return Status(
            channel=self._channel,
            active=turn.active.bundle.sha256,
            revision=None if pointer is None else pointer.bundle.revision,
            epoch=0 if pointer is None else pointer.epoch,
            sequence=0 if pointer is None else pointer.sequence,
            expires_at=None if pointer is None else pointer.expires_at,
            kill_sequence=0 if state.kill is None else state.kill.sequence,
            halted=turn.kills.restrictions.halted,
            last_attempt=attempt.at,
            last_success=attempt.succeeded_at,
            code=None if refused is None else str(refused.code),
            message=None if refused is None else str(refused),
            live=live,
            dropped_events=self._house.events.dropped,
        )

    def refresh(self) -> Status:
        """Look at the store now, and return what came of it. What is refused is in the status, and raises nothing."""
        self._house.watch.look_now()
        return self.status

    async def arefresh(self) -> Status:
        """Do the same as `refresh` without keeping the event loop waiting."""
        from asyncio import to_thread  # noqa: PLC0415 - an application that awaits has imported it

        return await to_thread(self.refresh)

    def flush(self, seconds: float) -> bool:
        """Wait until the sink has had every event, for so many seconds at most; return whether it has."""
        return self._house.events.flush(seconds)

    def close(self) -> None:
        """Look no more, and wait two seconds at most for events to be handed over."""
        self._house.watch.stop()
        self._house.events.flush(_PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
