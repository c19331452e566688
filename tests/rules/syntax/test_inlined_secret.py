from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "inlined-secret"
TOKEN = "ghp_" + "R7xK2mQ9vT4bL1nC8wJ5hF3gD6pY0sA2eZ9u"
HIDDEN = "ghp_" + "*" * 36
KEY = "sk-proj-" + "Q4fT8mZ2vK9xL1bN7cR5jH3gW6pY0sD4aE8uI2oM1qV6tB9nX3z"
PROMPT = "---\nname: a\n{}\n---\n{}\n"


def every_word_of(found: Diagnostic) -> str:
    related = [each.text for each in found.related]
    edits = [edit.text for edit in found.fix.edits] if found.fix else []
    return "\n".join([found.message, found.help or "", found.snippet, *related, *edits, *map(str, found.keys)])


def test_a_secret_is_reported_without_being_shown(lint: Lint) -> None:
    (found,) = lint({"a.prompt.md": PROMPT.format("labels: {a: b}", f"Call it with {TOKEN}.")})
    assert (found.rule, found.primary) == (RULE, ("a.prompt.md", 5, 14, 5, 54))
    assert found.message == "the file holds a GitHub token: `ghp_…`, 40 characters"
    assert found.snippet == f"Call it with {HIDDEN}."
    assert TOKEN[4:12] not in every_word_of(found)


@pytest.mark.parametrize(
    ("path", "content", "rule"),
    [
        pytest.param("a.prompt.md", PROMPT.format(f"apikey: {TOKEN}", "Hi."), "unknown-key", id="an unknown key"),
        pytest.param("a.prompt.md", PROMPT.format(f"model: {TOKEN}", "Hi."), "unknown-reference", id="a reference"),
        pytest.param("a.prompt.md", PROMPT.format(f"version: {KEY}", "Hi."), "invalid-value", id="a value, cut short"),
        pytest.param(
            "a.prompt.md", PROMPT.format(f"description: {{{{ x }}}} {TOKEN}", "Hi."), "unquoted-template", id="a fix"
        ),
        pytest.param("a.yaml", f"kind: Team\nname: a\ncontact: x: {TOKEN}\n", "invalid-yaml", id="broken YAML"),
        pytest.param("a.prompt.md", PROMPT.format("", f"{{{{ {TOKEN} }}}}"), "undeclared-variable", id="a variable"),
        pytest.param("a.prompt.md", PROMPT.format("", f"a\u200bb {TOKEN}"), "hidden-characters", id="its line"),
    ],
)
def test_no_other_rule_shows_it(path: str, content: str, rule: str, lint: Lint) -> None:
    found = lint({path: content})
    assert {RULE, rule} <= {each.rule for each in found}
    for each in found:
        assert TOKEN[4:12] not in every_word_of(each)
        assert KEY[4:16] not in every_word_of(each)


def test_no_line_of_a_private_key_is_shown(lint: Lint) -> None:
    line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"
    text = f"kind: Team\nname: a\ncontact: -----BEGIN PRIVATE KEY-----\n{line}\n-----END PRIVATE KEY-----\n"
    found = lint({"a.yaml": text})
    assert {each.rule for each in found} == {RULE, "invalid-yaml"}
    assert all("MIIEvQ" not in each.snippet for each in found)


def test_two_on_one_line_are_two_findings(lint: Lint) -> None:
    found = lint({"a.prompt.md": PROMPT.format("", f"{TOKEN} and {KEY}")}, RULE)
    assert [each.primary.column for each in found] == [1, 46]
    assert {each.snippet for each in found} == {f"{HIDDEN} and sk-p{'*' * 55}"}


def test_an_attached_file_is_looked_at(lint: Lint) -> None:
    files = {"a.prompt.md": PROMPT.format("examples: a.yaml", "Hi."), "a.yaml": f"- output: x\n- output: {TOKEN}\n"}
    (found,) = lint(files)
    assert found.message == "`a.yaml`, line 2, holds a GitHub token: `ghp_…`, 40 characters"
    assert found.primary == ("a.prompt.md", 3, 11, 3, 17)


def test_tools_are_looked_at(lint: Lint) -> None:
    tools = f'[{{"name": "a", "description": "Uses {KEY}", "inputSchema": {{"type": "object"}}}}]'
    assert [each.primary.column for each in lint({"tools.json": tools})] == [37]


@pytest.mark.parametrize(
    ("allow", "told"),
    [
        pytest.param("[]", [KEY, TOKEN], id="nothing"),
        pytest.param(f"{TOKEN}", [KEY], id="the whole"),
        pytest.param("['ghp_R7xK*', 'sk-proj-*z']", [], id="patterns"),
        pytest.param("['ghp_']", [KEY, TOKEN], id="a part is not the whole"),
    ],
)
def test_a_placeholder_of_the_project_is_allowed_and_stays_masked(allow: str, told: list[str], lint: Lint) -> None:
    config = f"rules: {{{RULE}: {{options: {{allow: {allow}}}}}}}\n"
    files = {"a.prompt.md": PROMPT.format("inputs: {x: string}\nexamples: a.yaml", f"{TOKEN} {{{{ y }}}} and {KEY}")}
    found = lint({**files, "a.yaml": f"- output: {TOKEN}\n", "promptops.yaml": config})
    inside = [each for each in found if each.rule == RULE and each.primary.line > 4]
    assert sorted(each.message.split("`")[1][:4] for each in inside) == sorted(secret[:4] for secret in told)
    assert len([each for each in found if each.rule == RULE]) == len(told) + (TOKEN in told)
    assert all(TOKEN[4:12] not in every_word_of(each) for each in found)
    assert {"undeclared-variable", "unused-input"} <= {each.rule for each in found}
