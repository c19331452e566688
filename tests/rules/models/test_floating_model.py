from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

_LOCK = (
    '{"catalog":"2026-11-21","lock":1}\n'
    '{"id":"%s","model":"model:chat","provider":"openai","snapshot":"gpt-4o-2024-08-06"}\n'
)


def model(says: str) -> dict[str, str]:
    return {"models/chat.yaml": f"kind: Model\nname: chat\n{says}\n"}


@pytest.mark.parametrize(
    ("says", "count"),
    [
        ("id: openai/gpt-4o", 1),
        ("id: gpt-4o", 1),
        ("id: meridian-large-latest", 1),
        ("id: gemini-flash-latest", 1),
        ("id: claude-sonnet-4-5", 1),
        ("id: mistral-large-latest", 1),
        ("id: openai/gpt-4o-2024-08-06", 0),
        ("id: claude-opus-4-8", 0),
        ("id: meridian-large", 0),
        ("id: azure/gpt-4o", 0),
        ("description: no id", 0),
        ("id: gpt-4o\nlifecycle: retired\ndeprecation: {replaced_by: chat}", 0),
    ],
)
def test_an_alias_floats(lint: Lint, says: str, count: int) -> None:
    assert len(lint(model(says), "floating-model")) == count


@pytest.mark.parametrize(
    ("lock", "count"),
    [
        (_LOCK % "openai/gpt-4o", 0),
        (_LOCK % "openai/gpt-4.1", 1),
        ('{"catalog":"2026-11-21","lock":1}\n', 1),
        ("damaged", 1),
    ],
)
def test_a_lock_pins_it(lint: Lint, lock: str, count: int) -> None:
    found = lint({**model("id: openai/gpt-4o"), "promptops.lock": lock}, "floating-model")
    assert len(found) == count


def test_the_advice_names_snapshots(lint: Lint) -> None:
    (found,) = lint(model("id: openai/gpt-4o"), "floating-model")
    assert found.help is not None
    assert "`gpt-4o-2024-11-20`" in found.help
    assert "``" not in found.help


def test_other_dialects_are_left_alone(lint: Lint) -> None:
    config = "model_list:\n- model_name: chat\n  litellm_params: {model: openai/gpt-4o}\n"
    assert lint({"litellm.yaml": config}, "floating-model") == ()
