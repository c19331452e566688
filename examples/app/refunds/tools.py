"""What the model may call. Bundles declare the tools; here is what they do."""

from __future__ import annotations

import json

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


class Tools:
    """Calls tools for a customer, whose own data is all that they reach."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._functions = {"lookup-order": self._lookup_order, "request-refund": self._request_refund}

    def call(
        self, run: promptops.Session, decision: promptops.Decision, customer: str, call: ToolCall
    ) -> str | Outcome:
        """Return what a tool says to the model, or the outcome if it was the tool that ends the run.

        Raises:
            LimitError: the tool is inside of its own call, or the run has had all its calls.
        """
        try:
            if call.name not in decision.tools:
                return _error(f"there is no tool {call.name}")
            with run.enter(f"tool:{call.name}") as inner:
                if call.name == "finish":
                    return Outcome.model_validate_json(call.arguments)
                return self._functions[call.name](inner, customer, call.arguments)
        except promptops.KilledError as error:
            return _error(str(error))
        except ValidationError as error:
            return _error(f"wrong arguments: {error.errors(include_url=False, include_input=False)}")

    def _lookup_order(self, _run: promptops.Session, customer: str, arguments: str) -> str:
        return _shown(self._orders.find(customer, _OfOrder.model_validate_json(arguments).order_id))

    def _request_refund(self, run: promptops.Session, customer: str, arguments: str) -> str:
        wanted = _OfArticle.model_validate_json(arguments)
        with run.enter("tool:lookup-order"):
            order = self._orders.find(customer, wanted.order_id)
        cents = None if order is None else self._orders.request_refund(order, wanted.line)
        return _error("asked for before, or not in the order") if cents is None else json.dumps({"cents": cents})


def _shown(order: Order | None) -> str:
    if order is None:
        return _error("there is no such order")
    articles = [article._asdict() for article in order.articles]
    return json.dumps({"delivered_on": order.delivered_on.isoformat(), "articles": articles})


def _error(message: str) -> str:
    return json.dumps({"error": message})
