"""The shop's orders, and the queue of refunds that its accountants pay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Article(NamedTuple):
    """An article of an order."""

    line: int
    title: str
    paid_cents: int


class Order(NamedTuple):
    """What a customer has bought."""

    id: str
    customer: str
    delivered_on: date
    articles: tuple[Article, ...]


class Orders:
    """All orders, in memory; a shop has a database."""

    def __init__(self, orders: Iterable[Order]) -> None:
        self._orders = {order.id: order for order in orders}
        self.refunds: dict[tuple[str, int], int] = {}

    def find(self, customer: str, order_id: str) -> Order | None:
        """Return an order of this customer; nobody else's is ever found, whatever the model asks for."""
        order = self._orders.get(order_id)
        return order if order is not None and order.customer == customer else None

    def request_refund(self, order: Order, line: int) -> int | None:
        """Queue the refund of an article, and return the amount; None if it is in the queue or not in the order."""
        article = next((each for each in order.articles if each.line == line), None)
        if article is None or (order.id, line) in self.refunds:
            return None
        self.refunds[order.id, line] = article.paid_cents
        return article.paid_cents
