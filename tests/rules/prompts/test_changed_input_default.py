from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "changed-input-default"
PATH = "prompts/refund.prompt.md"
CONSUMER: Files = {"c.yaml": "kind: Consumer\nname: support/chat\nof: prompt:support/refund\n"}


def prompt(declared: str) -> str:
    return f"---\nname: support/refund\ninputs:\n  tone: {declared}\n---\nAnswer in a {{{{ tone }}}} tone.\n"


def messages(found: tuple[ChangeFinding, ...]) -> list[str]:
    return [each.diagnostic.message for each in found]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("{type: string, default: plain}", "{type: string, default: warm}", 'is `"warm"` and was `"plain"`'),
        ("{type: string, default: plain}", "string?", 'is none and was `"plain"`'),
        ("string?", "{type: string, default: warm}", 'is `"warm"` and was none'),
        ("{default: 1}", "{default: '1'}", 'is `"1"` and was `1`'),
        ("{default: null}", "{default: [1, {a: 2}]}", 'is `[1, {"a": 2}]` and was `null`'),
        ("{default: false}", "{default: 0}", "is `0` and was `false`"),
    ],
)
def test_another_default_is_a_warning(diff: Diff, before: str, after: str, said: str) -> None:
    (found,) = diff({PATH: prompt(before), **CONSUMER}, {PATH: prompt(after)}, RULE)
    assert found.diagnostic.message == f"the default of the input `tone` {said}"
    assert (found.diagnostic.severity, found.bump) == ("warning", "minor")
    assert found.diagnostic.primary.line == 4


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{type: string, default: plain}", "{default: plain, type: string, description: How it sounds.}"),
        ("string", "{type: string, default: warm}"),
        ("{type: string, default: plain}", "string"),
        ("{default: 1}", "{default: 1.0}"),
        ("{default: {a: 1, b: 2}}", "{default: {b: 2, a: 1}}"),
    ],
)
def test_what_is_equal_or_had_to_be_passed_is_none(diff: Diff, before: str, after: str) -> None:
    assert diff({PATH: prompt(before), **CONSUMER}, {PATH: prompt(after)}, RULE) == ()


def test_who_passes_the_input_does_not_notice(diff: Diff) -> None:
    passing = {"c.yaml": "kind: Consumer\nname: chat\nof: prompt:support/refund\nexpects:\n- variable: tone\n"}
    before = {PATH: prompt("{default: plain}"), **passing}
    (found,) = diff(before, {PATH: prompt("{default: warm}")}, RULE)
    assert (found.diagnostic.severity, found.consumers) == ("info", ())


def test_a_long_default_is_not_shown_whole(diff: Diff) -> None:
    before = {PATH: prompt("{default: plain}"), **CONSUMER}
    (found,) = diff(before, {PATH: prompt("{default: " + "x" * 5_000 + "}")}, RULE)
    assert len(found.diagnostic.message) < 500


def test_two_changes_have_fingerprints_of_their_own(diff: Diff) -> None:
    before = {PATH: prompt("{default: plain}"), **CONSUMER}
    found = [diff(before, {PATH: prompt(f"{{default: {tone}}}")}, RULE)[0] for tone in ("warm", "cold")]
    assert len({each.diagnostic.fingerprint for each in found}) == len(found)


def test_it_is_told_the_other_way_round_as_well(diff: Diff) -> None:
    before, after = prompt("{default: plain}"), prompt("{default: warm}")
    found = diff({PATH: after, **CONSUMER}, {PATH: before}, RULE)
    assert messages(found) == ['the default of the input `tone` is `"plain"` and was `"warm"`']
