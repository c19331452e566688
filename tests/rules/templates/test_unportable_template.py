from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unportable-template"


@pytest.mark.parametrize(
    ("text", "found"),
    [("{{ x|sort }}", [(5, 6, "a program has no filter `sort`")]), ("{{ x|list }}", [])],
)
def test_native_texts_are_held_to_what_a_program_says(text: str, found: list[tuple[int, int, str]], lint: Lint) -> None:
    said = lint({"a.prompt.md": f"---\nname: a\ninputs: {{x: array}}\n---\n{text}\n"}, RULE)
    assert [(each.primary.line, each.primary.column, each.message) for each in said] == found


def test_texts_of_other_formats_are_left_to_another_rule(lint: Lint) -> None:
    config = "name: example\nsources: [{files: notes/*.j2, dialect: jinja}]\n"
    assert lint({"promptops.yaml": config, "notes/a.j2": "{{ x|sort }}\n"}, RULE) == ()
