from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from tests.publishing.shop import DAY, NOW, PROMPT, TRIAGE, Shop, resource, signer

from promptops.errors import UsageError
from promptops.publishing.promotion import promote, restrict
from promptops.publishing.requests import KillRequest, restricted
from promptops.publishing.store import kill_path, pointer_path
from promptops.publishing.trust_file import trusting
from promptops.trust.kills import KillDocument, read_kill
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.restrictions import Cap, Restrictions
from promptops.trust.root import TrustRoot

TWO, TONE, BUDGET = "prompt:support/triage@2", "fragment:common/triage", "budget:support@1"
RESOURCES = {
    **TRIAGE,
    TWO: resource(TWO, variants=[{"name": "terse", "weight": 1}, {"name": "warm", "weight": 1}]),
    TONE: resource(TONE),
    BUDGET: resource(BUDGET, holder="team:support", amount={"tokens": 1_000, "usd": "5.00"}),
}
EMPTY: Mapping[str, Any] = dict.fromkeys(("asset", "reason", "tokens", "usd", "undo"), None) | {"halt": False}


def ask(shop: Shop, **given: Any) -> KillDocument:
    channel = shop.channel()
    wish = KillRequest.of({**EMPTY, **given})
    return restrict(channel, restricted(channel, wish), [shop.key], now=NOW)[0]


@pytest.fixture
def open_shop(shop: Shop) -> Shop:
    shop.promote(shop.publish(RESOURCES))
    return shop


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"asset": PROMPT}, Restrictions(disabled={PROMPT: "why"})),
        ({"asset": "prompt:support/triage"}, Restrictions(disabled={PROMPT: "why", TWO: "why"})),
        ({"asset": "support/triage@2"}, Restrictions(disabled={TWO: "why"})),
        ({"asset": "support/triage"}, Restrictions(disabled={PROMPT: "why", TWO: "why"})),
        ({"asset": "triage@2#warm"}, Restrictions(variants={TWO: {"warm": "why"}})),
        ({"asset": "support/triage#terse"}, Restrictions(variants={TWO: {"terse": "why"}})),
        ({"halt": True}, Restrictions(halted="why")),
        ({"asset": "support@1", "tokens": 10, "usd": "0.50"}, Restrictions(caps={BUDGET: Cap(10, 500_000)})),
        ({"asset": BUDGET, "tokens": 0}, Restrictions(caps={BUDGET: Cap(0, None)})),
    ],
)
def test_what_is_asked_for_is_restricted_and_lifted(
    open_shop: Shop, given: Mapping[str, Any], expected: Restrictions
) -> None:
    kill = ask(open_shop, reason="why", **given)
    assert (kill.sequence, kill.restrictions) == (1, expected)
    assert open_shop.channel().required_kill() == kill
    lifted = ask(open_shop, undo="halt" if "halt" in given else given["asset"])
    assert (lifted.sequence, lifted.restrictions) == (2, Restrictions())


def test_restrictions_add_up(open_shop: Shop) -> None:
    ask(open_shop, asset=PROMPT, reason="one")
    ask(open_shop, asset="triage@2#warm", reason="two")
    ask(open_shop, asset="triage@2#terse", reason="three")
    kill = ask(open_shop, undo="triage@2#warm")
    assert kill.restrictions == Restrictions(disabled={PROMPT: "one"}, variants={TWO: {"terse": "three"}})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "name one thing"),
        ({"asset": PROMPT, "halt": True, "reason": "why"}, "name one thing"),
        ({"asset": PROMPT}, "nothing says why"),
        ({"halt": True, "reason": " "}, "nothing says why"),
        ({"halt": True, "reason": "why", "tokens": 1}, "lower one budget"),
        ({"asset": "support/triag", "reason": "why"}, "no resource `support/triag`"),
        ({"asset": "triage", "reason": "why"}, "several resources called `triage`"),
        ({"asset": "support/triage#cold", "reason": "why"}, "no variant `cold`"),
        ({"asset": PROMPT, "tokens": 1}, "is no budget"),
        ({"undo": "support/triage"}, "nothing is restricted"),
    ],
)
def test_what_cannot_be_restricted_is_refused(open_shop: Shop, given: Mapping[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        ask(open_shop, **given)
    assert open_shop.channel().kill is None


@pytest.mark.parametrize("given", [{"tokens": 1_001}, {"usd": "5.000001"}])
def test_a_cap_that_widens_is_refused(open_shop: Shop, given: Mapping[str, Any]) -> None:
    with pytest.raises(RefusedError) as refused:
        ask(open_shop, asset=BUDGET, **given)
    assert refused.value.code is Code.WIDENING_KILL


def test_a_bundle_that_allows_less_than_a_cap_is_not_promoted(open_shop: Shop) -> None:
    ask(open_shop, asset=BUDGET, tokens=900)
    smaller = {**RESOURCES, BUDGET: resource(BUDGET, holder="team:support", amount={"tokens": 800})}
    with pytest.raises(RefusedError) as refused:
        open_shop.promote(open_shop.publish(smaller))
    assert refused.value.code is Code.WIDENING_KILL


def test_the_pointer_asks_for_the_kill_and_holds_no_longer_for_it(open_shop: Shop) -> None:
    before = open_shop.channel().current
    ask(open_shop, halt=True, reason="why")
    after = open_shop.channel().current
    assert (after.min_kill_sequence, after.place) == (1, (1, 2))
    assert (after.bundle, after.expires_at) == (before.bundle, before.expires_at)
    (open_shop.folder / "channels" / "prod.kill.json").unlink()
    with pytest.raises(RefusedError) as refused:
        open_shop.channel().required_kill()
    assert refused.value.code is Code.WITHHELD_KILL


def test_whoever_may_kill_need_not_move_the_channel(open_shop: Shop) -> None:
    oncall = signer(7)
    keys = [open_shop.key.public_key]
    data = trusting(None, "shop", keys, ["bundle", "channel:prod", "kill:prod"], NOW)
    root = TrustRoot.load(trusting(data, "shop", [oncall.public_key], ["kill:prod"], NOW), NOW)
    wide = Shop(open_shop.folder, root, open_shop.key)
    channel = wide.channel()
    wish = restricted(channel, KillRequest.of({**EMPTY, "halt": True, "reason": "why"}))
    kill, pointer = restrict(channel, wish, [oncall], now=NOW)
    assert (kill.sequence, pointer) == (1, None)
    assert wide.channel().current.place == (1, 1)
    assert promote(wide.channel(), None, [wide.key], now=NOW, lifetime=DAY).min_kill_sequence == 1


def test_a_pointer_that_has_expired_is_not_made_to_hold_again(open_shop: Shop) -> None:
    channel = open_shop.channel()
    wish = restricted(channel, KillRequest.of({**EMPTY, "halt": True, "reason": "why"}))
    kill, pointer = restrict(channel, wish, [open_shop.key], now=NOW + 2 * DAY)
    assert (kill.sequence, pointer) == (1, None)


@pytest.mark.parametrize("text", ["", "x", "-1", "nan", "inf", "0.0000001", "1e3", "99999999999999999", "٣"])
def test_what_is_no_amount_is_refused(open_shop: Shop, text: str) -> None:
    with pytest.raises(UsageError, match="no amount in dollars"):
        ask(open_shop, asset=BUDGET, usd=text)


@pytest.mark.parametrize(("spoilt", "code"), [("removed", Code.WITHHELD_KILL), ("older", Code.OUTDATED_KILL)])
def test_a_kill_document_that_was_kept_back_lifts_nothing(open_shop: Shop, spoilt: str, code: Code) -> None:
    place = open_shop.folder / kill_path("prod")
    ask(open_shop, asset=PROMPT, reason="one")
    older = place.read_bytes()
    ask(open_shop, halt=True, reason="two")
    place.unlink()
    if spoilt == "older":
        place.write_bytes(older)
    with pytest.raises(RefusedError) as refused:
        ask(open_shop, asset=TWO, reason="three")
    assert refused.value.code is code
    assert open_shop.channel().current.min_kill_sequence == 2


def test_begun_anew_it_counts_on_from_what_readers_have_seen(open_shop: Shop) -> None:
    for reason in ("one", "two"):
        ask(open_shop, halt=True, reason=reason)
    (open_shop.folder / kill_path("prod")).unlink()
    channel = open_shop.channel(anew=True)
    wish = KillRequest.of({**EMPTY, "halt": True, "reason": "three"})
    kill, pointer = restrict(channel, restricted(channel, wish), [open_shop.key], now=NOW)
    assert (kill.sequence, pointer and pointer.min_kill_sequence) == (3, 3)


def test_a_pointer_that_somebody_spoilt_keeps_no_kill_back(open_shop: Shop) -> None:
    open_shop.store.write(pointer_path("prod"), b"rubbish")
    with pytest.raises(RefusedError):
        ask(open_shop, halt=True, reason="why")
    data = (open_shop.folder / kill_path("prod")).read_bytes()
    assert read_kill(open_shop.root, "prod", data).restrictions.halted == "why"
