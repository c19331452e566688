"""Try it: plays the model, serves the desk, and takes what you write as what a customer writes."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from refunds.application import Settings, create_app
from refunds.fake_model import FakeModel
from refunds.orders import Article, Order, Orders
from refunds.serving import serving

HERE = Path(__file__).parents[1]
CUSTOMER, ORDER = "ada", "KO-20261004"


def main() -> None:
    """Answer every line of standard input, and show where the answer came from."""
    data, prompts = HERE / "data", HERE / "prompts"
    data.mkdir(exist_ok=True)
    delivered = datetime.now(UTC).date() - timedelta(days=45)
    orders = Orders([Order(ORDER, CUSTOMER, delivered, (Article(1, "tent", 18_900), Article(2, "stove", 6_400)))])
    with serving(FakeModel().app) as gateway:
        settings = Settings(str(prompts / "store"), prompts / "trust.json", gateway, data)
        with serving(create_app(settings, orders)) as address, httpx.Client(base_url=address, timeout=60) as desk:
            _say(f"You are {CUSTOMER}, and write about your order {ORDER}. The desk is at {address}/docs")
            _talk(desk)


def _talk(desk: httpx.Client) -> None:
    opened = desk.post("/conversations", json={"customer": CUSTOMER, "order_id": ORDER}).raise_for_status()
    conversation = f"/conversations/{opened.json()['id']}"
    _say("> ", end="")
    for line in sys.stdin:
        answer = desk.post(f"{conversation}/messages", json={"text": line.strip()}).raise_for_status().json()
        turns = desk.get(f"{conversation}/turns").raise_for_status().json()
        _say(f"{answer['reply']}\n  {answer['status']}, by {turns[-1]['stamp'] if turns else 'no model'}\n> ", end="")


def _say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
