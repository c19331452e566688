"""Whatever happens to the model, the prompts or the money: the customer gets a reply, and it is known from where."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from refunds.desk import HANDED_OVER
from tests.app.releases import Releases
from tests.app.shop import Shop, order_of

from promptops.runtime import Stamp

MAIN, STANDBY = "meridian-large-2026-08-14", "fjordline-medium-2026-05-06"


def begin(desk: httpx.Client, customer: int = 0, order: int = 0) -> str:
    opening = {"customer": f"customer-{customer}", "order_id": order_of(order)}
    begun: dict[str, str] = desk.post("/conversations", json=opening).raise_for_status().json()
    return begun["id"]


def say(desk: httpx.Client, conversation: str, text: str = "My tent is torn.") -> dict[str, str]:
    answer = desk.post(f"/conversations/{conversation}/messages", json={"text": text}).raise_for_status()
    outcome: dict[str, str] = answer.json()
    return outcome


def turns(desk: httpx.Client, conversation: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.get(f"/conversations/{conversation}/turns").raise_for_status().json()
    return found


def bundles(desk: httpx.Client, conversation: str) -> list[str]:
    return [Stamp.parse(turn["stamp"]).bundle for turn in turns(desk, conversation)]


def is_handed_over(outcome: dict[str, str]) -> bool:
    return outcome == HANDED_OVER.model_dump()


def test_every_turn_says_where_it_came_from(shop: Shop, desk: httpx.Client) -> None:
    shop.releases.promote(shop.generous)
    conversation = begin(desk)

    assert say(desk, conversation)["reason_code"] == "in-time"
    assert say(desk, conversation)["reason_code"] == "asked-before"
    found = turns(desk, conversation)
    stamp = f"sha256-{shop.generous}:support/refund-reply@1.0.0:-:chat-large@2:default"
    assert {(turn["stamp"], turn["model"]) for turn in found} == {(stamp, MAIN)}
    assert len(found) == 6
    assert all(turn["input_tokens"] > 0 < turn["output_tokens"] for turn in found)
    assert shop.orders.refunds == {(order_of(0), 1): 18_900}


def test_the_model_is_told_what_the_bundle_declares(shop: Shop, desk: httpx.Client) -> None:
    say(desk, begin(desk))

    asked = shop.model.asked[0]
    functions = {tool["function"]["name"]: tool["function"] for tool in asked["tools"]}
    assert list(functions) == ["lookup-order", "request-refund", "finish"]
    assert functions["request-refund"]["parameters"]["required"] == ["order_id", "line"]
    assert functions["lookup-order"]["description"].startswith("Returns the articles of an order")
    assert (asked["temperature"], asked["max_completion_tokens"]) == (0.2, 400)


def test_a_run_that_does_not_end_is_ended(shop: Shop, desk: httpx.Client) -> None:
    conversation = begin(desk)

    assert is_handed_over(say(desk, conversation, "Look it up again and again."))
    assert len(turns(desk, conversation)) == 6
    assert say(desk, conversation)["status"] == "declined"
    assert [message["role"] for message in shop.model.asked[-1]["messages"]] == [
        "system",
        "user",
        "assistant",
        "user",
        "assistant",
        "tool",
    ]


def test_the_next_model_answers_when_the_first_is_down(shop: Shop, desk: httpx.Client) -> None:
    shop.model.down.add(MAIN)
    conversation = begin(desk)

    assert say(desk, conversation)["status"] == "declined"
    assert {turn["model"] for turn in turns(desk, conversation)} == {STANDBY}


def test_a_customer_is_answered_when_every_model_is_down(shop: Shop, desk: httpx.Client) -> None:
    shop.model.down |= {MAIN, STANDBY}
    conversation = begin(desk)

    assert is_handed_over(say(desk, conversation))
    assert turns(desk, conversation) == []
    shop.model.down.clear()
    assert say(desk, conversation)["status"] == "declined"


@pytest.mark.parametrize(
    "what",
    [
        ("support/refunds", "--usd", "0.001"),
        ("support/refunds", "--reason", "the money is gone"),
        ("--halt", "--reason", "the provider leaks answers"),
        ("agent:support/refund-desk", "--reason", "it is not itself"),
    ],
)
def test_what_must_not_be_spent_or_served_is_not(shop: Shop, desk: httpx.Client, what: tuple[str, ...]) -> None:
    conversation = begin(desk)
    shop.releases.kill(*what)

    assert is_handed_over(say(desk, conversation))
    assert (list(shop.model.asked), turns(desk, conversation)) == ([], [])


def test_a_run_whose_last_tool_is_switched_off_is_ended(shop: Shop, desk: httpx.Client) -> None:
    shop.releases.kill("finish", "--reason", "replies get lost")
    conversation = begin(desk)

    assert is_handed_over(say(desk, conversation))
    assert len(turns(desk, conversation)) == 6


def test_a_tool_that_is_switched_off_is_neither_offered_nor_called(shop: Shop, desk: httpx.Client) -> None:
    shop.releases.promote(shop.generous)
    shop.releases.kill("request-refund", "--reason", "the accountants are on strike")

    assert say(desk, begin(desk))["status"] == "declined"
    assert [tool["function"]["name"] for tool in shop.model.asked[-1]["tools"]] == ["lookup-order", "finish"]
    assert json.loads(shop.model.asked[-1]["messages"][-1]["content"]) == {"error": "there is no tool request-refund"}
    assert shop.orders.refunds == {}


def test_nobody_reaches_the_order_of_somebody_else(desk: httpx.Client) -> None:
    assert say(desk, begin(desk, customer=1, order=2))["reason_code"] == "no-such-order"


def test_messages_that_come_at_once_are_answered_one_after_the_other(shop: Shop, desk: httpx.Client) -> None:
    conversation = begin(desk)
    with ThreadPoolExecutor(3) as threads:
        outcomes = list(threads.map(lambda _: say(desk, conversation), range(3)))

    assert [outcome["status"] for outcome in outcomes] == ["declined"] * 3
    roles = [message["role"] for message in shop.model.asked[-1]["messages"]]
    assert roles == ["system", *["user", "assistant", "tool", "assistant", "tool"] * 3][: len(roles)]
    assert roles.count("user") == 3


def test_a_conversation_keeps_its_bundle_over_a_restart(shop: Shop) -> None:
    with shop.open() as address, httpx.Client(base_url=address) as desk:
        conversation = begin(desk)
        say(desk, conversation)
    shop.releases.promote(shop.generous)
    with shop.open() as address, httpx.Client(base_url=address) as desk:
        assert say(desk, conversation)["reason_code"] == "too-late"
        assert say(desk, begin(desk))["reason_code"] == "in-time"
        assert set(bundles(desk, conversation)) == {shop.strict}


def test_a_conversation_whose_bundle_is_gone_moves_on(shop: Shop) -> None:
    with shop.open() as address, httpx.Client(base_url=address) as desk:
        conversation = begin(desk)
    shop.releases.promote(shop.generous)
    shutil.move(shop.releases.store / "bundles" / f"{shop.strict}.json", shop.folder)
    with shop.open() as address, httpx.Client(base_url=address) as desk:
        assert say(desk, conversation)["reason_code"] == "in-time"
        assert set(bundles(desk, conversation)) == {shop.generous}


def test_a_conversation_whose_bundle_is_revoked_moves_on(shop: Shop, desk: httpx.Client) -> None:
    shop.releases.promote(shop.generous)
    conversation = begin(desk)
    shop.releases.roll_back("--revoke-current")

    assert say(desk, conversation)["reason_code"] == "too-late"
    (stamp,) = {turn["stamp"] for turn in turns(desk, conversation)}
    assert (Stamp.parse(stamp).bundle, Stamp.parse(stamp).reason) == (shop.strict, "revoked")


def test_what_makes_no_sense_is_refused(desk: httpx.Client) -> None:
    assert desk.post("/conversations", json={"customer": "ada", "order_id": "7"}).status_code == 422
    assert desk.post("/conversations/none/messages", json={"text": "Hello"}).status_code == 404
    assert desk.post("/conversations/none/upgrade").status_code == 404
    assert desk.post(f"/conversations/{begin(desk)}/messages", json={"text": ""}).status_code == 422


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # uvicorn exits on its thread
def test_an_application_without_a_release_does_not_start(shop: Shop, tmp_path: Path) -> None:
    empty = shop._replace(releases=Releases(tmp_path / "empty"))
    with pytest.raises(httpx.TransportError), empty.open() as address:
        httpx.get(f"{address}/status")
