"""The board in the support office: one line for each ticket."""

import json
from collections.abc import Callable

DIGEST = "support/ticket-digest"


def line(ask: Callable[..., str], ticket: str) -> str:
    """Return what the board shows of a ticket."""
    digest = json.loads(ask(DIGEST, ticket=ticket))
    return f"{digest['urgency']} {digest.get('summary', '')}"
