from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from promptops.diagnostics import Fault
from promptops.formats import NOT_OURS, Draft, Reading, SourceFile
from promptops.formats.lm_eval import read
from promptops.resources.validation import validate
from promptops.sources.listing import UNLISTED
from promptops.sources.trees import Unreadable

TASK = """task: sums
dataset_path: acme/sums
output_type: generate_until
doc_to_text: "Q: {{question}}\\nA:"
doc_to_target: "{{answer}}"
"""
TEMPLATE = """dataset_path: acme/sums
output_type: generate_until
doc_to_text: "Q: {{question}}\\nA:"
generation_kwargs:
  until: ["Q:", "\\n\\n", "</s>"]
  temperature: 0.0
filter_list:
  - name: answer
    filter:
      - function: regex
        regex_pattern: "(?<=the answer is )(.*)(?=.)"
      - function: take_first
"""


def read_task(text: str, others: Mapping[str, str] | None = None, path: str = "tasks/sums.yaml") -> Reading:
    files = others or {}

    def beside(name: str) -> str | Unreadable:
        return files.get(posixpath.normpath(posixpath.join("tasks", name)), UNLISTED)

    return read(SourceFile(path, text, beside))


def drafts_of(reading: Reading) -> dict[str, Draft]:
    return {draft.kind: draft for draft in reading.drafts}


def said(faults: tuple[Fault, ...]) -> list[tuple[str, int]]:
    return [(fault.rule, fault.place.line) for fault in faults]


def assert_valid(reading: Reading) -> None:
    for draft in reading.drafts:
        assert validate(draft.kind, draft.data)[1] == ()
        json.dumps(draft.data, allow_nan=False)


def test_a_task_is_a_prompt_and_an_evaluation_of_it() -> None:
    reading = read_task(TASK)
    found = drafts_of(reading)
    assert list(found) == ["Prompt", "Eval"]
    assert found["Prompt"].data == {"kind": "Prompt", "name": "tasks/sums", "body": "Q: {{question}}\nA:"}
    assert found["Prompt"].template == "jinja"
    assert found["Prompt"].dynamic == ()
    assert found["Eval"].data["subjects"] == ["prompt:tasks/sums"]
    assert found["Eval"].data["annotations"]["lm-eval"]["doc_to_target"] == "{{answer}}"
    assert reading.faults == ()
    assert_valid(reading)


def test_description_and_prefix_make_a_conversation() -> None:
    text = f"{TASK}description: Add.\ngen_prefix: 'Sum: '\n"
    prompt = drafts_of(read_task(text))["Prompt"]
    assert [message["role"] for message in prompt.data["messages"]] == ["system", "user", "assistant"]
    assert [prompt.range_of(("messages", index, "content")).line for index in range(3)] == [6, 4, 7]
    place = prompt.range_in(("messages", 1, "content"), 0, 2)
    assert (place.line, place.column) == (4, 15)


def test_includes_are_resolved_first() -> None:
    text = "task: sums\ninclude: _template\ngeneration_kwargs:\n  until: 'Z:'\n"
    reading = read_task(text, {"tasks/_template": TEMPLATE})
    found = drafts_of(reading)
    assert found["Prompt"].data["body"] == "Q: {{question}}\nA:"
    assert found["Prompt"].data["parameters"] == {"until": "Z:"}
    assert found["Consumer"].data["expects"] == [
        {"label": "Z:"},
        {"pattern": "(?<=the answer is )(.*)(?=.)"},
    ]
    assert found["Consumer"].range_of(("expects", 0, "label")).line == 4
    assert found["Consumer"].range_of(("expects", 1, "pattern")).line == 2, "what is inherited stands at the include"
    assert found["Prompt"].range_in(("body",), 0, 2).line == 2
    assert "include" not in found["Eval"].data["annotations"]["lm-eval"]
    assert_valid(reading)


def test_of_several_includes_the_later_wins_and_the_file_itself_before_them() -> None:
    text = "task: sums\ninclude: [a.yaml, b.yaml]\ndescription: own\n"
    others = {
        "tasks/a.yaml": "doc_to_text: a\ndescription: a\ntarget_delimiter: a\n",
        "tasks/b.yaml": "include: deep/c.yaml\ndoc_to_text: b b\n",
        "tasks/deep/c.yaml": "include: ../d\ngen_prefix: c c\ntask_list: [x]\n",
        "tasks/d": "gen_prefix: d\nfewshot_delimiter: d\n",
    }
    reading = read_task(text, others)
    kept = drafts_of(reading)
    assert [message["content"] for message in kept["Prompt"].data["messages"]] == ["own", "b b", "c c"]
    annotations = kept["Eval"].data["annotations"]["lm-eval"]
    assert annotations == {"task": "sums", "target_delimiter": "a", "fewshot_delimiter": "d"}
    assert reading.faults == ()


WORKED_OUT = "{{answer.split('####')[-1].strip() if answer is defined else target}}"
SOLVED = {"inputs": {"question": "1 + 1"}, "output": "The answer is 2."}


@pytest.mark.parametrize(
    ("target", "case", "number", "expected"),
    [
        ("target", "target: The answer is 2.", 1, [SOLVED]),
        ("{{ target }}", "target: The answer is 2.", 1, [SOLVED]),
        (WORKED_OUT, "target: The answer is 2.", 1, [SOLVED]),
        (WORKED_OUT, "{target: The answer is 2., answer: 2}", 1, None),
        (WORKED_OUT, "other: The answer is 2.", 1, None),
        ("{{['A', 'B'][answer]}}", "target: The answer is 2.", 1, None),
        ("target", "target: 2", 1, None),
        ("target", "target: The answer is 2.", 0, None),
    ],
)
def test_solved_cases_are_examples_where_their_answers_are_known(
    target: str, case: str, number: int, expected: list[object] | None
) -> None:
    sample = {"question": "1 + 1", **yaml.safe_load(case)}
    config = json.dumps({"sampler": "first_n", "samples": [sample]})
    text = f"{TASK}num_fewshot: {number}\nfewshot_config: {config}\n".replace("{{answer}}", target)
    assert drafts_of(read_task(text))["Prompt"].data.get("examples") == expected


@pytest.mark.parametrize(
    ("include", "others", "expected"),
    [
        ("a", {}, "unknown-reference"),
        ("sums.yaml", {}, "include-cycle"),
        ("a", {"tasks/a": "include: b\n", "tasks/b": "include: a\n"}, "include-cycle"),
        ("[a, b]", {"tasks/a": "include: c\n", "tasks/b": "include: c\n", "tasks/c": "{}\n"}, "include-cycle"),
        ("a", {"tasks/a": "a: [\n"}, "invalid-yaml"),
        ("a", {"tasks/a": "- 1\n"}, "invalid-value"),
        ("a", {"tasks/a": "a: !other 1\n"}, "invalid-yaml"),
        ("a", {"tasks/a": "a: 1\n---\nb: 1\n"}, "invalid-value"),
    ],
)
def test_a_file_that_cannot_be_included_is_one_finding(include: str, others: dict[str, str], expected: str) -> None:
    reading = read_task(f"{TASK}include: {include}\n", others)
    assert said(reading.faults) == [(expected, 6)]
    assert "Prompt" in drafts_of(reading)


@pytest.mark.parametrize("include", ["/abs/a", "~/a", "a" * 2000, "''"])
def test_a_path_that_leads_out_of_the_project_is_not_checked(include: str) -> None:
    assert read_task(f"{TASK}include: {include}\n").faults == ()


def test_a_long_chain_of_includes_ends() -> None:
    others = {f"tasks/f{index}": f"include: f{index + 1}\n" for index in range(200)}
    assert read_task(f"{TASK}include: f0\n", others).faults == ()


@pytest.mark.parametrize("key", ["doc_to_text", "doc_to_target", "process_docs", "doc_to_choice"])
def test_functions_are_never_run(key: str) -> None:
    lines = [line for line in TASK.splitlines() if not line.startswith(key)]
    reading = read_task("\n".join([*lines, f"{key}: !function utils.{key}", ""]))
    found = drafts_of(reading)
    if key == "doc_to_text":
        assert found["Prompt"].data["body"] == "!function utils.doc_to_text"
        assert found["Prompt"].dynamic == (("body",),)
    else:
        assert found["Eval"].dynamic == (("annotations", "lm-eval", key),)
        assert found["Eval"].data["annotations"]["lm-eval"][key] == f"!function utils.{key}"
    assert reading.faults == ()
    assert_valid(reading)


def test_a_text_of_one_word_is_a_column_of_the_dataset() -> None:
    prompt = drafts_of(read_task(TASK.replace('"Q: {{question}}\\nA:"', "question")))["Prompt"]
    assert (prompt.data["body"], prompt.dynamic) == ("question", (("body",),))


def test_a_task_whose_text_is_empty_has_no_prompt() -> None:
    reading = read_task(TASK.replace('"Q: {{question}}\\nA:"', '""'))
    assert [draft.kind for draft in reading.drafts] == ["Eval"]
    assert "subjects" not in reading.drafts[0].data
    assert_valid(reading)


@pytest.mark.parametrize(
    ("lines", "expects"),
    [
        ('generation_kwargs: {until: "Q:"}', [{"label": "Q:"}]),
        ('generation_kwargs: {until: ["\\nQ: ", "\\n", 5]}', [{"label": "Q:"}]),
        ('doc_to_choice: ["yes", "no"]', [{"label": "yes"}, {"label": "no"}]),
        ('doc_to_choice: {a: "A"}', [{"label": "A"}]),
        ('doc_to_choice: "{{choices}}"', None),
        (
            "filter_list: [{name: a, filter: [{function: regex}]}]",
            [{"pattern": r"#### (\-?[0-9\.\,]+)"}],
        ),
        (
            "filter_list: [{name: a, filter: [{function: multi_choice_regex, regex_pattern: '(A|B)'}]}]",
            [{"pattern": "(A|B)"}],
        ),
        ("filter_list: [{name: a, filter: [{function: regex_pos, regex_pattern: x}]}]", None),
        ("filter_list: [{name: a, filter: [{function: take_first}, 5]}, 5]", None),
    ],
)
def test_what_reads_the_answer_is_a_consumer(lines: str, expects: list[dict[str, str]] | None) -> None:
    found = drafts_of(read_task(f"{TASK}{lines}\n"))
    consumer = found.get("Consumer")
    assert (consumer.data["expects"] if consumer else None) == expects
    if consumer:
        assert (consumer.data["of"], consumer.data["type"]) == ("prompt:tasks/sums", "parser")
        assert all(consumer.range_of(("expects", index)).line == 6 for index in range(len(expects or ())))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("dataset_nam: x", [("unknown-key", 6)]),
        ("group: old", []),
        ("output_typ: x", [("unknown-key", 6)]),
        ("doc_to_choice: ['a', 1]", [("invalid-value", 6)]),
        ("doc_to_choice: [yes, 'no']", [("invalid-value", 6)]),
        ("doc_to_choice: ['yes', \"no\", maybe]", []),
        ("doc_to_choice: [true, null]", [("invalid-value", 6), ("invalid-value", 6)]),
        ("metric_list: [{aggregation: mean}]", [("invalid-value", 6)]),
        ("metric_list: [{metric: acc}]", []),
        ("filter_list: [{filter: []}, {name: a}]", [("invalid-value", 6), ("invalid-value", 6)]),
        ("generation_kwargs: {temperature: '0'}", []),
        ("task: again", [("duplicate-key", 6)]),
    ],
)
def test_what_the_harness_refuses_is_reported(lines: str, expected: list[tuple[str, int]]) -> None:
    reading = read_task(f"{TASK}{lines}\n")
    assert said(reading.faults) == expected
    assert_valid(reading)


def test_settings_of_a_generation_do_nothing_without_one() -> None:
    text = TASK.replace("generate_until", "multiple_choice") + "generation_kwargs: {max_gen_toks: 5}\n"
    assert said(read_task(text).faults) == [("ignored-key", 6)]


def test_an_output_type_that_is_none_comes_with_a_suggestion() -> None:
    (fault,) = read_task(TASK.replace("generate_until", "generate_untill")).faults
    assert (fault.rule, fault.place.line, fault.help) == ("invalid-value", 3, "did you mean `generate_until`?")


def test_a_parameter_of_another_type_is_left_to_the_annotations() -> None:
    found = drafts_of(read_task(f"{TASK}generation_kwargs: {{temperature: '0.0', do_sample: false}}\n"))
    assert found["Prompt"].data["parameters"] == {"do_sample": False}
    assert found["Eval"].data["annotations"]["lm-eval"]["generation_kwargs"]["temperature"] == "0.0"


GROUP = """group: arithmetic
task:
  - sums
  - task: differences
    doc_to_text: "{{a}} - {{b}} ="
  - dataset_path: acme/products
  - 5
  - group: inner
    task: [x]
aggregate_metric_list: [{metric: acc}]
dataset_path: acme/arithmetic
"""


def test_a_group_is_an_evaluation_and_its_own_tasks_are_tasks() -> None:
    reading = read_task(GROUP, path="tasks/_arithmetic.yaml")
    names = [(draft.kind, draft.data["name"]) for draft in reading.drafts]
    group, task = "tasks/arithmetic", "tasks/arithmetic/differences"
    assert names == [("Eval", group), ("Prompt", task), ("Eval", task)]
    assert reading.drafts[1].range_of(("body",)).line == 5
    assert reading.drafts[2].data["annotations"]["lm-eval"]["dataset_path"] == "acme/arithmetic"
    assert said(reading.faults) == [("invalid-value", 6), ("invalid-value", 7)]
    assert_valid(reading)


def test_a_class_is_an_evaluation_that_only_a_program_knows() -> None:
    reading = read_task("task: unitxt\nclass: !function task.Unitxt\nrecipe: x\n")
    (draft,) = reading.drafts
    assert (draft.kind, draft.dynamic) == ("Eval", (("annotations", "lm-eval", "class"),))
    assert reading.faults == ()


def test_a_template_alone_holds_nothing() -> None:
    assert read_task(TEMPLATE) == Reading("lm-eval")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "task: x\n",
        "task: glue\ndataset_name: mrpc\nmodel_name_or_path: x\n",
        "task: x\ninclude: a\n",
        "task: x\ninclude: [{local: a.yml}]\n",
        "include: [{local: a.yml}]\ndoc_to_text: x\n",
        "task: [a]\ntag: b\n",
        "group: x\ntask: [a]\nsteps: []\n",
        "doc_to_text: [\n",
        "task: a\ndoc_to_text: b\n---\ntask: c\n",
        "task: a\nclass: b\n",
        "version: '3'\ntask:\n  build: x\n",
    ],
)
def test_what_only_looks_like_a_task_is_none_of_ours(text: str) -> None:
    assert read_task(text) is NOT_OURS


ODD: list[Any] = [None, True, 5, 0.5, "", " ", "x", "{% if", [], [5, "a", None, {}], {}, {"a": 1}, [[]], 2**70]
KEYS = [
    *("task", "include", "group", "class", "doc_to_text", "description", "gen_prefix", "use_prompt", "output_type"),
    *("generation_kwargs", "filter_list", "metric_list", "doc_to_choice", "dataset_path", "metadata", "task_list"),
]


@pytest.mark.parametrize("value", ODD, ids=repr)
@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_any_type_is_read_without_an_exception(key: str, value: Any) -> None:
    reading = read_task(json.dumps({"task": "a", "doc_to_text": "Q: {{q}}", key: value}))
    assert_valid(reading)
