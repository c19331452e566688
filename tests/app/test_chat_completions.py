"""The client tries again when that is worth it, then tries the next model, and believes no answer blindly."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from refunds.chat_completions import ATTEMPTS, Answer, ChatCompletions, ModelError, ToolCall

CALL = {"id": "call-1", "type": "function", "function": {"name": "finish", "arguments": "{}"}}
COMPLETION: dict[str, Any] = {
    "model": "large",
    "choices": [{"message": {"role": "assistant", "content": None, "tool_calls": [CALL]}}],
    "usage": {"prompt_tokens": 7, "completion_tokens": 5},
}
BUSY = httpx.Response(429, headers={"retry-after-ms": "1"})

Answers = Callable[[str], httpx.Response]


def asked(answer: Answers) -> tuple[Answer | str, list[str]]:
    """Return what came of asking two models, or why nothing did, and which were asked in turn."""
    models: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        models.append(json.loads(request.content)["model"])
        return answer(models[-1])

    async def ask() -> Answer:
        async with httpx.AsyncClient(transport=httpx.MockTransport(respond), base_url="http://models") as http:
            return await ChatCompletions(http).ask(("large", "standby"), {"messages": []})

    try:
        return asyncio.run(ask()), models
    except ModelError as error:
        return str(error), models


def test_an_answer_is_read() -> None:
    found, _ = asked(lambda _: httpx.Response(200, json=COMPLETION))

    assert found == Answer("large", COMPLETION["choices"][0]["message"], (ToolCall("call-1", "finish", "{}"),), 7, 5)


@pytest.mark.parametrize(
    "busy",
    [BUSY, httpx.Response(429, headers={"retry-after-ms": "soon"}), httpx.Response(503, text="overloaded")],
)
def test_a_busy_model_is_asked_again(busy: httpx.Response) -> None:
    answers = [busy, httpx.Response(200, json=COMPLETION)]
    found, models = asked(lambda _: answers.pop(0))

    assert isinstance(found, Answer)
    assert models == ["large", "large"]


def test_a_server_that_cannot_be_reached_is_asked_again() -> None:
    answers = [httpx.Response(200, json=COMPLETION)]
    refusals = [httpx.ConnectError("refused")]

    def answer(_: str) -> httpx.Response:
        if refusals:
            raise refusals.pop()
        return answers.pop()

    assert asked(answer)[1] == ["large", "large"]


def test_the_next_model_is_asked_after_so_many_attempts() -> None:
    found, models = asked(lambda model: BUSY if model == "large" else httpx.Response(200, json=COMPLETION))

    assert isinstance(found, Answer)
    assert models == ["large"] * ATTEMPTS + ["standby"]


def test_nobody_waits_for_ever() -> None:
    assert asked(lambda _: BUSY) == ("none of large, standby answers", ["large"] * ATTEMPTS + ["standby"] * ATTEMPTS)


@pytest.mark.parametrize(
    ("response", "told"),
    [
        (httpx.Response(400, text="too long"), "large refuses the request: too long"),
        (httpx.Response(200, text="<html>"), "large answers something else than a completion"),
        (httpx.Response(200, json=[]), "large answers something else than a completion"),
        (httpx.Response(200, json={**COMPLETION, "choices": []}), "large answers something else than a completion"),
        (httpx.Response(200, json={"choices": [{"message": "Hi"}]}), "large answers something else than a completion"),
    ],
)
def test_what_no_further_attempt_would_mend_is_not_tried_again(response: httpx.Response, told: str) -> None:
    assert asked(lambda _: response) == (told, ["large"])
