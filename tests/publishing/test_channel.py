from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from tests.publishing.shop import DAY, NOW, PROMPT, TRIAGE, Shop, resource, signer

from promptops.errors import PromptopsError, UsageError
from promptops.publishing.channel import Channel, Next
from promptops.publishing.directory import DirectoryStore
from promptops.publishing.finding import find_bundle
from promptops.publishing.promotion import promote
from promptops.publishing.store import bundle_path, history_path, pointer_path
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.root import TrustRoot
from promptops.trust.signing import PrivateKeySigner

TrustOf = Callable[[Mapping[str, Sequence[PrivateKeySigner]]], TrustRoot]
OTHER = {PROMPT: resource(PROMPT, name="support/triage", version="1.1.0")}


def test_a_channel_begins_and_goes_on(shop: Shop) -> None:
    first, second = shop.publish(), shop.publish(OTHER)
    assert shop.promote(first).place == (1, 1)
    assert shop.promote(second, NOW + DAY).place == (1, 2)
    assert [each.bundle.sha256 for each in shop.channel().history()] == [second, first]


def test_a_pointer_is_issued_again(shop: Shop) -> None:
    sha256 = shop.publish()
    shop.promote(sha256)
    again = shop.promote(None, NOW + timedelta(hours=12))
    assert (again.place, again.bundle.sha256) == ((1, 2), sha256)
    assert again.expires_at == NOW + timedelta(hours=36)


def test_a_channel_that_is_new_points_at_nothing(shop: Shop) -> None:
    with pytest.raises(UsageError, match="points at nothing yet"):
        shop.promote(None)


@pytest.mark.parametrize("name", ["", "Prod", "a.kill", "../prod", "a/b", "x" * 64])
def test_what_cannot_be_a_channel_is_refused(shop: Shop, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name"):
        shop.channel(name)


@pytest.mark.parametrize("length", [6, 12, 64])
def test_a_bundle_goes_by_its_digest_and_by_its_revision(shop: Shop, length: int) -> None:
    sha256 = shop.publish()
    shop.publish(OTHER)
    assert shop.promote(sha256[:length]).bundle.sha256 == sha256
    if length < 64:
        assert shop.promote(sha256[::-1][:length]).bundle.sha256 == sha256


def test_of_one_revision_the_bundle_of_the_environment_is_meant(shop: Shop) -> None:
    prod = shop.publish(revision="e" * 40)
    shop.publish(OTHER, revision="e" * 40, environment="staging")
    assert shop.promote("e" * 8).bundle.sha256 == prod


@pytest.mark.parametrize(
    ("named", "message"),
    [("HEAD", "names no bundle"), ("abc", "names no bundle"), ("f" * 12, "has no bundle"), ("e" * 8, "has 2 bundles")],
)
def test_what_names_no_bundle_or_two_is_refused(shop: Shop, named: str, message: str) -> None:
    shop.publish(revision="e" * 40, environment="staging")
    shop.publish(OTHER, revision="e" * 40, environment="staging")
    with pytest.raises(UsageError, match=message):
        shop.promote(named)


def test_a_bundle_goes_by_a_file_with_it(shop: Shop, tmp_path: Path) -> None:
    sha256 = shop.publish()
    copy = tmp_path / "copy.json"
    copy.write_bytes((shop.folder / bundle_path(sha256)).read_bytes())
    assert shop.promote(str(copy)).bundle.sha256 == sha256


def test_a_statement_without_its_bundle_is_refused(shop: Shop) -> None:
    sha256 = shop.publish()
    (shop.folder / bundle_path(sha256)).unlink()
    with pytest.raises(RefusedError) as refused:
        shop.promote(sha256)
    assert refused.value.code is Code.MISSING_FILE


class _Silent(DirectoryStore):
    """A store that lists nothing, as a web server does."""

    def names(self, folder: str) -> list[str]:
        del folder
        return []


def test_where_nothing_is_listed_the_past_is_known(shop: Shop) -> None:
    first, second, third = shop.publish(), shop.publish(OTHER), shop.publish({})
    shop.promote(first)
    shop.promote(second)
    channel = Channel(_Silent(shop.folder), shop.root, "prod")
    assert find_bundle(channel, first[:8]).sha256 == first
    assert find_bundle(channel, second[::-1][:8]).sha256 == second
    assert find_bundle(channel, third).sha256 == third
    with pytest.raises(UsageError):
        find_bundle(channel, third[:8])


def test_rubbish_beside_bundles_is_passed_over(shop: Shop) -> None:
    sha256 = shop.publish()
    for name in ("0" * 64 + ".dsse.json", "notes.txt", sha256 + ".bom.cdx.json"):
        shop.store.write(f"bundles/{name}", b"rubbish")
    assert shop.promote(sha256[:8]).bundle.sha256 == sha256


def test_a_bundle_that_was_changed_is_not_pointed_at(shop: Shop) -> None:
    sha256 = shop.publish()
    shop.store.write(bundle_path(sha256), b"{}")
    with pytest.raises(RefusedError) as refused:
        shop.promote(sha256)
    assert refused.value.code is Code.TAMPERED_BUNDLE
    assert shop.store.read(pointer_path("prod"), 9) is None


def test_a_bundle_without_anything_in_it_is_not_pointed_at(shop: Shop) -> None:
    with pytest.raises(RefusedError) as refused:
        shop.promote(shop.publish({}))
    assert refused.value.code is Code.EMPTY_PROJECT


def test_too_few_reviewers_are_refused(shop: Shop) -> None:
    unknown = shop.publish(reviewers=None)
    one = shop.publish(OTHER, reviewers=[{"by": "forge", "name": "ada"}])
    with pytest.raises(UsageError, match="unreviewed-change: the statement names 0 reviewers of the 1"):
        shop.promote(unknown, reviewers=1)
    with pytest.raises(UsageError, match="names 1 reviewers of the 2"):
        shop.promote(one, reviewers=2)
    assert shop.promote(one, reviewers=1).place == (1, 1)


def test_whoever_was_overtaken_publishes_nothing(shop: Shop) -> None:
    first, second = shop.publish(), shop.publish(OTHER)
    shop.promote(first)
    slow = shop.channel()
    shop.promote(second)
    with pytest.raises(PromptopsError, match="somebody else has published"):
        promote(slow, None, [shop.key], now=NOW, lifetime=DAY)
    assert shop.channel().current.bundle.sha256 == second


def test_publishers_of_one_machine_take_turns(shop: Shop) -> None:
    sha256 = shop.publish()

    def publish() -> None:
        for _ in range(5):
            with shop.store.locked("prod"):
                shop.promote(sha256)

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.sequence for each in shop.channel().history()] == list(range(20, 0, -1))


class _Overtaken(DirectoryStore):
    """A store in which somebody else publishes just before a pointer is written."""

    def read(self, path: str, limit: int) -> bytes | None:
        return b"another one" if path == pointer_path("prod") and self.looks else super().read(path, limit)

    looks = 0


def test_a_pointer_that_moved_meanwhile_is_not_replaced(shop: Shop) -> None:
    sha256 = shop.publish()
    shop.promote(sha256)
    channel = shop.channel()
    pointer = channel.current
    overtaken = _Overtaken(shop.folder)
    overtaken.looks = 1
    channel.store = overtaken
    with pytest.raises(PromptopsError, match="somebody else has published"):
        channel.publish(Next(pointer.bundle, NOW + DAY, 0), [shop.key], NOW)


def test_a_clock_that_was_set_back_is_refused(shop: Shop) -> None:
    shop.promote(shop.publish())
    with pytest.raises(PromptopsError, match="clock stands before"):
        shop.promote(None, NOW - timedelta(hours=1))


def test_a_key_without_the_role_changes_nothing(shop: Shop) -> None:
    sha256 = shop.publish()
    with pytest.raises(RefusedError):
        promote(shop.channel(), sha256, [signer(2)], now=NOW, lifetime=DAY)
    assert shop.store.names("channels") == []


def test_two_holders_sign_together(shop: Shop, trust_root: TrustOf) -> None:
    one, two = signer(1), signer(2)
    loose = trust_root({"bundle": [one], "channel:prod": [one, two], "kill:prod": [one]})
    role = loose.roles["channel:prod"]._replace(threshold=2)
    strict = Shop(shop.folder, loose._replace(roles={**loose.roles, "channel:prod": role}), one)
    sha256 = strict.publish()
    with pytest.raises(RefusedError) as refused:
        strict.promote(sha256)
    assert refused.value.code is Code.TOO_FEW_SIGNATURES
    pointer = promote(strict.channel(), sha256, [one, two], now=NOW, lifetime=DAY)
    assert pointer.place == (1, 1)


def test_after_a_key_was_replaced_the_channel_counts_anew(shop: Shop, trust_root: TrustOf) -> None:
    shop.promote(shop.publish())
    new = signer(3)
    renewed = Shop(shop.folder, trust_root({"bundle": [new], "channel:prod": [new], "kill:prod": [new]}), new)
    sha256 = renewed.publish()
    with pytest.raises(RefusedError):
        renewed.promote(sha256)
    pointer = promote(renewed.channel(anew=True), sha256, [new], now=NOW, lifetime=DAY, epoch=2)
    assert pointer.place == (2, 1)
    assert [each.place for each in renewed.channel().history()] == [(2, 1)]


def test_history_ends_where_it_was_tidied_away(shop: Shop) -> None:
    shop.promote(shop.publish())
    shop.promote(shop.publish(OTHER))
    (shop.folder / history_path("prod", 1, 1)).unlink()
    assert [each.place for each in shop.channel().history()] == [(1, 2)]


def test_a_pointer_that_has_expired_is_not_made_new(shop: Shop) -> None:
    sha256 = shop.publish()
    shop.promote(sha256)
    with pytest.raises(UsageError, match="expired at 2026-11-22"):
        shop.promote(None, NOW + DAY)
    assert shop.promote(sha256, NOW + DAY).place == (1, 2)


@pytest.mark.parametrize("epoch", [1, 2])
def test_an_epoch_only_goes_up(shop: Shop, epoch: int) -> None:
    sha256 = shop.publish()
    shop.promote(sha256, epoch=2)
    with pytest.raises(UsageError, match="in epoch 2 already"):
        shop.promote(sha256, epoch=epoch)


def test_what_lies_in_another_place_of_the_past_is_refused(shop: Shop) -> None:
    for resources in (TRIAGE, OTHER, TRIAGE):
        shop.promote(shop.publish(resources))
    shop.store.write(history_path("prod", 1, 2), (shop.folder / history_path("prod", 1, 1)).read_bytes())
    with pytest.raises(RefusedError) as refused:
        list(shop.channel().history())
    assert refused.value.code is Code.ROLLED_BACK_POINTER


@pytest.mark.parametrize("odd", [7, {"kind": "prompt"}, {**resource(PROMPT), "links": []}])
def test_what_readers_would_not_take_is_not_pointed_at(shop: Shop, odd: dict[str, object]) -> None:
    with pytest.raises(RefusedError) as refused:
        shop.promote(shop.publish({PROMPT: odd}))
    assert refused.value.code is Code.MALFORMED_DOCUMENT
