from __future__ import annotations

import base64
import os
import sys
from pathlib import Path
from typing import get_args

import pytest

from promptops.errors import PromptopsError, UsageError
from promptops.publishing.keys import CommandSigner, KeyType, generated, signer_for
from promptops.trust.keys import parse_public_key
from promptops.trust.signing import PrivateKeySigner

MESSAGE = b"DSSEv1"


def written(path: Path, data: bytes, mode: int = 0o600) -> str:
    path.write_bytes(data)
    path.chmod(mode)
    return str(path)


@pytest.mark.parametrize("kind", get_args(KeyType))
@pytest.mark.parametrize("passphrase", [None, b"correct horse"])
def test_a_new_key_signs_and_its_public_key_verifies(tmp_path: Path, kind: KeyType, passphrase: bytes | None) -> None:
    key = generated(kind, passphrase)
    asked: list[str] = []

    def answer(name: str) -> bytes:
        asked.append(name)
        return passphrase or b""

    file = written(tmp_path / "a.key", key.private)
    signature = signer_for(file, answer).sign(MESSAGE)
    public = parse_public_key(key.public)
    assert public.keyid == key.keyid
    assert public.verifies(signature, MESSAGE)
    assert asked == ([file] if passphrase else [])


def test_no_two_keys_are_alike() -> None:
    assert generated("ed25519", None).keyid != generated("ed25519", None).keyid


def test_a_wrong_passphrase_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path / "a.key", generated("ed25519", b"right").private)
    with pytest.raises(PromptopsError):
        signer_for(file, lambda _: b"wrong")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = written(tmp_path / "a.key", generated("ed25519", None).private, mode)
    with pytest.raises(UsageError, match="can be read by others"):
        signer_for(file, lambda _: b"")


def test_a_public_key_does_not_sign(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a public key") as caught:
        signer_for(written(tmp_path / "release.pub", b"", 0o644), lambda _: b"")
    assert str(tmp_path / "release.key") in (caught.value.help or "")


@pytest.mark.parametrize("data", [b"", b"no key", os.urandom(64)])
def test_what_is_no_key_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(PromptopsError):
        signer_for(written(tmp_path / "a.key", data), lambda _: b"")


def test_a_key_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        signer_for(str(tmp_path / "a.key"), lambda _: b"")


@pytest.mark.parametrize("form", ["raw", "base64", "wrapped"])
def test_a_program_signs(tmp_path: Path, form: str) -> None:
    key = generated("ed25519", None)
    signature = signer_for(written(tmp_path / "a.key", key.private), lambda _: b"").sign(MESSAGE)
    text = base64.b64encode(signature)
    printed = {"raw": signature, "base64": text + b"\n", "wrapped": text[:40] + b"\n" + text[40:] + b"\n"}[form]
    reply = written(tmp_path / "reply", printed)
    program = f"import sys; sys.stdin.read(); sys.stdout.buffer.write(open({reply!r}, 'rb').read())"
    signer = CommandSigner([sys.executable, "-c", program])
    assert signer.keyid is None
    assert signer.sign(MESSAGE) == signature


def test_a_program_that_prints_nothing_is_an_error() -> None:
    with pytest.raises(PromptopsError, match="printed no signature"):
        signer_for("exec:cat /dev/null", lambda _: b"").sign(MESSAGE)


def test_a_key_of_this_process_is_the_one_of_the_file(tmp_path: Path) -> None:
    key = generated("ecdsa-p256", None)
    signer = signer_for(written(tmp_path / "a.key", key.private), lambda _: b"")
    assert isinstance(signer, PrivateKeySigner)
    assert signer.keyid == key.keyid
