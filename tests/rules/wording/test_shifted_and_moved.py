"""What holds elsewhere, or changed together with the text, breaks nobody and is told all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

PROMPT, CONSUMER = "prompts/solve.prompt.md", "consumers/parser.yaml"
RULES = ("broken-expectation", "shifted-expectation", "moved-expectation")
EXAMPLE = "examples:\n- output: Two and two make four. The answer is 4.\n"
BEFORE, SHOWN, ELSE = "Close with: The answer is 42.", "Close as in the example.", "Close with: The result is 42."


def prompt(body: str, extra: str = "") -> str:
    return f"---\nname: maths/solve\nversion: 1.0.0\n{extra}---\n{body}\n"


def consumer(*expects: str) -> str:
    listed = "".join(f"- {each}\n" for each in expects)
    return f"kind: Consumer\nname: maths/parser\nof: prompt:maths/solve\nexpects:\n{listed}"


def said(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int]]:
    kept = [each.diagnostic for each in found if each.diagnostic.rule in RULES]
    return [(each.rule, each.severity, each.primary.line) for each in kept]


PATTERN, PHRASE = "pattern: The answer is ([0-9]+)", "phrase: The answer is"
BROKEN, SHIFTED, MOVED = (
    [(f"{word}-expectation", severity, 5)]
    for word, severity in (("broken", "error"), ("shifted", "info"), ("moved", "info"))
)


@pytest.mark.parametrize("expects", [PATTERN, PHRASE])
@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (prompt(BEFORE), prompt(SHOWN, EXAMPLE), SHIFTED),
        (prompt(BEFORE, EXAMPLE), prompt(SHOWN, EXAMPLE), SHIFTED),
        (prompt(BEFORE, EXAMPLE), prompt(SHOWN), BROKEN),
        (prompt(BEFORE, EXAMPLE), prompt(BEFORE), []),
        (prompt(BEFORE), prompt(SHOWN, EXAMPLE.replace("answer", "result")), BROKEN),
        (prompt(SHOWN, EXAMPLE), prompt(SHOWN), []),
        (prompt(BEFORE), prompt(SHOWN, "examples:\n- output: {said: The answer is 4}\n"), SHIFTED),
        (prompt(BEFORE), prompt(SHOWN, "examples: []\n"), BROKEN),
    ],
)
def test_the_examples_alone_may_have_it(
    expects: str, before: str, after: str, expected: list[tuple[str, str, int]], diff: Diff
) -> None:
    assert said(diff({PROMPT: before, CONSUMER: consumer(expects)}, {PROMPT: after})) == expected


@pytest.mark.parametrize(
    ("old", "new", "after", "expected"),
    [
        ("phrase: The answer is", "phrase: The result is", ELSE, MOVED),
        (PATTERN, "pattern: The result is ([0-9]+)", ELSE, MOVED),
        ("phrase: The answer is", "phrase: The result was", ELSE, []),
        ("phrase: The answer is", "phrase: Close with", ELSE, []),
        ("phrase: Close with", "phrase: The result is", ELSE, []),
        ("phrase: The answer is", "pattern: The result is", ELSE, []),
        ("phrase: The answer is", "phrase: The answer is", ELSE, BROKEN),
    ],
)
def test_both_may_change_together(
    old: str, new: str, after: str, expected: list[tuple[str, str, int]], diff: Diff
) -> None:
    files = {PROMPT: prompt(BEFORE), CONSUMER: consumer(old)}
    assert said(diff(files, {PROMPT: prompt(after), CONSUMER: consumer(new)})) == expected


def test_a_stop_string_moves_with_the_label_that_it_is(diff: Diff) -> None:
    before = prompt("Question: {{ q }}\nAnswer:", "inputs: {q: string}\nparameters: {stop: ['Question:']}\n")
    found = diff({PROMPT: before, CONSUMER: consumer(PHRASE)}, {PROMPT: before.replace("Question", "Q")})
    assert said(found) == [("moved-expectation", "info", 5)]
