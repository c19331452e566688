"""What this package signs, others verify; what others sign, it accepts."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from tests.trust.publisher import NOW, ed25519, listed, p256, role, trust_file

from promptops.trust.envelopes import STATEMENT_PAYLOAD, Envelope, pae
from promptops.trust.keys import parse_public_key
from promptops.trust.root import TrustRoot
from promptops.trust.signing import PrivateKeySigner, SigningError, load_private_key, sign_envelope

BODY = b'{"_type":"https://in-toto.io/Statement/v1","subject":[]}'
LIMIT = 10_000
SIGNERS = pytest.mark.parametrize("signer", [ed25519("a"), p256("a")], ids=["ed25519", "p256"])


def needs(tool: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")


def run(*command: str | Path, succeeds: bool = True) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode == 0) == succeeds, done.stdout + done.stderr
    return done.stdout


def envelope_of(signer: PrivateKeySigner) -> Envelope:
    return Envelope.parse(sign_envelope(BODY, STATEMENT_PAYLOAD, [signer]), LIMIT)


@needs("openssl")
@SIGNERS
def test_openssl_verifies(tmp_path: Path, signer: PrivateKeySigner) -> None:
    key, message, signature = tmp_path / "key.pem", tmp_path / "pae", tmp_path / "sig"
    key.write_text(signer.public_key.pem())
    message.write_bytes(pae(STATEMENT_PAYLOAD, BODY))
    signature.write_bytes(envelope_of(signer).signatures[0].sig)
    verify = ("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-in", message, "-sigfile", signature, "-rawin")
    run(*verify)
    message.write_bytes(pae(STATEMENT_PAYLOAD, BODY + b" "))
    run(*verify, succeeds=False)


P256 = ("EC", "-pkeyopt", "ec_paramgen_curve:P-256")


@needs("openssl")
@pytest.mark.parametrize("algorithm", [("ED25519",), P256], ids=["ed25519", "p256"])
def test_what_openssl_signs_is_accepted(tmp_path: Path, algorithm: tuple[str, ...]) -> None:
    """A key that openssl made, its signature over exported bytes, an envelope put together by hand."""
    private, message = tmp_path / "private.pem", tmp_path / "pae"
    run("openssl", "genpkey", "-algorithm", *algorithm, "-out", private)
    signer = load_private_key(private.read_bytes())
    public = parse_public_key(run("openssl", "pkey", "-in", private, "-pubout"))
    assert public == signer.public_key
    message.write_bytes(pae(STATEMENT_PAYLOAD, BODY))
    run("openssl", "pkeyutl", "-sign", "-inkey", private, "-rawin", "-in", message, "-out", tmp_path / "sig")
    payload, sig = (base64.b64encode(data).decode() for data in (BODY, (tmp_path / "sig").read_bytes()))
    envelope = {"payload": payload, "payloadType": STATEMENT_PAYLOAD, "signatures": [{"sig": sig}]}
    root = TrustRoot.load(trust_file(listed(signer), {"bundle": role(signer)}), NOW)
    assert root.verify(Envelope.parse(json.dumps(envelope).encode(), LIMIT), root.role("bundle")) == BODY


def ssh_key(path: Path, password: str) -> bytes:
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", password, "-C", "jo@example.com", "-f", path)
    return path.read_bytes()


@needs("ssh-keygen")
def test_a_key_of_ssh_keygen(tmp_path: Path) -> None:
    signer = load_private_key(ssh_key(tmp_path / "id", ""))
    assert parse_public_key((tmp_path / "id.pub").read_text()) == signer.public_key


@needs("ssh-keygen")
def test_a_key_of_ssh_keygen_with_a_password(tmp_path: Path) -> None:
    """The library derives the key of such a file with bcrypt, which is a package of its own."""
    data = ssh_key(tmp_path / "id", "secret")
    if find_spec("bcrypt"):
        signer = load_private_key(data, b"secret")
        assert parse_public_key((tmp_path / "id.pub").read_text()) == signer.public_key
    else:
        with pytest.raises(SigningError) as failure:
            load_private_key(data, b"secret")
        assert "bcrypt" in str(failure.value.help)
    with pytest.raises(SigningError):
        load_private_key(data)


NODE_VERIFY = """
const [key, message, sig] = process.argv.slice(1);
const { createPublicKey, verify } = require("node:crypto");
const publicKey = createPublicKey(key);
const digest = publicKey.asymmetricKeyType === "ed25519" ? null : "sha256";
const ok = verify(digest, Buffer.from(message, "base64"), publicKey, Buffer.from(sig, "base64"));
process.exit(ok ? 0 : 1);
"""


@needs("node")
@SIGNERS
def test_node_verifies(signer: PrivateKeySigner) -> None:
    sig = base64.b64encode(envelope_of(signer).signatures[0].sig).decode()
    for body, succeeds in ((BODY, True), (BODY + b" ", False)):
        message = base64.b64encode(pae(STATEMENT_PAYLOAD, body)).decode()
        run("node", "-e", NODE_VERIFY, "--", signer.public_key.pem(), message, sig, succeeds=succeeds)


SIGSTORE_VERIFY = """
const { bundleFromJSON } = require("@sigstore/bundle");
const { Verifier, toSignedEntity, toTrustMaterial } = require("@sigstore/verify");
const [key, envelope] = process.argv.slice(1);
const bundle = bundleFromJSON({
  mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
  verificationMaterial: { publicKey: { hint: "key" }, tlogEntries: [] },
  dsseEnvelope: JSON.parse(envelope),
});
const nothing = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
const trust = toTrustMaterial(nothing, { key: { rawBytes: key } });
new Verifier(trust, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 }).verify(toSignedEntity(bundle));
"""


def has_sigstore() -> bool:
    """Say whether Node finds `@sigstore/verify`; NODE_PATH may lead it there."""
    if shutil.which("node") is None or not os.environ.get("NODE_PATH"):
        return False
    command = ["node", "-e", 'require.resolve("@sigstore/verify"); require.resolve("@sigstore/bundle")']
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not has_sigstore(), reason="@sigstore/verify and @sigstore/bundle are not in NODE_PATH")
@SIGNERS
def test_sigstore_verifies(signer: PrivateKeySigner) -> None:
    envelope = sign_envelope(BODY, STATEMENT_PAYLOAD, [signer])
    run("node", "-e", SIGSTORE_VERIFY, "--", signer.public_key.pem(), envelope.decode())
    other = signer.sign(b"something else")
    forged = json.loads(envelope) | {"signatures": [{"sig": base64.b64encode(other).decode()}]}
    run("node", "-e", SIGSTORE_VERIFY, "--", signer.public_key.pem(), json.dumps(forged), succeeds=False)


def test_private_keys_of_pkcs8() -> None:
    key = Ed25519PrivateKey.generate()
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))
    assert load_private_key(plain).public_key == load_private_key(locked, b"secret").public_key
    for data, password in ((locked, None), (locked, b"wrong"), (b"", None), (b"nothing", b"secret")):
        with pytest.raises(SigningError):
            load_private_key(data, password)


@needs("openssl")
@pytest.mark.parametrize("algorithm", [["RSA"], ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"], ["ED448"]])
def test_private_keys_of_other_algorithms(tmp_path: Path, algorithm: list[str]) -> None:
    path = tmp_path / "private.pem"
    run("openssl", "genpkey", "-quiet", "-algorithm", *algorithm, "-out", path)
    with pytest.raises(SigningError):
        load_private_key(path.read_bytes())
