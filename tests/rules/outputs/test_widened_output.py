from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "widened-output"
PATH = "prompts/triage.prompt.md"
CONSUMER: Files = {"c.yaml": "kind: Consumer\nname: support/router\nof: prompt:support/triage\n"}


def prompt(field: str, more: str = "") -> str:
    return (
        "---\nname: support/triage\noutput:\n  schema:\n    type: object\n    required: [category]\n"
        f"    properties:\n      category: {field}\n{more}---\nSort the request into a category.\n"
    )


CASES = [
    ("{enum: [a, b]}", "{enum: [a, b, c]}", '{"category": "c"}'),
    ("{const: a}", "{enum: [a, b]}", '{"category": "b"}'),
    ("{type: integer}", "{type: number}", "category"),
    ("{type: string}", "{type: [string, integer]}", '{"category": 0}'),
    ("{type: integer, maximum: 3}", "{type: integer, maximum: 5}", '{"category": 4}'),
    ("{type: integer, minimum: 1}", "{type: integer}", '{"category": 0}'),
    ("{type: string, maxLength: 3}", "{type: string}", "category"),
    ("{type: array, maxItems: 1}", "{type: array, maxItems: 2}", "category"),
    ("{type: array, items: {enum: [a]}}", "{type: array, items: {enum: [a, b]}}", "category"),
    ("{type: string, pattern: '^[a-z]+$'}", "{type: string, pattern: '^[a-z0-9]+$'}", "category"),
]


@pytest.mark.parametrize(("narrow", "wide", "witness"), CASES)
def test_what_may_be_more_is_an_error_with_a_witness(diff: Diff, narrow: str, wide: str, witness: str) -> None:
    (found,) = diff({PATH: prompt(narrow), **CONSUMER}, {PATH: prompt(wide)}, RULE)
    assert (found.diagnostic.severity, found.bump) == ("error", "major")
    assert found.diagnostic.message.startswith("in the output of `support/triage`, ")
    assert found.diagnostic.primary[:2] == (PATH, 8)
    assert witness in found.diagnostic.notes[0]
    assert found.diagnostic.notes[0].endswith("is valid now, and was not")


@pytest.mark.parametrize(("narrow", "wide", "witness"), CASES)
def test_the_mirror_is_harmless(diff: Diff, narrow: str, wide: str, witness: str) -> None:
    assert witness
    assert diff({PATH: prompt(wide), **CONSUMER}, {PATH: prompt(narrow)}, RULE) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (prompt("{type: string}"), prompt("{type: string}", "      reason: {type: string}\n")),
        (
            prompt("{type: string}", "    additionalProperties: false\n"),
            prompt("{type: string}", "      reason: {type: string}\n    additionalProperties: false\n"),
        ),
        (
            prompt("{type: string}", "    additionalProperties: false\n"),
            prompt("{type: string}", "      reason: {type: string}\n    additionalProperties: false\n").replace(
                "[category]", "[category, reason]"
            ),
        ),
        (prompt("{type: string}"), prompt("{type: [string, 'null']}")),
        (prompt("{type: string}"), prompt("{type: string}").replace("[category]", "[]")),
        (prompt("{type: string}"), prompt("{type: string, description: One of ours.}")),
        (prompt("{enum: [a, b]}"), prompt("{enum: [b, a]}")),
        (prompt("{enum: [a, b]}"), prompt("{type: string, enum: [a, b]}")),
    ],
)
def test_new_fields_and_what_other_rules_tell_are_no_findings(diff: Diff, before: str, after: str) -> None:
    assert diff({PATH: before, **CONSUMER}, {PATH: after}, RULE) == ()


def test_an_object_that_is_opened_is_wider(diff: Diff) -> None:
    before = prompt("{type: string}", "    additionalProperties: false\n")
    (found,) = diff({PATH: before, **CONSUMER}, {PATH: prompt("{type: string}")}, RULE)
    assert found.diagnostic.severity == "error"
    assert "takes other properties" in found.diagnostic.message


def test_nobody_is_broken_where_nobody_reads(diff: Diff) -> None:
    (found,) = diff({PATH: prompt("{enum: [a]}")}, {PATH: prompt("{enum: [a, b]}")}, RULE)
    assert found.diagnostic.severity == "info"


def test_several_are_told_apart(diff: Diff) -> None:
    more = "      priority: {{type: integer, maximum: {}}}\n"
    found = diff(
        {PATH: prompt("{enum: [a]}", more.format(3)), **CONSUMER},
        {PATH: prompt("{enum: [a, b]}", more.format(5))},
        RULE,
    )
    assert [each.diagnostic.primary.line for each in found] == [8, 9]
    assert len({each.diagnostic.fingerprint for each in found}) == len(found)


def test_a_waiver_holds_for_the_change_and_no_other(diff: Diff) -> None:
    found = [
        diff({PATH: prompt("{enum: [a]}"), **CONSUMER}, {PATH: prompt(after)}, RULE)[0].diagnostic.fingerprint
        for after in ("{enum: [a, b]}", "{enum: [a, b]}", "{enum: [a, c]}")
    ]
    assert (found[0] == found[1], found[0] == found[2]) == (True, False)
