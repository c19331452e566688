from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "added-required-input"
CONSUMER: Files = {"c.yaml": "kind: Consumer\nname: support/chat\nof: prompt:support/refund\n"}
PATH = "prompts/refund.prompt.md"


def prompt(inputs: str, text: str = "Order {{ order_id }}.", more: str = "") -> str:
    return f"---\nname: support/refund\ninputs: {inputs}\n{more}---\nYou answer requests for a refund.\n{text}\n"


OLD = prompt("{order_id: string}")
NEW = prompt("{order_id: string, language: string}", "Order {{ order_id }} in {{ language }}.")


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int]]:
    places = ((each.diagnostic.severity.value, each.diagnostic.primary) for each in found)
    return [(severity, span.path, span.line) for severity, span in places]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("{order_id: string}", "{order_id: string, language: string}", ["error"]),
        ("{order_id: string, language: string?}", "{order_id: string, language: string}", ["error"]),
        (
            "{order_id: string, language: {type: string, default: en}}",
            "{order_id: string, language: string}",
            ["error"],
        ),
        ("{order_id: string}", "{order_id: string, language: string?}", []),
        ("{order_id: string}", "{order_id: string, language: {type: string, default: en}}", []),
        ("{order_id: string, language: string}", "{order_id: string, language: string?}", []),
        ("{order_id: string, language: string}", "{language: string, order_id: string}", []),
        ("{order_id: string}", "{order_id: string, language: string, tone: string}", ["error", "error"]),
        (
            "{properties: {order_id: {}}, required: [order_id], additionalProperties: true}",
            "{properties: {order_id: {}, language: {}}, required: [order_id, language], additionalProperties: true}",
            ["error"],
        ),
    ],
)
def test_what_is_required_now_and_was_not_is_an_error(diff: Diff, before: str, after: str, expected: list[str]) -> None:
    text = "Order {{ order_id }} {{ language }}."
    found = diff({PATH: prompt(before), **CONSUMER}, {PATH: prompt(after, text)}, RULE)
    assert [severity for severity, *_ in told(found)] == expected


def test_it_stands_at_the_name_of_the_input(diff: Diff) -> None:
    after = NEW.replace(
        "inputs: {order_id: string, language: string}", "inputs:\n  order_id: string\n  language: string"
    )
    (found,) = diff({PATH: OLD, **CONSUMER}, {PATH: after}, RULE)
    assert found.diagnostic.primary[:3] == (PATH, 5, 3)
    assert found.diagnostic.message == "the input `language` of `support/refund` must be passed now"
    assert found.bump == "major"


def test_nobody_is_broken_where_nobody_calls(diff: Diff) -> None:
    assert [severity for severity, *_ in told(diff({PATH: OLD}, {PATH: NEW}, RULE))] == ["info"]


def consumer(*variables: str, of: str = "prompt:support/refund") -> Files:
    listed = "".join(f"- variable: {name}\n" for name in variables)
    return {"c.yaml": f"kind: Consumer\nname: support/chat\nof: {of}\nexpects:\n{listed}"}


def test_a_consumer_that_lists_its_variables_is_told_at_its_line(diff: Diff) -> None:
    (found,) = diff({PATH: OLD, **consumer("order_id")}, {PATH: NEW}, RULE)
    assert told((found,)) == [("error", "c.yaml", 3)]
    assert found.diagnostic.message.endswith("; `consumer:support/chat` does not pass it")


def test_a_consumer_that_passes_it_already_is_not_broken(diff: Diff) -> None:
    before = {PATH: prompt("{order_id: string, language: string?}"), **consumer("order_id", "language")}
    assert [severity for severity, *_ in told(diff(before, {PATH: NEW}, RULE))] == ["info"]


def test_a_list_that_was_never_whole_proves_nothing(diff: Diff) -> None:
    old = prompt("{order_id: string, tone: string}", "{{ order_id }} {{ tone }}")
    new = prompt("{order_id: string, tone: string, language: string}", "{{ order_id }} {{ tone }} {{ language }}")
    assert told(diff({PATH: old, **consumer("tone")}, {PATH: new}, RULE)) == [("error", PATH, 3)]


def test_an_example_that_does_without_is_told_at_its_line(diff: Diff) -> None:
    examples = "examples:\n- inputs: {order_id: A1}\n  output: Refunded.\n"
    old, new = prompt("{order_id: string}", more=examples), prompt("{order_id: string, a: string}", "{{ a }}", examples)
    assert told(diff({PATH: old, **CONSUMER}, {PATH: new.replace("{{ a }}", "{{ a }} {{ order_id }}")}, RULE)) == [
        ("error", PATH, 5)
    ]


INCLUDING: Files = {
    "tone.fragment.md": "---\nname: tone\n---\nAnswer in English, politely.\n",
    "a.prompt.md": '---\nname: a\ninputs: {language: string}\n---\n{{ language }}\n{% include "tone" %}\n',
    "b.prompt.md": '---\nname: b\n---\nAnswer the customer.\n{% include "tone" %}\n',
}
NEEDY: Files = {
    "tone.fragment.md": "---\nname: tone\ninputs: {language: string}\n---\nAnswer in {{ language }}, politely.\n"
}


def test_a_text_that_does_not_have_what_a_fragment_needs_is_told_where_it_includes_it(diff: Diff) -> None:
    assert told(diff(INCLUDING, NEEDY, RULE)) == [("error", "b.prompt.md", 5)]


@pytest.mark.parametrize(
    "other", [None, '---\nname: b\n---\n{% set language = "Dutch" %}\n{% include "tone" %}\n'], ids=["none", "bound"]
)
def test_texts_that_all_have_what_a_fragment_needs_are_not_broken(diff: Diff, other: str | None) -> None:
    found = diff({**INCLUDING, "b.prompt.md": other}, NEEDY, RULE)
    assert [severity for severity, *_ in told(found)] == ["info"]


PROMPTFOO = """\
prompts: ['{0}']
providers: [openai:gpt-4o]
tests:
- vars: {{question: why}}
- vars: {{question: how{1}}}
"""


@pytest.mark.parametrize(
    ("old", "new", "vars", "expected"),
    [
        ("Answer {{question}}", "Answer {{question}} from {{context}}", "", [("error", "promptfooconfig.yaml", 4)]),
        ("Answer {{question}}", "Answer {{question}} from {{context}}", ", context: all", []),
        ("Answer {{question}}", "Reply to {{question}}", "", []),
        ("Answer {{question}}", "Answer {{question}} {{_conversation}}", "", []),
    ],
)
def test_test_cases_prove_what_is_passed(
    diff: Diff, old: str, new: str, vars: str, expected: list[tuple[str, str, int]]
) -> None:
    before = {"promptfooconfig.yaml": PROMPTFOO.format(old, vars)}
    after = {"promptfooconfig.yaml": PROMPTFOO.format(new, vars)}
    found = [each for each in diff(before, after, RULE) if each.diagnostic.severity != "info"]
    assert told(tuple(found)) == expected


@pytest.mark.parametrize(
    "more",
    [
        "extensions: ['file://hook.js:run']\n",
        "scenarios: [{config: [{vars: {context: all}}], tests: []}]\n",
        "defaultTest: {vars: {context: all}}\n",
        "defaultTest: {options: {transformVars: 'return vars'}}\n",
        "defaultTest: file://default.yaml\n",
    ],
)
def test_test_cases_prove_nothing_where_something_else_passes_variables(diff: Diff, more: str) -> None:
    before, after = (
        {"promptfooconfig.yaml": PROMPTFOO.format(text, "") + more}
        for text in ("Answer {{question}}", "Answer {{question}} from {{context}}")
    )
    assert [each for each in diff(before, after, RULE) if each.diagnostic.severity != "info"] == []


UNDECLARED: Files = {
    "promptops.yaml": "name: example\nsources:\n- files: texts/*.j2\n  dialect: jinja\n",
    "src/chat.py": 'TEXT = load("texts/answer.j2")\n',
}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Answer {{ question }}.", "Answer {{ question }} from {{ facts }}.", [("warning", "texts/answer.j2", 1)]),
        ("Answer {{ question }}.", "Answer {{ question }}, {{ question }}.", []),
        ("Answer {{ question }} {{ facts }}.", "Answer {{ question }}.", []),
        ("Answer {{ question }}.", "{% for part in question %}{{ part }}{% endfor %}", []),
        ("Answer {{ question }}.", "Answer {{ question }} {% if facts %}from {{ facts }}{% endif %}.", []),
        ("Answer {{ question }}.", "Answer {{ question }} from {{ facts | default('the web') }}.", []),
        ("Answer {{ question }}.", "Answer {{ question }} {{ facts or 'briefly' }}.", []),
        (
            "Answer {{ question }}.",
            "{% if draft is not defined and (not facts) %}Answer {{ question }}{% endif %}.",
            [],
        ),
        ("Answer {{ question }}.", "Answer {{ question }} {{ notdefault }}.", [("warning", "texts/answer.j2", 1)]),
    ],
)
def test_a_variable_that_is_new_in_a_text_without_inputs_is_a_warning(
    diff: Diff, old: str, new: str, expected: list[tuple[str, str, int]]
) -> None:
    assert told(diff({**UNDECLARED, "texts/answer.j2": old}, {"texts/answer.j2": new}, RULE)) == expected


def test_a_variable_that_is_declared_now_and_was_used_before_is_not_new(diff: Diff) -> None:
    old = "---\nname: Basic\nmodel: {api: chat}\n---\nsystem:\nYou answer.\n\nuser:\n{{question}}\n"
    new = old.replace("model:", "inputs:\n  question: {type: string, required: true}\nmodel:")
    assert diff({"a.prompty": old}, {"a.prompty": new}, RULE) == ()


def test_undoing_it_is_no_finding(diff: Diff) -> None:
    assert diff({PATH: NEW, **CONSUMER}, {PATH: OLD}, RULE) == ()
