"""What the model may call. Bundles declare the tools; here is what they do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

import promptops.runtime as promptops
from refunds.chat_completions import ToolCall
from refunds.orders import Order, Orders


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _OfOrder(_Arguments):
    order_id: str


class _OfArticle(_OfOrder):
    line: int


class Outcome(_Arguments):
    """How the answer to a message ended: the arguments of the tool `finish`."""

    status: str
    reason_code: str
    reply: str


class Result(NamedTuple):
    """What a tool says to the model; with an outcome if it is the tool that ends the run."""

    content: str
    outcome: Outcome | None = None


Function = Callable[[promptops.Session, str, str], Result]
"""What a tool does: given the session inside of its call, the customer, and the arguments as JSON."""


class Tools:
    """Calls tools for a customer, whose own data is all that they reach."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._functions: dict[str, Function] = {
            "lookup-order": self._lookup_order,
            "request-refund": self._request_refund,
            "finish": self._finish,
        }

    def call(self, run: promptops.Session, decision: promptops.Decision, customer: str, call: ToolCall) -> Result:
        """Call a tool, if the decision has it.

        Raises:
            LimitError: the tool is inside of its own call, or the run has had all its calls.
        """
        function = self._functions.get(call.name) if call.name in decision.tools else None
        if function is None:
            return _error(f"there is no tool {call.name}")
        try:
            with run.enter(f"tool:{call.name}") as inner:
                return function(inner, customer, call.arguments)
        except promptops.KilledError as error:
            return _error(str(error))
        except ValidationError as error:
            return _error(f"wrong arguments: {error.errors(include_url=False, include_input=False)}")

    def _lookup_order(self, _run: promptops.Session, customer: str, arguments: str) -> Result:
        return _shown(self._orders.find(customer, _OfOrder.model_validate_json(arguments).order_id))

    def _request_refund(self, run: promptops.Session, customer: str, arguments: str) -> Result:
        wanted = _OfArticle.model_validate_json(arguments)
        with run.enter("tool:lookup-order"):
            order = self._orders.find(customer, wanted.order_id)
        cents = None if order is None else self._orders.request_refund(order, wanted.line)
        return (
            _error("asked for before, or not in the order") if cents is None else Result(json.dumps({"cents": cents}))
        )

    def _finish(self, _run: promptops.Session, _customer: str, arguments: str) -> Result:
        return Result("sent", Outcome.model_validate_json(arguments))


def _shown(order: Order | None) -> Result:
    if order is None:
        return _error("there is no such order")
    articles = [article._asdict() for article in order.articles]
    return Result(json.dumps({"delivered_on": order.delivered_on.isoformat(), "articles": articles}))


def _error(message: str) -> Result:
    return Result(json.dumps({"error": message}))
