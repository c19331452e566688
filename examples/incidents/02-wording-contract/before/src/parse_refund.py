"""Reads what the model decided."""

import json
import re

PROMPT = "support/refund-reply"
VERDICT = re.compile(r"VERDICT: (PASS|FAIL)")


def parse(answer: str) -> tuple[bool, str]:
    """Return whether the customer gets the money back, and why."""
    body, _, last = answer.rpartition("\n")
    verdict = VERDICT.search(last)
    return verdict is not None and verdict[1] == "PASS", json.loads(body)["reason"]
