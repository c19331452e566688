from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest

from promptops.bounds import Interval
from promptops.bounds.model_calls import MAX_MODELS

Make = Callable[..., Any]

MODEL = {
    "provider": "x",
    "context_window": 1_000,
    "max_output_tokens": 100,
    "price": {"input": 2_000_000, "output": 8_000_000, "per": 1_000_000},
}
PROVIDER = {"retries": {"max_attempts": 3}}
BASE = {"provider:x": PROVIDER, "model:m": MODEL}


def test_a_planner_over_a_researcher_can_be_checked_by_hand(make_bounds: Make) -> None:
    """Six turns and twelve tools, over eight turns and thirty-two tools with three calls each, six attempts a call."""
    bounds = make_bounds(
        {
            **BASE,
            "model:m": {**MODEL, "fallbacks": ["n"]},
            "model:n": MODEL,
            "feature:f": {"parts": ["prompt:triage", "agent:planner", "prompt:summary"]},
            "prompt:triage": {"model": "m", "body": "Triage."},
            "prompt:summary": {"model": "m", "body": "Sum up."},
            "agent:planner": {"model": "m", "tools": ["ask"], "limits": {"max_turns": 6, "max_tool_calls": 12}},
            "tool:ask": {"invokes": ["agent:researcher"]},
            "agent:researcher": {"model": "m", "tools": ["read"], "limits": {"max_turns": 8, "max_tool_calls": 32}},
            "tool:read": {"invokes": ["prompt:summary"], "retries": {"max_attempts": 3}},
        }
    )
    found = bounds.request("feature:f")
    assert found.calls == Interval(1, 6 * (1 + 6 + 12 * (8 + 32 * 3) + 1))
    assert found.calls.greatest == 7_536
    assert bounds.gaps("feature:f") == ()


def test_money_is_exact_and_shares_the_window(make_bounds: Make) -> None:
    found = make_bounds({**BASE, "agent:a": {"model": "m", "limits": {"max_turns": 1}}}).request("agent:a")
    assert found.input == Interval(0, 3_000)
    assert found.output == Interval(0, 300)
    assert found.cost == Interval(0, 3 * (900 * 2 + 100 * 8))


@pytest.mark.parametrize(
    ("resources", "calls"),
    [
        pytest.param({"agent:a": {"model": "m"}}, 3, id="without tools one turn"),
        pytest.param({"agent:a": {"model": "m", "limits": {"max_turns": 10**18}}}, 3 * 10**18, id="many turns"),
        pytest.param(
            {"agent:a": {"model": "m", "tools": ["t"], "limits": {"max_tool_calls": 4}}, "tool:t": {}},
            15,
            id="every turn but the last calls a tool",
        ),
        pytest.param(
            {
                "agent:a": {"model": "m", "tools": ["t"], "limits": {"max_tool_calls": 4}, "completion": {"tool": "t"}},
                "tool:t": {},
            },
            None,
            id="an agent that ends by a tool may go on without",
        ),
        pytest.param({"agent:a": {"model": "m", "tools": ["t"]}, "tool:t": {}}, None, id="no limit"),
        pytest.param({"agent:a": {"model": "m", "dialect": "crewai"}}, 75, id="the default of a framework"),
        pytest.param(
            {"agent:a": {"model": "m", "handoffs": ["b", "c"]}, "agent:b": {"model": "m"}, "agent:c": {"model": "m"}},
            6,
            id="one hand-off, to the dearer",
        ),
        pytest.param(
            {"agent:a": {"model": "m", "handoffs": ["b"], "dialect": "docker-agent"}, "agent:b": {"model": "m"}},
            None,
            id="work that comes back may be passed on again",
        ),
        pytest.param(
            {"agent:a": {"model": "m", "limits": {"max_turns": 2}, "tools": ["t"]}, "tool:t": {"invokes": ["model:m"]}},
            None,
            id="any number of tools in a turn",
        ),
        pytest.param(
            {
                "agent:a": {"model": "m", "limits": {"max_turns": 2, "max_tool_calls": 0}, "tools": ["t"]},
                "tool:t": {"invokes": ["agent:a"]},
            },
            3,
            id="no calls of tools, no circle",
        ),
    ],
)
def test_calls_of_an_agent(resources: dict[str, Any], calls: int | None, make_bounds: Make) -> None:
    bounds = make_bounds({**BASE, **resources})
    found = bounds.request("agent:a")
    assert found.calls.greatest == calls
    assert {gap.measure for gap in bounds.gaps("agent:a")} == (set() if calls is not None else {"calls"})


@pytest.mark.parametrize(("depth", "calls"), [(0, 2), (1, 6), (2, 14), (40, 2 * (2**41 - 1))])
def test_a_depth_is_unrolled(depth: int, calls: int, make_bounds: Make) -> None:
    tool = {"invokes": ["model:m", "tool:t"], "reentrancy": {"max_depth": depth}, "retries": {"max_attempts": 2}}
    found = make_bounds({"model:m": {**MODEL, "provider": "none"}, "tool:t": tool}).request("tool:t")
    assert found.calls.greatest == calls


def test_a_depth_beyond_counting_has_no_end(make_bounds: Make) -> None:
    tool = {"invokes": ["model:m", "tool:t"], "reentrancy": {"max_depth": 10**15}}
    bounds = make_bounds({**BASE, "tool:t": tool})
    found = bounds.request("tool:t")
    assert found.calls == Interval(0, None)
    assert [gap.message for gap in bounds.gaps("tool:t")] == ["the declared depths are too great to count"]


def test_spending_ends_a_circle_of_agents(make_bounds: Make) -> None:
    prompt = {"body": "x" * 256 * 100, "model": "m"}
    ring = {"agent:a": {"prompt": "p", "handoffs": ["b"], "limits": {"max_cost": "0.001"}}, "prompt:p": prompt}
    bounds = make_bounds({**BASE, **ring, "agent:b": {"prompt": "p", "handoffs": ["a"]}})
    found = bounds.request("agent:a")
    one_attempt = 900 * 2 + 100 * 8
    assert found.cost.greatest == 1_000 + one_attempt
    assert found.input.greatest == 1_000 // 2 + 1_000
    assert found.output.greatest == 1_000 // 8 + 100
    assert found.calls.greatest == 3 * (1_000 // (100 * 2))
    assert bounds.gaps("agent:a") == ()


def test_what_overshoots_is_one_attempt_at_the_dearest_model(make_bounds: Make) -> None:
    dear = {**MODEL, "price": {"input": 9_000_000, "output": 9_000_000, "per": 1_000_000}}
    models = {"provider:x": PROVIDER, "model:m": {**MODEL, "fallbacks": ["n"]}, "model:n": dear}
    agent = {"model": "m", "tools": ["t"], "limits": {"max_turns": 10**6, "max_cost": "0.5"}}
    found = make_bounds({**models, "agent:a": agent, "tool:t": {}}).request("agent:a")
    assert found.cost.greatest == 500_000 + 9 * 1_000
    assert (found.input.greatest, found.output.greatest) == (500_000 // 2 + 1_000, 500_000 // 8 + 100)


def test_spending_ends_no_tokens_that_cost_nothing(make_bounds: Make) -> None:
    free = {**MODEL, "price": {"input": 0, "output": 8_000_000, "per": 1_000_000}}
    agent = {"model": "m", "limits": {"max_turns": 10**6, "max_cost": "0.5"}, "tools": ["t"]}
    found = make_bounds({"provider:x": PROVIDER, "model:m": free, "agent:a": agent, "tool:t": {}}).request("agent:a")
    assert found.input.greatest == 3 * 10**6 * 1_000
    assert found.output.greatest == 500_000 // 8 + 100


def test_a_provider_may_fail_as_often_as_the_cheapest_answer_elsewhere_is_paid_for(make_bounds: Make) -> None:
    cheap = {**MODEL, "provider": "y", "price": {"input": 1_000_000, "output": 1_000_000, "per": 1_000_000}}
    models = {**BASE, "provider:y": {}, "model:m": {**MODEL, "fallbacks": ["n"]}, "model:n": cheap}
    agent = {"prompt": "p", "handoffs": ["a"], "limits": {"max_cost": "0.001"}}
    resources = {**models, "prompt:p": {"model": "m", "body": "x"}, "agent:a": agent}
    assert make_bounds(resources, provider="provider:x").request("agent:a").calls.greatest == 3 * 1_000


def test_spending_may_be_left_out(make_bounds: Make) -> None:
    agent = {"prompt": "p", "limits": {"max_turns": 50, "max_cost": "0.00001"}, "tools": ["t"]}
    made = make_bounds({**BASE, "prompt:p": {"model": "m", "body": "x"}, "agent:a": agent, "tool:t": {}})
    assert made.request("agent:a").calls.greatest == 3 * 5
    assert made.bounds.regardless_of_spending().request(made.entries["agent:a"]).calls.greatest == 3 * 50


@pytest.mark.parametrize(
    ("model", "missing"),
    [
        ({"context_window": None}, {"input": "the context window of `model:m` is not known"}),
        ({"price": None}, {"cost": "the price of `model:m` is not known"}),
        ({"max_output_tokens": None}, {}),
        (
            {"context_window": None, "max_output_tokens": None},
            {
                "input": "the context window of `model:m` is not known",
                "output": "nothing limits what `model:m` writes",
            },
        ),
    ],
)
def test_what_is_not_known_has_no_end(model: dict[str, Any], missing: dict[str, str], make_bounds: Make) -> None:
    bounds = make_bounds({**BASE, "model:m": {**MODEL, **model}, "agent:a": {"model": "m"}})
    assert {gap.measure: gap.message for gap in bounds.gaps("agent:a")} == missing


def test_an_environment_overrides_models_limits_and_retries(make_bounds: Make) -> None:
    overrides = {
        "agent:a": {"limits": {"max_turns": 2}, "model": "n"},
        "provider:x": {"retries": {"max_attempts": 5}},
        "model:n": {"fallbacks": ["m"]},
    }
    resources = {
        **BASE,
        "model:n": {**MODEL, "provider": "none"},
        "agent:a": {"model": "m", "limits": {"max_turns": 4}},
        "environment:prod": {"overrides": overrides},
    }
    assert make_bounds(resources).request("agent:a").calls.greatest == 4 * 3
    assert make_bounds(resources, "environment:prod").request("agent:a").calls.greatest == 2 * (1 + 5)


def test_what_is_asked_of_one_provider_counts_alone(make_bounds: Make) -> None:
    resources = {
        **BASE,
        "provider:y": {"retries": {"max_attempts": 2}},
        "model:m": {**MODEL, "fallbacks": ["n"]},
        "model:n": {**MODEL, "provider": "y"},
        "agent:a": {"model": "m", "limits": {"max_turns": 4}},
    }
    assert make_bounds(resources, provider="provider:x").request("agent:a").calls == Interval(1, 12)
    assert make_bounds(resources, provider="provider:y").request("agent:a").calls == Interval(0, 8)


def test_calls_of_a_model_differ_in_the_number_of_answers_alone_where_nobody_reads_texts(make_bounds: Make) -> None:
    prompts = {
        f"prompt:p{limit}{answers}": {"model": "m", "parameters": {"max_tokens": limit, "n": answers}}
        for limit in (7, 9)
        for answers in (1, 2)
    }
    made = make_bounds({**BASE, **prompts}, texts=None)
    calls = {name: made.bounds.step(made.entries[name]).calls[0].call for name in prompts}
    assert calls["prompt:p71"] is calls["prompt:p91"]
    assert [made.request(name).output.greatest for name in prompts] == [3 * 100, 3 * 2 * 100] * 2
    assert made.request("prompt:p71").input == Interval(0, 3_000)


def test_each_caller_is_told_of_too_many_models_at_its_own_line(make_bounds: Make) -> None:
    chain = {f"model:m{at}": {**MODEL, "fallbacks": [f"m{at + 1}"]} for at in range(MAX_MODELS)}
    resources = {
        **BASE,
        **chain,
        f"model:m{MAX_MODELS}": MODEL,
        "prompt:a": {"model": "m0"},
        "prompt:b": {"model": "m0"},
    }
    made = make_bounds(resources, texts=None)
    for name in ("a", "b"):
        (gap,) = [gap for gap in made.gaps(f"prompt:{name}") if gap.measure == "calls"]
        assert (gap.message, gap.at.path) == ("more than 100 models stand in for `model:m0`", f"prompts/{name}.yaml")


def test_a_complete_acyclic_graph_takes_time_linear_in_its_edges(make_bounds: Make) -> None:
    nodes = 400
    tools = {
        f"tool:t{at}": {"invokes": ["model:m", *(f"tool:t{other}" for other in range(at + 1, nodes))]}
        for at in range(nodes)
    }
    bounds = make_bounds({**BASE, **tools})
    began = process_time()
    assert bounds.request("tool:t0").calls.greatest == 3 * 2 ** (nodes - 1)
    assert process_time() - began < 3


def test_what_is_beyond_counting_has_no_end(make_bounds: Make) -> None:
    chain = {
        f"tool:t{at}": {"invokes": [f"tool:t{at + 1}"], "retries": {"max_attempts": 2**53 - 1}} for at in range(100)
    }
    bounds = make_bounds({**BASE, **chain, "tool:t100": {"invokes": ["model:m"]}})
    found = bounds.request("tool:t0")
    assert found.calls.greatest is None
    assert bounds.gaps("tool:t0")[0].message.endswith("may come to more than can be counted")


def ring(count: int, **first: Any) -> dict[str, Any]:
    """Return agents that hand on to each other in a circle, each with an end; `first` is what differs in the first."""
    limits = {"max_turns": 2, "max_cost": "0.001"}
    agents = {
        f"agent:a{n}": {"model": "m", "handoffs": [f"a{(n + 1) % count}"], "limits": limits} for n in range(count)
    }
    return {**BASE, **agents, "agent:a0": {**agents["agent:a0"], **first}}


def test_the_nearest_gap_of_each_request_is_found_for_all_at_once(make_bounds: Make) -> None:
    odd = {"model:odd": {**MODEL, "context_window": None}}
    bounds = make_bounds({**ring(5, model="odd"), **odd, "agent:alone": {"model": "m"}})
    entries = list(bounds.entries.values())
    found = bounds.bounds.nearest_gaps([entry for entry in entries if entry.kind == "agent"])
    assert {entry.reference for entry in entries if entry.identity in found} == {f"agent:a{n}" for n in range(5)}
    for entry in entries:
        if entry.identity in found:
            assert found[entry.identity] in bounds.gaps(entry.reference)


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("is_ring", [True, False])
def test_many_agents_in_a_row_take_time_linear_in_their_number(order: int, is_ring: bool, make_bounds: Make) -> None:  # noqa: FBT001 - pytest passes it by name
    count = 3_000
    last = {"model:odd": {**MODEL, "context_window": None}}
    resources = {**ring(count), **last}
    end = resources[f"agent:a{count - 1}"]
    resources[f"agent:a{count - 1}"] = {**end, "model": "odd", "handoffs": end["handoffs"] if is_ring else []}
    bounds = make_bounds(resources)
    agents = [entry for entry in bounds.entries.values() if entry.kind == "agent"][::order]
    began = process_time()
    requests = [bounds.bounds.request(entry) for entry in agents]
    gaps = bounds.bounds.nearest_gaps(agents)
    assert process_time() - began < 3
    assert {request.input.greatest for request in requests} == {None}
    (message,) = {gap.message for gap in gaps.values()}
    assert len(gaps) == count
    if is_ring:
        assert message.startswith("`agent:a")
        assert "more → " in message
        assert message.endswith("leads back to where it began, and nothing ends it")
        assert len(message) < 200
    else:
        assert message == "the context window of `model:odd` is not known"
