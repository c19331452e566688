"""A client of the chat completions API: it tries again when that is worth it, and then tries the next model."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import httpx

ATTEMPTS = 4
"""How often a model is asked before the next one is."""
PAUSE = 0.05
"""Seconds before the second attempt, where the server names none; twice as many before each further one."""
MAX_PAUSE = 5.0


class ModelError(Exception):
    """No model has answered."""


class _BusyError(Exception):
    """An attempt has failed that is worth another one, `pause` seconds later."""

    def __init__(self, message: str, pause: float | None = None) -> None:
        super().__init__(message)
        self.pause = pause


class ToolCall(NamedTuple):
    """A tool that the model wants called; `arguments` is JSON, or what the model takes for it."""

    id: str
    name: str
    arguments: str


class Answer(NamedTuple):
    """What a model answered; `message` goes into the history as it is."""

    model: str
    message: dict[str, Any]
    tool_calls: tuple[ToolCall, ...]
    input_tokens: int
    output_tokens: int


class ChatCompletions:
    """Asks models over HTTP; the client that it is given knows the address and the key."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def ask(self, models: Sequence[str], request: Mapping[str, Any]) -> Answer:
        """Return the answer of the first of the models that gives one.

        Raises:
            ModelError: none does, or one of them refuses the request.
        """
        failed: _BusyError | None = None
        for model in models:
            for attempt in range(ATTEMPTS):
                try:
                    return await self._attempt({**request, "model": model})
                except _BusyError as error:
                    failed, pause = error, PAUSE * 2**attempt if error.pause is None else error.pause
                    await asyncio.sleep(min(pause, MAX_PAUSE))
        raise ModelError(f"none of {', '.join(models)} answers") from failed

    async def _attempt(self, request: Mapping[str, Any]) -> Answer:
        try:
            response = await self._http.post("/v1/chat/completions", json=request)
        except httpx.TransportError as error:
            raise _BusyError(str(error)) from error
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
            advised = response.headers.get("retry-after-ms", "")
            raise _BusyError(response.text, int(advised) / 1000 if advised.isdecimal() else None)
        if response.is_error:
            raise ModelError(f"{request['model']} refuses the request: {response.text}")
        try:
            return _answer(response.json())
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(f"{request['model']} answers something else than a completion") from error


def _answer(body: Mapping[str, Any]) -> Answer:
    message, usage = body["choices"][0]["message"], body["usage"]
    calls = (
        ToolCall(call["id"], call["function"]["name"], call["function"]["arguments"])
        for call in message.get("tool_calls") or ()
    )
    return Answer(body["model"], message, tuple(calls), usage["prompt_tokens"], usage["completion_tokens"])
