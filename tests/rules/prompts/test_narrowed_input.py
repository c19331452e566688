from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "narrowed-input"
PATH = "prompts/refund.prompt.md"
CONSUMER: Files = {"c.yaml": "kind: Consumer\nname: support/chat\nof: prompt:support/refund\n"}


def prompt(declared: str) -> str:
    return f"---\nname: support/refund\ninputs:\n  tone: {declared}\n---\nAnswer in a {{{{ tone }}}} tone.\n"


CASES = [
    ("{enum: [a, b, c]}", "{enum: [a, b]}", '`{"tone": "c"}` was valid'),
    ("string", "integer", '`{"tone": ""}` was valid'),
    ("{type: [string, 'null']}", "string", '`{"tone": null}` was valid'),
    ("{type: integer, maximum: 5}", "{type: integer, maximum: 3}", "was valid"),
    ("{type: string}", "{type: string, maxLength: 3}", "was valid"),
    ("number", "integer", "was valid"),
    ("{type: array, items: {type: string}}", "{type: array, items: {type: string, minLength: 1}}", "was valid"),
]


@pytest.mark.parametrize(("wide", "narrow", "note"), CASES)
def test_what_takes_less_is_an_error_with_a_witness(diff: Diff, wide: str, narrow: str, note: str) -> None:
    (found,) = diff({PATH: prompt(wide), **CONSUMER}, {PATH: prompt(narrow)}, RULE)
    assert (found.diagnostic.severity, found.bump) == ("error", "major")
    assert found.diagnostic.message.startswith("in the inputs of `support/refund`, ")
    assert found.diagnostic.primary[:2] == (PATH, 4)
    assert note in found.diagnostic.notes[0]


@pytest.mark.parametrize(("wide", "narrow", "note"), CASES)
def test_what_takes_more_breaks_no_caller(diff: Diff, wide: str, narrow: str, note: str) -> None:
    assert note
    found = diff({PATH: prompt(narrow), **CONSUMER}, {PATH: prompt(wide)}, RULE)
    # A whole number is no text, nor the other way round.
    assert [each.diagnostic.severity for each in found] == (
        ["error"] if (wide, narrow) == ("string", "integer") else []
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("string", "{type: string, description: How it sounds.}"),
        ("{enum: [a, b]}", "{enum: [b, a]}"),
        ("string", "string?"),
        ("{type: string, default: a}", "{type: string, default: b}"),
    ],
)
def test_what_takes_the_same_is_no_finding(diff: Diff, before: str, after: str) -> None:
    assert diff({PATH: prompt(before), **CONSUMER}, {PATH: prompt(after)}, RULE) == ()


def test_a_new_required_input_is_another_rules(diff: Diff) -> None:
    after = prompt("string").replace("  tone: string\n", "  tone: string\n  order: string\n")
    assert diff({PATH: prompt("string"), **CONSUMER}, {PATH: after}, RULE) == ()


@pytest.mark.parametrize("order", ["string", "string?", "{type: string, default: none}"])
def test_an_input_that_is_gone_is_another_rules(diff: Diff, order: str) -> None:
    before = prompt("string").replace("  tone: string\n", f"  tone: string\n  order: {order}\n")
    assert diff({PATH: before, **CONSUMER}, {PATH: prompt("string")}, RULE) == ()


def test_nobody_is_broken_where_nobody_calls(diff: Diff) -> None:
    (found,) = diff({PATH: prompt("string")}, {PATH: prompt("integer")}, RULE)
    assert found.diagnostic.severity == "info"


def test_a_text_that_includes_a_fragment_hands_on_what_it_has(diff: Diff) -> None:
    include = '---\nname: a\ninputs: {tone: string}\n---\n{{ tone }}\n{% include "tone" %}\n'
    before, after = (
        {"t.fragment.md": f"---\nname: tone\ninputs: {{tone: {type_}}}\n---\nAnswer in a {{{{ tone }}}} tone.\n"}
        for type_ in ("string", "{enum: [warm, cold]}")
    )
    (found,) = diff({**before, "a.prompt.md": include}, after, RULE)
    assert found.diagnostic.severity == "warning"


def test_inputs_that_are_closed_now_refuse_what_was_let_through(diff: Diff) -> None:
    written = "inputs:\n  type: object\n  properties: {tone: {type: string}}\n  required: [tone]\n"
    before, after = (
        prompt("string").replace("inputs:\n  tone: string\n", written + f"  additionalProperties: {value}\n")
        for value in ("true", "false")
    )
    (found,) = diff({PATH: before, **CONSUMER}, {PATH: after}, RULE)
    assert found.diagnostic.severity == "error"
    assert found.diagnostic.primary[:2] == (PATH, 7)
