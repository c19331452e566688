"""While customers write, 200 releases, a kill and a rollback: nobody is kept waiting, and no conversation is torn."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from itertools import cycle, pairwise
from typing import Any, NamedTuple

import httpx
from refunds.desk import HANDED_OVER
from refunds.fake_model import FakeModel, Temper
from tests.app.shop import CUSTOMERS, Shop, order_of

from promptops.runtime import Stamp

RELOADS = 200
CHECK_EVERY = 0.01
MARGIN = 5.0
"""Seconds beyond the check interval; a busy machine may need some."""
REPLY, HAND_OVER = "support/refund-reply@1.0.0", "support/hand-over@1.0.0"


DAYS = ("within 30 days", "within 60 days")


class Said(NamedTuple):
    """A message that was answered."""

    conversation: str
    outcome: dict[str, str]


class Crowd:
    """Customers who write one message after the other, in conversations of four, until they are told to stop."""

    def __init__(self, desk: httpx.AsyncClient) -> None:
        self._desk = desk
        self._stopped = asyncio.Event()
        self.said: list[Said] = []

    async def write(self, customer: int) -> None:
        while not self._stopped.is_set():
            conversation = await self.begin(customer)
            for article in ("tent", "stove", "tent", "stove"):
                if not self._stopped.is_set():
                    await self.say(conversation, f"My {article} is torn.")

    async def begin(self, customer: int) -> str:
        opening = {"customer": f"customer-{customer}", "order_id": order_of(customer)}
        begun: dict[str, str] = (await self.asked("POST", "/conversations", json=opening)).json()
        return begun["id"]

    async def say(self, conversation: str, text: str) -> None:
        answer = await self.asked("POST", f"/conversations/{conversation}/messages", json={"text": text})
        self.said.append(Said(conversation, answer.json()))

    async def asked(self, method: str, path: str, **body: Any) -> httpx.Response:
        """Return what the desk answers; anything but success is an error."""
        return (await self._desk.request(method, path, **body)).raise_for_status()

    async def turns(self, conversation: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.asked("GET", f"/conversations/{conversation}/turns")).json()
        return found

    async def status(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self.asked("GET", "/status")).json()
        return found

    async def until_at(self, sequence: int) -> float:
        """Wait until the desk has taken up a pointer, or one after it; return the time."""
        return await self.until(lambda status, _: bool(status["sequence"] >= sequence))

    async def until(self, condition: Callable[[dict[str, Any], list[Said]], bool]) -> float:
        """Wait until the status of the desk and what was said are as they are to be; return the time."""
        async with asyncio.timeout(30):
            while not condition(await self.status(), self.said):  # noqa: ASYNC110 - it is known at the desk alone
                await asyncio.sleep(0.01)
        return time.time()

    def stop(self) -> None:
        self._stopped.set()


class Story(NamedTuple):
    """What happened when, in seconds since 1970."""

    moved: list[float]
    killed: float
    kill_seen: float
    lifted: float
    lift_seen: float
    rolled_back: dict[str, str]


async def reload(crowd: Crowd, shop: Shop, times: int) -> list[float]:
    """Promote the two bundles in turn, each after the one before it has been taken up; return when each was."""
    seen = []
    for _, digest in zip(range(times), cycle((shop.generous, shop.strict)), strict=False):
        pointer = await asyncio.to_thread(shop.releases.promote, digest)
        seen.append(await crowd.until_at(pointer.sequence))
    return seen


async def kill_and_lift(crowd: Crowd, shop: Shop) -> tuple[float, float, float, float]:
    """Switch the prompt off until there were some answers without it; return when what happened."""
    await asyncio.to_thread(shop.releases.kill, "support/refund-reply", "--reason", "it promises too much")
    killed = time.time()
    kill_seen = await crowd.until(lambda status, _: status["kill_sequence"] == 1)
    enough = len(crowd.said) + CUSTOMERS + 1  # so that one of them has begun and ended in the meantime
    lifted = await crowd.until(lambda _, said: len(said) >= enough)
    await asyncio.to_thread(shop.releases.kill, "--undo", "support/refund-reply")
    lift_seen = await crowd.until(lambda status, _: status["kill_sequence"] == 2)
    return killed, kill_seen, lifted, lift_seen


async def roll_back(crowd: Crowd, shop: Shop) -> dict[str, str]:
    """Roll back, and return three conversations: one that was open, one that is moved on purpose, and a new one."""
    kept, upgraded = await crowd.begin(0), await crowd.begin(1)
    await crowd.say(upgraded, "My tent is torn.")
    sequence = (await crowd.status())["sequence"]
    await asyncio.to_thread(shop.releases.roll_back)
    await crowd.until_at(sequence + 1)
    await crowd.asked("POST", f"/conversations/{upgraded}/upgrade")
    conversations = {"kept": kept, "upgraded": upgraded, "new": await crowd.begin(2)}
    await asyncio.gather(*(crowd.say(conversation, "My tent is torn.") for conversation in conversations.values()))
    return conversations


async def live_through(crowd: Crowd, shop: Shop) -> Story:
    async with asyncio.TaskGroup() as customers:
        for customer in range(CUSTOMERS):
            customers.create_task(crowd.write(customer))
        moved = await reload(crowd, shop, RELOADS // 2)
        times = await kill_and_lift(crowd, shop)
        moved += await reload(crowd, shop, RELOADS // 2)
        rolled_back = await roll_back(crowd, shop)
        crowd.stop()
    return Story(moved, *times, rolled_back)


class Witness(NamedTuple):
    """What is left when all is over: the bundles are those of the turns of each conversation, in order."""

    story: Story
    said: list[Said]
    turns: dict[str, list[dict[str, Any]]]
    bundles: dict[str, list[str]]


async def witness(shop: Shop, address: str) -> Witness:
    limits = httpx.Limits(max_connections=2 * CUSTOMERS)
    async with httpx.AsyncClient(base_url=address, timeout=30, limits=limits) as desk:
        crowd = Crowd(desk)
        story = await live_through(crowd, shop)
        conversations = list(dict.fromkeys(one.conversation for one in crowd.said))
        turns = dict(zip(conversations, await asyncio.gather(*map(crowd.turns, conversations)), strict=True))
    return Witness(story, crowd.said, turns, {each: bundles_of(found) for each, found in turns.items()})


def bundles_of(turns: list[dict[str, Any]]) -> list[str]:
    """Return the bundles that a conversation was on, in order."""
    found = [Stamp.parse(turn["stamp"]).bundle for turn in turns]
    return [bundle for before, bundle in pairwise(["", *found]) if bundle != before]


def test_nobody_is_dropped_or_torn(shop: Shop) -> None:
    shop = shop._replace(model=FakeModel(Temper(latency=0.25)))
    with shop.open(CHECK_EVERY) as address:
        found = asyncio.run(witness(shop, address))

    assert_everybody_was_answered(found)
    assert_nobody_was_torn(found, shop)
    assert_the_kill_was_heeded(found)
    events = [json.loads(line)["name"] for line in (shop.folder / "events.jsonl").read_text().splitlines()]
    assert events.count("promptops.bundle.activated") == 1 + RELOADS + 1


def assert_everybody_was_answered(found: Witness) -> None:
    """Every request had an answer, and never because the desk could not go on."""
    outcomes = Counter(one.outcome["status"] for one in found.said)
    assert outcomes.keys() == {"refund-requested", "declined", "handed-over"}
    assert HANDED_OVER.model_dump() not in [one.outcome for one in found.said]
    assert all(one.outcome["reply"] for one in found.said)


def assert_nobody_was_torn(found: Witness, shop: Shop) -> None:
    """One conversation, one bundle: in the stamps, and in the text that the model got."""
    upgraded = found.story.rolled_back["upgraded"]
    assert [each for each, bundles in found.bundles.items() if len(bundles) > 1] == [upgraded]
    assert {bundle for bundles in found.bundles.values() for bundle in bundles} == {shop.strict, shop.generous}
    after_rollback = {name: found.bundles[each] for name, each in found.story.rolled_back.items()}
    assert after_rollback == {
        "kept": [shop.strict],
        "upgraded": [shop.strict, shop.generous],
        "new": [shop.generous],
    }
    asked = {(request["metadata"]["stamp"], request["messages"][0]["content"]) for request in shop.model.asked}
    texts = {(Stamp.parse(stamp).bundle, days) for stamp, text in asked for days in DAYS if days in text}
    assert texts == {(shop.strict, DAYS[0]), (shop.generous, DAYS[1])}
    lives = [(turns[0]["at"], turns[-1]["at"]) for turns in found.turns.values()]
    lived_through = sum(any(first < moved < last for moved in found.story.moved) for first, last in lives)
    assert lived_through >= CUSTOMERS


def assert_the_kill_was_heeded(found: Witness) -> None:
    """While it was switched off, and from then on, the prompt was not used."""
    story = found.story
    assert story.kill_seen - story.killed < CHECK_EVERY + MARGIN
    turns = [(turn["at"], Stamp.parse(turn["stamp"])) for turns in found.turns.values() for turn in turns]
    during = Counter((stamp.prompt, stamp.reason) for at, stamp in turns if story.kill_seen < at < story.lifted)
    after = Counter((stamp.prompt, stamp.reason) for at, stamp in turns if story.lift_seen < at)
    assert during.keys() == {(HAND_OVER, "killed")}
    assert after.keys() == {(REPLY, "default")}
