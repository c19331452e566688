"""What GitHub Models refuses or ignores, and nothing else."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from promptops.formats import SourceFile
from promptops.formats.github_models import read
from promptops.sources.trees import MISSING

HELLO = "messages:\n- {role: user, content: Hello}\n"


class Told(NamedTuple):
    """The rule, the message and the piece of the first line of the place."""

    rule: str
    message: str
    place: str


def told(text: str) -> list[Told]:
    reading = read(SourceFile("a.prompt.yml", text, lambda _: MISSING))
    found = []
    for fault in reading.faults:
        place = fault.place
        line = text.split("\n")[place.line - 1]
        end = place.end_column - 1 if place.end_line == place.line else len(line)
        found.append(Told(fault.rule, fault.message, line[place.column - 1 : end]))
    return found


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("max_tokens", "maxTokens"),
        ("maxtokens", "maxTokens"),
        ("max_output_tokens", "maxTokens"),
        ("max_completion_tokens", "maxCompletionTokens"),
        ("top_p", "topP"),
        ("temprature", "temperature"),
    ],
)
def test_a_parameter_in_another_tools_spelling_is_ignored(key: str, meant: str) -> None:
    text = f"{HELLO}modelParameters: {{{key}: 1}}\n"
    assert told(text) == [Told("ignored-key", f"`gh models` and `actions/ai-inference` ignore `{key}`", key)]
    (fault,) = read(SourceFile("a.prompt.yml", text, lambda _: MISSING)).faults
    assert f"`{meant}`" in str(fault.help)


def test_max_tokens_may_stay_where_another_action_reads_it() -> None:
    text = f"{HELLO}modelParameters: {{max_tokens: 1}}\n"
    (fault,) = read(SourceFile("a.prompt.yml", text, lambda _: MISSING)).faults
    assert fault.help == "write `maxTokens`, and keep this one only where another action reads it"


def test_a_key_beside_the_one_that_counts_can_only_go() -> None:
    text = f"{HELLO}modelParameters: {{max_tokens: 1, maxTokens: 1}}\n"
    (fault,) = read(SourceFile("a.prompt.yml", text, lambda _: MISSING)).faults
    assert fault.help == "remove it, `maxTokens` is given"


@pytest.mark.parametrize("key", ["response_format", "model_parameters", "Evaluators", "test_data", "jsonschema"])
def test_a_misspelt_key_at_the_top_is_ignored(key: str) -> None:
    assert told(f"{HELLO}{key}: {{}}\n") == [
        Told("ignored-key", f"`gh models` and `actions/ai-inference` ignore `{key}`", key)
    ]


@pytest.mark.parametrize(
    "more",
    [
        "modelParameters: {frequencyPenalty: 1, stop: [a], seed: 5}\n",
        "x-common: &common {max_tokens: 5}\nmodelParameters: {temperature: 1}\n",
        "$schema: https://example.com/prompt.json\n",
        "testData: [{max_tokens: 5}]\n",
    ],
)
def test_a_key_that_some_reader_may_know_is_left_alone(more: str) -> None:
    assert told(HELLO + more) == []


@pytest.mark.parametrize("own", ["variables: [a]", "metadata: {domain: law}"])
def test_a_file_with_keys_of_another_program_is_left_alone(own: str) -> None:
    rest = "modelParameters: {max_tokens: 5}\nevaluators:\n- {name: a, regex: b}\n"
    assert told(f"{HELLO}{rest}{own}\n") == []
    assert told(f"{HELLO}{rest}") != []


@pytest.mark.parametrize(
    ("more", "message", "place"),
    [
        ("modelParameters: {maxTokens: a}", "`modelParameters.maxTokens` must be a whole number, not a string", "a"),
        ("modelParameters: {topP: true}", "`modelParameters.topP` must be a number, not a boolean", "true"),
        ("responseFormat: json", "`responseFormat` must be `text`, `json_object` or `json_schema`, not `json`", "json"),
        ("responseFormat: json_schema", "`responseFormat` needs a `jsonSchema`", "json_schema"),
        ("jsonSchema: {type: object}", "`jsonSchema` must be a text of JSON, not a mapping", "{type: object}"),
        ("jsonSchema: '[1]'\nresponseFormat: text", "`jsonSchema` must hold a JSON object, not a list", "'[1]'"),
        (
            "jsonSchema: '{\"type\": \"object\"}'\nresponseFormat: json_schema",
            "`jsonSchema` lacks `name` and `schema`",
            "'{\"type\": \"object\"}'",
        ),
        ("evaluators: [{name: a}]", "`evaluators[0]` needs `string`, `llm` or `uses`", "{name: a}"),
        (
            "evaluators: [{string: {regex: a}}]",
            "`evaluators[0].string` needs `equals`, `contains`, `startsWith` or `endsWith`",
            "{regex: a}",
        ),
    ],
)  # fmt: skip
def test_a_value_that_is_refused_is_an_error(more: str, message: str, place: str) -> None:
    assert told(f"{HELLO}{more}\n") == [Told("invalid-value", message, place)]


def test_what_is_wrong_in_a_text_of_json_stands_in_that_text() -> None:
    text = f'{HELLO}responseFormat: json_schema\njsonSchema: |-\n  {{"name": "a",\n   "schema": }}\n'
    (fault,) = told(text)
    assert fault.rule == "invalid-value"
    assert fault.message.startswith("`jsonSchema` is no JSON: ")
    assert fault.place == "}"


def test_a_schema_that_no_response_format_asks_for_is_ignored() -> None:
    text = f'{HELLO}jsonSchema: \'{{"name": "a", "schema": {{}}}}\'\n'
    assert told(text) == [
        Told(
            "ignored-key",
            "`gh models` and `actions/ai-inference` ignore `jsonSchema` without a `responseFormat`",
            "jsonSchema",
        )
    ]


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("{role: tool, content: a}", "`messages[0].role` must be `system`, `user` or `assistant`, not `tool`"),
        ("{role: user, content: [a]}", "`messages[0].content` must be a string, not a list"),
    ],
)
def test_a_message_that_is_refused_is_an_error(message: str, fault: str) -> None:
    assert [each.message for each in told(f"messages:\n- {message}\n")] == [fault]


@pytest.mark.parametrize(
    "text",
    [
        "messages:\n- {role: user, content: 'Sort {{ input }}'}\ntestData: [{input: a}]\n",
        "messages:\n- {role: system, content: 'On {{input}}'}\n- {role: user, content: 'Sort {{ input }}'}\n",
        "messages:\n- {role: user, content: ' {{ input }} '}\n",
    ],
)
def test_a_variable_with_blanks_in_it_is_sent_as_it_stands(text: str) -> None:
    message = "`{{ input }}` is sent as it stands: a variable has no blanks in it"
    assert told(text) == [Told("undeclared-variable", message, "{{ input }}")]


@pytest.mark.parametrize(
    "content", ["In Jinja, write {{ name }}.", "Use ${{ input }} in workflows", "{{input}}", "{{ a b }}"]
)
def test_braces_with_blanks_that_may_be_meant_are_left_alone(content: str) -> None:
    assert told(f"messages:\n- {{role: user, content: '{content}'}}\ntestData: [{{input: a}}]\n") == []


def test_an_evaluator_that_does_not_exist_fails_every_case() -> None:
    (fault,) = told(f"{HELLO}evaluators: [{{uses: github/similarity}}, {{uses: github/toxicity}}]\n")
    assert fault == Told(
        "unknown-reference", "there is no evaluator `github/toxicity`: every case fails", "github/toxicity"
    )


@pytest.mark.parametrize(
    ("evaluator", "key"),
    [
        ("{string: {contains: a, startswith: b}}", "startswith"),
        ("{llm: {model_id: a, prompt: b}}", "model_id"),
        ("{Uses: a, uses: github/fluency}", "Uses"),
    ],
)
def test_a_misspelt_key_of_an_evaluator_is_ignored(evaluator: str, key: str) -> None:
    assert told(f"{HELLO}evaluators: [{evaluator}]\n") == [
        Told("ignored-key", f"`gh models` and `actions/ai-inference` ignore `{key}`", key)
    ]
