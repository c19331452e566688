from __future__ import annotations

from datetime import timedelta

import pytest
from tests.publishing.shop import DAY, NOW, PROMPT, TRIAGE, Resources, Shop, resource

from promptops.errors import PromptopsError, UsageError
from promptops.publishing.promotion import roll_back
from promptops.publishing.rollback import Changed, Imprint, RollbackPlan, rollback_plan
from promptops.publishing.store import bundle_path
from promptops.publishing.text import plan_lines
from promptops.trust.channels import ChannelPointer
from promptops.trust.refusals import Code, RefusedError

ROLLOUT, MODEL, NEW = "rollout:support/triage", "model:chat@1", "prompt:support/new"
SAID = {"caches": "none", "histories": "kept", "baselines": "taken again", "cohorts": "told", "contracts": "none"}


def second(imprints: dict[str, str]) -> Resources:
    plan = resource(ROLLOUT, {"/target": PROMPT}, rollback={"to": "1.0.0", "imprints": imprints})
    changed = resource(PROMPT, name="support/triage", version="1.1.0")
    return {PROMPT: changed, ROLLOUT: plan, NEW: resource(NEW)}


def plan(shop: Shop, to: str | None = None) -> RollbackPlan:
    return rollback_plan(shop.channel(), to, NOW)


def go_back(shop: Shop, *, to: str | None = None, revoke: bool = False, require: bool = False) -> ChannelPointer:
    channel = shop.channel()
    found = rollback_plan(channel, to, NOW)
    return roll_back(channel, found, [shop.key], now=NOW, lifetime=DAY, revoke=revoke, require_plan=require)


def test_the_way_back_is_a_newer_pointer_to_the_bundle_before(shop: Shop) -> None:
    old, new = shop.publish(), shop.publish(second({}))
    for sha256 in (old, new, None):
        shop.promote(sha256)
    pointer = go_back(shop)
    assert (pointer.place, pointer.bundle.sha256) == ((1, 4), old)
    assert go_back(shop).bundle.sha256 == new


def test_a_bundle_that_is_left_may_be_revoked(shop: Shop) -> None:
    first, old, new = shop.publish({NEW: resource(NEW)}), shop.publish(), shop.publish(second({}))
    for sha256 in (first, old, new):
        shop.promote(sha256)
    pointer = go_back(shop, revoke=True)
    assert (pointer.bundle.sha256, pointer.min_kill_sequence) == (old, 1)
    assert go_back(shop).bundle.sha256 == first
    with pytest.raises(RefusedError) as refused:
        go_back(shop, to=new)
    assert refused.value.code is Code.REVOKED_BUNDLE
    with pytest.raises(RefusedError):
        shop.promote(new)


def test_it_says_what_changes_and_what_is_done_about_what_is_left(shop: Shop) -> None:
    old, new = shop.publish({**TRIAGE, MODEL: resource(MODEL)}), shop.publish(second(SAID))
    shop.promote(old)
    shop.promote(new)
    found = plan(shop)
    assert found.changed == (
        Changed(MODEL, "returned"),
        Changed(NEW, "gone"),
        Changed(PROMPT, "back"),
        Changed(ROLLOUT, "gone"),
    )
    assert found.imprints == {ROLLOUT: tuple(Imprint(kind, said) for kind, said in SAID.items())}
    assert (found.is_complete, found.warnings) == (True, {})


@pytest.mark.parametrize("imprints", [{}, {"caches": "none"}])
def test_a_plan_that_leaves_something_out_can_be_refused(shop: Shop, imprints: dict[str, str]) -> None:
    shop.promote(shop.publish())
    new = shop.publish(second(imprints))
    shop.promote(new)
    with pytest.raises(PromptopsError, match="incomplete-rollback-plan"):
        go_back(shop, require=True)
    assert shop.channel().current.bundle.sha256 == new
    assert "NOTHING IS SAID" in "\n".join(plan_lines(plan(shop), NOW))


def test_without_a_rollout_no_plan_is_complete(shop: Shop) -> None:
    shop.promote(shop.publish({NEW: resource(NEW)}))
    shop.promote(shop.publish())
    assert not plan(shop).is_complete


def test_reasons_to_think_twice_are_given(shop: Shop) -> None:
    shop.promote(shop.publish({MODEL: resource(MODEL, retires_on="2026-11-21")}), NOW - timedelta(days=50))
    shop.promote(shop.publish(), NOW - timedelta(days=31))
    shop.promote(shop.channel().current.bundle.sha256, NOW - DAY)
    found = plan(shop)
    assert found.since == NOW - timedelta(days=31)
    assert list(found.warnings) == ["late-rollback", "rollback-target-retires"]
    assert f"{MODEL} on 2026-11-21" in found.warnings["rollback-target-retires"]


def test_of_many_changes_some_are_shown(shop: Shop) -> None:
    shop.promote(shop.publish())
    shop.promote(shop.publish({f"prompt:p{number}": resource(f"prompt:p{number}") for number in range(100)}))
    lines = list(plan_lines(plan(shop), NOW))
    assert "  and 81 more" in lines
    assert len(lines) < 30


def test_where_nothing_was_before_one_has_to_say(shop: Shop) -> None:
    old, new = shop.publish(), shop.publish(second({}))
    shop.promote(new)
    with pytest.raises(UsageError, match="remembers nothing"):
        go_back(shop)
    with pytest.raises(UsageError, match="points at that bundle already"):
        go_back(shop, to=new[:12])
    assert go_back(shop, to=old[:12]).bundle.sha256 == old


def test_a_bundle_that_is_gone_cannot_be_gone_back_to(shop: Shop) -> None:
    old = shop.publish()
    shop.promote(old)
    shop.promote(shop.publish(second({})))
    (shop.folder / "bundles" / f"{old}.json").unlink()
    with pytest.raises(RefusedError) as refused:
        go_back(shop)
    assert refused.value.code is Code.MISSING_FILE


def test_what_is_broken_can_be_left(shop: Shop) -> None:
    old, new = shop.publish(), shop.publish(second({}))
    shop.promote(old)
    shop.promote(new)
    shop.store.write(bundle_path(new), b"rubbish")
    found = plan(shop)
    assert (found.changed, list(found.warnings), found.is_complete) == ((), ["unreadable-bundle"], False)
    assert go_back(shop).bundle.sha256 == old


def test_a_strangers_words_in_warnings_do_not_move_the_cursor(shop: Shop) -> None:
    model = "model:\x1b[2Jgone@1"
    shop.promote(shop.publish({model: resource(model, retires_on="2026-11-21")}))
    shop.promote(shop.publish())
    assert all(line.isprintable() for line in plan_lines(plan(shop), NOW))
