"""Source code that names a prompt and fills it in is told which of its arguments no longer fits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

PATH = "prompts/refund.j2"
CONFIG = {"promptops.yaml": "name: e\nsources:\n- {files: prompts/*.j2, dialect: jinja}\n"}
TEXT = "You answer requests for a refund.\nOrder {{ order_id }} in the tone {{ tone }}.\n"
RENAMED = TEXT.replace("order_id", "order_number")
ADDED = f"{TEXT}Answer in {{{{ language }}}}.\n"


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int, int]]:
    places = ((each.diagnostic.severity.value, each.diagnostic.primary) for each in found)
    return [(severity, span.path, span.line, span.column) for severity, span in places]


def changed(
    diff: Diff, code: str, after: str = RENAMED, path: str = "app/chat.py", **more: str
) -> list[tuple[str, str, int, int]]:
    return told(diff({**CONFIG, PATH: TEXT, path: code, **more}, {PATH: after}, "added-required-input"))


LOAD = 'P = load("prompts/refund.j2")\n'
CALL = LOAD + "text = P.render(order_id=x, tone=t)\n"
CONST = 'const p = load("prompts/refund.j2");\n'


@pytest.mark.parametrize(
    ("path", "code", "column"),
    [
        ("app/a.py", LOAD + "text = P.render(order_id=x, tone=t)", 17),
        ("app/a.py", LOAD + "text = await P.ainvoke({'order_id': x, 'tone': t})", 26),
        ("app/a.py", LOAD + "text = P.format(tone=t, order_id=x)", 25),
        ("app/a.py", LOAD + "text = render_prompt(P, order_id=x, tone=t)", 25),
        ("app/a.py", LOAD + "text = execute(P, inputs={'order_id': x, 'tone': t})", 28),
        ("app/a.ts", CONST + "const t = p.render({ order_id, tone });", 22),
        ("app/a.ts", CONST + 'const t = await p.invoke({ "order_id": x, tone: "kind" });', 29),
        ("app/a.ts", CONST + "await p.generate({ input: { order_id: x, tone } });", 29),
        ("app/a.ts", "const t = await ai.prompt('prompts/refund.j2')(\n  { order_id: x, tone });", 5),
        ("app/a.js", CONST + "module.exports = () => promptTemplate(p, { order_id: 1, tone: 2 });", 44),
        (
            "app/a.go",
            'package a\nvar p = load("prompts/refund.j2").Render(map[string]any{"order_id": x, "tone": t})',
            58,
        ),
    ],
)
def test_the_argument_with_the_old_name_is_an_error(diff: Diff, path: str, code: str, column: int) -> None:
    assert changed(diff, code, path=path) == [("error", path, 2, column)]


def test_it_says_what_to_pass(diff: Diff) -> None:
    code = LOAD + "text = P.render(order_id=x, tone=t)\n"
    (found,) = diff({**CONFIG, PATH: TEXT, "app/a.py": code}, {PATH: RENAMED}, "added-required-input")
    assert found.diagnostic.message == (
        "the text of `prompts/refund` uses `order_number`, which callers did not have to pass;"
        " `app/a.py` does not pass it"
    )
    assert found.diagnostic.help == "pass `order_number` instead of `order_id`, or let callers leave it out"
    assert [each.name for each in found.consumers] == ["app/a.py"]


def test_a_call_that_lacks_a_new_variable_is_told_where_it_calls(diff: Diff) -> None:
    assert changed(diff, LOAD + "text = P.render(order_id=x, tone=t)\n", ADDED) == [("warning", "app/chat.py", 2, 10)]


@pytest.mark.parametrize("condition", ["if tone and language", "if not language", "if tone or language"])
def test_a_text_that_asks_whether_it_is_passed_needs_it_of_nobody(diff: Diff, condition: str) -> None:
    assert changed(diff, CALL, f"{TEXT}{{% {condition} %}}More.{{% endif %}}\n") == []


def test_a_format_string_cannot_be_filled_in_without_it(diff: Diff) -> None:
    config = {"promptops.yaml": CONFIG["promptops.yaml"].replace("jinja}", "markdown, template: format}")}
    code = LOAD + "text = P.format(order_id=x, tone=t)\n"
    files = {**config, PATH: "Order {order_id} in the tone {tone}.\n", "app/a.py": code}
    changed = {PATH: "Order {order_id} in the tone {tone}, in {language}.\n"}
    assert told(diff(files, changed, "added-required-input")) == [("error", "app/a.py", 2, 10)]


def test_several_calls_of_one_file_are_one_finding(diff: Diff) -> None:
    code = CALL + "more = P.render(order_id=y, tone=t)\n"
    (found,) = diff({**CONFIG, PATH: TEXT, "app/a.py": code}, {PATH: RENAMED}, "added-required-input")
    assert [(each.span.path, each.span.line) for each in found.diagnostic.related] == [(PATH, 2), ("app/a.py", 3)]


@pytest.mark.parametrize(
    "call",
    [
        "text = P.render(order_number=x, tone=t)",  # changed together
        "text = P.render(order_number=x, order_id=x, tone=t)",
        "log(order_id=x, tone=t); text = P.render(order_number=x, tone=t)",
        "a.render(order_id=x, tone=t), b.render(order_number=x, tone=t)",
    ],
)
def test_code_that_passes_what_is_needed_now_is_right(diff: Diff, call: str) -> None:
    assert changed(diff, LOAD + call + "\n") == [("info", PATH, 2, 10)]


@pytest.mark.parametrize(
    "call",
    [
        "text = P.render(**values)",
        "text = P.render(order_id=x)",
        "text = P.render(order_id=x, **values)",
        "ticket = create(order_id=x, tone=t)",
        'text = "{order_id} {tone}".format(order_id=x, tone=t)',
        "text = P.render({order_id: x, tone: t})",
    ],
)
def test_what_is_no_such_call_leaves_it_at_a_warning_at_the_text(diff: Diff, call: str) -> None:
    assert [each[:2] for each in changed(diff, LOAD + call + "\n")] == [("warning", PATH)]


@pytest.mark.parametrize(
    ("code", "other"),
    [
        (CALL + "note = Q.render(**values)\n", TEXT),
        (CALL + 'note = fill("Order {order_id}")\n', TEXT),
        (CALL + 'Q = load("prompts/other.j2")\n', TEXT),
    ],
)
def test_what_else_may_be_filled_in_makes_it_a_warning(diff: Diff, code: str, other: str) -> None:
    more = {"prompts/other.j2": other}
    assert changed(diff, code, **more) == [("warning", "app/chat.py", 2, 17)]


def test_another_prompt_of_other_variables_raises_no_doubt(diff: Diff) -> None:
    more = {"prompts/other.j2": "Hello {{ name }}.\n"}
    code = CALL + 'Q = load("prompts/other.j2")\n'
    assert changed(diff, code, **more) == [("error", "app/chat.py", 2, 17)]


def test_a_file_that_names_no_prompt_is_not_asked(diff: Diff) -> None:
    assert changed(diff, "text = P.render(order_id=x, tone=t)\n") == [("info", PATH, 2, 10)]


NATIVE = "prompts/refund.prompt.md"
HEAD = "---\nname: support/refund\ninputs: {order_id: string, tone: string}\n---\n"


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("order_id", "order_number", [("error", "app/a.py", 2, 17)], [("error", "app/a.py", 2, 17)]),
        ("tone: string", "tone: string?", [], []),
    ],
)
def test_declared_inputs(diff: Diff, old: str, new: str, removed: list[object], added: list[object]) -> None:
    code = CALL.replace("prompts/refund.j2", "support/refund")
    before = {NATIVE: HEAD + TEXT, "app/a.py": code}
    after = {NATIVE: (HEAD + TEXT).replace(old, new)}
    assert told(diff(before, after, "removed-input")) == removed
    assert told(diff(before, after, "added-required-input")) == added


def test_a_declared_input_is_refused_whatever_else_the_file_fills_in(diff: Diff) -> None:
    code = CALL.replace("prompts/refund.j2", "support/refund") + "note = Q.render(**values)\n"
    before = {NATIVE: HEAD + TEXT, "app/a.py": code}
    after = {NATIVE: (HEAD + TEXT).replace("order_id", "order_number")}
    assert told(diff(before, after, "removed-input")) == [("error", "app/a.py", 2, 17)]
    assert told(diff(before, after, "added-required-input")) == [("error", "app/a.py", 2, 17)]


def test_an_optional_input_that_is_gone(diff: Diff) -> None:
    head = HEAD.replace("tone: string", "tone: string?")
    before = {NATIVE: head + TEXT, "app/a.py": CALL.replace("prompts/refund.j2", "support/refund")}
    after = {NATIVE: head.replace(", tone: string?", "") + TEXT.replace(" in the tone {{ tone }}", "")}
    assert told(diff(before, after, "removed-input")) == [("error", "app/a.py", 2, 29)]


def test_a_consumer_speaks_for_its_file(diff: Diff) -> None:
    consumer = "kind: Consumer\nname: support/chat\nof: prompt:support/refund\nsource: app/a.py:2\n"
    code = "text = P.render(order_id=x, tone=t)\n"
    before = {NATIVE: HEAD + TEXT, "app/a.py": code, "c.yaml": consumer}
    found = diff(before, {NATIVE: (HEAD + TEXT).replace("order_id", "order_number")}, "added-required-input")
    assert told(found) == [("error", "app/a.py", 1, 17)]
    assert [each.name for each in found[0].consumers] == ["consumer:support/chat"]
