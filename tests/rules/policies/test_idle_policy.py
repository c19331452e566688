from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "idle-policy"
AGENT = "kind: Agent\nname: desk\nowner: support\nlimits: {max_turns: 3}\nlabels: {tier: gold}\n"
OTHER = "kind: Agent\nname: other\nowner: support\n"


def policy(match: str, require: str = "required: [limits]", rest: str = "") -> str:
    return f"kind: Policy\nname: p\nmatch: {{{match}}}\nrequire: {{{require}}}\nmessage: no\n{rest}"


def told(lint: Lint, text: str) -> list[tuple[str, int, str]]:
    found = lint({"agents/desk.yaml": AGENT, "agents/other.yaml": OTHER, "p.yaml": text}, RULE)
    return [(each.severity, each.primary.line, each.message) for each in found]


@pytest.mark.parametrize(
    ("match", "message"),
    [
        ("owner: suport", "`match.owner[0]` of the policy `p` holds for no resource"),
        ("kind: Agent, name: [desk, dsk]", "`match.name[1]` of the policy `p` holds for no resource"),
        ("path: prompts/**", "`match.path[0]` of the policy `p` holds for no resource"),
        ("kind: Agent, labels: {tier: silver}", "`match.labels.tier` of the policy `p` holds for no resource"),
        (
            "name: other, labels: {tier: gold}",
            "the conditions of the policy `p` hold together for no resource",
        ),
    ],
)
def test_a_condition_that_never_holds_is_told(match: str, message: str, lint: Lint) -> None:
    assert told(lint, policy(match)) == [("info", 3, message)]


@pytest.mark.parametrize(
    ("match", "rest"),
    [
        ("", ""),
        ("kind: Agent, owner: sup*, lifecycle: stable", ""),
        ("kind: Tool, owner: suport", ""),
        ("owner: suport", "lifecycle: retired\n"),
    ],
)
def test_other_matches_are_left_alone(match: str, rest: str, lint: Lint) -> None:
    assert told(lint, policy(match, "required: [owner]", rest)) == []


@pytest.mark.parametrize(
    ("require", "message"),
    [
        ("required: [limit]", "`require.required[0]` names `limit`, a key that nothing has"),
        (
            "properties: {limits: {properties: {max_turn: {maximum: 3}}}}",
            "`require.properties.limits.properties.max_turn` names `max_turn`, a key that nothing has",
        ),
        (
            "if: {required: [durable_decision]}, then: {required: [backfill]}",
            "`require.if.required[0]` names `durable_decision`, a key that nothing has",
        ),
        (
            "allOf: [{required: [limits]}, {properties: {efects: {const: read}}}]",
            "`require.allOf[1].properties.efects` names `efects`, a key that nothing has",
        ),
    ],
)
def test_a_key_that_no_kind_has_is_told(require: str, message: str, lint: Lint) -> None:
    assert told(lint, policy("kind: Agent", require)) == [("warning", 4, message)]


@pytest.mark.parametrize(
    ("match", "require"),
    [
        ("kind: Agent", "properties: {limits: {properties: {max_turns: {maximum: 3}}}, annotations: {required: [x]}}"),
        ("kind: [Agent, Tool]", "required: [effects]"),
        ("", "properties: {body: true, overrides: {properties: {'agent:desk': false}}}"),
        ("kind: Agent", "properties: {deprecation: {required: [replaced_by]}, tools: {items: {pattern: '^[a-z]'}}}"),
    ],
)
def test_keys_that_some_kind_has_are_left_alone(match: str, require: str, lint: Lint) -> None:
    assert told(lint, policy(match, require)) == []


def test_not_every_one_of_very_many_is_told(lint: Lint) -> None:
    names = ", ".join(f"key{number}" for number in range(50))
    assert len(told(lint, policy("kind: Agent", f"required: [{names}]"))) == 20
