from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.fixing import apply_edits, edits_by_file
from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unquoted-template"
HEAD = "kind: Prompt\nname: a\ninputs: {x: string}\n"


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        pytest.param("{{ x }}", '"{{ x }}"', id="a value"),
        pytest.param("{{ x }} and more", '"{{ x }} and more"', id="text behind the tag"),
        pytest.param("{% if x %}yes{% endif %}", '"{% if x %}yes{% endif %}"', id="a statement"),
        pytest.param('{{ x or "none" }}', "'{{ x or \"none\" }}'", id="quotes inside"),
    ],
)
def test_a_tag_that_begins_a_value_is_put_in_quotes(value: str, quoted: str, lint: Lint) -> None:
    text = f"{HEAD}body: {value}\n"
    (found,) = lint({"a.yaml": text})
    assert (found.rule, found.primary.line, found.primary.column) == (RULE, 4, 7)
    fixed = apply_edits(text, edits_by_file([found])["a.yaml"])
    assert fixed == f"{HEAD}body: {quoted}\n"
    assert lint({"a.yaml": fixed}) == ()


def test_a_tag_over_two_lines_is_left_to_the_author(lint: Lint) -> None:
    (found,) = lint({"a.yaml": f"{HEAD}body: {{{{ x }}}}\n  and more\n"})
    assert (found.rule, found.fix) == (RULE, None)


def test_front_matter_is_read_alike(lint: Lint) -> None:
    (found,) = lint({"a.prompt.md": "---\nname: a\ndescription: {{ team }}\n---\nAnswer.\n"}, RULE)
    assert found.primary == ("a.prompt.md", 3, 14, 3, 24)


@pytest.mark.parametrize("value", ["'{{ x }}'", "|\n  {{ x }}", "about {{ x }}", ">-\n  {% if x %}y{% endif %}"])
def test_a_tag_that_yaml_reads_as_text_is_left_alone(value: str, lint: Lint) -> None:
    assert lint({"a.yaml": f"{HEAD}body: {value}\n"}) == ()
