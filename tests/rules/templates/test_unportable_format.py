from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unportable-format"
PROD = {"environments/prod.yaml": "kind: Environment\nname: prod\ndescription: What customers get.\n"}
DOTPROMPT = "---\nmodel: acme/x\ninput: {schema: {tags(array): string}}\n---\nAbout {{json tags}}.\n"
PROMPTY = """\
---
name: a
template: mustache
inputs: {words: {type: array}}
---
user:
{{#gone}}x{{/gone}}
"""
JUDGE = "fact:\n  prompt: 'Is {a!r} right?'\n  choice_strings: ABC\n  input_outputs: {input: completion}\n"
SOURCES = (
    "name: example\nsources:\n- {files: '*.j2', dialect: jinja}\n- {files: '*.txt', dialect: text, template: format}\n"
)


@pytest.mark.parametrize(
    ("path", "text", "place", "message"),
    [
        ("a.prompt", DOTPROMPT, (5, 7), "nothing else has the helper `json`"),
        ("_a.prompt", "{{#if tags}}{{json tags}}{{/if}}\n", (1, 13), "nothing else has the helper `json`"),
        ("a.prompty", PROMPTY, (7, 1), "nobody says whether this is a condition or a loop"),
        ("a.j2", "{{ x|sort }}\n", (1, 6), "a program has no filter `sort`"),
        ("a.txt", "{x} and {y:>3}\n", (1, 10), "a format specification has no form in a program"),
    ],
)
def test_what_a_bundle_cannot_carry_is_told_where_it_stands(
    path: str, text: str, place: tuple[int, int], message: str, lint: Lint
) -> None:
    files = {path: text, "promptops.yaml": SOURCES}
    assert lint(files, RULE) == ()
    (found,) = lint({**files, **PROD}, RULE)
    assert (found.primary[:3], found.message) == ((path, *place), message)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.prompt", "---\nmodel: acme/x\n---\nAbout {{tags}}{{#if more}} and {{more}}{{/if}}.\n"),
        ("a.prompty", PROMPTY.replace("gone", "words")),
        ("a.txt", "{x[name]} and {y}\n"),
        ("registry/a.yaml", JUDGE),
        ("promptfooconfig.yaml", "prompts: ['Say {{ word }}']\nproviders: [openai:gpt-4o]\n"),
        ("a.prompt.md", "---\nname: a\ninputs: {x: array}\n---\n{{ x|sort }}\n"),
    ],
)
def test_what_has_a_program_or_is_rendered_by_its_own_tool_is_left_alone(path: str, text: str, lint: Lint) -> None:
    assert lint({path: text, "promptops.yaml": SOURCES, **PROD}, RULE) == ()
