from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from promptops.errors import UsageError
from promptops.publishing.keys import generated
from promptops.publishing.trust_file import roles_of, trusting, without
from promptops.trust.keys import PublicKey, parse_public_key
from promptops.trust.refusals import RefusedError
from promptops.trust.root import TrustRoot

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def key() -> PublicKey:
    return parse_public_key(generated("ed25519", None).public)


def keys_of(data: bytes) -> dict[str, set[str]]:
    return {name: set(role.keys) for name, role in TrustRoot.load(data, NOW).roles.items()}


def test_a_key_gets_every_role_of_a_channel() -> None:
    roles = roles_of(["prod", "beta"], ())
    assert roles == ("bundle", "channel:prod", "kill:prod", "channel:beta", "kill:beta")
    own = key()
    assert keys_of(trusting(None, "shop", [own], roles, NOW)) == {role: {own.keyid} for role in roles}


def test_roles_that_are_given_are_the_only_ones() -> None:
    assert roles_of(["prod"], ["kill:prod", "kill:prod"]) == ("kill:prod",)


@pytest.mark.parametrize("role", ["", "bundles", "channel", "channel:", "kill:UPPER", "channel:a.kill", "bundle:prod"])
def test_what_is_no_role_is_refused(role: str) -> None:
    with pytest.raises(UsageError, match="cannot be a role"):
        roles_of(["prod"], [role])


def test_keys_come_and_go() -> None:
    old, new = key(), key()
    data = trusting(None, "shop", [old], ["bundle", "kill:prod"], NOW)
    data = trusting(data, "shop", [new], ["bundle"], NOW)
    data = trusting(data, "shop", [new], ["bundle"], NOW)
    assert keys_of(data) == {"bundle": {old.keyid, new.keyid}, "kill:prod": {old.keyid}}
    assert keys_of(without(data, "shop", [old], NOW)) == {"bundle": {new.keyid}}


def test_a_role_is_not_left_with_too_few_keys() -> None:
    old, new = key(), key()
    document = json.loads(trusting(None, "shop", [old, new], ["bundle"], NOW))
    document["roles"]["bundle"]["threshold"] = 2
    with pytest.raises(RefusedError, match="asks for 2 of 1 keys"):
        without(json.dumps(document).encode(), "shop", [old], NOW)


def test_the_file_of_another_project_is_left_alone() -> None:
    data = trusting(None, "shop", [key()], ["bundle"], NOW)
    with pytest.raises(UsageError, match="is for the project `shop`"):
        trusting(data, "other", [key()], ["bundle"], NOW)
    with pytest.raises(RefusedError):
        trusting(b"{}", "shop", [key()], ["bundle"], NOW)
