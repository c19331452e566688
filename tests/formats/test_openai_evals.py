from __future__ import annotations

import json
from typing import Any

import pytest

from promptops.formats import NOT_OURS, Reading, SourceFile
from promptops.formats.openai_evals import read
from promptops.resources.validation import validate
from promptops.sources.trees import MISSING

FACT = """fact:
  prompt: |-
    Question: {input}
    Submission: {completion}
  choice_strings: ABC
  input_outputs:
    input: completion
"""


def read_evals(text: str) -> Reading:
    return read(SourceFile("evals/modelgraded/fact.yaml", text, lambda _: MISSING))


def with_keys(**keys: Any) -> Reading:
    specification = {"prompt": "{completion}", "choice_strings": "AB", "input_outputs": {"input": "completion"}}
    return read_evals(json.dumps({"fact": {**specification, **keys}}, indent=1))


def said(reading: Reading) -> list[tuple[str, int]]:
    return [(fault.rule, fault.place.line) for fault in reading.faults]


def assert_valid(reading: Reading) -> None:
    for draft in reading.drafts:
        assert validate(draft.kind, draft.data)[1] == ()


def test_a_string_of_choices_is_one_choice_a_letter() -> None:
    reading = read_evals(FACT)
    prompt, consumer, judged = reading.drafts
    name = "evals/modelgraded/fact/fact"
    assert [draft.data["name"] for draft in reading.drafts] == [name] * 3
    assert (prompt.data["body"], prompt.template) == ("Question: {input}\nSubmission: {completion}", "format")
    assert consumer.data["expects"] == [{"label": "A"}, {"label": "B"}, {"label": "C"}]
    assert consumer.data["of"] == f"prompt:{name}"
    assert judged.data["judge"] == {"prompt": f"prompt:{name}"}
    assert judged.data["annotations"]["openai-evals"] == {
        "choice_strings": "ABC",
        "input_outputs": {"input": "completion"},
    }
    assert (prompt.range_of(("body",)).line, consumer.range_of(("expects", 1)).line) == (2, 5)
    assert reading.faults == ()
    assert_valid(reading)


@pytest.mark.parametrize("choices", ["from_n", "from_n_abc", "from_n_ABC"])
def test_computed_choices_are_not_letters(choices: str) -> None:
    reading = with_keys(choice_strings=choices, choice_scores="from_strings")
    assert [draft.kind for draft in reading.drafts] == ["Prompt", "Eval"]
    assert reading.faults == ()


def test_a_conversation_has_messages() -> None:
    reading = with_keys(prompt=[{"role": "system", "content": "Judge."}, {"role": "user", "content": "{completion}"}])
    prompt = reading.drafts[0]
    assert [message["role"] for message in prompt.data["messages"]] == ["system", "user"]
    assert prompt.range_in(("messages", 1, "content"), 1, 11).column == 18
    assert_valid(reading)


def test_an_alias_is_passed_over() -> None:
    reading = read_evals(f"{FACT}same: fact\n")
    assert len(reading.drafts) == 3
    assert reading.faults == ()


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"format_type": "x"}, ["ignored-key"]),
        ({"choice_string": "x"}, ["ignored-key"]),
        ({"group": "x"}, ["invalid-value"]),
        ({"choice_strings": ["It's", "fine"]}, ["invalid-value"]),
        ({"choice_scores": {"A": 1.0}}, ["invalid-value"]),
        ({"choice_scores": {"A": 1.0, "B": 0.0}}, []),
        ({"choice_scores": "from_strings"}, ["invalid-value"]),
        ({"choice_strings": "0123", "choice_scores": "from_strings"}, []),
        ({"eval_type": "cot_classify"}, []),
        ({"prompt": 'Answer {"a": 1} {completion}'}, ["undeclared-variable"]),
        ({"prompt": "{} {completion}"}, ["undeclared-variable"]),
        ({"prompt": 'Answer {{"a": 1}} {completion}'}, []),
        ({"prompt": "{completion"}, []),
        ({"output_template": "{i}. {output}\n"}, []),
        ({"output_template": "{index}. {output}\n"}, ["undeclared-variable"]),
        ({"output_template": "{i"}, ["invalid-value"]),
    ],
)
def test_what_the_registry_or_a_run_refuses_is_reported(keys: dict[str, Any], expected: list[str]) -> None:
    reading = with_keys(**keys)
    assert [fault.rule for fault in reading.faults] == expected
    assert_valid(reading)


def test_words_that_are_booleans_to_the_registry_are_reported() -> None:
    choices = '  choice_strings: [Yes, "No"]\n  choice_scores:\n    Yes: 1.0\n    "No": 0.0\n'
    reading = read_evals(FACT.replace("  choice_strings: ABC\n", choices))
    assert said(reading) == [("invalid-value", 5), ("invalid-value", 7)]


def test_a_specification_without_inputs_cannot_be_loaded() -> None:
    assert said(read_evals("fact:\n  prompt: x\n  choice_strings: AB\n")) == [("invalid-value", 2)]


def test_of_two_equal_keys_the_registry_takes_the_last() -> None:
    (fault,) = read_evals(f"{FACT}    input: x\n").faults
    assert (fault.rule, fault.help) == ("duplicate-key", "remove one of the two; only the last is read")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: [",
        "- a\n",
        "a:\n  prompt: x\n",
        "a:\n  choice_strings: AB\n",
        "a:\n  prompt: 5\n  choice_strings: AB\n",
        f"{FACT}other: 5\n",
        f"{FACT}---\n{FACT}",
        "prompt: x\nchoice_strings: AB\n",
    ],
)
def test_other_files_are_none_of_ours(text: str) -> None:
    assert read_evals(text) is NOT_OURS


ODD: list[Any] = [None, True, 5, 0.5, "", " ", "x", "{", [], [5, "a", None, {}], {}, {"a": [1]}, [[]], 2**70]
KEYS = ["prompt", "choice_strings", "choice_scores", "input_outputs", "eval_type", "output_template", "key"]


@pytest.mark.parametrize("value", ODD, ids=repr)
@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_any_type_is_read_without_an_exception(key: str, value: Any) -> None:
    assert_valid(with_keys(**{key: value}))
