"""How a channel stands: what is in force, since when, what is restricted, and what readers would refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

from promptops.publishing.channel import Channel
from promptops.publishing.killing import fields_of
from promptops.trust.channels import ChannelPointer
from promptops.trust.fields import written_time
from promptops.trust.kills import KillDocument
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.restrictions import Restrictions
from promptops.trust.statements import Statement

Answer = TypeVar("Answer")

SHOWN: Final = 5
"""How many earlier bundles are shown."""


class Status(NamedTuple):
    """A channel as readers find it.

    `problems` are what they would refuse, code and message; `before` are the last pointers to other bundles.
    """

    pointer: ChannelPointer
    since: datetime
    kill: KillDocument | None
    statement: Statement | None
    problems: tuple[tuple[str, str], ...]
    before: tuple[ChannelPointer, ...]

    @property
    def word(self) -> str:
        """Return how it is in one word: `well`, `restricted`, `halted` or `refused`."""
        if self.problems:
            return "refused"
        if self.kill is None or self.kill.restrictions == Restrictions():
            return "well"
        return "halted" if self.kill.restrictions.halted is not None else "restricted"

    def document(self) -> dict[str, Any]:
        """Return it as JSON that others can read."""
        pointer, kill = self.pointer, self.kill
        return {
            "before": [_pointer(each) for each in self.before],
            "in_force_since": written_time(self.since),
            "kill": None if kill is None else {"sequence": kill.sequence, **fields_of(kill.restrictions)},
            "pointer": _pointer(pointer),
            "problems": [{"code": code, "message": message} for code, message in self.problems],
            "project": pointer.project,
            "channel": pointer.channel,
            "statement": None if self.statement is None else dict(self.statement.predicate),
            "status": self.word,
        }


def status_of(channel: Channel, now: datetime) -> Status:
    """Return how a channel stands.

    Raises:
        RefusedError: what it points at cannot be believed at all.
    """
    pointer = channel.current
    problems: list[tuple[str, str]] = []
    if pointer.is_expired(now):
        problems.append((Code.EXPIRED_POINTER, f"the pointer expired at {written_time(pointer.expires_at)}"))
    kill = _noted(problems, channel.required_kill)
    _noted(problems, lambda: (kill.restrictions if kill else Restrictions()).refuse_revoked(pointer.bundle.sha256))
    statement = _noted(problems, lambda: channel.statement(pointer.bundle.sha256))
    _noted(problems, lambda: channel.bytes_of(pointer.bundle))
    since, before = _past(channel)
    return Status(pointer, since, kill, statement, tuple(problems), before)


def _noted(problems: list[tuple[str, str]], ask: Callable[[], Answer]) -> Answer | None:
    """Return what is asked for; what is refused is noted."""
    try:
        return ask()
    except RefusedError as error:
        problems.append((error.code, str(error)))
        return None


def _past(channel: Channel) -> tuple[datetime, tuple[ChannelPointer, ...]]:
    """Return since when the present bundle is in force, and the last pointers to others, the newest first."""
    since, last, before = channel.current.issued_at, channel.current.bundle.sha256, []
    is_present = True
    try:
        for pointer in channel.history():
            if pointer.bundle.sha256 != last:
                before.append(pointer)
                last, is_present = pointer.bundle.sha256, False
                if len(before) == SHOWN:
                    break
            elif is_present:
                since = pointer.issued_at
    except RefusedError:  # what cannot be believed is not shown
        pass
    return since, tuple(before)


def _pointer(pointer: ChannelPointer) -> dict[str, Any]:
    return {
        "bundle": pointer.bundle._asdict(),
        "epoch": pointer.epoch,
        "expires_at": written_time(pointer.expires_at),
        "issued_at": written_time(pointer.issued_at),
        "min_kill_sequence": pointer.min_kill_sequence,
        "sequence": pointer.sequence,
    }
