"""Tools that call themselves, agents that never end: the declared limits are kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from tests.runtime.shop import Shop, prompt, resource

import promptops.runtime as promptops

PRICE = {"input": "1", "output": "1", "per": 1}  # a dollar a token, so that sums can be seen
DESK = {"max_turns": 3, "max_tool_calls": 2, "max_cost": "10", "timeout": "10m"}
RESOURCES = {
    "prompt:desk@1": prompt("prompt:desk@1", "Hi", {"/model": "model:m"}, model="m", owner="support"),
    "model:m": resource("model:m", price=PRICE),
    "tool:find@1": resource("tool:find@1"),
    "tool:twice@1": resource("tool:twice@1", reentrancy={"max_depth": 1}),
    "agent:desk@1": resource("agent:desk@1", {"/prompt": "prompt:desk@1"}, prompt="desk", limits=DESK),
    "agent:clerk@1": resource("agent:clerk@1", {"/prompt": "prompt:desk@1"}, prompt="desk", limits={"max_turns": 2}),
    "budget:support": resource("budget:support", holder="team:support", amount={"usd": "1000"}),
}


@pytest.fixture
def session(shop: Shop) -> Iterator[promptops.Session]:
    shop.publish(RESOURCES)
    with shop.open().session("user-1") as session:
        yield session


def code_of(caught: pytest.ExceptionInfo[promptops.LimitError]) -> str:
    assert caught.value.help
    return caught.value.code


def test_a_tool_is_not_called_inside_of_its_own_call(session: promptops.Session) -> None:
    with session.enter("find") as inner, inner.enter("twice") as deeper:
        with pytest.raises(promptops.LimitError, match="tool:find@1 → tool:twice@1 → tool:find@1") as caught:
            deeper.enter("find")
        assert code_of(caught) == "reentrancy"
    with session.enter("find"):
        pass


def test_a_tool_is_called_inside_of_itself_as_deep_as_it_declares(session: promptops.Session) -> None:
    with (
        session.enter("twice") as first,
        first.enter("tool:twice@1") as second,
        pytest.raises(promptops.LimitError),
    ):
        second.enter("twice")


def test_a_tool_that_asks_the_outer_session_is_found_all_the_same(session: promptops.Session) -> None:
    with session.enter("find"), pytest.raises(promptops.LimitError):
        session.enter("find")


def test_calls_side_by_side_are_not_inside_of_each_other(session: promptops.Session) -> None:
    async def call() -> str:
        with session.enter("find") as inner:
            await asyncio.sleep(0.01)
            return inner.unit

    async def calls() -> list[str]:
        return await asyncio.gather(*(call() for _ in range(5)))

    assert asyncio.run(calls()) == ["user-1"] * 5


def test_a_call_may_end_in_another_task_than_it_began_in(session: promptops.Session) -> None:
    """As a generator does that is closed by the event loop, or one that a web framework runs on threads."""

    async def calling() -> AsyncGenerator[promptops.Session]:
        with session.enter("find") as inner:
            yield inner

    async def begun_and_closed() -> tuple[str, ...]:
        calls = calling()

        async def first() -> promptops.Session:
            return await anext(calls)

        inner = await asyncio.create_task(first())
        await calls.aclose()
        return inner.stack.tools

    assert asyncio.run(begun_and_closed()) == ("tool:find@1",)
    with session.enter("find"):
        pass


def test_a_run_ends_with_its_last_turn(session: promptops.Session) -> None:
    with session.enter("agent:desk") as run:
        for _ in range(3):
            run.turn()
        with pytest.raises(promptops.LimitError, match="3 turns") as caught:
            run.turn()
        assert code_of(caught) == "turns-limit"
    with session.enter("agent:desk") as run:
        run.turn()


def test_a_run_ends_with_its_last_call_of_a_tool(session: promptops.Session) -> None:
    with session.enter("desk") as run:
        for _ in range(2):
            with run.enter("find"):
                pass
        with pytest.raises(promptops.LimitError) as caught:
            run.enter("find")
        assert code_of(caught) == "tool-calls-limit"


def test_agents_that_hand_work_to_each_other_come_to_an_end(session: promptops.Session) -> None:
    """Each is entered anew and would have all its turns again, for eleven days."""

    def hand_over(run: promptops.Session, agent: str, other: str) -> None:
        with run.enter(agent) as inner:
            inner.turn()
            hand_over(inner, other, agent)

    with pytest.raises(promptops.LimitError, match="2 turns"):
        hand_over(session, "desk", "clerk")


def reserve(run: promptops.Session, tokens: int) -> promptops.Grant:
    return run.reserve(run.resolve("agent:desk"), input_tokens=tokens, output_tokens=0)


def test_a_run_ends_when_its_money_is_spent(session: promptops.Session) -> None:
    with session.enter("desk") as run:
        with reserve(run, 8) as grant:
            with pytest.raises(promptops.LimitError) as caught:
                reserve(run, 3)
            assert code_of(caught) == "micro-usd-limit"
            grant.settle(input_tokens=5, output_tokens=0)
        with reserve(run, 5):
            pass


def test_a_call_that_is_refused_is_no_turn(session: promptops.Session) -> None:
    with session.enter("desk") as run:
        for _ in range(5):
            with pytest.raises(promptops.LimitError, match="micro-USD"):
                reserve(run, 11)
            with pytest.raises(promptops.UnknownNameError):
                run.reserve(run.resolve("agent:desk"), input_tokens=1, output_tokens=0, budget="absent")
        for _ in range(3):
            reserve(run, 1).release()


def test_a_call_that_failed_counts_in_its_run(session: promptops.Session) -> None:
    with session.enter("desk") as run:
        with pytest.raises(TimeoutError), reserve(run, 8):
            raise TimeoutError
        with pytest.raises(promptops.LimitError):
            reserve(run, 3)


def test_what_an_agent_hands_on_is_spent_by_it_too(session: promptops.Session) -> None:
    with session.enter("desk") as run:
        with run.enter("clerk") as clerk, reserve(clerk, 9):
            pass
        with pytest.raises(promptops.LimitError):
            reserve(run, 2)


def test_a_run_ends_with_its_time(session: promptops.Session, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("promptops.runtime.runs.monotonic", lambda: now)
    with session.enter("desk") as run:
        now = 599.0
        run.turn()
        now = 601.0
        with pytest.raises(promptops.LimitError, match="longer than 10m") as caught:
            run.turn()
        assert code_of(caught) == "time-limit"


def test_a_run_that_is_taken_up_again_has_no_more_turns_than_before(shop: Shop, session: promptops.Session) -> None:
    with session.enter("desk") as run:
        run.turn()
        run.turn()
        pin = str(run.pin())
    resumed = shop.open().resume(pin)
    with resumed.enter("desk") as run:
        run.turn()
        with pytest.raises(promptops.LimitError):
            run.turn()


@pytest.mark.parametrize("name", ["absent", "tool:absent", "agent:absent", "prompt:desk", "model:m"])
def test_what_is_not_there_cannot_be_entered(session: promptops.Session, name: Any) -> None:
    with pytest.raises(promptops.UnknownNameError):
        session.enter(name)


FIRST, SECOND = "tool:look-up@1", "tool:look-up@2"
MAJORS = {
    FIRST: resource(FIRST, reentrancy={"max_depth": 1}),
    SECOND: resource(SECOND),
    "tool:outer@1": resource("tool:outer@1", {"/invokes/0": FIRST}, invokes=["look-up@1"]),
    "prompt:old@1": prompt("prompt:old@1", "Hi", {"/tools/0": FIRST}, tools=["look-up"]),
    "prompt:new@1": prompt("prompt:new@1", "Hi", {"/tools/0": SECOND}, tools=["look-up"]),
    "agent:clerk@1": resource(
        "agent:clerk@1",
        {"/prompt": "prompt:new@1", "/tools/0": FIRST, "/handoffs/0": "agent:desk@1"},
        prompt="new",
        tools=["look-up"],
        handoffs=["desk@1"],
    ),
    "agent:mute@1": resource("agent:mute@1", {"/tools/0": FIRST}, tools=["look-up"]),
    "agent:desk@1": resource("agent:desk@1", {"/prompt": "prompt:old@1"}, prompt="old"),
    "agent:desk@2": resource("agent:desk@2", {"/prompt": "prompt:new@1"}, prompt="new"),
}


@pytest.mark.parametrize(
    ("resolved", "inside", "name", "found"),
    [
        ([], [], "look-up@2", SECOND),
        ([], [], "tool:look-up@1", FIRST),
        (["old"], [], "look-up", FIRST),
        (["new"], [], "tool:look-up", SECOND),
        ([], ["clerk"], "look-up", FIRST),
        (["new"], ["clerk"], "look-up", FIRST),
        ([], ["agent:mute"], "look-up", FIRST),
        ([], ["desk@2"], "look-up", SECOND),
        (["new"], ["outer"], "look-up", FIRST),
        ([], ["outer", "desk@2"], "look-up", SECOND),
        ([], ["desk@2", "outer"], "look-up", FIRST),
        ([], ["clerk"], "desk", "agent:desk@1"),
        ([], [], "desk", "agent:desk@2"),
        (["agent:desk@1"], [], "desk", "agent:desk@1"),
    ],
)
def test_a_name_without_a_major_is_the_one_that_is_meant_there(
    shop: Shop, resolved: list[str], inside: list[str], name: str, found: str
) -> None:
    shop.publish(MAJORS)
    with ExitStack() as stack:
        session = shop.open().session("user-1")
        for each in resolved:
            session.resolve(each)
        for each in inside:
            session = stack.enter_context(session.enter(each))
        entered = stack.enter_context(session.enter(name))
        assert entered.stack.innermost == found


def test_the_major_of_a_tool_follows_its_rollout(shop: Shop) -> None:
    links = {"/prompt": "prompt:new@1", "/tools/0": SECOND}
    shop.publish(
        {
            **MAJORS,
            "agent:clerk@1": resource("agent:clerk@1", links, prompt="new", tools=["look-up"]),
            "rollout:look-up": resource("rollout:look-up", {"/target": SECOND}, stages=[{"percent": 0}]),
        }
    )
    with shop.open().session("user-1").enter("clerk") as run, run.enter("look-up") as inner:
        assert inner.stack.tools == (FIRST,)


@pytest.mark.parametrize("inside", [[], ["clerk"], ["outer"]])
def test_the_major_of_an_agent_follows_its_rollout(shop: Shop, inside: list[str]) -> None:
    shop.publish(
        {
            **MAJORS,
            "agent:clerk@1": resource("agent:clerk@1", {"/handoffs/0": "agent:desk@2"}, handoffs=["desk"]),
            "tool:outer@1": resource("tool:outer@1", {"/invokes/0": "agent:desk@2"}, invokes=["desk"]),
            "rollout:desk": resource("rollout:desk", {"/target": "agent:desk@2"}, stages=[{"percent": 0}]),
        }
    )
    with ExitStack() as stack:
        session = shop.open().session("user-1")
        for each in inside:
            session = stack.enter_context(session.enter(each))
        assert stack.enter_context(session.enter("desk")).stack.agents[-1] == "agent:desk@1"


@pytest.mark.parametrize("resolved", [[], ["old", "new"]])
def test_a_name_that_may_be_several_is_told(shop: Shop, resolved: list[str]) -> None:
    shop.publish(MAJORS)
    session = shop.open().session("user-1")
    for each in resolved:
        session.resolve(each)
    with pytest.raises(promptops.InputError, match="`look-up` may be `tool:look-up@1` or `tool:look-up@2`") as caught:
        session.enter("look-up")
    assert caught.value.code == "ambiguous-name"
    assert "tool:look-up@2" in (caught.value.help or "")


@pytest.mark.parametrize("inside", ["mute", "clerk", None])
def test_a_tool_that_is_switched_off_is_not_another_major_of_it(shop: Shop, inside: str | None) -> None:
    shop.publish(MAJORS)
    shop.switch_off(disabled={FIRST: {"reason": "it is slow"}})
    session = shop.open().session("user-1")
    session.resolve("old")
    with (
        session.enter(inside) if inside else session as inner,
        pytest.raises(promptops.KilledError) as caught,
    ):
        inner.enter("look-up")
    assert caught.value.code == "killed-tool"


def test_what_is_switched_off_meanwhile_is_not_entered_and_not_paid_for(shop: Shop, session: promptops.Session) -> None:
    """Also where nothing is resolved again."""
    decision = session.resolve("desk")
    shop.switch_off(disabled={"agent:desk": {"reason": "it is rude"}})
    with pytest.raises(promptops.KilledError) as caught:
        session.enter("agent:desk")
    assert caught.value.code == "killed-agent"
    shop.switch_off(disabled={"budget:support": {"reason": "it is spent"}})
    with pytest.raises(promptops.BudgetError, match="it is spent"):
        session.reserve(decision, input_tokens=1, output_tokens=0)


@pytest.fixture
def moved(shop: Shop) -> Iterator[Callable[[str], promptops.Session]]:
    """Yield what enters something, and returns that session on a bundle which has nothing of the kind any more."""
    first = shop.publish(RESOURCES)
    runtime = shop.open()
    with ExitStack() as stack:

        def enter(name: str) -> promptops.Session:
            inside = stack.enter_context(runtime.session("user-1").enter(name))
            shop.publish({each: MAJORS[each] for each in (FIRST, SECOND)})
            shop.switch_off(revoked={first: {"reason": "it is rude"}})
            assert runtime.refresh().active == inside.bundle == shop.current
            return inside

        yield enter


@pytest.mark.parametrize("inside", ["find", "agent:desk"])
def test_what_a_session_is_inside_of_may_be_gone_from_its_next_bundle(
    moved: Callable[[str], promptops.Session], inside: str
) -> None:
    with pytest.raises(promptops.InputError) as caught:
        moved(inside).enter("look-up")
    assert caught.value.code == "ambiguous-name"


@pytest.mark.parametrize("use", [lambda run: run.turn(), lambda run: run.enter("look-up@1")])
def test_a_run_ends_with_the_bundle_that_has_its_agent(
    moved: Callable[[str], promptops.Session], use: Callable[[promptops.Session], object]
) -> None:
    """It would go on without any limit."""
    with pytest.raises(promptops.LimitError, match="agent:desk@1") as caught:
        use(moved("agent:desk"))
    assert code_of(caught) == "gone-agent"
