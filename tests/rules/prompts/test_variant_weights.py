"""Which weights of variants are said to be wrong, and how surely."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from promptops.diagnostics import Diagnostic, Severity

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "variant-weights"
BODY = "Answer the customer.\n"


def prompt(variants: Sequence[str], body: str = BODY) -> dict[str, str]:
    listed = "".join(f"  - {{name: v{index}, {each}}}\n" for index, each in enumerate(variants))
    return {"prompts/reply.prompt.md": f"---\nname: reply\nvariants:\n{listed}---\n{body}"}


def told(found: Sequence[Diagnostic]) -> list[tuple[int, str]]:
    return [(each.primary.line, each.severity.value) for each in found]


def text(rest: str) -> str:
    """Return a variant with a text of its own."""
    return f"body: Hello., {rest}" if rest else "body: Hello."


@pytest.mark.parametrize(
    "weights",
    [
        ["weight: 1"],
        ["weight: 100"],
        ["weight: 50", "weight: 50"],
        ["weight: 3", "weight: 1"],
        ["weight: 2000", "weight: 1"],
        ["weight: 33", "weight: 33", "weight: 33"],
        ["weight: 33.3", "weight: 33.3", "weight: 33.3"],
        ["weight: 67", "weight: 17", "weight: 17"],
        ["weight: 0.33", "weight: 0.33", "weight: 0.33"],
        ["weight: 0.7", "weight: 0.1", "weight: 0.2"],
        ["weight: 0.1", "weight: 0.1", "weight: 0.1"],
        ["weight: 2.5", "weight: 0.5"],
        ["weight: 0", "weight: 100"],
        ["weight: 0", "weight: 10"],
        ["weight: 100", "segment: staff"],
        ["weight: 10", "segment: staff"],
        ["weight: 0.2", "weight: 0.3, segment: staff"],
        ["weight: 9007199254740991", "weight: 1.0e-300"],
        ["", ""],
    ],
)
def test_parts_of_a_whole_or_of_their_sum_are_well(lint: Lint, weights: list[str]) -> None:
    assert lint(prompt([text(each) for each in weights]), RULE) == ()


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (["weight: 90", ""], [(5, "error")]),
        (["", "weight: 0.5", ""], [(4, "error"), (6, "error")]),
        (["weight: 10"], [(3, "warning")]),
        (["weight: 0.5"], [(3, "warning")]),
        (["weight: 0", "weight: 0"], [(3, "warning")]),
        (["weight: 0"], [(3, "warning")]),
        (["weight: 0.7", "weight: 0.2"], [(3, "warning")]),
        (["weight: 0.7", "weight: 0.4"], [(3, "warning")]),
        (["weight: 0.01", "weight: 0.02"], [(3, "warning")]),
        (["weight: 60", "weight: 30"], [(3, "warning")]),
        (["weight: 80", "weight: 30"], [(3, "warning")]),
        (["weight: 50", "weight: 48.9"], [(3, "warning")]),
    ],
)
def test_what_is_wrong(lint: Lint, weights: list[str], expected: list[tuple[int, str]]) -> None:
    assert told(lint(prompt([text(each) for each in weights]), RULE)) == expected


@pytest.mark.parametrize(("body", "taken"), [(BODY, "its own text"), ("", "its first variant, `v0`")])
def test_with_weights_of_zero_somebody_gets_something(lint: Lint, body: str, taken: str) -> None:
    (found,) = lint(prompt([text("weight: 0"), text("weight: 0")], body), RULE)
    assert found.severity is Severity.WARNING
    assert found.message == f"sessions get {taken}, as all weights of `reply` are zero"


def test_the_message_says_what_the_first_really_gets(lint: Lint) -> None:
    (found,) = lint(prompt([text("weight: 60"), text("weight: 30")]), RULE)
    assert found.message == "the weights of `reply` add up to 90, so that `v0` gets 66.67 %"


@pytest.mark.parametrize("weight", ["-1", ".nan", ".inf", "1.0e+300", "many"])
def test_what_is_no_weight_is_left_to_another_rule(lint: Lint, weight: str) -> None:
    found = lint(prompt([text(f"weight: {weight}"), text("weight: 1")]))
    assert {each.rule for each in found} == {"invalid-value"}
