"""From a repository to what a user is told: compiled, published, opened, decided, rendered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.shop import Shop

from promptops.compiler import Compiler, Request

FILES = {
    "promptops.yaml": "name: shop\n",
    "prompts/reply.prompt.md": (
        "---\nname: reply\nversion: 1.2.0\nmodel: large\nfallback: apology\n"
        "inputs: {order: string, tone: {enum: [plain, warm], default: plain}}\nvariants:\n  - {name: own, weight: 1}\n"
        "  - {name: big, segment: {seats: {at_least: 50}, country: {not_in: [US]}}, body: 'Big {{ order }}'}\n"
        '---\nOrder {{ order }}, {{ tone }}.{% include "sign-off" %}\n'
    ),
    "prompts/apology.prompt.md": "---\nname: apology\n---\nSorry.\n",
    "fragments/sign-off.fragment.md": "---\nname: sign-off\n---\n Kind regards\n",
    "models/large-1.yaml": "kind: Model\nname: large\nversion: 1.0.0\nid: large-2025\n",
    "models/large-2.yaml": "kind: Model\nname: large\nversion: 2.0.0\nid: large-2026\nprovider: acme\n",
    "providers/acme.yaml": (
        "kind: Provider\nname: acme\ntimeout: 30s\nretries: {max_attempts: 3}\nlimits: {requests_per_minute: 600}\n"
    ),
    "rollouts/large.yaml": (
        "kind: Rollout\nname: large-2\ntarget: model:large@2\nstage: 2\n"
        "stages: [{cohort: staff}, {percent: 50}, {percent: 100}]\nrollback: {to: 1.0.0}\n"
    ),
}


@pytest.fixture
def resources(tmp_path: Path) -> Mapping[str, Any]:
    for name, text in FILES.items():
        path = tmp_path / "repository" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    compiler = Compiler(Request(tmp_path / "repository", date(2026, 11, 21)))
    written = compiler.write(tmp_path / "build", "0", with_bundles=True)
    (bundle,) = written.bundles.values()
    found: Mapping[str, Any] = json.loads(bundle.read_bytes())["resources"]
    return found


def test_a_repository_is_served(shop: Shop, resources: Mapping[str, Any]) -> None:
    shop.publish(dict(resources))
    runtime = shop.open()
    own = runtime.session("user-1", seats=10, country="DE").resolve("reply")
    assert (own.variant, own.render(order="KO-1")) == ("own", "Order KO-1, plain. Kind regards")
    big = runtime.session("user-1", seats=50, country="DE").resolve("reply")
    assert (big.variant, big.reason, big.render(order="KO-1")) == ("big", "targeted", "Big KO-1")
    assert runtime.session("user-1", seats=50, country="US").resolve("reply").variant == "own"
    assert runtime.session("user-1", seats=50).resolve("reply").variant == "own"
    staff = runtime.session("ines", cohort="staff").resolve("reply")
    assert staff.model == "large-2026"
    assert staff.provider == ("provider:acme", "acme", 30.0, 3, 600, None)
    models = [runtime.session(f"user-{number}").resolve("reply").model for number in range(200)]
    assert 70 < models.count("large-2026") < 130
    shop.switch_off(disabled={"prompt:reply@1": {"reason": "rude"}})
    assert runtime.session("user-1").resolve("reply").render() == "Sorry."


def test_what_divides_sessions_is_frozen_in_the_bundle(resources: Mapping[str, Any]) -> None:
    found = {reference: each["split"] for reference, each in resources.items() if "split" in each}
    assert found == {
        reference: {"salt": reference, "scheme": "promptops-bucket/1"}
        for reference in ("prompt:reply@1", "rollout:large-2")
    }


def test_buckets_of_another_scheme_are_refused(shop: Shop, resources: Mapping[str, Any]) -> None:
    changed = json.loads(json.dumps(resources))
    changed["rollout:large-2"]["split"]["scheme"] = "promptops-bucket/2"
    runtime = shop.open()
    shop.publish(changed)
    assert runtime.refresh().code == "unsupported-format"
