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
    """Answer what is written on standard input, and show where each answer came from."""
    data, prompts = HERE / "data", HERE / "prompts"
    data.mkdir(exist_ok=True)
    delivered = datetime.now(UTC).date() - timedelta(days=45)
    orders = Orders([Order(ORDER, CUSTOMER, delivered, (Article(1, "tent", 18_900), Article(2, "stove", 6_400)))])
    with serving(FakeModel().app) as gateway:
        settings = Settings(str(prompts / "store"), prompts / "trust.json", gateway, data, check_every=0.1)
        with serving(create_app(settings, orders)) as address, httpx.Client(base_url=address, timeout=60) as desk:
            _show(f"The desk is at {address}/docs. Your tent and your stove came 45 days ago. What do you write?")
            _talk(desk)


def _talk(desk: httpx.Client) -> None:
    conversation = _begun(desk)
    for line in sys.stdin:
        if not line.strip():
            conversation = _begun(desk)
            _show("Another conversation.")
            continue
        answer = desk.post(f"{conversation}/messages", json={"text": line.strip()}).raise_for_status().json()
        turns = desk.get(f"{conversation}/turns").raise_for_status().json()
        _show(f"{answer['reply']} ({answer['status']})", turns[-1]["stamp"] if turns else "no model was asked")


def _begun(desk: httpx.Client) -> str:
    begun = desk.post("/conversations", json={"customer": CUSTOMER, "order_id": ORDER}).raise_for_status()
    return f"/conversations/{begun.json()['id']}"


def _show(*lines: str) -> None:
    sys.stdout.write("\n".join((*lines, "> ")))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
