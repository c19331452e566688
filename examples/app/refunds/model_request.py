"""What the model is asked: all of it comes from the decision, but for what was said."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import promptops.runtime as promptops
from refunds.conversations import Conversation

Message = dict[str, Any]


def request_of(decision: promptops.Decision, conversation: Conversation, messages: Sequence[Message]) -> dict[str, Any]:
    """Return the body of a request, without the model.

    Raises:
        PromptopsError: the prompt does not take what this program has for it.
    """
    system = decision.render(order_id=conversation.order_id, today=datetime.now(UTC).date().isoformat())
    parameters = decision.parameters
    return {
        "messages": [{"role": "system", "content": system}, *messages],
        "tools": [
            {
                "type": "function",
                "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters},
            }
            for tool in decision.tool_definitions
        ],
        "tool_choice": "required",
        "temperature": parameters["temperature"],
        "max_completion_tokens": parameters["max_output_tokens"],
        "metadata": {"conversation": conversation.id, "stamp": str(decision.stamp)},
    }


def most_tokens(request: Mapping[str, Any]) -> int:
    """Return how many tokens a request can have at most: none is shorter than a byte."""
    return len(json.dumps(request, ensure_ascii=False).encode())
