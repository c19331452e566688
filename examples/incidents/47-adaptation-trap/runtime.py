"""A release that people have adapted to goes back conversation by conversation, and never in the middle of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def replay(channel: Any) -> Iterator[tuple[str, object, object]]:
    """Yield what is looked at, what was found, and what was to be."""
    old = channel.publish("good")
    new = channel.publish("before")
    runtime = channel.open()
    conversation = runtime.session("writer-1")
    text = conversation.resolve("docs/outline").render()
    channel.back_to(old)
    yield "new conversations get the old release", runtime.session("writer-2").resolve("docs/outline").stamp.bundle, old
    yield "open ones keep what they began with", conversation.resolve("docs/outline").render(), text
    conversation.upgrade()
    yield "until they are moved on purpose", conversation.resolve("docs/outline").stamp.bundle, old
    yield "which were two releases", old == new, False
