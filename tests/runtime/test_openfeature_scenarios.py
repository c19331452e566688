"""The scenarios that OpenFeature's specification has for evaluating flags, as far as a prompt can be such a flag.

They are those of `evaluation.feature` and `evaluation_v2.feature` in `specification/assets/gherkin` of the repository
`open-feature/spec`, and of the suite for providers beside them, by title; the flags have its keys and values. A prompt
is a flag of two types: as a string it is the name of a variant, as an object the decision. So `hi`, the value of the
variant `greeting`, is the variant `hi` here, and the parts of an object are parameters. A variant that is there for
everybody is chosen all the same: its reason is `SPLIT` where the scenarios have `STATIC` or `DEFAULT`.

Every evaluation has a targeting key, which most of the scenarios leave out: a decision is made for somebody. Without
one the error is the one that the specification has for that. These do not apply:

- values of the types Boolean, Integer and Float, and numbers that are narrowed: no prompt is one, each is a mismatch
- a string flag asked for as an object and the other way round: every prompt is both
- "No evaluation context resolves the default variant": without a targeting key there is nobody to decide for
- "CACHED reason": a decision is remembered in a session, and each evaluation is a session of its own
- "Provider not ready error", "Provider in fatal state error", and a backend that cannot be reached: a runtime is open
  before there is a provider of it, or raises; later it goes on with the last good bundle and tells so in its `status`
- evaluation options, hooks, merging of contexts, domains: they are the SDK's own, before and after a provider
- events on changed configuration, and tracking: both are optional, and a runtime has a sink of its own
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from openfeature import api
from openfeature.client import OpenFeatureClient
from openfeature.evaluation_context import EvaluationContext
from openfeature.event import ProviderEvent
from openfeature.exception import ErrorCode
from openfeature.flag_evaluation import FlagEvaluationDetails, Reason
from openfeature.provider import ProviderStatus
from tests.runtime.shop import Shop, prompt

from promptops.runtime.openfeature import PromptopsProvider

KEY = "5c3d8535-f81a-4478-a6d3-afaa4d51199e"
OTHER_KEY = "f20bd32d-703b-48b6-bc8e-79d53c85134a"
BALLMER = {"email": {"in": ["ballmer@macrosoft.com"]}}
INTERNAL = {
    "email": {"in": ["ballmer@macrosoft.com"]},
    "role": {"in": ["admin"]},
    "age": {"at_least": 65},
    "customer": {"in": ["false"]},
}
BY_NAME = {
    "fn": {"in": ["Sulisław"]},
    "ln": {"in": ["Świętopełk"]},
    "age": {"at_least": 29, "below": 30},
    "customer": {"in": ["false"]},
}


def flag(name: str, *variants: Mapping[str, Any], **attributes: Any) -> dict[str, Any]:
    given = {"variants": list(variants)} if variants else {}
    return {f"prompt:{name}": prompt(f"prompt:{name}", **given, **attributes)}


FLAGS = {
    **flag("string-flag", {"name": "hi"}),
    **flag("string-zero-flag"),
    **flag("string-targeted-zero-flag", {"name": "targeted", "segment": BALLMER}),
    **flag("disabled-string-flag"),
    **flag("object-flag", parameters={"showImages": True, "title": "Check out these pics!", "imagesPerPage": 100}),
    **flag("targeting-key-flag", {"name": "hit", "segment": {"unit": {"in": [KEY]}}}, {"name": "miss", "weight": 1}),
    **flag("context-aware", {"name": "INTERNAL", "segment": INTERNAL}, {"name": "EXTERNAL", "weight": 1}),
    **flag("by-name", {"name": "INTERNAL", "segment": BY_NAME}, {"name": "EXTERNAL", "weight": 1}),
}


class Scenario(NamedTuple):
    """An evaluation, and what the details of it must be."""

    title: str
    type: str
    key: str
    default: Any
    value: Any
    reason: Reason
    error: ErrorCode | None = None
    context: Mapping[str, Any] = {}
    unit: str = KEY


NO = False
MATCH, STATIC, SPLIT, ERROR = Reason.TARGETING_MATCH, Reason.STATIC, Reason.SPLIT, Reason.ERROR
SULISLAW = {"fn": "Sulisław", "ln": "Świętopełk", "age": 29, "customer": "false"}
ADMIN = {"email": "ballmer@macrosoft.com", "role": "admin", "age": 65, "customer": False}
WRONG, MISSING = ErrorCode.TYPE_MISMATCH, ErrorCode.FLAG_NOT_FOUND

SCENARIOS = [
    Scenario("Resolve values", "string", "string-flag", "bye", "hi", SPLIT),
    Scenario("Resolves zero value", "string", "string-zero-flag", "hi", "", STATIC),
    Scenario(
        "Resolves zero value with targeting",
        *("string", "string-targeted-zero-flag", "hi", "targeted", MATCH),
        context={"email": "ballmer@macrosoft.com"},
    ),
    Scenario(
        "Resolves zero value with targeting using default",
        *("string", "string-targeted-zero-flag", "hi", "", Reason.DEFAULT),
        context={"email": "ballmer@none.com"},
    ),
    Scenario("Empty evaluation context", "string", "string-targeted-zero-flag", "str", "", Reason.DEFAULT),
    Scenario(
        "Null context values",
        *("string", "string-targeted-zero-flag", "str", "", Reason.DEFAULT),
        context={"email": None},
    ),
    Scenario("Resolves based on context", "string", "by-name", "EXTERNAL", "INTERNAL", MATCH, context=SULISLAW),
    Scenario("Resolves based on context, empty", "string", "by-name", "EXTERNAL", "EXTERNAL", SPLIT),
    Scenario(
        "Multiple context attributes targeting",
        *("string", "context-aware", "false", "INTERNAL", MATCH),
        context=ADMIN,
    ),
    Scenario("A matching evaluation context", "string", "targeting-key-flag", "fallback", "hit", MATCH),
    Scenario(
        "A non-matching evaluation context", "string", "targeting-key-flag", "fallback", "miss", SPLIT, unit=OTHER_KEY
    ),
    Scenario(
        "Supplying an evaluation context does not disturb", "string", "string-flag", "bye", "hi", SPLIT, unit=OTHER_KEY
    ),
    Scenario(
        "A disabled flag resolves to the code default", "string", "disabled-string-flag", "bye", "bye", Reason.DISABLED
    ),
    Scenario("Flag not found error", "string", "missing-flag", "uh-oh", "uh-oh", ERROR, MISSING),
    Scenario("Flag not found error", "object", "missing-flag", {"a": 1}, {"a": 1}, ERROR, MISSING),
    Scenario("Flag not found error", "boolean", "missing-flag", NO, NO, ERROR, MISSING),
    Scenario("Flag not found error", "integer", "missing-flag", 1, 1, ERROR, MISSING),
    Scenario("Flag not found error", "float", "missing-flag", 0.1, 0.1, ERROR, MISSING),
    Scenario("Type mismatch error", "boolean", "string-flag", NO, NO, ERROR, WRONG),
    Scenario("Type mismatch error", "integer", "string-flag", 13, 13, ERROR, WRONG),
    Scenario("Type mismatch error", "float", "string-flag", 0.1, 0.1, ERROR, WRONG),
    Scenario("Requesting a structured flag as a scalar", "boolean", "object-flag", NO, NO, ERROR, WRONG),
    Scenario("Requesting a structured flag as a scalar", "integer", "object-flag", 1, 1, ERROR, WRONG),
]


@pytest.fixture
def client(shop: Shop) -> Iterator[OpenFeatureClient]:
    shop.publish(FLAGS)
    shop.switch_off(disabled={"prompt:disabled-string-flag": {"reason": "it is off"}})
    api.set_provider(PromptopsProvider(shop.open()))
    yield api.get_client()
    api.clear_providers()


def evaluated(client: OpenFeatureClient, scenario: Scenario) -> FlagEvaluationDetails[Any]:
    context = EvaluationContext(scenario.unit, dict(scenario.context))
    found: FlagEvaluationDetails[Any] = getattr(client, f"get_{scenario.type}_details")(
        scenario.key, scenario.default, context
    )
    return found


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: f"{each.title}: {each.type}")
def test_scenario(client: OpenFeatureClient, scenario: Scenario) -> None:
    details = evaluated(client, scenario)
    assert (details.flag_key, details.value) == (scenario.key, scenario.value)
    assert (details.reason, details.error_code) == (scenario.reason, scenario.error)
    assert (details.error_message is None) == (scenario.error is None)


def test_structure_flag_evaluation(client: OpenFeatureClient) -> None:
    details = client.get_object_details("object-flag", {}, EvaluationContext(KEY))
    assert isinstance(details.value, dict)
    assert details.value["parameters"] == {"showImages": True, "title": "Check out these pics!", "imagesPerPage": 100}
    assert (details.reason, details.error_code, details.error_message) == (STATIC, None, None)


@pytest.mark.parametrize(("type_name", "default"), [("string", "bye"), ("object", {})])
def test_complete_evaluation_details_structure(client: OpenFeatureClient, type_name: str, default: Any) -> None:
    details = evaluated(client, Scenario("", type_name, "string-flag", default, None, SPLIT))
    assert (details.flag_key, details.variant, details.reason) == ("string-flag", "hi", SPLIT)


def test_flag_metadata_in_evaluation_details(client: OpenFeatureClient) -> None:
    details = client.get_string_details("string-flag", "bye", EvaluationContext(KEY))
    assert str(details.flag_metadata["promptops.stamp"]).endswith(":string-flag:hi:-:split")


def test_error_message_in_evaluation_details(client: OpenFeatureClient) -> None:
    details = client.get_boolean_details("error-flag", flag_evaluation_options=None, default_value=False)
    assert details.reason == ERROR
    assert details.error_message is not None
    assert "error-flag" in details.error_message


def test_evaluation_context_immutability(client: OpenFeatureClient) -> None:
    context = EvaluationContext(KEY, {"roles": ["admin"], "unit": "another"})
    client.get_object_details("object-flag", {}, context)
    assert (context.targeting_key, context.attributes) == (KEY, {"roles": ["admin"], "unit": "another"})


def test_asynchronous_flag_evaluation(client: OpenFeatureClient) -> None:
    asked = ("string-flag", "bye", EvaluationContext(KEY))
    assert asyncio.run(client.get_string_details_async(*asked)) == client.get_string_details(*asked)


def test_a_provider_that_successfully_initializes_becomes_ready(client: OpenFeatureClient) -> None:
    seen: list[str] = []
    client.add_handler(ProviderEvent.PROVIDER_READY, lambda details: seen.append(details.provider_name))
    assert seen == ["promptops"]
    assert client.get_provider_status() is ProviderStatus.READY
