from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "removed-input"
PATH = "prompts/refund.prompt.md"
CONSUMER: Files = {"c.yaml": "kind: Consumer\nname: support/chat\nof: prompt:support/refund\n"}


def prompt(inputs: str, text: str = "Order {{ order }}.", more: str = "") -> str:
    return f"---\nname: support/refund\ninputs: {inputs}\n{more}---\nYou answer requests for a refund.\n{text}\n"


OPEN = "{type: object, properties: {order: {type: string}}, required: [order], additionalProperties: true}"
BOTH = prompt("{order: string, language: string}", "Order {{ order }} in {{ language }}.")
ONE = prompt("{order: string}")


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int]]:
    places = ((each.diagnostic.severity.value, each.diagnostic.primary) for each in found)
    return [(severity, span.path, span.line) for severity, span in places]


def consumer(*variables: str) -> Files:
    listed = "".join(f"- variable: {name}\n" for name in variables)
    return {"c.yaml": f"kind: Consumer\nname: support/chat\nof: prompt:support/refund\nexpects:\n{listed}"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("{order: string, language: string}", "{order: string}", ["error"]),
        ("{order: string, language: string?}", "{order: string}", ["error"]),
        ("{order: string, language: string, tone: string}", "{order: string}", ["error", "error"]),
        ("{order: string, language: string}", "{order: string, tongue: string}", ["error"]),
        ("{order: string, language: string}", OPEN, ["info"]),
        ("{order: string}", "{order: string, language: string?}", []),
        ("{order: string, language: string}", "{language: string, order: string}", []),
    ],
)
def test_what_is_refused_now_is_an_error(diff: Diff, before: str, after: str, expected: list[str]) -> None:
    found = diff({PATH: prompt(before), **CONSUMER}, {PATH: prompt(after)}, RULE)
    assert told(found) == [(severity, PATH, 3) for severity in expected]


def test_inputs_that_are_all_gone_are_told_at_the_head(diff: Diff) -> None:
    after = "---\nname: support/refund\n---\nYou answer requests for a refund.\n"
    assert told(diff({PATH: ONE, **CONSUMER}, {PATH: after}, RULE)) == [("error", PATH, 2)]


@pytest.mark.parametrize(
    ("after", "help"),
    [
        ("{order: string}", "keep `order_id` until nobody passes it"),
        ("{orderId: string, tone: string}", "pass `orderId` instead"),
        ("{customer_order_id: string, tone: string}", "pass `customer_order_id` instead"),
        ("{reference: string}", "pass `reference` instead"),
        ("{reference: string, tone: string}", "keep `order_id` until nobody passes it"),
    ],
)
def test_who_passes_it_is_told_the_new_name(diff: Diff, after: str, help: str) -> None:
    before = {PATH: prompt("{order_id: string, order: string}" if after == "{order: string}" else "{order_id: string}")}
    (found,) = diff({**before, **consumer("order_id")}, {PATH: prompt(after)}, RULE)
    assert told((found,)) == [("error", "c.yaml", 5)]
    assert found.diagnostic.help == help


def test_a_consumer_that_lists_its_variables_without_it_is_not_broken(diff: Diff) -> None:
    before = {PATH: BOTH.replace("language: string", "language: string?"), **consumer("order")}
    assert [severity for severity, *_ in told(diff(before, {PATH: ONE}, RULE))] == ["info"]


def test_an_example_that_passes_it_is_told(diff: Diff) -> None:
    examples = "examples:\n- inputs: {order: A1, language: en}\n  output: Refunded.\n"
    before = prompt("{order: string, language: string}", more=examples)
    found = diff({PATH: before, **CONSUMER}, {PATH: prompt("{order: string}", more=examples)}, RULE)
    assert told(found) == [("error", PATH, 5)]
    assert found[0].diagnostic.primary.column == 23


def test_a_text_that_includes_a_fragment_is_refused_nothing(diff: Diff) -> None:
    fragment = "---\nname: tone\ninputs: {language: string}\n---\nAnswer in {{ language }}.\n"
    before = {
        "tone.fragment.md": fragment,
        "a.prompt.md": '---\nname: a\ninputs: {language: string}\n---\n{{ language }}\n{% include "tone" %}\n',
    }
    after = {"tone.fragment.md": "---\nname: tone\n---\nAnswer in English.\n"}
    assert [severity for severity, *_ in told(diff(before, after, RULE))] == ["info"]


def test_it_shows_where_it_was_declared(diff: Diff) -> None:
    (found,) = diff({PATH: BOTH, **CONSUMER}, {PATH: ONE}, RULE)
    (related,) = found.diagnostic.related
    assert (related.span.path, related.span.line, related.text) == (PATH, 3, "it was declared here")
    assert found.bump == "major"


def test_undoing_it_is_no_finding(diff: Diff) -> None:
    assert diff({PATH: ONE, **CONSUMER}, {PATH: BOTH}, RULE) == ()


JINJA: Files = {"promptops.yaml": "name: e\nsources:\n- {files: prompts/*, dialect: jinja}\n"}
TEXT = "Answer {{ question }} with {{ context }}.\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (TEXT, "Answer the question.\n", [("warning", "prompts/a.j2", 1)]),
        (TEXT, "Answer {{ question }}.\n", []),
        (TEXT, "Answer {{ query }}.\n", []),
        (TEXT, "{% include 'b.j2' %}\n", []),
        (TEXT, "Answer {{ _(question) }}.\n", []),
        ("Answer the question.\n", "Answer it.\n", []),
        ("Answer.\n{% if question %}It is: {{ question }}{% endif %}\n", "Answer it.\n", []),
    ],
)
def test_a_text_that_takes_nothing_any_more(diff: Diff, before: str, after: str, expected: list[object]) -> None:
    files = {
        **JINJA,
        "prompts/a.j2": before,
        "prompts/b.j2": "Ask {{ question }}.\n",
        "app/a.py": 'P = load("prompts/a.j2").render(question=q, context=c)\n',
    }
    assert told(diff(files, {"prompts/a.j2": after}, RULE)) == expected


@pytest.mark.parametrize("code", ["", 'P = load("prompts/a.j2")\n', 'P = load("prompts/a.j2").render(**values)\n'])
def test_a_text_that_takes_nothing_and_to_which_nobody_is_known_to_pass_anything(diff: Diff, code: str) -> None:
    files = {**JINJA, "prompts/a.j2": TEXT, "app/a.py": code}
    assert told(diff(files, {"prompts/a.j2": "Answer it.\n"}, RULE)) == [("info", "prompts/a.j2", 1)]


def test_a_task_that_no_longer_shows_its_question(diff: Diff) -> None:
    task = (
        "task: math\ndataset_path: example/math\noutput_type: generate_until\n"
        'doc_to_text: "Question: {{question}}\\nAnswer:"\ndoc_to_target: "{{answer}}"\n'
        'generation_kwargs:\n  until: ["Question:"]\n'
    )
    after = task.replace("Question: {{question}}", "Problem:").replace("Question:", "Problem:")
    found = diff({"tasks/math.yaml": task}, {"tasks/math.yaml": after})
    told_of = {each.diagnostic.rule: each.diagnostic.severity.value for each in found}
    assert told_of == {"removed-input": "warning", "moved-expectation": "info", "changed-directive": "info"}
