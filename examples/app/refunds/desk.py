"""The desk: one run of the agent for each message of a customer."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from weakref import WeakValueDictionary

import promptops.runtime as promptops

from refunds.chat_completions import Answer, ChatCompletions, ModelError
from refunds.conversations import Conversation, Conversations, Turn
from refunds.tools import Outcome, Tools

AGENT: Final = "agent:support/refund-desk"
TEAM: Final = "support"
HANDED_OVER: Final = Outcome(
    status="handed-over", reason_code="undecided", reply="A colleague will answer you within one working day."
)
"""What a customer is told when the desk may not or cannot go on."""


class Desk:
    """Answers customers. A conversation keeps the bundle that it began on, from message to message."""

    def __init__(
        self, runtime: promptops.Runtime, conversations: Conversations, tools: Tools, model: ChatCompletions
    ) -> None:
        self._runtime, self._conversations, self._tools, self._model = runtime, conversations, tools, model
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def begin(self, customer: str, order_id: str) -> Conversation:
        """Begin a conversation on the bundle that is in force."""
        with self._runtime.session(customer, team=TEAM) as session:
            return self._conversations.begin(customer, order_id, str(session.pin()))

    async def answer(self, id: str, text: str) -> Outcome:
        """Answer a message, after the one before it; whatever happens, the customer gets a reply.

        Raises:
            UnknownConversationError: there is no such conversation.
        """
        async with self._locks.setdefault(id, asyncio.Lock()):
            conversation = self._conversations.find(id)
            history = [*conversation.messages, {"role": "user", "content": text}]
            with self._session(conversation) as session:
                try:
                    with session.enter(AGENT) as run:
                        outcome, messages = await self._run(run, conversation, [*history])
                except (promptops.PromptopsError, ModelError):
                    outcome, messages = HANDED_OVER, [*history, {"role": "assistant", "content": HANDED_OVER.reply}]
                conversation.messages, conversation.pin = messages, str(session.pin())
            self._conversations.save(conversation)
            return outcome

    async def upgrade(self, id: str) -> None:
        """Move a conversation to the bundle that is in force, on purpose.

        Raises:
            UnknownConversationError: there is no such conversation.
        """
        async with self._locks.setdefault(id, asyncio.Lock()):
            conversation = self._conversations.find(id)
            with self._session(conversation) as session:
                session.upgrade()
                conversation.pin = str(session.pin())
            self._conversations.save(conversation)

    def _session(self, conversation: Conversation) -> promptops.Session:
        try:
            return self._runtime.resume(conversation.pin)
        except promptops.PinError:  # its bundle is no longer to be had: rather another one than no answer
            return self._runtime.session(conversation.customer, team=TEAM)

    async def _run(
        self, run: promptops.Session, conversation: Conversation, messages: list[dict[str, Any]]
    ) -> tuple[Outcome, list[dict[str, Any]]]:
        """Call model and tools until a tool ends it; the limits that the agent declares end it in any case."""
        while True:
            decision = run.resolve(AGENT)
            answer = await self._turn(run, decision, conversation, messages)
            messages.append(answer.message)
            outcome = None
            for call in answer.tool_calls:
                result = self._tools.call(run, decision, conversation.customer, call)
                outcome, content = (result, "sent") if isinstance(result, Outcome) else (outcome, result)
                messages.append({"role": "tool", "tool_call_id": call.id, "content": content})
            if outcome is not None:
                return outcome, messages

    async def _turn(
        self,
        run: promptops.Session,
        decision: promptops.Decision,
        conversation: Conversation,
        messages: list[dict[str, Any]],
    ) -> Answer:
        """Call the model once, on the budget, and keep where its answer came from."""
        at, request = time.time(), _request(decision, conversation, messages)
        most = request["max_completion_tokens"]
        with run.reserve(decision, input_tokens=_most_tokens(request), output_tokens=most) as grant:
            answer = await self._model.ask(grant.models, request)
            tokens = (answer.input_tokens, answer.output_tokens)
            grant.settle(input_tokens=tokens[0], output_tokens=tokens[1], model=answer.model)
        self._conversations.record(conversation, Turn(at, str(decision.stamp), answer.model, *tokens))
        return answer


def _request(
    decision: promptops.Decision, conversation: Conversation, messages: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return what the model is asked: all of it comes from the decision, but for what was said."""
    system = decision.render(order_id=conversation.order_id, today=datetime.now(UTC).date().isoformat())
    parameters = decision.parameters
    return {
        "messages": [{"role": "system", "content": system}, *messages],
        "tools": [_function(tool) for tool in decision.tool_definitions],
        "tool_choice": "required",
        "temperature": parameters["temperature"],
        "max_completion_tokens": parameters["max_output_tokens"],
        "metadata": {"conversation": conversation.id, "stamp": str(decision.stamp)},
    }


def _function(tool: Any) -> dict[str, Any]:
    function = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    return {"type": "function", "function": function}


def _most_tokens(request: Mapping[str, Any]) -> int:
    """Return how many tokens a request can be at most: no token is shorter than a byte."""
    return len(json.dumps(request, ensure_ascii=False).encode())
