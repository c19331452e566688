"""What rubrics, tool descriptions and other prompts quote of a text is expected of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

PROMPT = "prompts/reply.prompt.md"
BEFORE = (
    "Decide about the refund of the customer. Answer in exactly one table.\n"
    "Refunds above one hundred euros need the approval of a team lead.\n"
)
AFTER = "Settle it. Answer in a clear list.\nNobody has to approve anything.\n"
RUBRIC, TOOL, OTHER, JUDGE = (
    "evals/quality.yaml",
    "tools/pay.yaml",
    "prompts/other.prompt.md",
    "prompts/judge.prompt.md",
)


def prompt(body: str, name: str = "support/reply", *extra: str) -> str:
    return f"---\nname: {name}\nversion: 1.0.0\n{''.join(extra)}---\n{body}"


def rubric(words: str, subject: str = "prompt:support/reply") -> str:
    return f"kind: Eval\nname: support/quality\nsubjects: [{subject}]\njudge:\n  rubric: |-\n    {words}\n"


def tool(words: str) -> str:
    return f"kind: Tool\nname: pay\neffects: write\ndescription: |-\n  {words}\n"


def said(found: tuple[ChangeFinding, ...]) -> list[tuple[str, int, str, str]]:
    all_ = [each.diagnostic for each in found]
    return [(each.primary.path, each.primary.line, each.rule, each.severity) for each in all_]


def discovered(found: tuple[ChangeFinding, ...]) -> tuple[ChangeFinding, ...]:
    rules = ("broken-expectation", "indirect-break", "sibling-drift")
    return tuple(each for each in found if each.diagnostic.rule in rules)


QUOTE = 'Full marks for "exactly one table".'
STRETCH = "Check: Refunds above one hundred euros need the approval of a team lead."


@pytest.mark.parametrize(
    ("words", "column"),
    [(QUOTE, 21), (STRETCH, 12), ("It says `Answer in exactly one table`, twice.", 14)],
)
def test_a_rubric_quotes_the_prompt_that_it_judges(words: str, column: int, diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE), RUBRIC: rubric(words)}
    (found,) = discovered(diff(files, {PROMPT: prompt(AFTER)}))
    assert said((found,)) == [(RUBRIC, 6, "broken-expectation", "error")]
    assert found.diagnostic.primary.column == column
    assert "which `eval:support/quality` quotes" in found.diagnostic.message


@pytest.mark.parametrize(
    ("words", "after"),
    [
        (QUOTE, "Answer, as always, in exactly one table. And more.\n"),
        (QUOTE, BEFORE.replace("Decide about", "Settle")),
        ('Full marks for "exactly two tables".', AFTER),
        ('Full marks for "table".', AFTER),
        ("Full marks for exactly one table.", AFTER),
        ("Refunds above two hundred euros need the consent of anybody.", AFTER),
        ("", AFTER),
    ],
)
def test_what_is_no_quotation_of_what_is_gone(words: str, after: str, diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE), RUBRIC: rubric(words)}
    assert discovered(diff(files, {PROMPT: prompt(after)})) == ()


@pytest.mark.parametrize("words", ['Look at "the refund" first.', "Is it 'of the' sort?", "A `need the` b."])
def test_two_plain_words_prove_nothing(words: str, diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE), RUBRIC: rubric(words)}
    assert [each[3] for each in said(discovered(diff(files, {PROMPT: prompt(AFTER)})))] == ["warning"]


def test_a_rubric_of_something_else_is_no_proof(diff: Diff) -> None:
    files = {
        PROMPT: prompt(BEFORE),
        OTHER: prompt("Hello.\n", "support/other"),
        RUBRIC: rubric(QUOTE, "prompt:support/other"),
    }
    found = discovered(diff(files, {PROMPT: prompt(AFTER)}))
    assert said(found) == [(RUBRIC, 6, "broken-expectation", "warning")]


def test_what_many_quote_says_nothing_about_one(diff: Diff) -> None:
    others = {
        f"prompts/other-{number}.prompt.md": prompt(
            'We say "Answer in exactly one table" here.\n', f"support/o{number}"
        )
        for number in range(4)
    }
    assert discovered(diff({PROMPT: prompt(BEFORE), **others}, {PROMPT: prompt(AFTER)})) == ()
    few = dict(list(others.items())[:3])
    assert len(discovered(diff({PROMPT: prompt(BEFORE), **few}, {PROMPT: prompt(AFTER)}))) == 3


def test_the_prompt_that_judges_quotes_what_it_judges(diff: Diff) -> None:
    judging = "kind: Eval\nname: support/quality\nsubjects: [prompt:support/reply]\njudge: {prompt: support/judge}\n"
    files = {PROMPT: prompt(BEFORE), JUDGE: prompt(f"{QUOTE}\n", "support/judge"), RUBRIC: judging}
    found = discovered(diff(files, {PROMPT: prompt(AFTER)}))
    assert said(found) == [(JUDGE, 5, "broken-expectation", "error")]


@pytest.mark.parametrize(("extra", "severity"), [(("tools: [pay]\n",), "error"), ((), "warning")])
def test_the_description_of_a_tool_that_it_calls(extra: tuple[str, ...], severity: str, diff: Diff) -> None:
    files = {
        PROMPT: prompt(BEFORE, "support/reply", *extra),
        TOOL: tool('Pays. Call it after "Answer in exactly one table".'),
    }
    found = discovered(diff(files, {PROMPT: prompt(AFTER, "support/reply", *extra)}))
    assert said(found) == [(TOOL, 5, "broken-expectation", severity)]


def test_the_description_of_a_tool_is_wording_that_is_quoted(diff: Diff) -> None:
    quoting = 'Pay only if "the order was delivered late" is true.\n'
    files = {
        TOOL: tool("Pays it back. Use it when the order was delivered late."),
        OTHER: prompt(quoting, "support/other", "tools: [pay]\n"),
    }
    found = discovered(diff(files, {TOOL: tool("Pays it back. Use it when asked to.")}))
    assert said(found) == [(OTHER, 6, "broken-expectation", "error")]


def test_another_prompt_that_says_the_same_only_drifts(diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE), OTHER: prompt(f"On the phone:\n{STRETCH}\n", "support/other")}
    found = discovered(diff(files, {PROMPT: prompt(AFTER)}))
    assert said(found) == [(OTHER, 6, "sibling-drift", "info")]
    both = {PROMPT: prompt(AFTER), OTHER: prompt("On the phone.\n", "support/other")}
    assert discovered(diff(files, both)) == ()


def test_two_texts_in_one_file_do_not_quote_each_other(diff: Diff) -> None:
    def two(text: str) -> str:
        return (
            f"kind: Prompt\nname: support/one\nbody: |-\n  {text}\n---\n"
            'kind: Prompt\nname: support/two\nbody: |-\n  See "Answer in exactly one table" in the first.\n'
        )

    found = diff({"prompts/both.yaml": two("Answer in exactly one table.")}, {"prompts/both.yaml": two("Answer.")})
    assert discovered(found) == ()


def test_a_quotation_that_changes_with_the_text_is_none(diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE), RUBRIC: rubric(QUOTE)}
    changed = {PROMPT: prompt(AFTER), RUBRIC: rubric('Full marks for "a clear list".')}
    assert discovered(diff(files, changed)) == ()


@pytest.mark.parametrize(
    "words",
    [
        "Check: refunds above one hundred euros need the approval of a team lead.",
        "Check: REFUNDS above one hundred euros, need the approval of a team lead!",
        'Check "refunds above one hundred euros need the approval".',
    ],
)
def test_many_words_in_a_row_are_a_quotation_in_other_case_and_punctuation(words: str, diff: Diff) -> None:
    files = {PROMPT: prompt(BEFORE), RUBRIC: rubric(words)}
    found = discovered(diff(files, {PROMPT: prompt(AFTER)}))
    assert {(path, rule, severity) for path, _, rule, severity in said(found)} == {
        (RUBRIC, "broken-expectation", "error")
    }
    shouted = BEFORE.replace("Refunds above", "REFUNDS above")
    assert discovered(diff(files, {PROMPT: prompt(shouted)})) == ()


PROMPTFOO = """prompts: [file://ask.txt]
providers: [openai:gpt-4o]
defaultTest:
  assert:
  - {type: llm-rubric, value: 'Says "never in the world".'}
tests:
- assert:
  - {type: llm-rubric, value: 'The answer follows "never promise a refund".'}
  - type: assert-set
    assert:
    - {type: g-eval, value: '{{q}} gets "two short lines".'}
  - {type: llm-rubric, value: 'file://never promise a refund'}
  - {type: contains-any, value: ["never promise a refund"]}
  - {type: llm-rubric, value: [1]}
- 3
"""


def test_all_rubrics_of_promptfoo_are_read(diff: Diff) -> None:
    files = {"promptfooconfig.yaml": PROMPTFOO, "ask.txt": "You never promise a refund. Write two short lines. {{q}}\n"}
    found = discovered(diff(files, {"ask.txt": "You offer money. Write one line. {{q}}\n"}))
    rubrics = [(line, severity) for _, line, _, severity in said(found) if line != 13]
    assert rubrics == [(8, "error"), (11, "error")]
