from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.publishing.shop import DAY, NOW, PROMPT, TRIAGE, Shop, resource

from promptops.errors import UsageError
from promptops.publishing.promotion import restrict
from promptops.publishing.status import status_of
from promptops.publishing.store import bundle_path, history_path, kill_path, statement_path
from promptops.publishing.text import status_lines
from promptops.publishing.verification import verify_release
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.restrictions import Cap, Restrictions

OTHER = {**TRIAGE, "tool:lookup": resource("tool:lookup")}
FINDINGS = {"errors": 0, "warnings": 2, "waived": 1, "accepted": 0}


def text(shop: Shop) -> str:
    return "\n".join(status_lines(status_of(shop.channel(), NOW), NOW))


def kill(shop: Shop, restrictions: Restrictions) -> None:
    restrict(shop.channel(), restrictions, [shop.key], now=NOW)


def test_all_is_well(shop: Shop) -> None:
    reviewers = [{"by": "forge", "name": "ada"}]
    old = shop.publish(OTHER)
    new = shop.publish(findings=FINDINGS, reviewers=reviewers, waivers=[{}], revision="c0ffee" * 6)
    shop.promote(old, NOW - 3 * DAY)
    shop.promote(new, NOW - timedelta(hours=3))
    shop.promote(shop.channel().current.bundle.sha256)
    assert text(shop).splitlines() == [
        "shop prod: WELL",
        f"bundle   {new[:12]} (c0ffeec0ffee), in force since 2026-11-21 00:00Z (3 h 0 min)",
        "pointer  1.3, expires in 24 h 0 min",
        f"made     for prod from {'c0ffee' * 6}",
        "found    0 errors, 2 warnings, 1 waived, 0 accepted; waivers in force: 1",
        "reviewed by ada",
        "kill     none",
        "before",
        f"  2026-11-18 03:00Z  1.1  {old[:12]} ({old[::-1][:12]})",
    ]


def test_what_is_restricted_is_said_first(shop: Shop) -> None:
    shop.promote(shop.publish(clean=False, reviewers=None))
    everything = Restrictions(
        "fire", {PROMPT: "lies"}, {PROMPT: {"a": "b"}}, {"budget:x": Cap(5, 2_500_000)}, {"0" * 64: "bad"}
    )
    kill(shop, everything)
    said = text(shop)
    assert said.startswith("shop prod: HALTED")
    for words in (
        "HALTED: fire",
        f"off      {PROMPT}: lies",
        f"off      {PROMPT}#a: b",
        "capped   budget:x: 5 tokens and 2.50 USD",
        "revoked  000000000000: bad",
        "NOT CLEAN",
        "reviewed unknown",
    ):
        assert words in said
    kill(shop, Restrictions(disabled={PROMPT: "lies"}))
    assert text(shop).startswith("shop prod: RESTRICTED")
    kill(shop, Restrictions())
    assert text(shop).startswith("shop prod: WELL")


def _expire(shop: Shop) -> None:
    shop.promote(shop.channel().current.bundle.sha256, NOW - 2 * DAY)


def _withhold(shop: Shop) -> None:
    shop.promote(shop.channel().current.bundle.sha256)
    kill(shop, Restrictions(halted="fire"))
    (shop.folder / kill_path("prod")).unlink()


def _change(shop: Shop) -> None:
    shop.store.write(bundle_path(shop.promote(shop.channel().current.bundle.sha256).bundle.sha256), b"{}")


def _unsign(shop: Shop) -> None:
    (shop.folder / statement_path(shop.promote(shop.channel().current.bundle.sha256).bundle.sha256)).unlink()


def _revoke(shop: Shop) -> None:
    kill(shop, Restrictions(revoked={shop.promote(shop.channel().current.bundle.sha256).bundle.sha256: "bad"}))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_expire, Code.EXPIRED_POINTER),
        (_withhold, Code.WITHHELD_KILL),
        (_change, Code.TRUNCATED_BUNDLE),
        (_unsign, Code.MISSING_FILE),
        (_revoke, Code.REVOKED_BUNDLE),
    ],
)
def test_what_readers_would_refuse_is_told(shop: Shop, spoil: Callable[[Shop], None], code: Code) -> None:
    shop.promote(shop.publish(), NOW - 3 * DAY)
    spoil(shop)
    status = status_of(shop.channel(), NOW)
    assert (status.word, [found for found, _ in status.problems]) == ("refused", [code])
    assert f"PROBLEM  {code}: " in text(shop)
    with pytest.raises(RefusedError) as refused:
        list(verify_release(shop.channel(), NOW))
    assert refused.value.code is code


def test_a_strangers_words_do_not_move_the_cursor(shop: Shop) -> None:
    shop.promote(shop.publish(revision="\x1b[2Jgone", reviewers=[{"name": "a\nb"}, 7]))
    assert text(shop).isprintable() or all(line.isprintable() for line in text(shop).splitlines())
    assert len(text(shop).splitlines()) == 6


@pytest.mark.parametrize("odd", [7, "text", [], [7], {}, None, True])
def test_a_statement_may_say_anything(shop: Shop, odd: object) -> None:
    shop.promote(shop.publish(findings=odd, reviewers=odd, waivers=odd, clean=odd))
    assert "shop prod: WELL" in text(shop)


def test_of_the_past_as_much_is_shown_as_can_be_believed(shop: Shop) -> None:
    bundles = [shop.publish({**TRIAGE, f"tool:t{number}": resource(f"tool:t{number}")}) for number in range(8)]
    for sha256 in bundles:
        shop.promote(sha256)
    assert [each.bundle.sha256 for each in status_of(shop.channel(), NOW).before] == bundles[-2:-7:-1]
    shop.store.write(history_path("prod", 1, 5), b"rubbish")
    assert [each.bundle.sha256 for each in status_of(shop.channel(), NOW).before] == bundles[-2:-4:-1]


def test_programs_read_it_as_json(shop: Shop) -> None:
    shop.promote(shop.publish())
    kill(shop, Restrictions(caps={"budget:x": Cap(5, None)}))
    document = json.loads(json.dumps(status_of(shop.channel(), NOW).document()))
    assert document["status"] == "restricted"
    assert document["kill"]["caps"] == {"budget:x": {"tokens": 5}}
    assert document["pointer"]["sequence"] == 2


def test_a_new_channel_has_no_status(shop: Shop) -> None:
    with pytest.raises(UsageError):
        status_of(shop.channel(), NOW)
    with pytest.raises(RefusedError):
        list(verify_release(shop.channel(), NOW))


def test_what_was_verified_is_said(shop: Shop) -> None:
    shop.promote(shop.publish())
    kill(shop, Restrictions(disabled={PROMPT: "lies"}))
    said = list(verify_release(shop.channel(), NOW))
    assert [line.partition(" ")[0] for line in said] == ["pointer", "kill", "statement", "bundle"]
