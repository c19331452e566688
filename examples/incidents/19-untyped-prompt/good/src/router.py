"""Sends each request to the queue that the model names."""

import json
from collections.abc import Callable

PROMPT = "support/triage"


def queue(ask: Callable[..., str], request: str) -> str:
    """Return the queue for a request."""
    return str(json.loads(ask(PROMPT, request=request))["queue"])
