"""The desk: one run of the agent for each message of a customer."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Final
from weakref import WeakValueDictionary

import promptops.runtime as promptops
from refunds.chat_completions import Answer, ChatCompletions, ModelError
from refunds.conversations import Conversation, Conversations, Turn
from refunds.model_request import Message, most_tokens, request_of
from refunds.tools import Outcome, Tools

AGENT: Final = "agent:support/refund-desk"
HANDED_OVER: Final = Outcome(
    status="handed-over", reason_code="undecided", reply="A colleague will answer you within one working day."
)
"""What a customer is told when the desk may not or cannot go on."""

_log = logging.getLogger(__name__)


class Desk:
    """Answers customers. A conversation keeps the bundle that it began on, from message to message."""

    def __init__(
        self, runtime: promptops.Runtime, conversations: Conversations, tools: Tools, model: ChatCompletions
    ) -> None:
        self._runtime, self._conversations, self._tools, self._model = runtime, conversations, tools, model
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def begin(self, customer: str, order_id: str) -> Conversation:
        """Begin a conversation on the bundle that is in force."""
        with self._runtime.session(customer) as session:
            return self._conversations.begin(customer, order_id, str(session.pin()))

    async def answer(self, id: str, text: str) -> Outcome:
        """Answer a message, after the one before it; whatever happens, the customer gets a reply.

        Raises:
            UnknownConversationError: there is no such conversation.
        """
        async with self._locks.setdefault(id, asyncio.Lock()):
            conversation = self._conversations.find(id)
            conversation.messages.append({"role": "user", "content": text})
            with self._session(conversation) as session:
                messages = [*conversation.messages]
                try:
                    with session.enter(AGENT) as run:
                        outcome = await self._run(run, conversation, messages)
                except (promptops.PromptopsError, ModelError) as error:
                    _log.warning("conversation %s is handed over: %s", id, error)
                    outcome = HANDED_OVER
                    messages = [*conversation.messages, {"role": "assistant", "content": outcome.reply}]
                self._conversations.save(conversation, messages, str(session.pin()))
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
                self._conversations.save(conversation, conversation.messages, str(session.pin()))

    def _session(self, conversation: Conversation) -> promptops.Session:
        try:
            return self._runtime.resume(conversation.pin)
        except promptops.PinError:  # its bundle is no longer to be had: rather another one than no answer
            return self._runtime.session(conversation.customer)

    async def _run(self, run: promptops.Session, conversation: Conversation, messages: list[Message]) -> Outcome:
        """Call model and tools until a tool ends it; the limits that the agent declares end it in any case."""
        while True:
            decision = run.resolve(AGENT)
            answer = await self._turn(run, decision, conversation, messages)
            messages.append(answer.message)
            outcome = None
            for call in answer.tool_calls:
                result = self._tools.call(run, decision, conversation.customer, call)
                messages.append({"role": "tool", "tool_call_id": call.id, "content": result.content})
                outcome = result.outcome or outcome
            if outcome is not None:
                return outcome

    async def _turn(
        self,
        run: promptops.Session,
        decision: promptops.Decision,
        conversation: Conversation,
        messages: list[Message],
    ) -> Answer:
        """Call the model once, out of the agent's budget, and keep where its answer came from."""
        at, request = time.time(), request_of(decision, conversation, messages)
        most = request["max_completion_tokens"]
        with run.reserve(decision, input_tokens=most_tokens(request), output_tokens=most) as grant:
            answer = await self._model.ask(grant.models, request)
            grant.settle(input_tokens=answer.input_tokens, output_tokens=answer.output_tokens, model=answer.model)
        turn = Turn(at, str(decision.stamp), answer.model, answer.input_tokens, answer.output_tokens)
        self._conversations.record(conversation.id, turn)
        return answer
