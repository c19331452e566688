from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "untyped-output"
PROMPT = "---\nname: a\n{}\n---\n{}\n"


@pytest.mark.parametrize(
    ("output", "columns", "message"),
    [
        ("output: {format: json}", (18, 22), "the output is JSON without a schema"),
        ("output: {format: json, role: extraction}", (18, 22), "the output is JSON without a schema"),
        ("output: {format: text, role: classification}", (30, 44), "the output is that of a classification"),
        ("output: {format: yaml, role: extraction}", (30, 40), "the output is that of an extraction"),
    ],
)
def test_an_output_without_a_schema_is_reported_where_it_says_what_it_is(
    output: str, columns: tuple[int, int], message: str, lint: Lint
) -> None:
    (found,) = lint({"a.prompt.md": PROMPT.format(output, "Answer.")})
    assert found.rule == RULE
    assert found.primary == ("a.prompt.md", 3, columns[0], 3, columns[1])
    assert found.message.startswith(message)


def test_a_demand_is_reported_once_in_each_text(lint: Lint) -> None:
    system = "- role: system\n  content: |\n    Be brief.\n    Answer in JSON. Return JSON.\n"
    user = "- role: user\n  content: Reply as JSON.\n"
    found = lint({"a.yaml": f"kind: Prompt\nname: a\nmessages:\n{system}{user}"})
    assert [each.primary for each in found] == [("a.yaml", 7, 5, 7, 19), ("a.yaml", 9, 12, 9, 25)]
    assert {each.message for each in found} == {"the text demands JSON, and the prompt declares no `output`"}


def test_a_demand_in_the_file_of_a_variant_is_reported_where_that_is_named(lint: Lint) -> None:
    header = "variants: [{name: b, file: b.md}]"
    (found,) = lint({"a.prompt.md": PROMPT.format(header, "Answer."), "b.md": "Answer in JSON.\n"})
    assert found.primary == ("a.prompt.md", 3, 28, 3, 32)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {"a.prompt.md": PROMPT.format("output: {format: text}", "Respond with JSON.")}, id="text, it says"
        ),
        pytest.param({"a.prompt.md": PROMPT.format("output: {schema: {type: object}}", "Answer.")}, id="with a schema"),
        pytest.param(
            {"a.prompt.md": PROMPT.format("output: {format: json, schema: nowhere.json}", "Answer.")},
            id="with a schema that cannot be read",
        ),
        pytest.param(
            {
                "a.prompt.md": PROMPT.format(
                    "output: {format: text, role: classification, schema: {enum: [a]}}", "Sort."
                )
            },
            id="a label with a schema",
        ),
        pytest.param({"a.prompt.md": PROMPT.format("output: {format: markdown}", "Answer.")}, id="no structure"),
        pytest.param({"a.fragment.md": PROMPT.format("labels: {}", "Respond with JSON.")}, id="a fragment"),
        pytest.param(
            {"promptops.yaml": "sources: [{files: '*.md', dialect: markdown}]\n", "a.md": "Respond with JSON.\n"},
            id="a file that can declare nothing",
        ),
    ],
)
def test_what_has_a_schema_or_needs_none_is_left_alone(files: dict[str, str], lint: Lint) -> None:
    assert lint(files, RULE) == ()
