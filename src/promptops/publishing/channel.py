"""One channel of a store: what it points at, what it was, and the next thing that is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar

from promptops.canonical import canonical_bytes
from promptops.errors import PromptopsError, UsageError
from promptops.publishing.store import Store, bundle_path, history_path, kill_path, pointer_path, statement_path
from promptops.runtime.checking import check_resources
from promptops.trust.bundles import Bundle, read_bundle, verify_bundle
from promptops.trust.channels import FORMAT, BundleAddress, ChannelPointer, read_channel
from promptops.trust.envelopes import CHANNEL_PAYLOAD, KILL_PAYLOAD
from promptops.trust.fields import is_channel, written_time
from promptops.trust.kills import KillDocument, read_kill, verify_kill
from promptops.trust.limits import CLOCK_TOLERANCE, MAX_BUNDLE, MAX_KILL, MAX_POINTER, MAX_STATEMENT
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.root import TrustRoot
from promptops.trust.signing import Signer, sign_envelope
from promptops.trust.statements import Statement, verify_statement

Document = TypeVar("Document", ChannelPointer, KillDocument)

MAX_HISTORY: Final = 10_000
"""How many pointers are looked back at."""


class Next(NamedTuple):
    """What a channel is to point at: a bundle, for how long, and the kill document that readers must have seen."""

    bundle: BundleAddress
    expires_at: datetime
    min_kill_sequence: int


class Channel:
    """A channel as its store and a trust file have it; nothing is believed that the right keys have not signed.

    Raises:
        UsageError: there can be no channel of that name.
    """

    def __init__(self, store: Store, root: TrustRoot, name: str, *, anew: bool = False) -> None:
        """Look at a channel; `anew` takes what cannot be believed for nothing, after a key was replaced."""
        if not is_channel(name):
            raise UsageError(f"`{name}` cannot be the name of a channel", help="write lower-case letters, digits, `-`")
        self.store = store
        self.root = root
        self.name = name
        self._anew = anew
        self._seen = store.read(pointer_path(name), MAX_POINTER)

    @cached_property
    def pointer(self) -> ChannelPointer | None:
        """Return what the channel points at, expired or not; None for a channel that is new."""
        data = self._seen
        return None if data is None else self._believed(lambda: read_channel(self.root, self.name, data))

    @property
    def current(self) -> ChannelPointer:
        """Return what the channel points at.

        Raises:
            UsageError: the channel is new.
        """
        if self.pointer is None:
            message = f"the channel `{self.name}` of `{self.store.name}` points at nothing yet"
            raise UsageError(message, help=f"run `promptops promote {self.name} --bundle ...`")
        return self.pointer

    @cached_property
    def kill(self) -> KillDocument | None:
        """Return what is restricted, None where nothing ever was.

        Raises:
            RefusedError: it cannot be believed, or is not the one that the pointer asks for: an older one in its place
                would lift what it does not say, in everything that is published after it.
        """
        data, least = self._killed, self.least_kill
        return self._believed(lambda: verify_kill(self.root, self.name, data, None, least))

    @cached_property
    def least_kill(self) -> int:
        """Return the number of the kill document that readers must have seen, 0 where that cannot be known.

        A pointer that somebody has spoilt must not keep a kill from going out.
        """
        try:
            return 0 if self.pointer is None else self.pointer.min_kill_sequence
        except RefusedError:
            return 0

    def required_kill(self) -> KillDocument | None:
        """Return what is restricted, as readers of the pointer find it.

        Raises:
            RefusedError: the kill document that the pointer asks for is not there.
        """
        return verify_kill(self.root, self.name, self._killed, None, self.current.min_kill_sequence)

    @cached_property
    def _killed(self) -> bytes | None:
        return self.store.read(kill_path(self.name), MAX_KILL)

    def _believed(self, read: Callable[[], Document | None]) -> Document | None:
        """Return a document; where the channel begins anew, one that cannot be believed is none."""
        try:
            return read()
        except RefusedError:
            if self._anew:
                return None
            raise

    def history(self) -> Iterator[ChannelPointer]:
        """Yield what the channel has pointed at, the newest first, as far as the store still has it."""
        pointer = self.pointer
        for _ in range(MAX_HISTORY):
            if pointer is None:
                return
            yield pointer
            pointer = self._before(pointer)

    def _before(self, pointer: ChannelPointer) -> ChannelPointer | None:
        if pointer.sequence == 1:
            return None
        place = pointer.epoch, pointer.sequence - 1
        data = self.store.read(history_path(self.name, *place), MAX_POINTER)
        if data is None:
            return None
        before = read_channel(self.root, self.name, data)
        if before.place != place:  # else whoever can write to the store says what a rollback goes back to
            message = f"`{history_path(self.name, *place)}` holds the pointer {before.epoch}.{before.sequence}"
            raise RefusedError(Code.ROLLED_BACK_POINTER, message, "say with `--to` which bundle is meant")
        return before

    def statement(self, sha256: str) -> Statement:
        """Return what was signed of a bundle.

        Raises:
            RefusedError: there is nothing, or it cannot be believed.
        """
        data = self.store.read(statement_path(sha256), MAX_STATEMENT)
        if data is None:
            message = f"`{self.store.name}` has no statement about the bundle `{sha256}`"
            raise RefusedError(Code.MISSING_FILE, message, "sign and publish it: `promptops compile --sign --publish`")
        return verify_statement(self.root, data, sha256)

    def bytes_of(self, address: BundleAddress) -> bytes:
        """Return the bytes of a bundle, as they were signed.

        Raises:
            RefusedError: there are none, or others.
        """
        data = self.store.read(bundle_path(address.sha256), MAX_BUNDLE)
        if data is None:
            raise RefusedError(Code.MISSING_FILE, f"`{self.store.name}` has no bundle `{address.sha256}`")
        return verify_bundle((data,), address)

    def bundle(self, address: BundleAddress) -> Bundle:
        """Return what a bundle says.

        Raises:
            RefusedError: it cannot be believed, or readers would not take it.
        """
        found = read_bundle(self.bytes_of(address), self.root.project)
        check_resources(found.resources)
        return found

    def publish(
        self, following: Next, signers: Sequence[Signer], now: datetime, *, epoch: int | None = None
    ) -> ChannelPointer:
        """Point at something, as the next in the order of the channel's pointers.

        `epoch` begins a new order: what stands there now need not be readable.

        Raises:
            PromptopsError: the clock stands before the last pointer, or somebody else has published meanwhile.
            RefusedError: the signatures are not those that the trust file asks for.
        """
        place = self._place(epoch, now)
        envelope = sign_envelope(canonical_bytes(self._payload(following, place, now)), CHANNEL_PAYLOAD, signers)
        pointer = read_channel(self.root, self.name, envelope)
        kept = history_path(self.name, *place)
        self._require_unseen(kept, envelope)
        self.store.write(kept, envelope)
        if self.store.read(pointer_path(self.name), MAX_POINTER) != self._seen:
            raise self._overtaken()
        self.store.write(pointer_path(self.name), envelope)
        return pointer

    def restrict(self, document: dict[str, Any], signers: Sequence[Signer]) -> KillDocument:
        """Put a kill document in the place of the one that is there.

        Raises:
            RefusedError: the signatures are not those that the trust file asks for.
        """
        envelope = sign_envelope(canonical_bytes(document), KILL_PAYLOAD, signers)
        kill = read_kill(self.root, self.name, envelope)
        self.store.write(kill_path(self.name), envelope)
        return kill

    def _place(self, epoch: int | None, now: datetime) -> tuple[int, int]:
        if epoch is not None:
            if self.pointer is not None and epoch <= self.pointer.epoch:
                message = f"the channel `{self.name}` is in epoch {self.pointer.epoch} already"
                raise UsageError(message, help=f"readers go forward only: give `--epoch {self.pointer.epoch + 1}`")
            return epoch, 1
        if self.pointer is None:
            return 1, 1
        if self.pointer.issued_at - now > CLOCK_TOLERANCE:
            issued = written_time(self.pointer.issued_at)
            raise PromptopsError(f"this machine's clock stands before the last pointer, of {issued}", help="set it")
        return self.pointer.epoch, self.pointer.sequence + 1

    def _payload(self, following: Next, place: tuple[int, int], now: datetime) -> dict[str, Any]:
        return {
            "bundle": following.bundle._asdict(),
            "channel": self.name,
            "epoch": place[0],
            "expires_at": written_time(following.expires_at),
            "format": FORMAT,
            "issued_at": written_time(now),
            "min_kill_sequence": following.min_kill_sequence,
            "project": self.root.project,
            "sequence": place[1],
        }

    def _require_unseen(self, kept: str, envelope: bytes) -> None:
        found = self.store.read(kept, MAX_POINTER)
        if found is not None and found != envelope:
            raise self._overtaken()

    def _overtaken(self) -> PromptopsError:
        message = f"somebody else has published to the channel `{self.name}` meanwhile"
        return PromptopsError(message, help="look at `promptops status`, then try again")
