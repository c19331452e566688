from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "relaxed-policy"
PROMPTS = {f"prompts/{name}.prompt.md": f"---\nname: {name}\n---\nText {name}.\n" for name in "abcd"}
POLICY = "kind: Policy\nname: p\nmatch: {{{match}}}\n{test}\nmessage: no\n{rest}"


def policy(match: str = "kind: Model", test: str = "require: {required: [provider]}", rest: str = "") -> str:
    return POLICY.format(match=match, test=test, rest=rest)


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int, str]]:
    every = (each.diagnostic for each in found)
    return [(each.severity.value, each.primary.path, each.primary.line, each.message) for each in every]


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ("a: 1", "rules:\n  unused-input: off\n", 3, "`unused-input` was a warning, and is off"),
        ("fail_on: info", "fail_on: error\n", 2, "`fail_on` was `info`, and is `error`"),
        (
            "",
            "exclude: ['*.md']\n",
            2,
            "`prompts/a.prompt.md` and 3 others held resources, and `exclude` no longer lets them be read",
        ),
        (
            "exclude: [x/]",
            "include: ['prompts/a*', 'prompts/b*', 'prompts/c*', teams/]\nexclude: [x/]\n",
            2,
            "`prompts/d.prompt.md` held resources, and `include` no longer lets it be read",
        ),
    ],
)
def test_a_looser_configuration_is_told_at_its_line(
    before: str, after: str, line: int, message: str, diff: Diff
) -> None:
    files = {**PROMPTS, "promptops.yaml": f"name: x\n{before if ': 1' not in before else ''}\n"}
    found = diff(files, {"promptops.yaml": f"name: x\n{after}"}, RULE)
    assert told(found) == [("warning", "promptops.yaml", line, message)]


@pytest.mark.parametrize(
    "changed",
    [
        {"promptops.yaml": "name: y\nrules: {unused-input: error}\n"},
        {"promptops.yaml": "name: x\nexclude: [nothing/]\n"},
        {"promptops.yaml": "name: x\nexclude: [prompts/a*]\n", "prompts/a.prompt.md": None},
        {"prompts/a.prompt.md": None},
    ],
)
def test_a_configuration_that_asks_for_as_much_is_left_alone(changed: Files, diff: Diff) -> None:
    assert told(diff({**PROMPTS, "promptops.yaml": "name: x\n"}, changed, RULE)) == []


def test_a_configuration_that_is_gone_asked_for_more(diff: Diff) -> None:
    found = diff({**PROMPTS, "promptops.yaml": "extends: strict\n"}, {"promptops.yaml": None}, RULE)
    assert [(each[1], each[2]) for each in told(found)] == [("promptops.yaml", 1)]


def test_a_first_configuration_judges_nothing_away(diff: Diff) -> None:
    before = {**PROMPTS, "promptops.yaml": None}
    assert told(diff(before, {"promptops.yaml": "rules: {unused-input: off}\n"}, RULE)) == []


def accepted(*counts: int) -> str:
    items = [
        {"path": "a.md", "rule": "unused-input", "resource": f"prompt:{number}", "content": "x", "count": count}
        for number, count in enumerate(counts)
    ]
    return json.dumps({"version": 1, "accepted": items})


@pytest.mark.parametrize(
    ("before", "after", "messages"),
    [
        (accepted(1), accepted(1, 2), ["the baseline holds back 2 more findings than it did"]),
        (accepted(1), accepted(2), ["the baseline holds back 1 more finding than it did"]),
        (None, accepted(1), ["the baseline holds back 1 more finding than it did"]),
        ("not a baseline", accepted(1), ["the baseline holds back 1 more finding than it did"]),
        (accepted(2), accepted(1), []),
        (accepted(2), None, []),
        (accepted(1), "not a baseline", []),
    ],
)
def test_a_longer_list_of_accepted_findings_is_told(
    before: str | None, after: str | None, messages: list[str], diff: Diff
) -> None:
    name = "promptops-baseline.json"
    found = told(diff({**PROMPTS, name: before}, {name: after}, RULE))
    assert [(path, message) for _, path, _, message in found] == [(name, message) for message in messages]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (policy(), None, [1]),
        (policy(), policy(rest="severity: warning\n"), [6]),
        (policy(rest="severity: info\n"), policy(), []),
        (policy("kind: [Model, Tool]"), policy("kind: Model"), [3]),
        (policy("kind: Model"), policy("kind: [Model, Tool]"), []),
        (policy(""), policy("owner: support"), [3]),
        (policy("owner: support"), policy(""), []),
        (policy("labels: {a: b}"), policy("labels: {a: b, c: d}"), [3]),
        (policy(), policy(test="require: {required: [provider, id]}"), []),
        (policy(test="require: {required: [provider, id]}"), policy(), [4]),
        (policy("name: a/*"), policy("name: [a/b, a/c]"), [3]),
        (policy("name: a/*"), policy("name: '*'"), []),
        (policy("path: a/**"), policy("path: a/b/**"), [3]),
        (policy("path: [a/**, b]"), policy("path: '**'"), []),
        (policy(), policy(rest="lifecycle: retired\n"), [6]),
        (policy(rest="lifecycle: retired\n"), policy(rest="lifecycle: stable\n"), []),
        (policy(), policy().replace("message: no", "message: never"), []),
    ],
)
def test_a_policy_that_asks_for_less_is_told(before: str, after: str | None, lines: list[int], diff: Diff) -> None:
    found = told(diff({"p.yaml": before}, {"p.yaml": after}, RULE))
    assert [(severity, path, line) for severity, path, line, _ in found] == [("warning", "p.yaml", n) for n in lines]


def test_what_a_policy_allows_now_is_shown(diff: Diff) -> None:
    before = policy(test="require: {required: [provider]}")
    (found,) = diff({"p.yaml": before}, {"p.yaml": policy(test="require: {required: []}")}, RULE)
    assert found.diagnostic.notes == ("`{}` satisfies it now, and did not",)
