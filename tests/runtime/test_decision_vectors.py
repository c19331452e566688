"""The published vectors of decisions: what any reader of bundles, in any language, must find."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from promptops.runtime.buckets import SCHEME, bucket, edges, part, prefix_of
from promptops.runtime.bundle import Bundle
from promptops.runtime.checking import check_resources
from promptops.runtime.conditions import segment_of
from promptops.runtime.errors import ServingError
from promptops.runtime.providers import Provider
from promptops.runtime.restrictions import Kills
from promptops.runtime.stamps import Stamp
from promptops.runtime.texts import Texts
from promptops.runtime.views import View
from promptops.trust.fields import Fields
from promptops.trust.restrictions import Restrictions

FOLDER = Path(__file__).parents[1] / "vectors" / "decisions"


def vectors(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


DECISIONS = vectors("decisions")
CASES = [*({"resources": DECISIONS["resources"], **case} for case in DECISIONS["decisions"]), *vectors("rollouts")]


@pytest.mark.parametrize("case", vectors("buckets"))
def test_buckets(case: dict[str, Any]) -> None:
    salt, unit = case["salt"].encode(), case["unit"].encode()
    by_hand = int(hashlib.sha256(SCHEME.encode() + b"\0" + salt + b"\0" + unit).hexdigest()[:16], 16) % 10_000
    assert bucket(prefix_of(case["salt"]), unit) == case["bucket"] == by_hand


@pytest.mark.parametrize("case", vectors("parts"))
def test_parts(case: dict[str, Any]) -> None:
    weights = case["weights"]
    ends = edges(weights)
    total = float(sum(weights))
    for place, expected in case["parts"]:
        by_definition = (
            i for i, w in enumerate(weights) if w and place * total < 10_000 * float(sum(weights[: i + 1]))
        )
        assert part(ends, place) == expected == next(by_definition, None)


@pytest.mark.parametrize("case", vectors("conditions"))
def test_conditions(case: dict[str, Any]) -> None:
    assert segment_of(case["segment"], case["salt"])(case["context"]) is case["meets"]


@pytest.mark.parametrize("case", CASES)
def test_decisions(case: dict[str, Any]) -> None:
    check_resources(case["resources"])
    bundle = Bundle("0" * 64, "prod", case["resources"])
    restrictions = Restrictions.read(Fields(case["switched_off"], "the kill document"))
    view = View(bundle, Texts(bundle), Kills(restrictions))
    context = {"unit": case["unit"], **case["context"]}
    if "error" in case:
        with pytest.raises(ServingError) as caught:
            view.decide(case["name"], case["unit"].encode(), context, case["pinned"])
        assert caught.value.code == case["error"]
        return
    choice = view.decide(case["name"], case["unit"].encode(), context, case["pinned"])
    assert {
        "prompt": choice.reference,
        "variant": choice.variant,
        "reason": choice.reason,
        "model": choice.models[0].reference if choice.models else None,
        "models": [model.id for model in choice.models],
        "provider": _published(choice.models[0].provider) if choice.models else None,
        "tools": [tool.name for tool in choice.tools],
        "stamp": str(choice.stamp),
    } == case["decision"]
    assert Stamp.parse(str(choice.stamp)) == choice.stamp


def _published(provider: Provider | None) -> dict[str, Any] | None:
    if provider is None:
        return None
    found = provider._asdict()
    return {"timeout_seconds": found.pop("timeout"), **found}


def test_every_reason_is_covered() -> None:
    covered = {case["decision"]["reason"] for case in DECISIONS["decisions"] if "decision" in case}
    assert covered == {"killed", "pinned", "targeted", "split", "default"}
