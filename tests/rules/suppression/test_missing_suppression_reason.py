from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "missing-suppression-reason"
NO_RULE = "the comment names no rule, so it silences nothing"
NO_REASON = "the comment gives no reason, so it silences nothing"


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# promptops: ignore", NO_RULE),
        ("# promptops: ignore because", NO_RULE),
        ("# promptops: ignore[] because", NO_RULE),
        ("# promptops: ignore[unknown-tool because", NO_RULE),
        ("# promptops: ignore[unknown-tool]", NO_REASON),
        ("# promptops: ignore[unknown-tool] -", NO_REASON),
        ("# promptops: ignore[unknown-tool, no-such-rule]", NO_REASON),
    ],
)
def test_a_comment_that_silences_nothing_is_reported_alone(comment: str, message: str, lint: Lint) -> None:
    found = lint({"t.yaml": f"kind: Tool\nname: t  {comment}\n"})
    assert [(each.rule, each.message) for each in found] == [(RULE, message)]
    assert found[0].primary == ("t.yaml", 2, 10, 2, 10 + len(comment))


def test_the_finding_that_it_was_written_for_is_still_told(lint: Lint) -> None:
    found = lint({"a.yaml": "kind: Agent\nname: a\ntools: [t]  # promptops: ignore[unknown-tool]\n"})
    assert [each.rule for each in found] == ["unknown-tool", RULE]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\nname: p\n---\nWrite `# promptops: ignore` where you must.\n", id="in the text of a prompt"),
        pytest.param("---\nname: p\n---\n# promptops: ignore\n", id="a heading"),
        pytest.param("---\nname: p\n---\nText {# a comment of the template #}\n", id="another comment"),
    ],
)
def test_what_is_no_comment_is_left_alone(text: str, lint: Lint) -> None:
    assert lint({"p.prompt.md": text}, RULE) == ()
