from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

RULE = "stop-hits-contract"


def prompt(stop: object, keys: str = "") -> str:
    parameters = json.dumps({"temperature": 0, **({} if stop is None else {"stop": stop})})
    return f"---\nname: p\nparameters: {parameters}\n{keys}---\nAnswer with VERDICT: and the reason.\n"


SCHEMA = """\
output:
  schema:
    type: object
    properties:
      exec_summary: {type: string}
      state: {enum: [all-done, failed]}
      more: {type: array, items: {properties: {inner: {const: the end}}}}
"""


@pytest.mark.parametrize(
    ("stop", "keys", "severity"),
    [
        ("summary", SCHEMA, "error"),
        (["x", "done"], SCHEMA, "error"),
        ("end", SCHEMA, "error"),
        ("inner", SCHEMA, "error"),
        ("nothing", SCHEMA, None),
        ("string", SCHEMA, None),  # a keyword of the schema is no part of an answer
        ("\n\n", 'examples: [{output: "One.\\n\\nTwo."}]\n', "error"),
        ("###", 'examples: [{output: "One. ###"}]\n', None),  # whole without it
        ("###", 'examples: [{output: "### One."}]\n', "error"),  # nothing is left
        ("gold", "output: {format: json}\nexamples: [{output: {metal: [gold]}}]\n", "error"),
        ("metal", "output: {format: json}\nexamples: [{output: {metal: [gold]}}]\n", "error"),
        ("}", "output: {format: json}\nexamples: [{output: {metal: [gold]}}]\n", None),
        ("VERDICT", "contract: {verdict: 'VERDICT:'}\n", "warning"),
        ("", "contract: {verdict: 'VERDICT:'}\n", None),
    ],
)
def test_a_stop_string_is_looked_for_in_what_answers_have(
    stop: object, keys: str, severity: str | None, diff: Diff
) -> None:
    found = diff({"p.prompt.md": prompt(None, keys)}, {"p.prompt.md": prompt(stop, keys)}, RULE)
    said = {(each.diagnostic.severity.value, each.diagnostic.primary.line) for each in found}
    assert said == (set() if severity is None else {(severity, 3)})


@pytest.mark.parametrize(
    ("holder", "expected", "severity"),
    [
        ("Consumer", "label: 'VERDICT:'", "error"),
        ("Consumer", "key: my_VERDICT", "error"),
        ("Consumer", "phrase: 'with VERDICT:'", "warning"),
        ("Consumer", "pattern: 'VERDICT: .*'", None),
        ("Eval", "phrase: 'with VERDICT:'", "error"),
        ("Eval", "label: 'SUMMARY:'", None),
    ],
)
def test_what_is_expected_of_answers_is_told_where_it_is_expected(
    holder: str, expected: str, severity: str | None, diff: Diff
) -> None:
    of, field = ("of: prompt:p", "expects") if holder == "Consumer" else ("subjects: [prompt:p]", "asserts")
    before = {"p.prompt.md": prompt(None), "c.yaml": f"kind: {holder}\nname: c\n{of}\n{field}:\n- {expected}\n"}
    found = diff(before, {"p.prompt.md": prompt(["VERDICT"])}, RULE)
    said = [
        (each.diagnostic.severity.value, each.diagnostic.primary.path, each.diagnostic.primary.line) for each in found
    ]
    assert said == ([] if severity is None else [(severity, "c.yaml", 5)])


def test_what_was_cut_before_and_what_is_freed_are_no_news(diff: Diff) -> None:
    before = {"p.prompt.md": prompt(["summary"], SCHEMA)}
    for stop in (None, ["summary"], ["summary", "nothing"]):
        assert diff(before, {"p.prompt.md": prompt(stop, SCHEMA + "description: d\n")}, RULE) == ()


def test_a_schema_that_grows_into_a_stop_string_is_told(diff: Diff) -> None:
    before = {"p.prompt.md": prompt("halt", SCHEMA)}
    found = diff(before, {"p.prompt.md": prompt("halt", SCHEMA.replace("failed", "halted"))}, RULE)
    assert [each.diagnostic.severity.value for each in found] == ["error"]


def test_a_harness_stops_at_the_next_label_of_its_own_prompt(diff: Diff) -> None:
    def task(stop: str) -> str:
        text = 'doc_to_text: "Question: {{question}}\\nAnswer:"\n'
        return (
            f"task: gsm\ndataset_path: gsm\noutput_type: generate_until\n{text}generation_kwargs:\n  until: [{stop}]\n"
        )

    assert diff({"gsm.yaml": task('"Answer:"')}, {"gsm.yaml": task('"Answer:", "Question:", "Question"')}, RULE) == ()


def test_hostile_sizes_are_bounded(diff: Diff) -> None:
    stops = [f"stop-{number}" for number in range(3_000)]
    keys = "examples: " + json.dumps([{"output": f"stop-1 and {number}"} for number in range(3_000)]) + "\n"
    found = diff({"p.prompt.md": prompt(None, keys)}, {"p.prompt.md": prompt(stops, keys)}, RULE)
    assert found
