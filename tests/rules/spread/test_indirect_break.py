"""What a fragment loses is lost by whatever includes it, and is put down to what changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = dict[str, str | None]

PROMPT, INNER, OUTER = "prompts/reply.prompt.md", "fragments/format.fragment.md", "fragments/frame.fragment.md"
CONSUMER = "consumers/parser.yaml"
TABLE, LIST = "Answer in exactly one table.", "Answer in a list."
PARSER = "kind: Consumer\nname: support/parser\nof: prompt:support/reply\nexpects:\n- phrase: exactly one table\n"


def prompt(body: str, name: str = "support/reply") -> str:
    return f"---\nname: {name}\nversion: 1.0.0\n---\n{body}\n"


def fragment(body: str, name: str = "common/format", version: str = "1.0.0") -> str:
    return f"---\nkind: Fragment\nname: {name}\nversion: {version}\n---\n{body}\n"


def include(name: str, before: str = "Hello.") -> str:
    return f'{before}\n{{% include "{name}" %}}'


def said(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, str]]:
    kept = [each.diagnostic for each in found if each.diagnostic.rule in ("broken-expectation", "indirect-break")]
    return [(each.rule, each.primary.path, each.resource or "") for each in kept]


def way(found: ChangeFinding) -> list[tuple[str, int, str]]:
    return [(each.span.path, each.span.line, each.text) for each in found.diagnostic.related]


ONE: Files = {PROMPT: prompt(include("common/format@1")), INNER: fragment(TABLE), CONSUMER: PARSER}
TWO: Files = {
    PROMPT: prompt(include("common/frame@1")),
    OUTER: fragment(include("common/format@1"), "common/frame"),
    INNER: fragment(TABLE),
    CONSUMER: PARSER,
}
BY_FORMAT = ("indirect-break", CONSUMER, "fragment:common/format@1")
BY_FRAME = ("indirect-break", CONSUMER, "fragment:common/frame@1")
BY_PROMPT = ("broken-expectation", CONSUMER, "prompt:support/reply@1")


@pytest.mark.parametrize(
    ("before", "changed", "expected"),
    [
        (ONE, {INNER: fragment(LIST)}, [BY_FORMAT]),
        (ONE, {INNER: fragment(LIST), PROMPT: prompt(include("common/format@1", "Hi."))}, [BY_FORMAT]),
        (ONE, {PROMPT: prompt("Hello.")}, [BY_PROMPT]),
        (ONE, {PROMPT: prompt("Hello."), INNER: fragment(f"{TABLE} Nothing else.")}, [BY_PROMPT]),
        (ONE, {INNER: fragment(f"{TABLE} Nothing else.")}, []),
        (ONE, {PROMPT: prompt(f"Hello. {TABLE}")}, []),
        (ONE, {INNER: fragment(LIST), PROMPT: prompt(include("common/format@1", TABLE))}, []),
        (TWO, {INNER: fragment(LIST)}, [BY_FORMAT]),
        (TWO, {OUTER: fragment("Hello.", "common/frame")}, [BY_FRAME]),
        (TWO, {OUTER: fragment("Hello.", "common/frame"), INNER: fragment(f"{TABLE} More.")}, [BY_FRAME]),
        (TWO, {PROMPT: prompt("Hello.")}, [BY_PROMPT]),
        (TWO, {PROMPT: prompt(include("common/format@1"))}, []),
        (TWO, {PROMPT: prompt(include("common/format@1")), INNER: fragment(LIST)}, [BY_FORMAT]),
    ],
)
def test_what_broke_it_is_what_changed(
    before: Files, changed: Files, expected: list[tuple[str, str, str]], diff: Diff
) -> None:
    assert said(diff(before, changed)) == expected


@pytest.mark.parametrize(
    "changed",
    [
        {INNER: fragment(LIST, version="one")},
        {INNER: fragment("")},
        {INNER: "---\nkind: Fragment\nname: [\n---\n"},
        {OUTER: fragment(include("common/format@1"), "common/frame", "one")},
        {INNER: fragment(LIST, version="one"), PROMPT: prompt(include("common/frame@1", "Hi."))},
    ],
)
def test_of_what_cannot_be_read_nothing_is_said(changed: Files, diff: Diff) -> None:
    assert said(diff(TWO, changed)) == []
    assert said(diff({**TWO, **changed}, TWO)) == []


def test_the_way_is_shown_line_by_line(diff: Diff) -> None:
    (found,) = diff(TWO, {INNER: fragment(LIST)}, "indirect-break")
    assert (found.diagnostic.primary.path, found.diagnostic.primary.line) == (CONSUMER, 5)
    assert way(found) == [
        (INNER, 6, "it stood here"),
        (PROMPT, 6, "included here"),
        (OUTER, 7, "included here"),
    ]
    assert [each.name for each in found.consumers] == ["consumer:support/parser"]
    assert found.diagnostic.severity == "error"
    assert found.diagnostic.notes


def test_words_that_still_stand_elsewhere_have_no_fate(diff: Diff) -> None:
    (found,) = diff(ONE, {PROMPT: prompt("Hello.")}, "broken-expectation")
    assert found.diagnostic.notes == ()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({OUTER: fragment(LIST, version="2.0.0")}, []),
        (
            {OUTER: fragment(LIST, version="2.0.0"), PROMPT: prompt(include("common/format@2"))},
            [("broken-expectation", CONSUMER, "prompt:support/reply@1")],
        ),
        (
            {INNER: fragment(LIST, version="2.0.0"), PROMPT: prompt(include("common/format@2"))},
            [("indirect-break", CONSUMER, "fragment:common/format@2")],
        ),
        ({INNER: fragment(LIST, version="2.0.0")}, [("indirect-break", CONSUMER, "fragment:common/format@2")]),
    ],
)
def test_another_major_version_of_the_fragment(
    changed: Files, expected: list[tuple[str, str, str]], diff: Diff
) -> None:
    assert said(diff(ONE, changed)) == expected


def test_a_circle_of_includes_ends(diff: Diff) -> None:
    circle = {**TWO, INNER: fragment(include("common/frame@1", TABLE))}
    found = said(diff(circle, {INNER: fragment(include("common/frame@1", LIST))}))
    assert found == [BY_FORMAT]


def test_each_consumer_of_each_prompt_is_told(diff: Diff) -> None:
    files = {
        **ONE,
        "prompts/call.prompt.md": prompt(include("common/format@1"), "support/call"),
        "consumers/call.yaml": PARSER.replace("support/parser", "support/phone").replace(
            "support/reply", "support/call"
        ),
        "src/parse.py": 'P = load("support/call")\nok = "exactly one table" in answer\n',
    }
    found = said(diff(files, {INNER: fragment(LIST)}))
    assert [path for _, path, _ in found] == ["consumers/call.yaml", CONSUMER, "src/parse.py"]


def test_a_quotation_of_a_fragment_is_told_once_however_many_texts_include_it(diff: Diff) -> None:
    prompts = {
        f"prompts/{number}.prompt.md": prompt(include("common/format@1"), f"support/reply-{number}")
        for number in range(5)
    }
    files = {
        **prompts,
        INNER: fragment(TABLE),
        "prompts/other.prompt.md": prompt('It says "Answer in exactly one table" there.', "support/other"),
    }
    found = said(diff(files, {INNER: fragment(LIST)}))
    assert found == [("broken-expectation", "prompts/other.prompt.md", "fragment:common/format@1")]
