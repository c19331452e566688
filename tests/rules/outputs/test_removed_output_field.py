from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from promptops.changes.readers import keys_asserted
from promptops.compiler.change_findings import ChangeFinding
from promptops.sources.yaml import read_yaml

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "removed-output-field"
PATH = "prompts/digest.prompt.md"
LIVE: Files = {"c.yaml": "kind: Consumer\nname: support/board\nof: prompt:support/digest\n"}
TEXT = {"type": "string"}


def schema(properties: Mapping[str, Any], required: Sequence[str] | None = None, **more: Any) -> dict[str, Any]:
    needed = list(properties) if required is None else list(required)
    return {"type": "object", "properties": dict(properties), "required": needed, **more}


def prompt(output: Mapping[str, Any]) -> str:
    return f"---\nname: support/digest\noutput:\n  schema: {json.dumps(output)}\n---\nSummarise the ticket.\n"


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int]]:
    places = ((each.diagnostic.severity.value, each.diagnostic.primary) for each in found)
    return [(severity, span.path, span.line) for severity, span in places]


def reader(*keys: str) -> Files:
    listed = "".join(f"- key: {json.dumps(key)}\n" for key in keys)
    return {"c.yaml": f"kind: Consumer\nname: support/board\nof: prompt:support/digest\nexpects:\n{listed}"}


OLD = prompt(schema({"summary": TEXT, "urgency": {"type": "integer"}}))


@pytest.mark.parametrize(
    ("after", "help"),
    [
        ({"urgency": {"type": "integer"}}, "keep `summary` until nobody reads it"),
        ({"exec_summary": TEXT, "urgency": {"type": "integer"}}, "read `exec_summary`, or keep `summary` beside it"),
        ({"sumary": TEXT, "team": TEXT, "urgency": {}}, "read `sumary`, or keep `summary` beside it"),
        ({"abstract": TEXT, "urgency": {}}, "read `abstract`, or keep `summary` beside it"),
        ({"abstract": TEXT, "team": TEXT, "urgency": {}}, "keep `summary` until nobody reads it"),
    ],
)
def test_a_reader_is_told_at_its_line_with_the_new_name(diff: Diff, after: Mapping[str, Any], help: str) -> None:
    (found,) = diff({PATH: OLD, **reader("urgency", "summary")}, {PATH: prompt(schema(after))}, RULE)
    assert told((found,)) == [("error", "c.yaml", 6)]
    assert found.diagnostic.message == (
        "the output of `support/digest` no longer has `summary`; `consumer:support/board` reads it"
    )
    assert found.diagnostic.help == help
    assert [consumer.name for consumer in found.consumers] == ["consumer:support/board"]


def test_where_no_reader_is_known_the_schema_has_the_witness(diff: Diff) -> None:
    after = prompt(schema({"exec_summary": TEXT, "urgency": {"type": "integer"}}))
    (found,) = diff({PATH: OLD, **LIVE}, {PATH: after}, RULE)
    assert told((found,)) == [("error", PATH, 4)]
    assert found.diagnostic.message.endswith("no longer has `summary`, `exec_summary` is new beside it")
    assert '"exec_summary"' in found.diagnostic.notes[0]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (schema({"a": TEXT, "b": TEXT}), schema({"b": TEXT}), ["error"]),
        (schema({"a": TEXT, "b": TEXT}, ["b"]), schema({"b": TEXT}), ["error"]),
        (
            schema({"a": TEXT, "b": TEXT}, ["b"], additionalProperties=False),
            schema({"b": TEXT}, additionalProperties=False),
            ["warning"],
        ),
        (schema({"a": TEXT, "b": TEXT, "c": TEXT}), schema({"c": TEXT}), ["error", "error"]),
        (schema({"a": TEXT}), schema({"a": TEXT, "b": TEXT}), []),
        (schema({"a": TEXT, "b": TEXT}), schema({"b": TEXT, "a": TEXT}), []),
        (schema({"a": TEXT}), schema({"a": TEXT}, []), []),
    ],
)
def test_fields(diff: Diff, before: Mapping[str, Any], after: Mapping[str, Any], expected: list[str]) -> None:
    found = diff({PATH: prompt(before), **LIVE}, {PATH: prompt(after)}, RULE)
    assert [severity for severity, *_ in told(found)] == expected


NESTED = schema({"id": TEXT, "lines": {"type": "array", "items": schema({"id": TEXT, "amount": {"type": "number"}})}})
WITHOUT = {
    "id": schema({"id": TEXT, "lines": {"type": "array", "items": schema({"amount": {"type": "number"}})}}),
    "amount": schema({"id": TEXT, "lines": {"type": "array", "items": schema({"id": TEXT})}}),
}


@pytest.mark.parametrize(
    ("gone", "key", "line"),
    [
        ("amount", "amount", "c.yaml"),
        ("amount", "lines.amount", "c.yaml"),
        ("amount", "lines[].amount", "c.yaml"),
        ("amount", "lines[0].amount", "c.yaml"),
        ("amount", "$.lines[].amount", "c.yaml"),
        ("id", "lines.id", "c.yaml"),
        ("id", "id", PATH),
        ("amount", "total.amount", PATH),
    ],
)
def test_a_key_means_a_field_by_its_way_or_where_no_other_has_its_name(
    diff: Diff, gone: str, key: str, line: str
) -> None:
    found = diff({PATH: prompt(NESTED), **reader(key)}, {PATH: prompt(WITHOUT[gone])}, RULE)
    assert [path for _, path, _ in told(found)] == [line]


def test_an_evaluation_reads_keys_as_well(diff: Diff) -> None:
    evaluation = "kind: Eval\nname: digest\nsubjects: [prompt:support/digest]\nasserts:\n- key: summary\n"
    after = prompt(schema({"urgency": {"type": "integer"}}))
    assert told(diff({PATH: OLD, "e.yaml": evaluation}, {PATH: after}, RULE)) == [("error", "e.yaml", 5)]


def test_a_schema_in_a_file_is_told_where_the_prompt_names_it(diff: Diff) -> None:
    written = "---\nname: support/digest\noutput:\n  schema: digest.json\n---\nSummarise the ticket.\n"
    before = {PATH: written, "prompts/digest.json": json.dumps(schema({"a": TEXT, "b": TEXT})), **LIVE}
    after = {"prompts/digest.json": json.dumps(schema({"b": TEXT}))}
    assert told(diff(before, after, RULE)) == [("error", PATH, 4)]


PROMPTFOO = """\
prompts: [file://a.txt]
providers: [openai:gpt-4o]
tests:
- vars: {{q: why}}
  assert:
  - type: {type}
    value: {value}
"""


@pytest.mark.parametrize(
    ("type", "value", "names"),
    [
        ("is-json", "{required: [summary], type: object}", ["summary"]),
        ("contains-json", "{required: [a, summary]}", ["a", "summary"]),
        ("javascript", "JSON.parse(output).summary.length < 10", ["summary"]),
        ("javascript", "output.summary === 'x' && output.trim() !== ''", ["summary"]),
        ("javascript", "file://check.js", []),
        ("is-json", "file://schema.json", []),
        ("is-json", "{required: true}", []),
        ("contains", "summary", []),
    ],
)
def test_assertions_of_promptfoo_name_keys(type: str, value: str, names: list[str]) -> None:
    written = read_yaml(PROMPTFOO.format(type=type, value=value))[0][0].value
    assert [name for name, _ in keys_asserted(written)] == names
    assert all(keys == ("tests", 0, "assert", 0, "value") for _, keys in keys_asserted(written))


@pytest.mark.parametrize(
    ("path", "code", "lines"),
    [
        ("src/board.py", 'import json\nP = "support/digest"\nprint(json.loads(answer(P))["summary"])\n', [3]),
        ("src/board.py", 'P = "support/digest"\ndata = ask(P)\nprint(data.get("summary"))\n', [3]),
        ("src/board.ts", 'const p = "support/digest";\nshow(JSON.parse(await ask(p))["summary"]);\n', [2]),
        ("board.go", 'package a\nconst p = "support/digest"\ntype D struct { S string `json:"summary"` }\n', [3]),
        ("src/board.py", 'P = "support/digest"\nprint("summary of the ticket", P)\n', None),
        ("src/board.py", 'import json\nprint(json.loads(answer)["summary"])\n', None),
    ],
)
def test_source_code_that_names_the_prompt_reads_keys(
    diff: Diff, path: str, code: str, lines: list[int] | None
) -> None:
    after = prompt(schema({"exec_summary": TEXT, "urgency": {"type": "integer"}}))
    found = diff({PATH: OLD, path: code, **LIVE}, {PATH: after}, RULE)
    assert told(found) == ([("error", PATH, 4)] if lines is None else [("error", path, line) for line in lines])


def test_undoing_it_is_no_finding(diff: Diff) -> None:
    assert diff({PATH: prompt(schema({"urgency": {"type": "integer"}})), **reader("summary")}, {PATH: OLD}, RULE) == ()
