from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from tests.publishing.shop import NOW, Shop, signer

from promptops.publishing.trust_file import roles_of, trusting
from promptops.trust.root import TrustRoot
from promptops.trust.signing import PrivateKeySigner


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Return an empty store."""
    key = signer(1)
    trust = trusting(None, "shop", [key.public_key], roles_of(["prod", "beta"], ()), NOW)
    return Shop(tmp_path / "store", TrustRoot.load(trust, NOW), key)


@pytest.fixture
def trust_root() -> Callable[[Mapping[str, Sequence[PrivateKeySigner]]], TrustRoot]:
    """Return `trust_root(roles)`, which gives each role its keys."""

    def load(roles: Mapping[str, Sequence[PrivateKeySigner]]) -> TrustRoot:
        data = None
        for role, keys in roles.items():
            data = trusting(data, "shop", [key.public_key for key in keys], [role], NOW)
        assert data is not None
        return TrustRoot.load(data, NOW)

    return load
