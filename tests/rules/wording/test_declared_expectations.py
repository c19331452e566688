"""What consumers, evaluations and the files of other tools declare is broken where the text no longer has it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.changes.change import Change
from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

PROMPT = "prompts/reply.prompt.md"
CONSUMER = "consumers/parser.yaml"
BEFORE = "End with `VERDICT: PASS` or `VERDICT: FAIL`. Answer in exactly one table."
AFTER = "End with `DECISION: OK` or `DECISION: KO`. Answer in a clear list."
SCHEMA = "output: {format: json, schema: {type: object, properties: {status: {type: string}}}}\n"


def prompt(body: str, *extra: str) -> str:
    return f"---\nname: support/reply\nversion: 1.0.0\n{''.join(extra)}---\n{body}\n"


def consumer(*expects: str) -> str:
    head = "kind: Consumer\nname: support/parser\nof: prompt:support/reply\nsource: src/parse.py:41\nexpects:\n"
    return head + "".join(f"- {each}\n" for each in expects)


def evaluation(*asserts: str) -> str:
    head = "kind: Eval\nname: support/quality\nsubjects: [prompt:support/reply]\nasserts:\n"
    return head + "".join(f"- {each}\n" for each in asserts)


def said(found: tuple[ChangeFinding, ...]) -> list[tuple[str, int, str]]:
    return [(each.diagnostic.primary.path, each.diagnostic.primary.line, each.diagnostic.severity) for each in found]


@pytest.mark.parametrize(
    ("expects", "words"),
    [
        ("phrase: exactly one table", "no longer says `exactly one table`, which `consumer:support/parser` expects"),
        ("phrase: 'exactly  one table'", "no longer says `exactly one table`"),
        ("label: 'VERDICT:'", "no longer says `VERDICT:`, which `consumer:support/parser` expects as a label"),
        ("label: PASS", "no longer says `PASS`"),
        ("pattern: 'VERDICT: (PASS|FAIL)'", "no longer says `VERDICT:`, which `consumer:support/parser` looks for"),
        ("pattern: '(?<=VERDICT: )(PASS|FAIL)'", "no longer says `VERDICT:`"),
        ("pattern: '(?i)verdict: (pass|fail)'", "no longer says `VERDICT:`"),
    ],
)
def test_what_a_consumer_expects_of_the_text(expects: str, words: str, diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE), CONSUMER: consumer(expects)}
    (found,) = diff(files, {PROMPT: prompt(AFTER)}, "broken-expectation")
    assert said((found,)) == [(CONSUMER, 6, "error")]
    assert words in found.diagnostic.message
    assert found.bump == "major"
    assert [each.name for each in found.consumers] == ["consumer:support/parser"]
    assert [(each.span.path, each.span.line) for each in found.diagnostic.related] == [(PROMPT, 5)]


@pytest.mark.parametrize(
    ("expects", "after"),
    [
        ("phrase: exactly one table", "Answer, in any case, in exactly one table. Nothing more."),
        ("phrase: exactly one table", "Answer in exactly\none table."),
        ("label: 'VERDICT:'", "The last line is VERDICT: OK"),
        ("pattern: 'VERDICT: (PASS|FAIL)'", "The last line is VERDICT: FAIL"),
        ("phrase: never stood", AFTER),
        ("label: 'SCORE:'", AFTER),
        ("pattern: 'SCORE: (\\d+)'", AFTER),
        ("pattern: 'VERDICT: (OK|KO)'", AFTER),
        ("pattern: '(P|A)+SS$'", AFTER),
        ("pattern: '[A-Z]+'", "in lower case"),
        ("phrase: xactly one tabl", AFTER),
    ],
)
def test_what_still_holds_and_what_never_did(expects: str, after: str, diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE), CONSUMER: consumer(expects)}
    assert diff(files, {PROMPT: prompt(after)}, "broken-expectation") == ()


@pytest.mark.parametrize(
    "pattern", ["VERDICT(?=: PASS)", "(?<!NO )VERDICT", r"VERDICT: (\w+) or `VERDICT: \1", "(?>VERDICT)"]
)
def test_a_pattern_that_no_engine_runs_in_linear_time_is_a_warning(pattern: str, diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE), CONSUMER: consumer(f"pattern: '{pattern}'")}
    assert said(diff(files, {PROMPT: prompt(AFTER)}, "broken-expectation")) == [(CONSUMER, 6, "warning")]


def test_a_pattern_whose_literal_still_stands_is_not_said_to_have_lost_it(diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE), CONSUMER: consumer("pattern: 'VERDICT: (PASS|FAIL)'")}
    (found,) = diff(files, {PROMPT: prompt("End with `VERDICT: OK`.")}, "broken-expectation")
    assert found.diagnostic.message == (
        "`support/reply` says nothing more that `VERDICT: (PASS|FAIL)` finds, for which `consumer:support/parser` looks"
    )


@pytest.mark.parametrize(
    ("expects", "before", "after", "lost"),
    [
        ("key: status", (BEFORE, SCHEMA), (BEFORE,), "has no key `status`"),
        ("key: status", ('Answer {"status": "paid"}',), ('Answer {"state": "paid"}',), "has no key `status`"),
        ("clause: table", (BEFORE, "contract: {table: exactly one table}\n"), (BEFORE,), "has no clause `table`"),
        ("clause: table", (BEFORE, "contract: {table: a, b: c}\n"), (BEFORE, "contract: {b: c}\n"), "has no clause"),
    ],
)
def test_what_a_consumer_expects_of_the_interface(
    expects: str, before: tuple[str, ...], after: tuple[str, ...], lost: str, diff: Diff
) -> None:
    files = {PROMPT: prompt(*before), CONSUMER: consumer(expects)}
    (found,) = diff(files, {PROMPT: prompt(*after)}, "broken-expectation")
    assert said((found,)) == [(CONSUMER, 6, "error")]
    assert lost in found.diagnostic.message


@pytest.mark.parametrize(
    ("expects", "before", "after"),
    [
        ("key: status", (BEFORE, SCHEMA), (BEFORE, SCHEMA.replace("properties: {", "properties: {more: {}, "))),
        ("key: status", (BEFORE, SCHEMA), ('Answer {"status": "paid"}',)),
        ("key: other", (BEFORE, SCHEMA), (BEFORE,)),
        ("clause: table", (BEFORE, "contract: {table: x}\n"), (BEFORE, "contract: {table: y}\n")),
        ("clause: other", (BEFORE, "contract: {table: x}\n"), (BEFORE,)),
        ("variable: order", ("{{ order }}", "inputs: {order: string}\n"), ("{{ order }}",)),
    ],
)
def test_an_interface_that_still_has_it(
    expects: str, before: tuple[str, ...], after: tuple[str, ...], diff: Diff
) -> None:
    files = {PROMPT: prompt(*before), CONSUMER: consumer(expects)}
    assert diff(files, {PROMPT: prompt(*after)}, "broken-expectation") == ()


@pytest.mark.parametrize(
    ("expects", "before", "after", "rule"),
    [
        (
            "variable: order",
            ("{{ order }}", "inputs: {order: string}\n"),
            ("{{ number }}", "inputs: {number: string}\n"),
            "removed-input",
        ),
        ("key: status", (BEFORE, SCHEMA), (BEFORE, SCHEMA.replace("status", "state")), "removed-output-field"),
    ],
)
def test_what_another_rule_says_is_not_said_twice(
    expects: str, before: tuple[str, ...], after: tuple[str, ...], rule: str, diff: Diff
) -> None:
    files = {PROMPT: prompt(*before), CONSUMER: consumer(expects)}
    found = [each.diagnostic for each in diff(files, {PROMPT: prompt(*after)})]
    assert [each.rule for each in found if (each.primary.path, each.primary.line) == (CONSUMER, 6)] == [rule]


@pytest.mark.parametrize(
    ("written", "line", "after", "expected"),
    [
        ("parameters: {stop: ['VERDICT:']}\n", 4, AFTER, "error"),
        ("parameters: {stop: 'VERDICT:'}\n", 4, AFTER, "error"),
        ("parameters: {stop_sequences: [x, 'VERDICT:']}\n", 4, AFTER, "error"),
        ("parameters: {stop: ['VERDICT:']}\n", 4, "VERDICT: it is", None),
        ("parameters: {stop: ['END']}\n", 4, AFTER, None),
        ("parameters: {temperature: 0.5}\n", 4, AFTER, None),
    ],
)
def test_the_strings_at_which_an_answer_is_cut(
    written: str, line: int, after: str, expected: str | None, diff: Diff
) -> None:
    files = {PROMPT: prompt(BEFORE, written), CONSUMER: consumer("phrase: never stood")}
    found = diff(files, {PROMPT: prompt(after, written)}, "broken-expectation")
    assert said(found) == ([] if expected is None else [(PROMPT, line, expected)])


@pytest.mark.parametrize(
    ("asserts", "expected"),
    [
        ("label: 'VERDICT:'", "error"),
        ("phrase: 'VERDICT:'", "error"),
        ("pattern: 'VERDICT: (PASS|FAIL)'", "error"),
        ("phrase: exactly one table", "warning"),
        ("conforms: output", None),
    ],
)
def test_what_an_evaluation_asserts_is_proof_where_it_is_a_label(
    asserts: str, expected: str | None, diff: Diff
) -> None:
    files = {PROMPT: prompt(BEFORE), "evals/quality.yaml": evaluation(asserts)}
    found = said(diff(files, {PROMPT: prompt(AFTER)}, "broken-expectation"))
    assert found == ([] if expected is None else [("evals/quality.yaml", 5, expected)])


def test_each_expectation_is_reported_once_and_every_one_is(diff: Diff) -> None:
    expects = ("label: 'VERDICT:'", "label: 'VERDICT:'", "phrase: exactly one table", "phrase: nothing of it")
    second = consumer("label: 'VERDICT:'").replace("support/parser", "support/board")
    files = {PROMPT: prompt(BEFORE), CONSUMER: consumer(*expects), "consumers/board.yaml": second}
    found = said(diff(files, {PROMPT: prompt(AFTER)}, "broken-expectation"))
    assert found == [("consumers/board.yaml", 6, "error"), (CONSUMER, 6, "error"), (CONSUMER, 8, "error")]


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("prompt:support/reply", 1),
        ("prompt:support/reply@1", 1),
        ("prompt:support/reply@2", 0),
        ("prompt:support/other", 0),
        ("[prompt:support/other, prompt:support/reply]", 1),
    ],
)
def test_only_what_is_named_is_relied_on(of: str, expected: int, diff: Diff) -> None:
    files = {
        PROMPT: prompt(BEFORE),
        "prompts/other.prompt.md": "---\nname: support/other\n---\nEnd with `VERDICT: PASS`.\n",
        CONSUMER: consumer("label: 'VERDICT:'").replace("prompt:support/reply", of),
    }
    assert len(diff(files, {PROMPT: prompt(AFTER)}, "broken-expectation")) == expected


def test_a_consumer_that_is_gone_expects_nothing(diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE), CONSUMER: consumer("label: 'VERDICT:'")}
    assert diff(files, {PROMPT: prompt(AFTER), CONSUMER: None}, "broken-expectation") == ()


def test_what_the_change_itself_adds_in_vain_never_held(diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE)}
    changed = {PROMPT: prompt(AFTER), CONSUMER: consumer("label: 'SCORE:'")}
    assert diff(files, changed, "broken-expectation") == ()


def test_of_an_experimental_prompt_it_is_for_the_reader(diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE, "lifecycle: experimental\n"), CONSUMER: consumer("label: 'VERDICT:'")}
    changed = {PROMPT: prompt(AFTER, "lifecycle: experimental\n")}
    assert said(diff(files, changed, "broken-expectation")) == [(CONSUMER, 6, "info")]


PROMPTFOO = """\
prompts:
- "Decide about {{x}}. End with VERDICT: PASS"
providers: [openai:chat:gpt-4o-2024-11-20]
defaultTest:
  assert:
  - type: contains
    value: 'VERDICT:'
tests:
- vars: {x: 5}
"""
LM_EVAL = """\
task: sums
dataset_path: acme/sums
output_type: generate_until
doc_to_text: "Question: {{question}}\\nClose with: The answer is 42."
doc_to_target: "{{answer}}"
generation_kwargs:
  until: ["Question:"]
filter_list:
- name: answer
  filter:
  - function: regex
    regex_pattern: "(?<=The answer is )(.*)"
"""
OPENAI_EVALS = """\
fact:
  prompt: |-
    Compare {input} with {completion}.
    Answer with (Subset) or (Superset).
  choice_strings: [Subset, Superset]
  input_outputs:
    input: completion
"""
GITHUB_MODELS = """\
messages:
- {role: system, content: "Judge it. End with VERDICT: PASS"}
model: openai/gpt-4o
evaluators:
- name: has a verdict
  string:
    contains: 'VERDICT:'
"""


@pytest.mark.parametrize(
    ("path", "before", "old", "new", "expected"),
    [
        ("evals/promptfooconfig.yaml", PROMPTFOO, "End with VERDICT", "End with DECISION", [(7, "error")]),
        ("evals/promptfooconfig.yaml", PROMPTFOO, "Decide about", "Judge", []),
        ("tasks/sums.yaml", LM_EVAL, '"Question: {{', '"Q: {{', [(7, "error")]),
        ("tasks/sums.yaml", LM_EVAL, "Close with: The answer is", "Close with:", [(12, "error")]),
        ("tasks/sums.yaml", LM_EVAL, "Close with", "End with", []),
        ("evals/modelgraded/fact.yaml", OPENAI_EVALS, "(Subset)", "(Part)", [(5, "error")]),
        ("evals/modelgraded/fact.yaml", OPENAI_EVALS, "Compare", "Hold", []),
        ("judge.prompt.yml", GITHUB_MODELS, "End with VERDICT", "End with DECISION", [(7, "error")]),
        ("judge.prompt.yml", GITHUB_MODELS, "Judge it", "Read it", []),
    ],
)
def test_the_files_of_other_tools_declare_it_too(
    path: str, before: str, old: str, new: str, expected: list[tuple[int, str]], diff: Diff
) -> None:
    assert before.count(old) == 1
    found = said(diff({path: before}, {path: before.replace(old, new)}, "broken-expectation"))
    assert found == [(path, *each) for each in expected]


def test_a_change_names_what_changed_and_both_ends(diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE), CONSUMER: consumer("label: 'VERDICT:'")}
    (found,) = diff(files, {PROMPT: prompt(AFTER)}, "broken-expectation")
    assert isinstance(found.change, Change)
    assert found.diagnostic.resource == "prompt:support/reply@1"
    assert found.diagnostic.help == (
        "keep the words, or change what `consumer:support/parser` expects together with them"
    )
    assert found.diagnostic.notes
