"""Events: what happened, told to a sink that may be slow, fail or hang without anyone waiting for it.

Names and attributes follow OpenTelemetry's conventions where those have some. No event carries text of a prompt or the
value of an input.
"""

from __future__ import annotations

import atexit
import threading
from collections import deque
from collections.abc import Callable, Mapping
from time import monotonic, time_ns
from typing import NamedTuple

from promptops.runtime.forking import put_right_after_fork

Value = str | int | bool | None

EVALUATION = "feature_flag.evaluation"
ACTIVATED = "promptops.bundle.activated"
REFUSED = "promptops.refused"
RESTRICTED = "promptops.restrictions.changed"
MOVED = "promptops.session.moved"
EXCEEDED = "promptops.budget.exceeded"
UNAVAILABLE = "promptops.budget.unavailable"
UNSAVED = "promptops.state.unsaved"

MAX_WAITING = 10_000
"""Events that wait for a slow sink; further ones are counted and dropped."""
_PATIENCE = 2.0
"""Seconds for which the end of a program waits for the last events."""


class Event(NamedTuple):
    """Something that happened: `time` is in nanoseconds since 1970."""

    name: str
    time: int
    attributes: Mapping[str, Value]


Sink = Callable[[Event], None]


class Events:
    """Hands events to a sink on a thread of its own, which starts with the first event; no sink, no thread."""

    def __init__(self, sink: Sink | None) -> None:
        self._sink = sink
        self.dropped = 0
        self.failed = 0
        self.after_fork()
        if sink is not None:
            put_right_after_fork(self)
            atexit.register(self.flush, _PATIENCE)

    def after_fork(self) -> None:
        """Begin with nothing waiting: what waits belongs to the parent."""
        self._waiting: deque[Event] = deque()
        self._some = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def tell(self, name: str, attributes: Mapping[str, Value]) -> None:
        """Tell that something happened; return at once."""
        if self._sink is None:
            return
        if len(self._waiting) >= MAX_WAITING:
            self.dropped += 1
            return
        self._waiting.append(Event(name, time_ns(), attributes))
        self._idle.clear()
        self._some.set()
        if self._thread is None:
            self._start()

    def flush(self, seconds: float) -> bool:
        """Wait until the sink has had every event, for so many seconds at most; return whether it has."""
        deadline = monotonic() + seconds
        while self._waiting or not self._idle.is_set():
            if not self._idle.wait(max(0.0, min(0.05, deadline - monotonic()))) and monotonic() >= deadline:
                return False
        return True

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                thread = threading.Thread(target=self._hand_over, name="promptops-events", daemon=True)
                thread.start()
                self._thread = thread

    def _hand_over(self) -> None:
        sink, waiting, some, idle = self._sink, self._waiting, self._some, self._idle
        while sink is not None:
            some.wait()
            some.clear()
            while waiting:
                try:
                    sink(waiting.popleft())
                except Exception:  # noqa: BLE001 - whatever a sink does wrong is its own business
                    self.failed += 1
            if not waiting:
                idle.set()
