"""Whose budget a call draws on, what it costs, and what happens when nothing is left."""

from __future__ import annotations

from typing import Any

import pytest
from tests.runtime.shop import Shop, prompt, resource

import promptops.runtime as promptops

PRICE = {"input": "2.4", "output": "9.6", "per": 1_000_000}


def budget(holder: str, parent: str | None = None, amount: dict[str, Any] | None = None, **other: Any) -> Any:
    links = {} if parent is None else {"/parent": parent}
    name = holder.partition(":")[2]
    return resource(f"budget:{name}", links, holder=holder, amount=amount or {"tokens": 1_000}, **other)


RESOURCES = {
    "prompt:reply@1": prompt("prompt:reply@1", "Hi", {"/model": "model:large"}, model="large", owner="support"),
    "model:large": resource(
        "model:large", {"/fallbacks/0": "model:small"}, id="large-1", price=PRICE, fallbacks=["small"]
    ),
    "model:small": resource("model:small", id="small-1", price={"input": "1", "output": "1", "per": 1_000_000}),
    "agent:desk@1": resource("agent:desk@1", {"/prompt": "prompt:reply@1", "/budget": "budget:desk"}, prompt="reply"),
    "budget:org": budget("team:org", amount={"usd": "0.02"}, on_exceed="block"),
    "budget:support": budget("team:support", "budget:org"),
    "budget:chat": budget("feature:chat", "budget:support", {"tokens": 500}),
    "budget:desk": budget("agent:desk", "budget:org", {"usd": "0.001"}, on_exceed="degrade"),
    "budget:watched": budget("team:watched", amount={"tokens": 1}, on_exceed="alert"),
    "budget:no-models": resource(
        "budget:no-models", {"/models/0": "model:gone"}, holder="team:x", amount={"tokens": 1}, models=["gone"]
    ),
    "budget:other-models": resource(
        "budget:other-models", {"/models/0": "model:small"}, holder="team:x", amount={"tokens": 1}, models=["small"]
    ),
}


@pytest.fixture
def runtime(shop: Shop) -> promptops.Runtime:
    shop.publish(RESOURCES)
    return shop.open()


def grant(
    runtime: promptops.Runtime, name: str = "reply", budget: str | None = None, **context: Any
) -> promptops.Grant:
    session = runtime.session("user-1", **{key: value for key, value in context.items() if key != "tokens"})
    decision = session.resolve(name)
    return session.reserve(decision, input_tokens=context.get("tokens", 100), output_tokens=0, budget=budget)


def test_a_call_draws_on_the_budget_of_its_feature_and_on_all_above(runtime: promptops.Runtime) -> None:
    with grant(runtime, feature="chat", tokens=500):
        pass
    with pytest.raises(promptops.BudgetError, match="`budget:chat` has less left") as caught:
        grant(runtime, feature="chat", tokens=1)
    assert caught.value.code == "budget-exceeded"
    with grant(runtime, team="support", tokens=500):
        pass
    with pytest.raises(promptops.BudgetError, match="`budget:support`"):
        grant(runtime, tokens=1)  # the owner of the prompt
    with grant(runtime, "agent:desk"):
        pass


def test_a_call_costs_what_its_tokens_cost_rounded_up(runtime: promptops.Runtime) -> None:
    session = runtime.session("user-1")
    grant = session.reserve(session.resolve("reply"), input_tokens=101, output_tokens=33)
    assert grant.reserved == (134, 560)  # 242.4 + 316.8 micro-USD
    grant.settle(input_tokens=1, output_tokens=0)
    assert grant.settled == (1, 3)
    with pytest.raises(promptops.InputError):
        grant.settle(input_tokens=1, output_tokens=0)


def test_a_call_that_went_to_a_fallback_is_settled_at_its_price(runtime: promptops.Runtime) -> None:
    for name in ("small-1", "small", "model:small"):
        with grant(runtime, tokens=10) as granted:
            granted.settle(input_tokens=10, output_tokens=0, model=name)
        assert granted.settled == (10, 10)
    with (
        grant(runtime, tokens=10) as granted,
        pytest.raises(promptops.InputError, match="no model `tiny`"),
    ):
        granted.settle(input_tokens=10, output_tokens=0, model="tiny")


@pytest.mark.parametrize(
    ("fallback", "pays"),
    [({"price": PRICE}, {"models": ["large"]}), ({}, {}), ({"price": PRICE}, {"amount": {"usd": "0.001"}})],
)
def test_a_fallback_that_the_budget_does_not_pay_for_is_no_part_of_the_grant(
    shop: Shop, fallback: dict[str, Any], pays: dict[str, Any]
) -> None:
    """It is not to be spent on, or would cost nothing for want of a price."""
    resources = {
        **RESOURCES,
        "model:small": resource("model:small", id="small-1", **fallback),
        "budget:desk": resource(
            "budget:desk",
            {"/models/0": "model:large"} if "models" in pays else {},
            **{"holder": "agent:desk", "amount": {"usd": "0.001"}, "on_exceed": "degrade", **pays},
        ),
    }
    shop.publish(resources)
    runtime = shop.open()
    models = ("large-1", "small-1") if "amount" in pays else ("large-1",)
    with grant(runtime, "agent:desk", tokens=400) as granted:
        assert granted.models == models
        if len(models) == 1:
            with pytest.raises(promptops.InputError):
                granted.settle(input_tokens=400, output_tokens=0, model="small-1")
    with grant(runtime, "agent:desk", tokens=400) as granted:
        assert granted.model == models[-1]


def test_an_exhausted_budget_degrades_to_the_fallback_where_it_says_so(shop: Shop, runtime: promptops.Runtime) -> None:
    with grant(runtime, "agent:desk", tokens=400) as granted:
        assert (granted.model, granted.models) == ("large-1", ("large-1", "small-1"))
    with grant(runtime, "agent:desk", tokens=400) as granted:
        assert (granted.model, granted.models) == ("small-1", ("small-1",))
    (told,) = shop.told(runtime, "promptops.budget.exceeded")
    assert told == {"promptops.budget": "budget:desk", "promptops.on_exceed": "degrade"}


def test_an_exhausted_budget_that_only_alerts_lets_everything_through(shop: Shop, runtime: promptops.Runtime) -> None:
    with grant(runtime, budget="watched") as granted:
        assert granted.model == "large-1"
    assert len(shop.told(runtime, "promptops.budget.exceeded")) == 1


def test_a_call_that_was_not_settled_counts_in_full(runtime: promptops.Runtime) -> None:
    with grant(runtime, feature="chat", tokens=500):
        pass
    with pytest.raises(promptops.BudgetError):
        grant(runtime, feature="chat", tokens=1)


@pytest.mark.parametrize("error", [TimeoutError, KeyboardInterrupt, GeneratorExit])
def test_a_call_that_failed_may_have_been_paid_for(runtime: promptops.Runtime, error: type[BaseException]) -> None:
    with pytest.raises(error), grant(runtime, feature="chat", tokens=500) as granted:
        raise error
    assert granted.settled == granted.reserved
    with pytest.raises(promptops.BudgetError):
        grant(runtime, feature="chat", tokens=1)


def test_a_call_that_was_never_sent_is_given_back(runtime: promptops.Runtime) -> None:
    def fail(granted: promptops.Grant) -> None:
        granted.release()
        raise ConnectionRefusedError

    with pytest.raises(ConnectionRefusedError), grant(runtime, feature="chat", tokens=500) as granted:
        fail(granted)
    assert granted.settled == (0, 0)
    with grant(runtime, feature="chat", tokens=500) as granted:
        granted.settle(input_tokens=400, output_tokens=0)
        granted.release()
    with pytest.raises(promptops.BudgetError):
        grant(runtime, feature="chat", tokens=101)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"budget": "other-models"}, "wrong-model"),
        ({"budget": "no-models"}, "wrong-model"),
        ({"tokens": -1}, "wrong-amount"),
        ({"tokens": float("nan")}, "wrong-amount"),
        ({"tokens": True}, "wrong-amount"),
        ({"budget": "absent"}, "unknown-name"),
    ],
)
def test_what_cannot_be_granted(runtime: promptops.Runtime, change: dict[str, Any], code: str) -> None:
    with pytest.raises((promptops.BudgetError, promptops.UnknownNameError)) as caught:
        grant(runtime, **change)
    assert caught.value.code == code


def test_nothing_is_spent_without_a_budget_or_without_a_price(shop: Shop) -> None:
    bare = {"prompt:reply@1": RESOURCES["prompt:reply@1"], "model:large": resource("model:large")}
    shop.publish(bare)
    runtime = shop.open()
    with pytest.raises(promptops.BudgetError) as caught:
        grant(runtime)
    assert caught.value.code == "no-budget"
    shop.publish({**bare, "budget:support": budget("team:support", amount={"usd": "5"})})
    with pytest.raises(promptops.BudgetError) as caught:
        grant(runtime)
    assert caught.value.code == "unpriced-model"


def test_a_cap_is_lowered_at_once(shop: Shop, runtime: promptops.Runtime) -> None:
    shop.switch_off(caps={"budget:chat": {"tokens": 10}})
    with pytest.raises(promptops.BudgetError):
        grant(runtime, feature="chat", tokens=11)
    with grant(runtime, feature="chat", tokens=10):
        pass
    shop.switch_off(disabled={"budget:org": {"reason": "the quarter is over"}})
    with pytest.raises(promptops.BudgetError, match="the quarter is over"):
        grant(runtime)


@pytest.mark.parametrize(
    "amount", [{"usd": "NaN"}, {"usd": "1e9"}, {"usd": "-1"}, {"tokens": -1}, {"tokens": 1.5}, {}, {"eur": 1}]
)
def test_a_cap_that_is_no_number_is_no_bundle(shop: Shop, amount: dict[str, Any]) -> None:
    shop.publish({"budget:x": {**budget("team:x"), "attributes": {"name": "x", "holder": "team:x", "amount": amount}}})
    with pytest.raises(promptops.RefusedError) as caught:
        shop.open()
    assert caught.value.code == "malformed-document"
