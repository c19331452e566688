"""Bounds against requests that are run: never below what is reached, and no more where every choice is free."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from promptops.bounds.sizes import FRAME

Make = Callable[..., Any]
World = dict[str, dict[str, Any]]

AGENTS, TOOLS = ("a", "b", "c"), ("r", "s", "t")
CALLABLE = [*(f"agent:{name}" for name in AGENTS), *(f"tool:{name}" for name in TOOLS), "prompt:p", "model:m"]
DEAR = {"input": 1, "output": 0, "per": 1_000_000}
QUIET = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def small(most: int, least: int = 0) -> st.SearchStrategy[int]:
    return st.integers(least, most)


@st.composite
def worlds(draw: st.DrawFn, *, spending: bool) -> World:
    """Draw agents, tools and models that may call each other in any way, in circles among them."""
    world: World = {
        "provider:x": {"retries": {"max_attempts": draw(small(2, 1))}},
        "model:m": {
            "provider": "x",
            "fallbacks": draw(st.sampled_from(([], ["n"]))),
            **limits_of_model(draw),
        },
        "model:n": {"fallbacks": draw(st.sampled_from(([], ["m"]))), **limits_of_model(draw)},
        "prompt:p": {"model": "m", "body": draw(st.text("ab ", max_size=40))},
        "prompt:q": {"model": "m", "body": "Answer."},
    }
    for name in AGENTS:
        limits: dict[str, Any] = {"max_turns": draw(small(3, 1)), "max_tool_calls": draw(small(2))}
        if spending and draw(st.booleans()):
            limits["max_cost"] = draw(st.sampled_from(("0", "0.00001", "0.001")))
        handoffs = draw(st.lists(st.sampled_from(AGENTS), max_size=1))
        tools = draw(st.lists(st.sampled_from(TOOLS), max_size=2, unique=True))
        # With a prompt no call is free, so that money ends calls; without, it ends tokens alone.
        prompt = {"prompt": "q"} if draw(st.booleans()) else {}
        world[f"agent:{name}"] = {"model": "m", "tools": tools, "handoffs": handoffs, "limits": limits, **prompt}
    for name in TOOLS:
        invoked = draw(st.lists(st.sampled_from(CALLABLE), max_size=2))
        # Tools that only call each other for ever call no model at all: there is nothing to compare.
        tool: dict[str, Any] = {"invokes": [*invoked, *(["model:m"] if "tool:" in "".join(invoked) else [])]}
        if draw(st.booleans()):
            tool["retries"] = {"max_attempts": draw(small(2, 1))}
        if draw(st.booleans()):
            tool["reentrancy"] = {"max_depth": draw(small(1))}
        world[f"tool:{name}"] = tool
    world["feature:f"] = {"parts": ["agent:a", "prompt:p"]}
    return world


def limits_of_model(draw: st.DrawFn) -> dict[str, Any]:
    price = {"input": draw(small(3_000_000, 1)), "output": draw(small(3_000_000)), "per": 1_000_000}
    return {"context_window": draw(small(80, 41)), "max_output_tokens": draw(small(40)), "price": price}


@QUIET
@given(world=worlds(spending=True), reference=st.sampled_from(["agent:a", "tool:r", "feature:f"]), seed=small(1_000))
def test_no_run_reaches_what_is_beyond_the_bound(
    world: World, reference: str, seed: int, make_bounds: Make, simulator: ModuleType
) -> None:
    bound = make_bounds(world).request(reference)
    run, is_done = simulator.Simulator(world, seed), True
    try:
        run.request(reference)
    except (simulator.EndlessError, RecursionError):
        is_done = False
    reached = (run.calls, run.input, run.output, run.cost)
    for amount, (least, greatest) in zip(reached, (bound.calls, bound.input, bound.output, bound.cost), strict=True):
        assert greatest is None or amount <= greatest
        assert least <= amount or not is_done


@QUIET
@given(world=worlds(spending=False), reference=st.sampled_from(["agent:a", "tool:r"]))
def test_without_a_shared_budget_the_bound_is_reached(
    world: World, reference: str, make_bounds: Make, simulator: ModuleType
) -> None:
    """Each measure for itself: a conversation that fills the window leaves no room for an answer."""
    bounds = make_bounds(world)
    bound = bounds.request(reference)
    weighed = {
        "calls": (bound.calls, lambda _model, _size: 1),
        "input": (bound.input, lambda model, size: _filled(model["context_window"], size)),
        "output": (bound.output, lambda model, _size: model["max_output_tokens"]),
    }
    for measure, (amount, weigh) in weighed.items():
        try:
            most: int | None = simulator.most(world, reference, weigh, 60)
        except simulator.EndlessError:  # every call is one of `m`: without an end, unless they come to nothing
            most = None if simulator.Search(world, weigh).call("m", None) else 0
        assert amount.greatest == most, measure
    assert (bound.calls.greatest is None) == any(gap.measure == "calls" for gap in bounds.gaps(reference))


def _filled(window: int, size: int | None) -> int:
    """Return the tokens of a conversation, or of a prompt: its text, the frame of its message and that of the whole."""
    return window if size is None else min(window, size + 2 * FRAME)


@QUIET
@given(
    world=worlds(spending=True),
    reference=st.sampled_from(["agent:a", "tool:r", "feature:f"]),
    provider=st.sampled_from(["", "provider:x"]),
)
@example(
    world={
        "model:m": {"fallbacks": [], "context_window": 41, "max_output_tokens": 0, "price": DEAR},
        "prompt:q": {"model": "m", "body": "Answer."},
        "agent:a": {"model": "m", "tools": ["t"], "limits": {"max_turns": 1, "max_tool_calls": 1}, "prompt": "q"},
        "agent:b": {"model": "m", "handoffs": ["a"], "limits": {"max_turns": 1, "max_cost": "0.00001"}, "prompt": "q"},
        "tool:t": {"invokes": ["agent:b"], "reentrancy": {"max_depth": 0}},
    },
    reference="agent:a",
    provider="",
)
def test_nothing_ends_earlier_where_nobody_can_read_texts(
    world: World, reference: str, provider: str, make_bounds: Make
) -> None:
    narrow = make_bounds(world, provider=provider).request(reference)
    rough = make_bounds(world, texts=None).request(reference)
    for measure in ("calls", "input", "output", "cost"):
        near, far = getattr(narrow, measure).greatest, getattr(rough, measure).greatest
        assert far is None or (near is not None and near <= far)
