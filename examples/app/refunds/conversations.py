"""What is kept of conversations: what was said, the pin of the session, and where every turn came from."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, customer TEXT, order_id TEXT, pin TEXT, messages TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT REFERENCES conversations, at REAL, stamp TEXT, model TEXT, input_tokens INT, output_tokens INT
) STRICT;
"""


@dataclass
class Conversation:
    """One customer, one order. `pin` is the session at rest; the system message is not kept, stamps say what it was."""

    id: str
    customer: str
    order_id: str
    pin: str
    messages: list[dict[str, Any]]


class Turn(NamedTuple):
    """One call of the model: when its prompt was decided, in seconds since 1970; what it came from; what it used."""

    at: float
    stamp: str
    model: str
    input_tokens: int
    output_tokens: int


class UnknownConversationError(LookupError):
    """There is no conversation of that id."""


class Conversations:
    """Conversations in a SQLite file."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(_SCHEMA)

    def begin(self, customer: str, order_id: str, pin: str) -> Conversation:
        """Keep a new conversation."""
        conversation = Conversation(uuid4().hex, customer, order_id, pin, [])
        self._database.execute(
            "INSERT INTO conversations VALUES (?, ?, ?, ?, '[]')", (conversation.id, customer, order_id, pin)
        )
        return conversation

    def find(self, id: str) -> Conversation:
        """Return a conversation as it was saved last.

        Raises:
            UnknownConversationError: there is none of that id.
        """
        row = self._database.execute("SELECT * FROM conversations WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise UnknownConversationError(id)
        _, customer, order_id, pin, messages = row
        return Conversation(id, customer, order_id, pin, json.loads(messages))

    def save(self, conversation: Conversation, messages: list[dict[str, Any]], pin: str) -> None:
        """Keep where a conversation has come to."""
        self._database.execute(
            "UPDATE conversations SET pin = ?, messages = ? WHERE id = ?", (pin, json.dumps(messages), conversation.id)
        )

    def record(self, id: str, turn: Turn) -> None:
        """Keep where a turn of a conversation came from."""
        self._database.execute("INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?)", (id, *turn))

    def turns(self, id: str) -> list[Turn]:
        """Return the turns of a conversation, the first one first."""
        rows = self._database.execute(
            "SELECT at, stamp, model, input_tokens, output_tokens FROM turns WHERE conversation = ? ORDER BY rowid",
            (id,),
        )
        return [Turn(*row) for row in rows]

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
