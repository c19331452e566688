from __future__ import annotations

from collections.abc import Callable

from promptops.diagnostics import Diagnostic, Severity

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "ignored-key"
PROMPT = "model: openai/gpt-4o\nmodelParameters:\n  max_tokens: 500\nmessages:\n- {role: user, content: Hello}\n"


def test_a_key_that_its_reader_ignores_is_a_warning_at_the_key(lint: Lint) -> None:
    (found,) = lint({"a.prompt.yml": PROMPT}, RULE)
    assert found.severity is Severity.WARNING
    assert (found.primary.line, found.primary.column, found.primary.end_column) == (3, 3, 13)
    assert (found.message, found.help) == (
        "`gh models` and `actions/ai-inference` ignore `max_tokens`",
        "write `maxTokens`, and keep this one only where another action reads it",
    )


def test_a_comment_silences_it(lint: Lint) -> None:
    text = PROMPT.replace("500", "500  # promptops: ignore[ignored-key] our own runner reads it")
    assert lint({"a.prompt.yml": text}) == ()
