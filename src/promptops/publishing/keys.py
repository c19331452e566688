"""Private keys, wherever they are: made, loaded, or left to a program that holds one."""

from __future__ import annotations

import binascii
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from promptops.errors import PromptopsError, UsageError
from promptops.publishing.command import EXEC, command_of, run
from promptops.trust.signing import PrivateKeySigner, Signer, load_private_key

KeyType = Literal["ed25519", "ecdsa-p256"]
MAX_KEY: Final = 64 * 1024
"""The most bytes of a file with a key that are read."""
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/=\s]+")
_ENCRYPTED: Final = (b"-----BEGIN ENCRYPTED PRIVATE KEY-----", b"bcrypt")
_OTHERS: Final = 0o077


class NewKey(NamedTuple):
    """A private key as a PKCS#8 PEM file holds it, and the public key that goes with it."""

    private: bytes
    public: str
    keyid: str


def generated(kind: KeyType, passphrase: bytes | None) -> NewKey:
    """Return a new key, encrypted where there is a passphrase."""
    key = Ed25519PrivateKey.generate() if kind == "ed25519" else ec.generate_private_key(ec.SECP256R1())
    encryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    public = PrivateKeySigner(key).public_key
    return NewKey(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption), public.pem(), public.keyid)


class CommandSigner:
    """A program of the user's that signs: it gets the bytes on its standard input, and prints the signature."""

    keyid = None

    def __init__(self, command: list[str]) -> None:
        self._command = command

    def sign(self, message: bytes) -> bytes:
        """Return the signature, which may have been printed in base64.

        Raises:
            PromptopsError: the program fails, or prints nothing.
        """
        printed = run(self._command, message)
        if not printed.strip():
            raise PromptopsError(f"`{self._command[0]}` printed no signature")
        if _BASE64.fullmatch(printed):
            try:
                return binascii.a2b_base64(b"".join(printed.split()), strict_mode=True)
            except binascii.Error:
                pass
        return printed


def signer_for(key: str, passphrase: Callable[[str], bytes]) -> Signer:
    """Return what signs: the key in a file, or a program where it is `exec:CMD`.

    `passphrase` is asked for that of an encrypted file, whose name it gets.

    Raises:
        PromptopsError: the file cannot be read, is no key, or others can read it.
    """
    if key.startswith(EXEC):
        return CommandSigner(command_of(key))
    data = _read(Path(key))
    is_encrypted = any(mark in data for mark in _ENCRYPTED)
    return load_private_key(data, passphrase(key) if is_encrypted else None)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            if path.suffix == ".pub":
                private = path.with_suffix(".key")
                raise UsageError(f"`{path}` is a public key", help=f"sign with the private one, `{private}`")
            if os.fstat(file.fileno()).st_mode & _OTHERS:
                raise UsageError(f"`{path}` can be read by others", help=f"run `chmod 600 {path}`")
            return file.read(MAX_KEY)
    except OSError as error:
        advice = "make a key with `promptops keys generate`"
        raise UsageError(f"the key `{path}` cannot be read: {error.strerror}", help=advice) from error
