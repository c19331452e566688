"""A model that runs here: it speaks the chat completions API, follows its instructions, and is as slow as it is told.

Like the servers of real ones it is overloaded now and then.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any, Final, NamedTuple

from fastapi import FastAPI
from fastapi.responses import JSONResponse

Call = tuple[str, dict[str, Any]]


class Temper(NamedTuple):
    """How it behaves: seconds before an answer, and how many of the requests fail, from 0 to 1."""

    latency: float = 0.02
    too_many_requests: float = 0.05
    server_error: float = 0.03


USUAL: Final = Temper()


class FakeModel:
    """The server. `asked` are the last requests that it answered, `down` the models that answer nothing."""

    def __init__(self, temper: Temper = USUAL) -> None:
        self.app = FastAPI(title="Fake model")
        self.app.post("/v1/chat/completions")(self._complete)
        self.asked: deque[dict[str, Any]] = deque(maxlen=10_000)
        self.down: set[str] = set()
        self._temper, self._numbers = temper, count(1)

    async def _complete(self, request: dict[str, Any]) -> JSONResponse:
        temper, chance = self._temper, random.random()  # noqa: S311 - not a secret
        await asyncio.sleep(temper.latency)
        if request["model"] in self.down or chance < temper.server_error:
            return JSONResponse({"error": "overloaded"}, 500)
        if chance < temper.server_error + temper.too_many_requests:
            return JSONResponse({"error": "too many requests"}, 429, {"retry-after-ms": "20"})
        self.asked.append(request)
        return JSONResponse(_completion(next(self._numbers), request))


def _completion(number: int, request: Mapping[str, Any]) -> dict[str, Any]:
    name, arguments = _choose(request["messages"])
    function = {"name": name, "arguments": json.dumps(arguments)}
    call = {"id": f"call-{number}", "type": "function", "function": function}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    return {
        "model": request["model"],
        "choices": [{"index": 0, "finish_reason": "tool_calls", "message": message}],
        "usage": {
            "prompt_tokens": len(json.dumps(request["messages"])) // 4,
            "completion_tokens": len(json.dumps(call)) // 4,
        },
    }


def _choose(messages: Sequence[Mapping[str, Any]]) -> Call:
    """Return the tool to call: what a model would make of these instructions, more or less."""
    instructions = messages[0]["content"]
    order_id = _found(r"order (KO-\d{8})", instructions)
    if "Decide nothing" in instructions:
        return _finish("handed-over", "undecided", f"A colleague will answer you about {order_id} by tomorrow.")
    said, results = _since_the_customer_spoke(messages)
    if not results or "again and again" in said:
        return "lookup-order", {"order_id": order_id}
    if len(results) == 1:
        return _decide(instructions, order_id, said, results[0])
    if "cents" in results[-1]:
        return _finish("refund-requested", "in-time", f"{results[-1]['cents'] / 100:.2f} EUR will be refunded.")
    return _finish("declined", "asked-before", "You have asked for this refund before.")


def _decide(instructions: str, order_id: str, said: str, order: Mapping[str, Any]) -> Call:
    if "error" in order:
        return _finish("declined", "no-such-order", f"You have no order {order_id}.")
    days = int(_found(r"within (\d+) days", instructions))
    today = date.fromisoformat(_found(r"Today is (\S+)\.", instructions))
    if (today - date.fromisoformat(order["delivered_on"])).days > days:
        return _finish("declined", "too-late", f"Articles can be given back within {days} days.")
    lines = {article["line"]: article["title"] for article in order["articles"]}
    line = next((line for line, title in lines.items() if title in said), 1)
    return "request-refund", {"order_id": order_id, "line": line}


def _finish(status: str, reason_code: str, reply: str) -> Call:
    return "finish", {"status": status, "reason_code": reason_code, "reply": reply}


def _since_the_customer_spoke(messages: Sequence[Mapping[str, Any]]) -> tuple[str, list[Any]]:
    last = max(index for index, message in enumerate(messages) if message["role"] == "user")
    return messages[last]["content"], list(_results(messages[last:]))


def _results(messages: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
    return (json.loads(message["content"]) for message in messages if message["role"] == "tool")


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise ValueError(f"the instructions say nothing like {pattern}")
    return match[1]
