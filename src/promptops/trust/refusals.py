"""Why something is not believed: one exception, and the one table of its codes."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from promptops.errors import PromptopsError


class Code(StrEnum):
    """The name of a reason; it is part of the interface and does not change."""

    # the form of a document
    TOO_LONG = "too-long"
    TOO_MANY_VALUES = "too-many-values"
    TOO_DEEP = "too-deep"
    MALFORMED_JSON = "malformed-json"
    DUPLICATE_FIELD = "duplicate-field"
    BAD_NUMBER = "bad-number"
    UNKNOWN_FIELD = "unknown-field"
    MALFORMED_DOCUMENT = "malformed-document"
    UNSUPPORTED_FORMAT = "unsupported-format"
    MISSING_FILE = "missing-file"
    # trust
    UNSUPPORTED_KEY = "unsupported-key"
    INVALID_KEY = "invalid-key"
    WEAK_KEY = "weak-key"
    WRONG_KEY_ID = "wrong-key-id"
    DUPLICATE_KEY = "duplicate-key"
    IMPOSSIBLE_ROLE = "impossible-role"
    EXPIRED_TRUST = "expired-trust"
    MISSING_ROLE = "missing-role"
    # signatures
    WRONG_PAYLOAD_TYPE = "wrong-payload-type"
    MISSING_SIGNATURE = "missing-signature"
    UNKNOWN_KEY = "unknown-key"
    WRONG_CHANNEL_KEY = "wrong-channel-key"
    WRONG_ROLE_KEY = "wrong-role-key"
    WRONG_ALGORITHM = "wrong-algorithm"
    BAD_SIGNATURE = "bad-signature"
    TOO_FEW_SIGNATURES = "too-few-signatures"
    # pointer and kill document
    WRONG_PROJECT = "wrong-project"
    WRONG_CHANNEL = "wrong-channel"
    ISSUED_IN_FUTURE = "issued-in-future"
    EXPIRED_POINTER = "expired-pointer"
    ROLLED_BACK_POINTER = "rolled-back-pointer"
    EQUIVOCATION = "equivocation"
    WITHHELD_KILL = "withheld-kill"
    OUTDATED_KILL = "outdated-kill"
    ROLLED_BACK_KILL = "rolled-back-kill"
    WIDENING_KILL = "widening-kill"
    REVOKED_BUNDLE = "revoked-bundle"
    # statement and bundle
    WRONG_STATEMENT = "wrong-statement"
    TAMPERED_BUNDLE = "tampered-bundle"
    TRUNCATED_BUNDLE = "truncated-bundle"
    PADDED_BUNDLE = "padded-bundle"
    EMPTY_PROJECT = "empty-project"
    # what was seen last
    CORRUPT_STATE = "corrupt-state"
    ROLLED_BACK_STATE = "rolled-back-state"
    CLOCK_SET_BACK = "clock-set-back"


class Refusal(NamedTuple):
    """What a code means, and what to do about it."""

    meaning: str
    help: str


class RefusedError(PromptopsError):
    """Something is not believed; what was believed before stays in force.

    `code` is one of `Code`; `str(error)` states the fact; `help` says what to do and is the table's where none is
    given.
    """

    def __init__(self, code: Code, message: str, help: str | None = None) -> None:
        super().__init__(message, help=help or REFUSALS[code].help)
        self.code = code


_PUBLISH = "publish the file again with `promptops`; if it was not changed on purpose, find out who can write there"
_FORM = "write the document with `promptops`, which writes no such thing"
_KEYS = "sign with a key that the trust file gives this role"

REFUSALS: Final = MappingProxyType(
    {
        Code.TOO_LONG: Refusal("a document is longer than its kind may be", _PUBLISH),
        Code.TOO_MANY_VALUES: Refusal(
            "a document holds more values than a reader must make room for",
            "divide the project, so that one bundle holds less; find out who signs what `promptops` would not write",
        ),
        Code.TOO_DEEP: Refusal("lists and objects are nested deeper than a reader must follow", _FORM),
        Code.MALFORMED_JSON: Refusal(
            "a document is not one strict JSON text: UTF-8 without a mark, nothing behind it, no half of a surrogate"
            " pair",
            _PUBLISH,
        ),
        Code.DUPLICATE_FIELD: Refusal("an object has one key twice, which readers take differently", _FORM),
        Code.BAD_NUMBER: Refusal(
            "a number is NaN, infinite, beyond 2^53 - 1, or a fraction where only whole numbers stand", _FORM
        ),
        Code.UNKNOWN_FIELD: Refusal(
            "a document has a field that its format does not know",
            "upgrade the reader if a newer `promptops` wrote it; otherwise publish the file again",
        ),
        Code.MALFORMED_DOCUMENT: Refusal("a field is missing or is not what its format says", _FORM),
        Code.UNSUPPORTED_FORMAT: Refusal(
            "a document is of another format or version", "upgrade the reader, or publish in the version that it reads"
        ),
        Code.MISSING_FILE: Refusal("the store has no such file", "publish it, or correct the address of the store"),
        Code.UNSUPPORTED_KEY: Refusal(
            "a trusted key is neither Ed25519 nor ECDSA P-256 in an accepted spelling",
            "use a key from `promptops keys generate`, `ssh-keygen -t ed25519` or `openssl`, as an SPKI PEM file or an"
            " `ssh-ed25519` line",
        ),
        Code.INVALID_KEY: Refusal(
            "a trusted key is not a point of its curve in its one encoding", "take the public key from its owner again"
        ),
        Code.WEAK_KEY: Refusal(
            "a trusted Ed25519 key is of small order: signatures under it prove nothing",
            "remove the key from the trust file, and ask who put it there",
        ),
        Code.WRONG_KEY_ID: Refusal(
            "a key of the trust file stands under an id that is not the SHA-256 of its SPKI encoding",
            "let `promptops keys` print the id of the key",
        ),
        Code.DUPLICATE_KEY: Refusal(
            "one key stands in the trust file twice, so that a threshold could count it twice", "name each key once"
        ),
        Code.IMPOSSIBLE_ROLE: Refusal(
            "a role has no keys, names one that is not there, or asks for more signatures than it has keys",
            "correct the role in the trust file",
        ),
        Code.EXPIRED_TRUST: Refusal("the trust file has expired", "ship the application with a renewed trust file"),
        Code.MISSING_ROLE: Refusal(
            "the trust file has no role for what is to be verified", "add the role, or ask for another channel"
        ),
        Code.WRONG_PAYLOAD_TYPE: Refusal(
            "an envelope holds another kind of document than its place asks for", _PUBLISH
        ),
        Code.MISSING_SIGNATURE: Refusal("an envelope has no signature, or an empty one", "sign it: `promptops sign`"),
        Code.UNKNOWN_KEY: Refusal("no key of the trust file made the signature", _KEYS),
        Code.WRONG_CHANNEL_KEY: Refusal("the key is trusted, but for another channel", _KEYS),
        Code.WRONG_ROLE_KEY: Refusal("the key is trusted, but for another kind of document", _KEYS),
        Code.WRONG_ALGORITHM: Refusal(
            "the signature is not of the trusted key's algorithm: 64 bytes for Ed25519, DER for ECDSA P-256",
            "sign with the key's own algorithm; nothing else is tried",
        ),
        Code.BAD_SIGNATURE: Refusal(
            "a signature does not fit the document, which was changed or signed otherwise", _PUBLISH
        ),
        Code.TOO_FEW_SIGNATURES: Refusal(
            "fewer distinct keys have signed than the role asks for", "let another holder of the role sign as well"
        ),
        Code.WRONG_PROJECT: Refusal("a document speaks of another project", "look which store and trust file are used"),
        Code.WRONG_CHANNEL: Refusal("a document speaks of another channel", "look which store and channel are used"),
        Code.ISSUED_IN_FUTURE: Refusal(
            "a document says that it was issued later than now", "set the clock of this machine, or of the publisher"
        ),
        Code.EXPIRED_POINTER: Refusal(
            "the pointer has expired for longer than is tolerated: it may be kept from moving on",
            "publish a fresh pointer: `promptops promote`; look whether the store is reached at all",
        ),
        Code.ROLLED_BACK_POINTER: Refusal(
            "the pointer is older than one that was seen",
            "to go back, publish a newer pointer to the older bundle: `promptops rollback`",
        ),
        Code.EQUIVOCATION: Refusal(
            "two documents with one sequence number say different things",
            "find out who else signs for this channel; then publish with the next number",
        ),
        Code.WITHHELD_KILL: Refusal(
            "the kill document is not there, though the pointer asks for one or there was one before",
            "publish the kill document again; an empty one lifts what was restricted",
        ),
        Code.OUTDATED_KILL: Refusal(
            "the kill document is older than the pointer asks for", "publish the current kill document to this store"
        ),
        Code.ROLLED_BACK_KILL: Refusal(
            "the kill document is older than one that was seen",
            "to lift a restriction, publish a newer kill document without it",
        ),
        Code.WIDENING_KILL: Refusal(
            "a kill document would allow more than the bundle does", "lower the cap below what the budget declares"
        ),
        Code.REVOKED_BUNDLE: Refusal(
            "the kill document revokes this bundle", "promote or roll back to another one: `promptops rollback`"
        ),
        Code.WRONG_STATEMENT: Refusal(
            "the signed statement is about something else than this bundle", "sign this bundle: `promptops sign`"
        ),
        Code.TAMPERED_BUNDLE: Refusal("the bytes of the bundle are not those that were signed", _PUBLISH),
        Code.TRUNCATED_BUNDLE: Refusal("the bundle is shorter than the pointer says", _PUBLISH),
        Code.PADDED_BUNDLE: Refusal("the bundle is longer than the pointer says", _PUBLISH),
        Code.EMPTY_PROJECT: Refusal(
            "the bundle holds nothing, where there was something before",
            "look what was compiled; to take everything out of service, halt the channel: `promptops kill`",
        ),
        Code.CORRUPT_STATE: Refusal(
            "the file of what was seen last is not as it was written",
            "if the machine's disk explains it, remove the file; what was seen before is then forgotten",
        ),
        Code.ROLLED_BACK_STATE: Refusal(
            "the file of what was seen last is older than what this process has seen",
            "find out who restores it; it will be written again",
        ),
        Code.CLOCK_SET_BACK: Refusal(
            "the clock stands before the time at which this pointer was last accepted",
            "set the clock; if it was wrong before, publish a fresh pointer: `promptops promote`",
        ),
    }
)
"""Every reason; the documentation's table is tested against this one."""
