"""A stamp says where an answer came from, and the decision can be made again from it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.runtime.shop import Shop, prompt, units

import promptops.runtime as promptops
from promptops.runtime.explaining import explain
from promptops.trust.bundles import Bundle, read_bundle
from promptops.trust.restrictions import Restrictions

VARIANTS = [{"name": "plain", "weight": 60}, {"name": "warm", "weight": 40}]
RESOURCES = {
    "prompt:reply@1": {
        **prompt("prompt:reply@1", "", {"/fallback": "prompt:apology"}, variants=VARIANTS),
        "programs": {"/variants/0/body": ["plain"], "/variants/1/body": ["warm"]},
    },
    "prompt:reply@2": prompt("prompt:reply@2"),
    "prompt:apology": prompt("prompt:apology", "sorry"),
}


@pytest.fixture
def bundle(shop: Shop) -> Bundle:
    sha256 = shop.publish(RESOURCES)
    return read_bundle(shop.files[f"bundles/{sha256}.json"], shop.project)


def test_every_decision_can_be_made_again(shop: Shop, bundle: Bundle) -> None:
    runtime = shop.open()
    for unit in units(50):
        for name in ("reply", "reply@1", "apology"):
            session = runtime.session(unit, plan="pro")
            stamp = str(session.resolve(name).stamp)
            assert explain(stamp, bundle, unit=unit, context={"plan": "pro"}).agrees


def test_a_pinned_and_a_moved_session_can_be_explained(shop: Shop, bundle: Bundle) -> None:
    runtime = shop.open()
    session = runtime.session("user-1")
    session.resolve("reply@1")
    pinned = runtime.resume(session.pin()).resolve("reply@1").stamp
    assert pinned.reason == "pinned"
    assert explain(pinned, bundle, unit="user-1").agrees
    moved = session.resolve("apology").stamp._replace(reason="revoked")
    assert explain(moved, bundle, unit="user-1").agrees


def test_what_was_switched_off_is_needed_to_make_a_decision_again(shop: Shop, bundle: Bundle) -> None:
    off = {"prompt:reply@1": {"reason": "rude"}}
    shop.switch_off(disabled=off)
    stamp = shop.open().session("user-1").resolve("reply@1").stamp
    restrictions = Restrictions(disabled={"prompt:reply@1": "rude"})
    again = explain(stamp, bundle, unit="user-1", name="reply@1", restrictions=restrictions)
    assert (again.agrees, again.prompt, again.found.reason) == (True, "prompt:apology", "killed")
    assert not explain(stamp, bundle, unit="user-1", name="reply@1").agrees


def test_another_unit_is_found_out(shop: Shop, bundle: Bundle) -> None:
    runtime = shop.open()
    stamps = {runtime.session(unit).resolve("reply@1").stamp: unit for unit in units(20)}
    assert len(stamps) == 2
    (one, other) = stamps
    explained = explain(one, bundle, unit=stamps[other])
    assert (explained.agrees, explained.found, explained.variants) == (False, other, ("plain", "warm"))


def test_a_stamp_is_one_line_and_reads_back(shop: Shop, bundle: Bundle) -> None:
    stamp = shop.open().session("user-1").resolve("reply@1").stamp
    assert promptops.Stamp.parse(str(stamp)) == stamp
    assert len(str(stamp).split(":")) == 5
    assert bundle.environment == "prod"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "sha256-00:a:b:c:split",
        f"sha256-{'0' * 64}:a:b:c:because",
        f"sha256-{'0' * 64}:a:b:split",
        "a:" * 100_000,
    ],
)
def test_what_is_no_stamp_is_told(text: Any) -> None:
    with pytest.raises(promptops.InputError):
        promptops.Stamp.parse(text)
