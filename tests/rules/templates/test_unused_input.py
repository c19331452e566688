from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unused-input"
TONE = "---\nname: tone\ninputs: {language: string}\n---\nAnswer in {{ language }}.\n"


def prompt(body: str, inputs: str) -> str:
    return f"---\nname: a\ninputs: {inputs}\n---\n{body}\n"


@pytest.mark.parametrize(
    ("inputs", "names", "columns"),
    [
        pytest.param("{x: string, y: string, z: string?}", ["y", "z"], [(21, 22), (32, 33)], id="two"),
        pytest.param("{x: string, y: {type: string, default: b}}", ["y"], [(21, 22)], id="with a default"),
        pytest.param("{type: object, properties: {x: {}, y: {}}}", ["y"], [(44, 45)], id="JSON Schema"),
    ],
)
def test_an_input_is_reported_at_its_key(
    inputs: str, names: list[str], columns: list[tuple[int, int]], lint: Lint
) -> None:
    found = lint({"a.prompt.md": prompt("Say {{ x }}.", inputs)})
    assert {each.rule for each in found} == {RULE}
    assert [each.message for each in found] == [f"nothing in the text uses the input `{name}`" for name in names]
    assert [(each.primary.column, each.primary.end_column) for each in found] == columns


def test_a_fragment_is_looked_at_as_well(lint: Lint) -> None:
    (found,) = lint({"tone.fragment.md": TONE.replace("{language: string}", "{language: string, tone: string}")})
    assert found.primary == ("tone.fragment.md", 3, 28, 3, 32)


@pytest.mark.parametrize("misspelt", ["langauge", "Language", "languages"])
def test_a_misspelt_variable_is_told_of_where_it_stands_and_nowhere_else(misspelt: str, lint: Lint) -> None:
    files = {"tone.fragment.md": TONE.replace("{{ language", f"{{{{ {misspelt}")}
    for name in ("a", "b"):
        files[f"{name}.prompt.md"] = prompt(f'{{% include "f{name}" %}}', "{language: string}").replace(
            ": a", f": {name}"
        )
        header = f"---\nname: f{name}\ninputs: {{language: string}}\n---\n"
        files[f"f{name}.fragment.md"] = f'{header}{{% include "tone" %}}\n'
    (found,) = lint(files)
    assert (found.rule, found.primary.path, found.primary.line) == ("undeclared-variable", "tone.fragment.md", 5)
    assert found.help == "did you mean `language`?"


def test_another_variable_that_is_not_declared_hides_nothing(lint: Lint) -> None:
    found = lint({"a.prompt.md": prompt("{{ customer }}", "{language: string}")})
    assert [each.rule for each in found] == [RULE, "undeclared-variable"]


def test_includes_that_go_round_in_a_circle_end(lint: Lint) -> None:
    files = {
        "a.prompt.md": prompt('{% include "b" %}', "{x: string, y: string}"),
        "b.fragment.md": '---\nname: b\n---\n{% include "c" %}\n',
        "c.fragment.md": '---\nname: c\ninputs: {x: string}\n---\n{% include "b" %}{{ x }}\n',
    }
    (found,) = lint(files, RULE)
    assert found.message == "nothing in the text uses the input `y`"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a.prompt.md": prompt("{% if x %}yes{% endif %}", "{x: boolean}")}, id="a condition"),
        pytest.param(
            {"a.yaml": "kind: Prompt\nname: a\ninputs: {x: string}\nmessages:\n- {role: user, content: '{{ x }}'}\n"},
            id="a message",
        ),
        pytest.param(
            {
                "a.prompt.md": "---\nname: a\ninputs: {x: string}\nvariants: [{name: b, file: b.md}]\n---\nHi.\n",
                "b.md": "{{ x }}\n",
            },
            id="a variant in a file",
        ),
        pytest.param(
            {
                "a.prompt.md": prompt('{% include "style" %}', "{language: string}"),
                "style.fragment.md": '---\nname: style\ninputs: {language: string}\n---\n{% include "tone" %}\n',
                "tone.fragment.md": TONE,
            },
            id="two fragments further",
        ),
        pytest.param({"a.prompt.md": prompt("{{ y", "{x: string}")}, id="an error of syntax"),
        pytest.param({"a.prompt.md": prompt('{% include "nowhere" %}', "{x: string}")}, id="an include of nothing"),
        pytest.param({"a.prompt.md": prompt("{% include y %}", "{x: string, y: string}")}, id="a computed include"),
        pytest.param(
            {
                "a.prompt.md": prompt('{% include "b" %}', "{x: string}"),
                "b.fragment.md": "---\nname: b\nversion: 1\n---\n{{ x }}\n",
            },
            id="an include of what was refused",
        ),
        pytest.param(
            {
                "a.prompt.md": prompt('{% include "b" %}', "{x: string}"),
                "b.fragment.md": "---\nname: b\n---\n{{ y\n",
            },
            id="an include of what is no template",
        ),
        pytest.param({"a.prompt.md": prompt("Hi.", "{type: object, additionalProperties: true}")}, id="anything goes"),
        pytest.param({"a.prompt.md": "---\nname: a\n---\nHi.\n"}, id="no inputs"),
    ],
)
def test_what_is_used_or_unknown_is_left_alone(files: dict[str, str], lint: Lint) -> None:
    assert lint(files, RULE) == ()


@pytest.mark.parametrize(
    ("ignore", "told"),
    [("[]", ["span_id", "trace_id", "x"]), ("['*_id']", ["x"]), ("[x, span_id]", ["trace_id"]), ("X", None)],
)
def test_what_is_passed_for_another_purpose_is_ignored(ignore: str, told: list[str] | None, lint: Lint) -> None:
    config = f"rules: {{{RULE}: {{options: {{ignore: {ignore}}}}}}}\n"
    text = prompt("Answer.", "{x: string, trace_id: string, span_id: string}")
    found = lint({"a.prompt.md": text, "promptops.yaml": config}, RULE)
    assert sorted(each.message.split("`")[1] for each in found) == (told or ["span_id", "trace_id", "x"])
