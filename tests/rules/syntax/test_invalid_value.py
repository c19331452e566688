from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "invalid-value"
PROMPT = "---\nname: a\n{}\n---\nAnswer.\n"


@pytest.mark.parametrize(
    ("line", "columns", "message"),
    [
        ("version: 2", (10, 11), "`version` must be a semantic version such as `2.1.0`, not `2`"),
        ("output: {format: jsn}", (18, 21), "`output.format` cannot be `jsn`"),
        ("tools:", (1, 6), "`tools` has no value"),
        ("output: {role: answer}", (1, 7), "`output.format` is missing"),
        ("inputs: {a: strin}", (13, 18), "`inputs.a`"),
    ],
)
def test_a_value_that_is_refused_is_reported_where_it_stands(
    line: str, columns: tuple[int, int], message: str, lint: Lint
) -> None:
    (found,) = lint({"a.prompt.md": PROMPT.format(line)}, RULE)
    assert (found.primary.line, found.primary.column, found.primary.end_column) == (3, *columns)
    assert found.message.startswith(message)


@pytest.mark.parametrize(
    ("line", "name", "content", "message"),
    [
        pytest.param(
            "output: {schema: a.json}",
            "a.json",
            '{"type": "object",\n"properties": {"b": {"type": "strin"}}}',
            "`a.json`, line 2: `output.schema.properties.b.type`",
            id="a schema that is none",
        ),
        pytest.param("output: {schema: a.json}", "a.json", "[]", "`a.json`, line 1: `output.schema` must", id="a list"),
        pytest.param(
            "examples: a.yaml",
            "a.yaml",
            "- output: x\n- outptu: y\n",
            "`a.yaml`, line 2: `examples[1].output` is missing",
            id="an example without an output",
        ),
        pytest.param("examples: a.yaml", "a.yaml", "# later\n", "`a.yaml`, line 1: the file holds nothing", id="empty"),
        pytest.param("examples: a.yaml", "a.yaml", "see below\n", "`a.yaml`, line 1: the file holds a text", id="text"),
        pytest.param(
            "examples: a.yaml",
            "a.yaml",
            "- output: x\n---\n- output: y\n",
            "`a.yaml`, line 3: the file holds a second document",
            id="two documents",
        ),
        pytest.param(
            "examples: a.txt", "a.txt", "x", "`a.txt`, line 1: the file is neither YAML nor JSON", id="a suffix"
        ),
    ],
)
def test_a_refused_attachment_is_reported_where_it_is_named(
    line: str, name: str, content: str, message: str, lint: Lint
) -> None:
    found = lint({"a.prompt.md": PROMPT.format(line), name: content}, RULE)
    assert {each.primary.line for each in found} == {3}
    assert found[0].message.startswith(message)


def test_what_refers_to_a_refused_resource_stays_quiet(lint: Lint) -> None:
    files = {"a.prompt.md": PROMPT.format("version: 2"), "b.yaml": "kind: Agent\nname: b\nprompt: a\n"}
    assert [each.rule for each in lint(files)] == [RULE]


def test_a_file_that_holds_a_place_in_a_folder_of_texts_is_left_alone(lint: Lint) -> None:
    config = "sources: [{files: 'texts/*', dialect: markdown}]\n"
    assert lint({"promptops.yaml": config, "texts/user.md": "\n", "texts/system.md": "Answer.\n"}) == ()
