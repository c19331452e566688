"""What a client saw last of a channel, in memory and on disk.

On disk are the signed documents themselves, so that whoever can write there can forge nothing: at most he can take
away the memory, as he could by removing the file.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, TypeVar

from promptops.canonical import canonical_bytes, digest
from promptops.trust import strict_json
from promptops.trust.channels import ChannelPointer, read_channel, require_subject, verify_channel
from promptops.trust.fields import Fields, written_time
from promptops.trust.kills import KillDocument, read_kill, verify_kill
from promptops.trust.limits import CLOCK_TOLERANCE, MAX_STATE
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.root import CHANNEL_ROLES, KILL_ROLES, TrustRoot

FORMAT: Final = "promptops-state/1"
_Document = TypeVar("_Document")


class TrustState(NamedTuple):
    """What was accepted last of one channel, verified, with the envelopes that said so.

    `checked_at` is when a pointer was last accepted. An empty state is that of a client which has seen nothing.
    """

    pointer: ChannelPointer | None = None
    kill: KillDocument | None = None
    checked_at: datetime | None = None
    pointer_data: bytes | None = None
    kill_data: bytes | None = None

    def with_pointer(
        self, root: TrustRoot, channel: str, data: bytes, now: datetime, max_staleness: timedelta = timedelta(0)
    ) -> TrustState:
        """Return the state after a pointer was seen; the parameters and refusals are those of `verify_channel`.

        A pointer that was accepted before is not accepted again by a clock that has been set back (`clock-set-back`);
        a newer one is, as it can only lead forward.
        """
        pointer = verify_channel(root, channel, data, self.pointer, now, max_staleness)
        accepted_at = self.checked_at if pointer.place == _place(self) else None
        if accepted_at is not None and accepted_at - now > CLOCK_TOLERANCE:
            raise RefusedError(Code.CLOCK_SET_BACK, f"it is {now.isoformat()}, and this pointer was accepted later")
        return self._replace(pointer=pointer, pointer_data=data, checked_at=now)

    def with_kill(self, root: TrustRoot, channel: str, data: bytes | None) -> TrustState:
        """Return the state after the place of the kill document was looked at; see `verify_kill`."""
        least = 0 if self.pointer is None else self.pointer.min_kill_sequence
        return self._replace(kill=verify_kill(root, channel, data, self.kill, least), kill_data=data)

    def newest(self, other: TrustState) -> TrustState:
        """Return the newer pointer and the newer kill document of two states of one channel."""
        pointer = other if _place(other) > _place(self) else self
        kill = other if _number(other) > _number(self) else self
        return TrustState(pointer.pointer, kill.kill, pointer.checked_at, pointer.pointer_data, kill.kill_data)

    def require_at_least(self, seen: TrustState) -> None:
        """Refuse this state if it knows less than one that was seen: `rolled-back-state`."""
        if _place(self) < _place(seen) or _number(self) < _number(seen):
            raise RefusedError(Code.ROLLED_BACK_STATE, "the state is older than what was seen")

    def dump(self, root: TrustRoot, channel: str) -> bytes:
        """Write the state for `load`."""
        return _written(
            {
                "format": FORMAT,
                "project": root.project,
                "channel": channel,
                "roles": _role_digests(root, channel),
                "checked_at": None if self.checked_at is None else written_time(self.checked_at),
                "pointer": self.pointer_data and self.pointer_data.decode(),
                "kill": self.kill_data and self.kill_data.decode(),
            }
        )

    @classmethod
    def load(cls, data: bytes, root: TrustRoot, channel: str) -> TrustState:
        """Read a state, verifying again all that is in it.

        What only former keys of a role have signed is forgotten.

        Raises:
            RefusedError: `corrupt-state`, or `wrong-project` or `wrong-channel` where it is of another one.
        """
        fields = _checked(data)
        require_subject(fields, root.project, channel)
        unchanged = fields.mapping("roles") == _role_digests(root, channel)
        pointer_data, kill_data = _encoded(fields, "pointer"), _encoded(fields, "kill")
        pointer = pointer_data and _reread(read_channel, root, channel, pointer_data, unchanged=unchanged)
        kill = kill_data and _reread(read_kill, root, channel, kill_data, unchanged=unchanged)
        return cls(
            pointer or None,
            kill or None,
            fields.optional_time("checked_at") if pointer else None,
            pointer_data if pointer else None,
            kill_data if kill else None,
        )


def _checked(data: bytes) -> Fields:
    """Return the fields of a state file of which no byte differs from what was written."""
    try:
        value = strict_json.loads(data, MAX_STATE)
    except RefusedError as error:
        raise RefusedError(Code.CORRUPT_STATE, f"the state cannot be read: {error}") from None
    fields = Fields(value, "the state")
    fields.of_format(FORMAT)
    value.pop("sha256", None)
    if _written(value) != data:
        raise RefusedError(Code.CORRUPT_STATE, "the state is not as it was written")
    return fields


def _encoded(fields: Fields, key: str) -> bytes | None:
    text = fields.optional_text(key)
    return None if text is None else text.encode()


def _written(value: dict[str, Any]) -> bytes:
    return canonical_bytes({**value, "sha256": digest(value)})


def _reread(
    read: Callable[[TrustRoot, str, bytes], _Document], root: TrustRoot, channel: str, data: bytes, *, unchanged: bool
) -> _Document | None:
    try:
        return read(root, channel, data)
    except RefusedError as error:
        if unchanged:
            raise RefusedError(Code.CORRUPT_STATE, f"what the state holds is refused: {error}") from None
        return None


def _role_digests(root: TrustRoot, channel: str) -> dict[str, str | None]:
    """Return what tells whether a role is as it was, for the two roles of a channel."""
    names = (f"{CHANNEL_ROLES}:{channel}", f"{KILL_ROLES}:{channel}")
    roles = (root.roles.get(name) for name in names)
    return {
        name: role and digest([role.threshold, *sorted(role.keys)]) for name, role in zip(names, roles, strict=True)
    }


def _place(state: TrustState) -> tuple[int, int]:
    return (0, 0) if state.pointer is None else state.pointer.place


def _number(state: TrustState) -> int:
    return 0 if state.kill is None else state.kill.sequence
