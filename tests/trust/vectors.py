"""The published vectors: cases for every reader of the format, in whatever language.

`python -m tests.trust.vectors` writes them again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from tests.trust.json_cases import ACCEPTED, LIMIT, REFUSED
from tests.trust.key_cases import UNACCEPTED
from tests.trust.publisher import CHANNEL, NOW, Client, Publisher, ed25519, listed, p256, role
from tests.trust.scenarios import SCENARIOS, Scenario
from tests.trust.state_cases import STATE_CASES, StateCase, state_of

from promptops.trust import Code
from promptops.trust.fields import written_time
from promptops.trust.keys import parse_public_key
from promptops.trust.limits import MAX_VALUES
from promptops.trust.signing import PrivateKeySigner
from promptops.trust.state import TrustState

FOLDER: Final = Path(__file__).parents[1] / "vectors" / "trust"


class DeterministicSigner(PrivateKeySigner):
    """A P-256 key that signs one message always alike (RFC 6979), so that the vectors can be compared."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        super().__init__(key)
        self._private = key

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


def publisher() -> Publisher:
    """Return the honest store from which every scenario starts."""
    made = Publisher()
    number = int.from_bytes(b"a key of the vectors, known to all")
    made.killer = DeterministicSigner(ec.derive_private_key(number >> 16, ec.SECP256R1()))
    made.kill()
    made.release()
    return made


def bytes_of(data: bytes) -> dict[str, str]:
    """Return bytes as a vector holds them: as a text, where they are one."""
    try:
        return {"text": data.decode()}
    except UnicodeDecodeError:
        return {"hex": data.hex()}


def json_vectors() -> Any:
    refused = [{"name": name, "data": bytes_of(data), "refused": code} for name, (data, code) in REFUSED.items()]
    accepted = [{"name": name, "data": bytes_of(data), "value": value} for name, (data, value) in ACCEPTED.items()]
    return {
        "about": f"Strict JSON of at most {LIMIT} bytes, or its own `limit`, and 64 levels; a text may stand `times`.",
        "limit": LIMIT,
        "cases": [*accepted, *refused, *(_commas(count) for count in (MAX_VALUES, MAX_VALUES + 1))],
    }


def _commas(count: int) -> Any:
    """Return a document of commas alone: it is refused before it is read where they are too many."""
    code = Code.TOO_MANY_VALUES if count > MAX_VALUES else Code.MALFORMED_JSON
    return {"name": f"{count:,} commas", "data": {"text": ",", "times": count}, "limit": 2 * count, "refused": code}


SSH_LINE = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea RFC 8032, test 1"


def key_vectors() -> Any:
    texts = {"Ed25519": ed25519("a").public_key.pem(), "P-256": p256("a").public_key.pem(), "an SSH line": SSH_LINE}
    accepted = []
    for name, text in texts.items():
        key = parse_public_key(text)
        facts = {"algorithm": key.algorithm, "keyid": key.keyid, "spki": key.spki.hex()}
        accepted.append({"name": name, "public_key": text, **facts})
    refused = [{"name": name, "public_key": text, "refused": code} for name, (text, code) in UNACCEPTED.items()]
    return {"about": "Public keys as a trust file spells them.", "cases": accepted + refused}


def trust_vectors() -> Any:
    """Return trust files; the first is accepted, the others differ from it in one thing."""
    made = publisher()
    honest = json.loads(made.trust())
    one, two = made.promoter, made.bundler
    key = listed(one)[one.keyid]
    changes: dict[str, tuple[Mapping[str, Any], Code | None]] = {
        "an honest file": ({}, None),
        "one that expires later": ({"expires_at": "2026-11-21T10:00:01Z"}, None),
        "one that has expired": ({"expires_at": written_time(NOW)}, Code.EXPIRED_TRUST),
        "another version": ({"format": "promptops-trust/2"}, Code.UNSUPPORTED_FORMAT),
        "an unknown field": ({"delegations": {}}, Code.UNKNOWN_FIELD),
        "an unknown role": ({"roles": {"root": role(one)}}, Code.UNKNOWN_FIELD),
        "a channel with a dot": ({"roles": {"channel:prod.kill": role(one)}}, Code.UNKNOWN_FIELD),
        "no project": ({"project": ""}, Code.MALFORMED_DOCUMENT),
        "a key under two ids": ({"keys": {"a": key, "b": key}}, Code.DUPLICATE_KEY),
        "a key under another id": ({"keys": {"b": key}}, Code.WRONG_KEY_ID),
        "a key twice in a role": ({"roles": {"bundle": role(one, one, threshold=2)}}, Code.DUPLICATE_KEY),
        "a threshold of zero": ({"roles": {"bundle": role(one, threshold=0)}}, Code.MALFORMED_DOCUMENT),
        "a threshold above the keys": ({"roles": {"bundle": role(one, two, threshold=3)}}, Code.IMPOSSIBLE_ROLE),
        "a role without keys": ({"roles": {"bundle": role()}}, Code.IMPOSSIBLE_ROLE),
        "a key that is not there": ({"roles": {"bundle": role(ed25519("nobody"))}}, Code.IMPOSSIBLE_ROLE),
    }
    cases = [
        {"name": name, "trust": json.dumps(honest | change), "now": written_time(NOW), "refused": code}
        for name, (change, code) in changes.items()
    ]
    return {"about": "Trust files, at a time.", "cases": cases}


def store_vectors() -> Any:
    honest = publisher()
    return {
        "about": (
            "Stores, as a client of the channel `prod` finds them: `put` and `remove` change the files of the honest"
            " store. Unless `seen_at` is null, the client has followed the honest store then; after that, `halted` says"
            " why the channel is, whatever is refused. `trust` is another trust file than the common one."
        ),
        "trust": honest.trust().decode(),
        "channel": "prod",
        "store": {path: data.decode() for path, data in honest.files.items()},
        "cases": [_store_case(name, scenario, honest.files) for name, scenario in SCENARIOS.items()],
    }


def _store_case(name: str, scenario: Scenario, honest: Mapping[str, bytes]) -> Any:
    changed = publisher()
    scenario.change(changed)
    own_trust = {"trust": changed.trust(**scenario.roles).decode()} if scenario.roles else {}
    return own_trust | {
        "name": name,
        "seen_at": None if scenario.fresh else written_time(scenario.seen_at),
        "now": written_time(scenario.now),
        "max_staleness_seconds": int(scenario.max_staleness.total_seconds()),
        **_difference(honest, changed.files),
        "refused": scenario.refused,
        "halted": scenario.halted,
    }


def state_vectors() -> Any:
    return {
        "about": (
            "State files, as a client of the channel `prod` finds one when it starts; then it follows the store, whose"
            " files are those of the honest one in `stores.json`, as `put` and `remove` change them. `after` is the"
            " state file then, where nothing is refused. `trust` is another trust file than the common one."
        ),
        "cases": [_state_case(name, case, publisher().files) for name, case in STATE_CASES.items()],
    }


def _state_case(name: str, case: StateCase, honest: Mapping[str, bytes]) -> Any:
    before, changed = publisher(), publisher()
    case.before(before)
    case.change(changed)
    data = case.written(state_of(before, case.seen_at))
    own_trust = {"trust": changed.trust(**case.roles).decode()} if case.roles else {}
    after = None if case.refused else _state_after(data, changed, case)
    return own_trust | {
        "name": name,
        "state": bytes_of(data),
        "now": written_time(case.now),
        "refused": case.refused,
        "after": after,
        **_difference(honest, changed.files),
    }


def _state_after(data: bytes, found: Publisher, case: StateCase) -> str:
    root = found.root(**case.roles)
    client = Client(root, TrustState.load(data, root, CHANNEL))
    client.follow(found.files, case.now)
    return client.seen.dump(root, CHANNEL).decode()


def _difference(honest: Mapping[str, bytes], files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "put": {path: data.decode() for path, data in files.items() if honest.get(path) != data},
        "remove": [path for path in honest if path not in files],
    }


def vectors() -> dict[str, str]:
    """Return the text of every file of vectors, by name."""
    made = {
        "json.json": json_vectors(),
        "keys.json": key_vectors(),
        "states.json": state_vectors(),
        "stores.json": store_vectors(),
        "trust.json": trust_vectors(),
    }
    return {name: json.dumps(value, indent=1) + "\n" for name, value in made.items()}


def main() -> None:
    """Write the files."""
    for name, text in vectors().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
