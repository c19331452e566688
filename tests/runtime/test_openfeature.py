"""The provider keeps what OpenFeature's specification asks of one, for the types of flags that a prompt can be."""

from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue

import pytest
from openfeature import api
from openfeature.client import OpenFeatureClient
from openfeature.evaluation_context import EvaluationContext
from openfeature.event import ProviderEvent
from openfeature.exception import ErrorCode
from openfeature.flag_evaluation import Reason
from openfeature.provider import ProviderStatus
from tests.runtime.shop import Shop, prompt, put, resource

from promptops.runtime.openfeature import PromptopsProvider

STAFF = {"group": {"in": ["staff"]}}
RESOURCES = {
    "prompt:greeting@1": prompt(
        "prompt:greeting@1",
        parameters={"temperature": 0},
        variants=[{"name": "plain", "weight": 1}, {"name": "staff", "segment": STAFF}],
    ),
    "prompt:fixed": prompt("prompt:fixed"),
    "prompt:gone": prompt("prompt:gone"),
}
USER = EvaluationContext("user-1")


@pytest.fixture
def client(shop: Shop) -> Iterator[OpenFeatureClient]:
    shop.publish(RESOURCES)
    shop.switch_off(disabled={"prompt:gone": {"reason": "it is rude"}})
    api.set_provider(PromptopsProvider(shop.open()))
    yield api.get_client()
    api.clear_providers()


def test_a_string_is_the_variant_with_its_reason(client: OpenFeatureClient) -> None:
    details = client.get_string_details("greeting", "default", USER)
    assert (details.value, details.variant, details.reason, details.error_code) == (
        "plain",
        "plain",
        Reason.SPLIT,
        None,
    )
    assert str(details.flag_metadata["promptops.stamp"]).endswith(":greeting@1.0.0:plain:-:split")
    fixed = client.get_string_details("fixed", "default", USER)
    assert (fixed.value, fixed.reason) == ("", Reason.STATIC)


def test_the_context_is_gone_by(client: OpenFeatureClient) -> None:
    details = client.get_string_details("greeting", "default", EvaluationContext("user-1", {"group": "staff"}))
    assert (details.value, details.reason) == ("staff", Reason.TARGETING_MATCH)


def test_an_object_is_the_decision(client: OpenFeatureClient) -> None:
    found = client.get_object_value("greeting", {}, USER)
    assert isinstance(found, dict)
    assert (found["prompt"], found["variant"], found["parameters"]) == (
        "prompt:greeting@1",
        "plain",
        {"temperature": 0},
    )


def test_a_flag_that_is_not_there_gives_the_default(client: OpenFeatureClient) -> None:
    details = client.get_string_details("missing", "uh-oh", USER)
    assert (details.value, details.reason) == ("uh-oh", Reason.ERROR)
    assert details.error_code == ErrorCode.FLAG_NOT_FOUND
    assert "missing" in (details.error_message or "")


@pytest.mark.parametrize(("kind", "default"), [("boolean", False), ("integer", 13), ("float", 0.5)])
def test_a_flag_of_another_type_gives_the_default(client: OpenFeatureClient, kind: str, default: object) -> None:
    details = getattr(client, f"get_{kind}_details")("greeting", default, USER)
    assert (details.value, details.reason, details.error_code) == (default, Reason.ERROR, ErrorCode.TYPE_MISMATCH)


def test_without_a_targeting_key_there_is_no_decision(client: OpenFeatureClient) -> None:
    details = client.get_string_details("greeting", "default")
    assert (details.value, details.error_code) == ("default", ErrorCode.TARGETING_KEY_MISSING)


@pytest.mark.parametrize(("kind", "default"), [("string", "default"), ("object", {"a": 1}), ("boolean", True)])
def test_what_is_switched_off_gives_the_default(client: OpenFeatureClient, kind: str, default: object) -> None:
    details = getattr(client, f"get_{kind}_details")("gone", default, USER)
    assert (details.value, details.reason, details.error_code) == (default, Reason.DISABLED, None)
    assert details.flag_metadata["promptops.code"] == "killed-prompt"
    assert "it is rude" in details.flag_metadata["promptops.message"]


def test_a_key_that_cannot_be_hashed_gives_the_default(client: OpenFeatureClient) -> None:
    details = client.get_string_details("greeting", "default", EvaluationContext("\ud800"))
    assert (details.value, details.error_code) == ("default", ErrorCode.INVALID_CONTEXT)


def test_a_prompt_that_is_rolled_out_is_not_static(shop: Shop, client: OpenFeatureClient) -> None:
    one = {"prompt:one@2": prompt("prompt:one@2", variants=[{"name": "only", "weight": 1}])}
    links, stages = {"/target": "prompt:one@2"}, [{"percent": 100}]
    rollout = {"rollout:one": resource("rollout:one", links, stages=stages)}
    reasons = []
    for resources in (one, {**one, **rollout, "prompt:one@1": prompt("prompt:one@1")}):
        shop.publish(resources)
        reasons.append(client.get_string_details("one", "default", USER).reason)
    assert reasons == [Reason.STATIC, Reason.SPLIT]


def test_a_prompt_of_an_agent_that_is_rolled_out_is_not_static(shop: Shop, client: OpenFeatureClient) -> None:
    agents = {f"agent:desk@{major}": resource(f"agent:desk@{major}", {"/prompt": "prompt:one"}) for major in (1, 2)}
    rollout = resource("rollout:desk", {"/target": "agent:desk@2"}, stages=[{"percent": 100}])
    shop.publish({**agents, "rollout:desk": rollout, "prompt:one": prompt("prompt:one")})
    assert client.get_string_details("agent:desk", "default", USER).reason == Reason.SPLIT


def test_the_context_is_left_as_it_is(client: OpenFeatureClient) -> None:
    context = EvaluationContext("user-1", {"roles": ["admin"], "unit": "another"})
    client.get_object_details("greeting", {}, context)
    assert (context.targeting_key, context.attributes) == ("user-1", {"roles": ["admin"], "unit": "another"})


def test_a_provider_is_ready_and_stale_while_the_store_is_refused(shop: Shop, client: OpenFeatureClient) -> None:
    told: SimpleQueue[str | None] = SimpleQueue()  # handlers are called on a thread of their own
    for event in (ProviderEvent.PROVIDER_READY, ProviderEvent.PROVIDER_STALE):
        client.add_handler(event, lambda details: told.put(details.message))
    good = shop.files["channels/prod.json"]
    for data in (b"", good):
        put(shop.folder / "channels/prod.json", data)
        for _ in range(2):  # the second evaluation has nothing new to tell
            assert client.get_string_value("greeting", "default", USER) == "plain"
    ready, stale, again = (told.get(timeout=5) for _ in range(3))
    assert told.empty()
    assert (ready, again) == (None, None)
    assert stale is not None
    assert stale.startswith("malformed-json: ")
    assert client.get_provider_status() is ProviderStatus.READY


def test_the_provider_says_its_name(client: OpenFeatureClient) -> None:
    assert client.provider.get_metadata().name == "promptops"
