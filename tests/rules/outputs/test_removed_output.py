from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "removed-output"
PATH = "prompts/triage.prompt.md"
CONSUMER: Files = {"c.yaml": "kind: Consumer\nname: support/router\nof: prompt:support/triage\n"}
SCHEMA = "{type: object, properties: {category: {type: string}}, required: [category]}"


def prompt(output: str | None) -> str:
    written = "" if output is None else f"output: {output}\n"
    return f"---\nname: support/triage\n{written}---\nSort the request into a category.\n"


def severities(found: tuple[ChangeFinding, ...]) -> list[str]:
    return [each.diagnostic.severity.value for each in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("{format: json}", "{format: text}", ["error"]),
        ("{format: json}", None, ["error"]),
        ("{format: json}", "{format: yaml}", ["error"]),
        ("{format: json}", "{format: jsonl}", ["error"]),
        ("{format: xml}", "{format: json}", ["error"]),
        ("{format: csv}", "{format: markdown}", ["error"]),
        (f"{{schema: {SCHEMA}}}", "{format: text}", ["error"]),
        (f"{{schema: {SCHEMA}}}", "{format: json}", ["error"]),
        (f"{{format: text, schema: {SCHEMA}}}", "{format: text}", ["error"]),
        ("{format: html}", "{format: markdown}", ["warning"]),
        ("{format: code}", None, ["warning"]),
        ("{format: text}", "{format: json}", ["warning"]),
        ("{format: yaml}", "{format: json}", []),
        ("{format: text}", "{format: markdown}", []),
        ("{format: text}", None, []),
        (None, "{format: json}", []),
        (None, f"{{schema: {SCHEMA}}}", []),
        ("{format: json}", f"{{schema: {SCHEMA}}}", []),
        ("{schema: {}}", "{format: json}", []),
        ("{format: json, role: extraction}", "{format: json, role: classification}", []),
    ],
)
def test_formats_and_schemas(diff: Diff, before: str | None, after: str | None, expected: list[str]) -> None:
    assert severities(diff({PATH: prompt(before), **CONSUMER}, {PATH: prompt(after)}, RULE)) == expected


def test_it_stands_at_the_format(diff: Diff) -> None:
    (found,) = diff({PATH: prompt("{format: json}"), **CONSUMER}, {PATH: prompt("{format: text}")}, RULE)
    assert found.diagnostic.primary[:3] == (PATH, 3, 18)
    assert found.diagnostic.message == "`support/triage` writes `text` now, and promised `json`"
    assert found.bump == "major"


def test_a_schema_that_is_gone_has_a_witness(diff: Diff) -> None:
    before, after = prompt(f"{{schema: {SCHEMA}}}"), prompt("{format: json}")
    (found,) = diff({PATH: before, **CONSUMER}, {PATH: after}, RULE)
    assert found.diagnostic.message == "`support/triage` no longer has a schema for its output"
    assert found.diagnostic.notes[0].endswith("is valid now, and was not")


def test_a_schema_may_move_to_a_file_and_back(diff: Diff) -> None:
    there = {PATH: prompt("{schema: triage.json}"), "prompts/triage.json": '{"type": "object"}'}
    here = {PATH: prompt("{schema: {type: object}}"), "prompts/triage.json": None}
    assert diff({**there, **CONSUMER}, here, RULE) == ()
    assert diff({**here, **CONSUMER}, there, RULE) == ()


def test_nobody_is_broken_where_nobody_reads(diff: Diff) -> None:
    assert severities(diff({PATH: prompt("{format: json}")}, {PATH: prompt(None)}, RULE)) == ["info"]


def test_foreign_prompts_have_outputs_as_well(diff: Diff) -> None:
    old = "messages:\n- role: user\n  content: Sort it.\nresponseFormat: json_object\n"
    before = {"a.prompt.yml": old, "src/app.py": 'PROMPT = load("a.prompt.yml")\n'}
    after = {"a.prompt.yml": old.replace("json_object", "text")}
    assert severities(diff(before, after, RULE)) == ["error"]
