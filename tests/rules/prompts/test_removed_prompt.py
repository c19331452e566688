from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "removed-prompt"
PROMPT = (
    "---\nname: support/greeting\nversion: {}\n---\nGreet the customer by name, and ask what you can do for them.\n"
)
BEFORE: Files = {"prompts/greeting.prompt.md": PROMPT.format("1.0.0")}
GONE: Files = {"prompts/greeting.prompt.md": None}
CONSUMER = "kind: Consumer\nname: support/chat\nof: {}\n"


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int]]:
    places = ((each.diagnostic.severity.value, each.diagnostic.primary) for each in found)
    return [(severity, span.path, span.line) for severity, span in places]


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("c.yaml", CONSUMER.format("prompt:support/greeting"), 3),
        ("c.yaml", CONSUMER.format("\n- prompt:support/other\n- prompt:support/greeting@1"), 5),
        ("a.yaml", "kind: Agent\nname: support/agent\nprompt: support/greeting\n", 3),
        ("p.prompt.md", '---\nname: support/long\n---\nHello.\n{% include "support/greeting" %}\n', 5),
    ],
)
def test_each_way_to_rely_on_it_is_an_error_at_its_line(diff: Diff, path: str, text: str, line: int) -> None:
    assert told(diff({**BEFORE, path: text}, GONE, RULE)) == [("error", path, line)]


def test_every_line_of_a_consumer_that_names_it_is_told(diff: Diff) -> None:
    include = '{% include "support/greeting" %}\n'
    text = f"---\nname: support/long\n---\n{include}Then say goodbye.\n{include}"
    found = diff({**BEFORE, "p.prompt.md": text}, GONE, RULE)
    assert told(found) == [("error", "p.prompt.md", 4), ("error", "p.prompt.md", 6)]


def test_a_finding_shows_both_ends_and_names_whom_it_breaks(diff: Diff) -> None:
    (found,) = diff({**BEFORE, "c.yaml": CONSUMER.format("prompt:support/greeting")}, GONE, RULE)
    related = found.diagnostic.related[0]
    assert found.diagnostic.message == "the prompt `support/greeting` is gone; `consumer:support/chat` relies on it"
    assert (related.span.path, related.text) == ("prompts/greeting.prompt.md", "it stood here")
    assert [consumer.name for consumer in found.consumers] == ["consumer:support/chat"]
    assert found.bump == "major"


@pytest.mark.parametrize(
    "rest",
    [
        {},
        {"c.yaml": "kind: Consumer\nname: support/chat\nof: prompt:support/greeting\nlifecycle: retired\n"},
        {"w.yaml": "kind: Team\nname: sales\ndescription: Sells.\noncall: sales@example.com\n"},
    ],
)
def test_what_nobody_in_use_relies_on_is_for_the_reader(diff: Diff, rest: Files) -> None:
    assert [severity for severity, *_ in told(diff({**BEFORE, **rest}, GONE, RULE))] == ["info"]


def test_an_include_that_may_lead_nowhere_breaks_nobody(diff: Diff) -> None:
    text = '---\nname: support/long\n---\nHello.\n{% include "support/greeting" ignore missing %}\n'
    assert [severity for severity, *_ in told(diff({**BEFORE, "p.prompt.md": text}, GONE, RULE))] == ["info"]


@pytest.mark.parametrize(("of", "expected"), [("@2", ["info"]), ("", ["info"]), ("@1", ["error"])])
def test_a_major_version_that_went_breaks_those_that_pin_it(diff: Diff, of: str, expected: list[str]) -> None:
    before = {**BEFORE, "prompts/greeting2.prompt.md": PROMPT.format("2.0.0").replace("Greet", "Welcome")}
    consumer = {"c.yaml": CONSUMER.format(f"prompt:support/greeting{of}")}
    assert [severity for severity, *_ in told(diff({**before, **consumer}, GONE, RULE))] == expected


def test_a_prompt_that_cannot_be_read_any_more_is_not_gone(diff: Diff) -> None:
    broken = {"prompts/greeting.prompt.md": "---\nname: support/greeting\nversion: one\n---\nGreet the customer.\n"}
    consumer = {"c.yaml": CONSUMER.format("prompt:support/greeting")}
    assert diff({**BEFORE, **consumer}, broken, RULE) == ()


@pytest.mark.parametrize(
    ("gone", "other", "text", "line"),
    [
        ("t/tone.j2", "t/a.j2", "Hello.\n{% include 'tone.j2' %}\n", 2),
        ("t/tone.j2", "t/a.j2", "{% include 't/tone' %}\n{% include 'tone.j2' %}\n{% include 'tone.j2' %}\n", 1),
        ("t/tone.j2", "t/a.j2", "Hello.\n{% include 'tone.j2' ignore missing %}\n", None),
        ("p/_tone.prompt", "p/a.prompt", "---\nmodel: googleai/gemini\n---\nHello. {{>tone}}\n", 4),
    ],
)
def test_texts_that_include_it_by_its_file_are_told(
    diff: Diff, gone: str, other: str, text: str, line: int | None
) -> None:
    settings = {"promptops.yaml": "name: example\nsources:\n- files: t/*.j2\n  dialect: jinja\n"}
    tone = "---\nmodel: googleai/gemini\n---\nBe polite.\n" if gone.endswith(".prompt") else "Be polite.\n"
    found = diff({**settings, gone: tone, other: text}, {gone: None}, RULE)
    assert told(found)[:1] == ([("error", other, line)] if line else [("info", gone, 1)])


def test_source_code_that_names_it_is_a_consumer(diff: Diff) -> None:
    code = 'PROMPT = "support/greeting"\n\ndef greet(client):\n    return client.render(PROMPT)\n'
    assert told(diff({**BEFORE, "src/chat.py": code}, GONE, RULE)) == [("error", "src/chat.py", 1)]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("chat/greeting.prompt.md", ("error", "src/chat.py", 1)),
        ("greeting.prompt.md", ("info", "chat/greeting.prompt.md", 2)),
    ],
)
def test_a_path_in_source_code_may_be_that_of_another_prompt_of_the_file_name(
    diff: Diff, named: str, expected: tuple[str, str, int]
) -> None:
    other = PROMPT.format("1.0.0").replace("support/greeting", "sales/greeting").replace("Greet", "Welcome")
    chat = {"chat/greeting.prompt.md": PROMPT.format("1.0.0"), "sales/greeting.prompt.md": other}
    found = diff({**chat, "src/chat.py": f'PROMPT = "{named}"\n'}, {"chat/greeting.prompt.md": None}, RULE)
    assert told(found) == [expected]


@pytest.mark.parametrize(
    ("named", "severity"),
    [
        ("prompts/greeting.prompt.md", "error"),
        ("../prompts/greeting.prompt.md", "error"),
        ("/app/prompts/greeting.prompt.md", "error"),
        ("./greeting.prompt.md", "error"),
        ("themes/greeting.prompt.md", "info"),
    ],
)
def test_a_path_in_source_code_with_another_folder_is_another_file(diff: Diff, named: str, severity: str) -> None:
    found = diff({**BEFORE, "src/chat.py": f'PROMPT = "{named}"\n'}, GONE, RULE)
    assert [level for level, *_ in told(found)] == [severity]


@pytest.mark.parametrize(
    ("source", "severity"),
    [("prompts/chat.py", "error"), ("src/chat.py", "error"), ("src/shop/chat/test_chat.py", "warning")],
)
def test_a_file_name_far_from_the_prompt_may_be_that_of_another_file(diff: Diff, source: str, severity: str) -> None:
    found = diff({**BEFORE, source: 'path = folder / "greeting.prompt.md"\n'}, GONE, RULE)
    assert told(found) == [(severity, source, 1)]


def test_an_experimental_prompt_may_go(diff: Diff) -> None:
    text = PROMPT.format("0.1.0").replace("version", "lifecycle: experimental\nversion")
    before = {"prompts/greeting.prompt.md": text, "c.yaml": CONSUMER.format("prompt:support/greeting")}
    assert [severity for severity, *_ in told(diff(before, GONE, RULE))] == ["info"]


def test_it_is_back_when_the_change_is_undone(diff: Diff) -> None:
    consumer = {"c.yaml": CONSUMER.format("prompt:support/greeting")}
    assert diff({**GONE, **consumer}, BEFORE, RULE) == ()


AGENTS = "agents:\n  root:\n    model: openai/gpt-4o\n    instruction: You plan the work of others.\n{}"
FINDER = "  finder:\n    model: openai/gpt-4o\n    instruction: You look things up.\n"
LOADS: Files = {"app/main.go": 'package app\n\nconst config = "agents/team.yaml"\n'}


def test_code_that_names_a_file_still_finds_it_where_one_of_several_is_gone(diff: Diff) -> None:
    before = {"agents/team.yaml": AGENTS.format(FINDER), **LOADS}
    assert [severity for severity, *_ in told(diff(before, {"agents/team.yaml": AGENTS.format("")}, RULE))] == ["info"]


def test_code_that_names_a_file_is_told_where_all_in_it_is_gone(diff: Diff) -> None:
    found = diff({"agents/team.yaml": AGENTS.format(FINDER), **LOADS}, {"agents/team.yaml": None}, RULE)
    assert told(found) == [("error", "app/main.go", 3)] * 2
    assert {each.diagnostic.related[0].span.line for each in found} == {3, 6}
