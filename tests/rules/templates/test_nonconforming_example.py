from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic, Related, Span

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "nonconforming-example"
SCHEMA = "{type: object, properties: {amount: {type: integer}}, required: [amount]}"


def prompt(examples: str, inputs: str = "{x: string}", output: str = f"{{format: json, schema: {SCHEMA}}}") -> str:
    return f"---\nname: a\ninputs: {inputs}\noutput: {output}\nexamples:\n{examples}\n---\nAnswer {{{{ x }}}}.\n"


@pytest.mark.parametrize(
    ("example", "place", "message"),
    [
        pytest.param(
            "- inputs: {x: a}\n  output: {amount: many}",
            (7, 20, 7, 24),
            "`examples[0].output.amount` must be a whole number, not a string",
            id="a wrong type",
        ),
        pytest.param(
            "- inputs: {x: a}\n  output: {}", (7, 11, 7, 13), "`examples[0].output` lacks `amount`", id="a gap"
        ),
        pytest.param(
            "- output: {amount: 1}\n- inputs: {x: 1}\n  output: {amount: 1}",
            (7, 15, 7, 16),
            "`examples[1].inputs.x` must be a string, not `1`",
            id="an input of a wrong type",
        ),
        pytest.param(
            "- inputs: {x: a, y: b}\n  output: {amount: 1}",
            (6, 11, 6, 23),
            "`examples[0].inputs` has `y`, which the schema does not know",
            id="an input too many",
        ),
        pytest.param(
            '- inputs: {x: a}\n  output: \'{"amount": "many"}\'',
            (7, 11, 7, 31),
            "`examples[0].output.amount` must be a whole number, not a string",
            id="JSON in a text",
        ),
        pytest.param(
            "- inputs: {x: a}\n  output: amount 1",
            (7, 11, 7, 19),
            "`examples[0].output` is not JSON",
            id="no JSON in a text",
        ),
    ],
)
def test_an_example_is_reported_where_it_breaks_the_schema(
    example: str, place: tuple[int, ...], message: str, lint: Lint
) -> None:
    found = [each for each in lint({"a.prompt.md": prompt(example)}, RULE) if each.primary[1:] == place]
    assert [each.message[: len(message)] for each in found] == [message]


def test_inputs_and_output_are_judged_by_themselves(lint: Lint) -> None:
    found = lint({"a.prompt.md": prompt("- inputs: {}\n  output: {}\n- inputs: {x: a}\n  output: {amount: 1}")})
    assert [(each.rule, each.primary.line) for each in found] == [(RULE, 6), (RULE, 7)]


def test_an_example_in_a_file_is_shown_there(lint: Lint) -> None:
    header = "---\nname: a\ninputs: {x: string}\noutput: {schema: a.json}\nexamples: a.yaml\n---\nAnswer {{ x }}.\n"
    schema = '{"type": "object", "required": ["amount"]}'
    examples = "- inputs: {x: a}\n  output: {amount: 1}\n- inputs: {x: b}\n  output: {total: 1}\n"
    (found,) = lint({"p/a.prompt.md": header, "p/a.json": schema, "p/a.yaml": examples})
    assert found.message == "`examples[1].output` lacks `amount`"
    assert found.primary == ("p/a.prompt.md", 5, 11, 5, 17)
    assert found.related == (Related(Span("p/a.yaml", 4, 11, 4, 21), "the example stands here"),)


def test_without_a_schema_json_must_be_json(lint: Lint) -> None:
    found = lint({"a.prompt.md": prompt("- inputs: {x: a}\n  output: '{'", output="{format: json}")}, RULE)
    assert [each.primary.line for each in found] == [7]


@pytest.mark.parametrize(
    ("examples", "output"),
    [
        pytest.param("- {inputs: {x: a}, output: {amount: 1, more: 2}}", None, id="conforming"),
        pytest.param("- {inputs: {x: a}, output: '{\"amount\": 1}'}", None, id="as the model writes it"),
        pytest.param("- {inputs: {x: a}, output: refund}", "{format: text, schema: {enum: [refund]}}", id="a label"),
        pytest.param("- {inputs: {x: a}, output: 'amount: many'}", "{format: yaml, schema: {type: object}}", id="YAML"),
        pytest.param("- {inputs: {x: a}, output: '{'}", "{format: text}", id="text"),
        pytest.param(
            "- {inputs: {x: a}, output: {a: 1}}",
            "{format: json, schema: {$ref: 'https://example.com/a.json'}}",
            id="a schema that is somewhere else",
        ),
        pytest.param("- {inputs: {x: a}, output: b}", "{format: json, schema: {type: string}}", id="a JSON string"),
    ],
)
def test_what_conforms_or_cannot_be_judged_is_left_alone(examples: str, output: str | None, lint: Lint) -> None:
    text = prompt(examples) if output is None else prompt(examples, output=output)
    assert lint({"a.prompt.md": text}, RULE) == ()


def test_an_input_with_a_default_may_be_left_out(lint: Lint) -> None:
    text = prompt("- {output: {amount: 1}}", inputs="{x: {type: string, default: a}}")
    assert lint({"a.prompt.md": text}) == ()
