"""The same for everybody: 1,000 prompts with a text in each of four variants, in the form of each tool."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

PROMPTS: Final = 1_000
WEIGHTS: Final = {"control": 40, "short": 30, "warm": 20, "formal": 10}
BUNDLE_BYTES: Final = 4_000_000
_SENTENCE: Final = "Answer the customer in plain words, name the order, and promise nothing that no tool can do. "


def names() -> Iterator[str]:
    """Yield the names of the prompts."""
    return (f"team-{number % 40}/prompt-{number}" for number in range(PROMPTS))


def text() -> str:
    """Return the text of a variant."""
    wanted = BUNDLE_BYTES // PROMPTS // 5
    return (_SENTENCE * (1 + wanted // len(_SENTENCE)))[:wanted]


def texts() -> dict[str, str]:
    """Return the text of each variant, which begins with its name."""
    return {variant: f"{variant}: {text()}" for variant in WEIGHTS}


def resources() -> dict[str, Any]:
    """Return the resources of a bundle of about four megabytes."""
    found: dict[str, Any] = {
        "model:large@1": {
            "attributes": {"id": "large-2026-08-14", "name": "large", "version": "1.0.0"},
            "digest": "0" * 64,
            "kind": "model",
            "links": {},
        }
    }
    for name in names():
        reference = f"prompt:{name}@1"
        found[reference] = {
            "attributes": {
                "inputs": {"properties": {"order": {"type": "string"}}, "required": ["order"], "type": "object"},
                "model": "large",
                "name": name,
                "parameters": {"max_output_tokens": 800, "temperature": 0.2},
                "variants": [{"name": variant, "weight": weight} for variant, weight in WEIGHTS.items()],
                "version": "1.0.0",
            },
            "digest": hashlib.sha256(name.encode()).hexdigest(),
            "kind": "prompt",
            "links": {"/model": "model:large@1"},
            "programs": {
                f"/variants/{index}/body": [text(), ["write", ["name", "order"]]] for index in range(len(WEIGHTS))
            },
            "split": {"salt": reference, "scheme": "promptops-bucket/1"},
        }
    return found


def write_store(folder: Path) -> int:
    """Publish a bundle to a folder, with its trust file; return its size in bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - peers have none

    from promptops.canonical import canonical_bytes  # noqa: PLC0415 - as above
    from promptops.trust.envelopes import CHANNEL_PAYLOAD, STATEMENT_PAYLOAD  # noqa: PLC0415 - as above
    from promptops.trust.fields import written_time  # noqa: PLC0415 - as above
    from promptops.trust.signing import PrivateKeySigner, sign_envelope  # noqa: PLC0415 - as above
    from promptops.trust.statements import IN_TOTO_STATEMENT, STATEMENT_TYPE, subject_name  # noqa: PLC0415 - as above

    signer = PrivateKeySigner(Ed25519PrivateKey.from_private_bytes(bytes(32)))
    head = {"environment": "prod", "format": "promptops-bundle/1", "project": "shop"}
    data = canonical_bytes({**head, "resources": resources()})
    sha256 = hashlib.sha256(data).hexdigest()
    statement = {
        "_type": IN_TOTO_STATEMENT,
        "subject": [{"name": subject_name(sha256), "digest": {"sha256": sha256}}],
        "predicateType": STATEMENT_TYPE,
        "predicate": {"project": "shop", "environment": "prod", "revision": None},
    }
    now = datetime.now(UTC)
    pointer = {
        "format": "promptops-channel/1",
        "project": "shop",
        "channel": "prod",
        "epoch": 1,
        "sequence": 1,
        "issued_at": written_time(now),
        "expires_at": written_time(now + timedelta(days=1)),
        "bundle": {"sha256": sha256, "size": len(data), "revision": None},
        "min_kill_sequence": 0,
    }
    role = {"keys": [signer.keyid], "threshold": 1}
    trust = {
        "format": "promptops-trust/1",
        "project": "shop",
        "expires_at": None,
        "keys": {signer.keyid: {"public_key": signer.public_key.pem()}},
        "roles": {"bundle": role, "channel:prod": role, "kill:prod": role},
    }
    for place in ("bundles", "channels"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    (folder / f"bundles/{sha256}.json").write_bytes(data)
    envelope = sign_envelope(canonical_bytes(statement), STATEMENT_PAYLOAD, [signer])
    (folder / f"bundles/{sha256}.dsse.json").write_bytes(envelope)
    envelope = sign_envelope(canonical_bytes(pointer), CHANNEL_PAYLOAD, [signer])
    (folder / "channels/prod.json").write_bytes(envelope)
    (folder / "trust.json").write_bytes(canonical_bytes(trust))
    return len(data)


def flagd_flags() -> str:
    """Return the flags as flagd reads them."""
    parts = [[variant, weight] for variant, weight in WEIGHTS.items()]
    flag = {
        "state": "ENABLED",
        "variants": texts(),
        "defaultVariant": "control",
        "targeting": {"fractional": parts},
    }
    return json.dumps({"flags": dict.fromkeys(names(), flag)})


def launchdarkly_flags() -> str:
    """Return the flags as LaunchDarkly's file source reads them."""
    shares = [{"variation": index, "weight": weight * 1_000} for index, weight in enumerate(WEIGHTS.values())]
    flags = {
        name: {
            "key": name,
            "on": True,
            "version": 1,
            "salt": name,
            "variations": list(texts().values()),
            "fallthrough": {"rollout": {"variations": shares}},
            "offVariation": 0,
            "prerequisites": [],
            "targets": [],
            "rules": [],
        }
        for name in names()
    }
    return json.dumps({"flags": flags})


def growthbook_features() -> dict[str, Any]:
    """Return the flags as GrowthBook reads them."""
    weights = [weight / 100 for weight in WEIGHTS.values()]
    return {
        name: {
            "defaultValue": "control",
            "rules": [{"variations": list(texts().values()), "weights": weights, "hashAttribute": "id", "key": name}],
        }
        for name in names()
    }


def unleash_toggles() -> str:
    """Return the flags as Unleash reads them."""
    variants = [
        {
            "name": variant,
            "weight": weight * 10,
            "weightType": "fix",
            "stickiness": "userId",
            "overrides": [],
            "payload": {"type": "string", "value": texts()[variant]},
        }
        for variant, weight in WEIGHTS.items()
    ]
    strategy = {"name": "default", "parameters": {}, "variants": []}
    features = [
        {"name": name, "type": "release", "enabled": True, "strategies": [strategy], "variants": variants}
        for name in names()
    ]
    return json.dumps({"version": 2, "features": features})
