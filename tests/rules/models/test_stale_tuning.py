from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]


@pytest.mark.parametrize(
    ("model", "tuned_for", "count"),
    [
        ("meridian-large-2026-08-14", "meridian-large-2026-08-14", 0),
        ("openai/gpt-4o-2024-08-06", "gpt-4o-2024-08-06", 0),
        ("gpt-4o-2024-08-06", "openai/gpt-4o-2024-08-06", 0),
        ("meridian-large-2026-08-14", "Meridian-Large-2026-08-14", 0),
        ("meridian-large-2026-08-14", "chat", 0),
        ("meridian-large-latest", "meridian-large-2026-08-14", 0),
        ("meridian-large-2026-08-14", "meridian-large", 0),
        ("meridian-large-2026-08-14:org:intents", "meridian-large-2026-08-14", 0),
        ("claude-3-5-sonnet-latest", "claude-3-5-sonnet-20241022", 0),
        ("meridian-large-2026-08-14", "meridian-large-2026-02-03", 1),
        ("meridian-large-2026-08-14", "meridian-small-2026-08-14", 1),
        ("meridian-large-2026-08-14", "meridian-large-2026-08-14:org:intents", 1),
        ("gpt-4o", "gpt-4-0613", 1),
    ],
)
def test_what_the_wording_was_tuned_for(lint: Lint, model: str, tuned_for: str, count: int) -> None:
    files = {
        "models/chat.yaml": f"kind: Model\nname: chat\nid: {model}\n",
        "prompts/reply.prompt.md": f"---\nname: reply\nmodel: chat\ntuned_for: {tuned_for}\n---\nAnswer.\n",
    }
    assert len(lint(files, "stale-tuning")) == count


@pytest.mark.parametrize("model", ["", "model: chat\n"])
def test_nothing_is_said_where_nobody_knows_the_model(lint: Lint, model: str) -> None:
    prompt = f"---\nname: reply\n{model}tuned_for: gpt-4\n---\nAnswer.\n"
    assert lint({"models/chat.yaml": "kind: Model\nname: chat\n", "prompts/a.prompt.md": prompt}, "stale-tuning") == ()
