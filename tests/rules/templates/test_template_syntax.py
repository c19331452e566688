from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "template-syntax"
INPUTS = "inputs: {x: string, y: string}\n"
HEAD = f"---\nname: a\n{INPUTS}---\n{{{{ x }}}} {{{{ y }}}}\n"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("{{ x", (6, 1, 6, 3), "`{{` is never closed"),
        ("Hello\n  {{ x | }}", (7, 10, 7, 12), "expected"),
        ("{% endif %}", (6, 4, 6, 9), "`endif` without `if`"),
        ("{% fi %}", (6, 4, 6, 6), "`fi` is not a tag"),
        ("{% for i in x %}{{ i }}", (6, 1, 6, 17), "`for` is never closed"),
    ],
)
def test_an_error_is_reported_where_it_stands(text: str, place: tuple[int, ...], message: str, lint: Lint) -> None:
    (found,) = lint({"a.prompt.md": f"{HEAD}{text}\n"})
    assert (found.rule, found.primary) == (RULE, ("a.prompt.md", *place))
    assert found.message.startswith(message)


def test_each_text_of_a_prompt_is_looked_at(lint: Lint) -> None:
    messages = "messages:\n- {role: system, content: '{{ x }} {{ y }} {% if %}'}\n- {role: user, content: '{{'}\n"
    found = lint({"a.yaml": f"kind: Prompt\nname: a\n{INPUTS}{messages}"})
    assert [(each.rule, each.primary.line, each.primary.column) for each in found] == [(RULE, 5, 50), (RULE, 6, 26)]


def test_a_block_of_yaml_keeps_its_columns(lint: Lint) -> None:
    (found,) = lint({"a.yaml": f"kind: Fragment\nname: a\n{INPUTS}body: |\n  {{{{ x }}}}\n  and {{{{ y z }}}}\n"})
    assert found.primary == ("a.yaml", 6, 12, 6, 13)


def test_a_variant_in_a_file_is_reported_where_that_is_named(lint: Lint) -> None:
    prompt = f"---\nname: a\n{INPUTS}variants: [{{name: b, file: b.md}}]\n---\n{{{{ x }}}} {{{{ y }}}}\n"
    (found,) = lint({"a.prompt.md": prompt, "b.md": "Hello\n{% if x %}\n"})
    assert found.message == "`b.md`, line 2: `if` is never closed"
    assert found.primary == ("a.prompt.md", 4, 28, 4, 32)


@pytest.mark.parametrize(
    ("dialect", "expected"), [("jinja", 1), ("{dialect: markdown, template: jinja}", 1), ("markdown", 0), ("text", 0)]
)
def test_a_text_of_another_kind_is_a_template_only_where_the_project_says_so(
    dialect: str, expected: int, lint: Lint
) -> None:
    source = dialect if dialect.startswith("{") else f"{{dialect: {dialect}}}"
    config = f"sources: [{{files: 'texts/*', {source.strip('{}')}}}]\n"
    assert len(lint({"promptops.yaml": config, "texts/a.md": "Use {{ braces.\n"}, RULE)) == expected
