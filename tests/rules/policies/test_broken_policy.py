from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "broken-policy"
TEAMS = "kind: Team\nname: support\n---\nkind: Team\nname: billing\n"
TOOL = """kind: Tool
name: desk/issue-refund
version: 2.1.0
owner: support
description: Pays money back.
effects: write
timeout: 20s
labels: {tier: gold}
"""


def policy(match: str = "kind: Tool", require: str = "required: [retries]", rest: str = "", name: str = "p") -> str:
    return f"kind: Policy\nname: {name}\nmatch: {{{match}}}\nrequire: {{{require}}}\nmessage: it must be so\n{rest}"


def files(tool: str = TOOL, **policies: str) -> dict[str, str]:
    return {"teams/support.yaml": TEAMS, "tools/refund.yaml": tool, "policies/p.yaml": policy(**policies)}


@pytest.mark.parametrize(
    "match",
    [
        "",
        "kind: Tool",
        "kind: [Prompt, Tool]",
        "name: desk/*",
        "name: [other, '*refund']",
        "owner: support",
        "owner: [billing, sup*]",
        "path: tools/",
        "path: '*.yaml', name: desk/issue-refund",
        "lifecycle: stable",
        "lifecycle: [experimental, stable], labels: {tier: gold}",
        "access: internal",
        "labels: {tier: gold, team: a}",
    ],
)
def test_it_speaks_of_what_matches(match: str, lint: Lint) -> None:
    tool = TOOL.replace("{tier: gold}", "{tier: gold, team: a}") + "access: internal\n"
    found = lint(files(tool, match=match, require="not: {required: [effects]}"), RULE)
    assert [each.resource for each in found] == ["tool:desk/issue-refund@2"]


@pytest.mark.parametrize(
    "match",
    [
        "kind: Prompt",
        "name: issue-refund",
        "owner: billing",
        "path: 'prompts/**'",
        "lifecycle: deprecated",
        "access: public",
        "labels: {tier: silver}",
        "labels: {tier: gold, team: a}",
        "kind: Tool, owner: support, path: tools/, labels: {tier: silver}",
    ],
)
def test_it_leaves_alone_what_does_not_match(match: str, lint: Lint) -> None:
    assert lint(files(match=match, require="not: {required: [effects]}"), RULE) == ()


@pytest.mark.parametrize(
    ("require", "rest", "line", "help"),
    [
        ("required: [retries]", "", 2, "the resource lacks `retries`"),
        ("required: [retries]", "field: retries\n", 2, "the resource lacks `retries`"),
        ("required: [retries]", "field: effects\n", 6, "the resource lacks `retries`"),
        (
            "properties: {effects: {enum: [none, read]}}",
            "",
            6,
            "`effects` must be `none` or `read`, not `write`",
        ),
        ("properties: {effects: {const: read}}", "field: timeout\n", 7, "`effects` must be `read`, not `write`"),
        (
            "properties: {labels: {properties: {tier: {pattern: ^s}}}}",
            "",
            8,
            "`labels.tier` must match `^s`, and `gold` does not",
        ),
        ("properties: {labels: {required: [team]}}", "field: 'labels.tier[0].x'\n", 8, "`labels` lacks `team`"),
        ("if: {required: [effects]}, then: {required: [idempotent]}", "", 2, "the resource lacks `idempotent`"),
    ],
)
def test_it_points_to_what_is_wrong(require: str, rest: str, line: int, help: str, lint: Lint) -> None:
    (found,) = lint(files(require=require, rest=rest), RULE)
    assert (found.primary.path, found.primary.line) == ("tools/refund.yaml", line)
    assert (found.message, found.help) == ("it must be so (`p`)", help)
    assert [(each.span.path, each.span.line) for each in found.related] == [("policies/p.yaml", 2)]


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_it_is_as_grave_as_the_policy_says_and_no_graver_than_the_project(severity: str, lint: Lint) -> None:
    project = files(rest=f"severity: {severity}\n")
    (found,) = lint(project, RULE)
    assert found.severity == severity
    (muted,) = lint({**project, "promptops.yaml": "rules: {broken-policy: info}\n"}, RULE)
    assert muted.severity == "info"


@pytest.mark.parametrize(
    ("defaults", "require", "expected"),
    [
        ("owner: support\nreview_by: 2027-03-01\n", "required: [owner, review_by]", []),
        (
            "owner: support\nreview_by: 2027-03-01\n",
            "properties: {review_by: {pattern: ^2028}}",
            [("_defaults.yaml", 2)],
        ),
        ("owner: support\nlabels: {tier: gold}\n", "properties: {labels: {const: {tier: gold}}}", []),
    ],
)
def test_what_is_inherited_counts_as_its_own(
    defaults: str, require: str, expected: list[tuple[str, int]], lint: Lint
) -> None:
    tool = "kind: Tool\nname: find\ndescription: Finds.\neffects: read\n"
    found = lint({**files(tool, require=require), "_defaults.yaml": defaults}, RULE)
    assert [(each.related[0].span.path, each.related[0].span.line) for each in found] == expected
    assert [(each.primary.line, each.resource) for each in found] == [(2, "tool:find")] * len(expected)


def test_the_owner_that_the_configuration_gives_counts_too(lint: Lint) -> None:
    tool = "kind: Tool\nname: find\ndescription: Finds.\neffects: read\n"
    project = {**files(tool, require="required: [owner]"), "_defaults.yaml": None}
    assert [each.resource for each in lint(project, RULE)] == ["tool:find"]
    assert lint({**project, "promptops.yaml": "owners: {'tools/**': support}\n"}, RULE) == ()


@pytest.mark.parametrize(
    ("require", "line"),
    [
        ("properties: {body: {not: {pattern: TODO}}}", 4),
        ("properties: {body: {minLength: 100}}", 4),
        ("required: [body], properties: {body: {pattern: Answer}}", None),
        ("additionalProperties: false, properties: {kind: true, name: true, owner: true}", 2),
        ("additionalProperties: false, properties: {kind: true, name: true, owner: true, body: true}", None),
    ],
)
def test_the_text_below_a_header_is_judged(require: str, line: int | None, lint: Lint) -> None:
    prompt = "---\nname: support/reply\n---\nAnswer. TODO: say how.\n"
    project = {"a.prompt.md": prompt, "p.yaml": policy("kind: Prompt", require)}
    assert [each.primary.line for each in lint(project, RULE)] == ([] if line is None else [line])


@pytest.mark.parametrize(
    ("kind", "text", "require", "count"),
    [
        ("Agent", "limits: {max_cost: 0.40}\n", "properties: {limits: {properties: {max_cost: {maximum: 0.5}}}}", 0),
        ("Agent", "limits: {max_cost: '0.60'}\n", "properties: {limits: {properties: {max_cost: {maximum: 0.5}}}}", 1),
        (
            "Budget",
            "holder: team:support\nwindow: month\namount: {usd: 900, tokens: 5}\n",
            "properties: {amount: {properties: {usd: {exclusiveMaximum: 900}}}}",
            1,
        ),
    ],
)
def test_amounts_of_money_are_numbers(kind: str, text: str, require: str, count: int, lint: Lint) -> None:
    project = {"a.yaml": f"kind: {kind}\nname: a\n{text}", "p.yaml": policy(f"kind: {kind}", require)}
    assert len(lint(project, RULE)) == count


def test_policies_and_waivers_may_be_judged(lint: Lint) -> None:
    found = lint(files(match="kind: Policy", require="required: [description]"), RULE)
    assert [each.resource for each in found] == ["policy:p"]


def test_each_policy_is_told_of_once(lint: Lint) -> None:
    project = {**files(), "policies/q.yaml": policy(name="q"), "policies/r.yaml": policy(rest="version: 2.0.0\n")}
    found = lint(project, RULE)
    assert sorted(each.keys[-1] for each in found) == ["policy:p", "policy:p@2", "policy:q"]
    assert len({each.fingerprint for each in found}) == 3


@pytest.mark.parametrize("rest", ["lifecycle: retired\n", "severity: fatal\n"])
def test_what_is_retired_or_refused_judges_nothing(rest: str, lint: Lint) -> None:
    assert lint(files(rest=rest), RULE) == ()


def test_a_message_is_one_line_that_can_be_shown(lint: Lint) -> None:
    message = 'message: "say\\n  what\\u202e it is ' + "x" * 400 + '"\n'
    (found,) = lint({**files(), "policies/p.yaml": policy().replace("message: it must be so\n", message)}, RULE)
    text = found.message.removesuffix(" (`p`)")
    assert text.startswith("say what\ufffd it is x")
    assert len(text) == 300
    assert text.endswith("…")


def test_files_of_other_formats_are_judged_by_what_they_say(lint: Lint) -> None:
    prompt = "messages:\n  - role: user\n    content: Hello\nmodel: gpt-4o\nname: hello\n"
    pinned = policy("kind: Prompt", "properties: {model: {pattern: '-[0-9]{4}-'}}")
    found = lint({"hello.prompt.yml": prompt, "p.yaml": pinned}, RULE)
    assert [(each.primary.path, each.primary.line) for each in found] == [("hello.prompt.yml", 4)]


def test_a_comment_may_silence_it(lint: Lint) -> None:
    tool = TOOL.replace("refund\n", "refund  # promptops: ignore[broken-policy] it is tried but once\n", 1)
    assert lint(files(tool)) == ()
