from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "renamed-prompt"
TEXT = "You answer customers of an online shop. Be polite, and keep to three sentences at most.\n"
PROMPT = "---\nname: {}\nversion: {}\n---\n" + TEXT
FRAGMENT = "---\nname: {}\n---\n" + TEXT
BEFORE: Files = {"prompts/reply.prompt.md": PROMPT.format("support/reply", "1.0.0")}
AFTER: Files = {"prompts/reply.prompt.md": PROMPT.format("support/customer-reply", "2.0.0")}
STALE = "kind: Consumer\nname: support/chat\nof: prompt:support/reply\n"


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int]]:
    places = ((each.diagnostic.severity.value, each.diagnostic.primary) for each in found)
    return [(severity, span.path, span.line) for severity, span in places]


def test_who_still_has_the_old_name_is_told_the_new_one(diff: Diff) -> None:
    (found,) = diff({**BEFORE, "c.yaml": STALE}, AFTER, RULE)
    assert told((found,)) == [("error", "c.yaml", 3)]
    assert found.diagnostic.help == "write `support/customer-reply`, or keep `support/reply`, deprecated, beside it"
    assert [(related.span.path, related.span.line) for related in found.diagnostic.related] == [
        ("prompts/reply.prompt.md", 2),
        ("prompts/reply.prompt.md", 2),
    ]
    assert [consumer.name for consumer in found.consumers] == ["consumer:support/chat"]


def test_only_those_that_have_not_followed_are_told(diff: Diff) -> None:
    before = {**BEFORE, "c.yaml": STALE, "d.yaml": STALE.replace("chat", "mail")}
    moved = {"d.yaml": STALE.replace("chat", "mail").replace("support/reply", "support/customer-reply")}
    assert told(diff(before, {**AFTER, **moved}, RULE)) == [("error", "c.yaml", 3)]


def test_a_rename_that_all_have_followed_is_for_the_reader(diff: Diff) -> None:
    after = {**AFTER, "c.yaml": STALE.replace("support/reply", "support/customer-reply")}
    (found,) = diff({**BEFORE, "c.yaml": STALE}, after, RULE)
    assert told((found,)) == [("info", "prompts/reply.prompt.md", 2)]
    assert found.consumers == ()


def test_a_rename_that_concerns_nobody_is_for_the_reader(diff: Diff) -> None:
    assert [severity for severity, *_ in told(diff(BEFORE, AFTER, RULE))] == ["info"]


def test_a_fragment_is_followed_by_the_texts_that_include_it(diff: Diff) -> None:
    before = {
        "fragments/tone.fragment.md": FRAGMENT.format("support/tone"),
        "p.prompt.md": '---\nname: support/answer\n---\nAnswer.\n{% include "support/tone" %}\n',
    }
    after = {"fragments/tone.fragment.md": FRAGMENT.format("support/manner")}
    assert told(diff(before, after, RULE)) == [("error", "p.prompt.md", 5)]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ('PROMPT = "support/reply"\n', [1]),
        ('import os\n\nPROMPT = "support/customer-reply"\n', []),
        ('TEXT = open("prompts/reply.prompt.md").read()\n', []),
    ],
)
def test_source_code_is_told_by_what_it_names(diff: Diff, code: str, lines: list[int]) -> None:
    found = diff({**BEFORE, "src/chat.py": code}, AFTER, RULE)
    assert [(each.diagnostic.primary.path, each.diagnostic.primary.line) for each in found if each.consumers] == [
        ("src/chat.py", line) for line in lines
    ]


def test_a_foreign_prompt_has_the_name_of_its_file(diff: Diff) -> None:
    text = "---\nname: Basic\nmodel: {api: chat}\n---\nsystem:\nYou answer questions about our shop in a few words.\n"
    found = diff({"a/basic.prompty": text}, {"a/basic.prompty": None, "b/basic.prompty": text}, RULE)
    assert told(found) == [("info", "b/basic.prompty", 2)]


def test_another_text_under_another_name_is_no_rename(diff: Diff) -> None:
    other = "---\nname: support/other\n---\nTranslate what follows into the language of the reader, word by word.\n"
    assert diff({**BEFORE, "c.yaml": STALE}, {"prompts/reply.prompt.md": other}, RULE) == ()


def test_the_mirror_is_a_rename_as_well(diff: Diff) -> None:
    moved = STALE.replace("support/reply", "support/customer-reply")
    assert told(diff({**AFTER, "c.yaml": moved}, BEFORE, RULE)) == [("error", "c.yaml", 3)]


def test_a_name_without_its_ending_fits_wherever_the_file_moved(diff: Diff) -> None:
    text = "---\nmodel: a/b\n---\nTell a joke about the subject that somebody gives you, and be kind about it.\n"
    before = {"old/prompts/joke.prompt": text, "app/joke.ts": 'const joke = ai.prompt("joke");\n'}
    found = diff(before, {"old/prompts/joke.prompt": None, "new/prompts/joke.prompt": text}, RULE)
    assert [severity for severity, *_ in told(found)] == ["info"]


@pytest.mark.parametrize(
    ("source", "named", "expected"),
    [
        ("new/src/joke/joke.ts", "../../prompts/joke.prompt", "info"),
        ("new/src/joke.ts", "./prompts/joke.prompt", "info"),
        ("new/prompts/joke.ts", "/joke.prompt", "info"),
        ("new/src/joke.ts", "./joke.prompt", "error"),
        ("src/joke.ts", "../old/prompts/joke.prompt", "error"),
    ],
)
def test_a_path_that_moved_together_with_its_source_is_followed(
    diff: Diff, source: str, named: str, expected: str
) -> None:
    text = "---\nmodel: a/b\n---\nTell a joke about the subject that somebody gives you, and be kind about it.\n"
    before = {"old/prompts/joke.prompt": text, source: f'load(base + "{named}")\n'}
    found = diff(before, {"old/prompts/joke.prompt": None, "new/prompts/joke.prompt": text}, RULE)
    assert [severity for severity, *_ in told(found)] == [expected]


TASKS = (
    "{}:\n  description: Research the market of {{product}} thoroughly, and name sources.\n  expected_output: A list.\n"
)
CREW = 'class Crew:\n    tasks_config = "config/tasks.yaml"\n\n    def task(self):\n        return self.tasks[{!r}]\n'


@pytest.mark.parametrize(
    ("source", "code", "lines"),
    [
        ("crew/crew.py", CREW.format("research"), [("error", "crew/crew.py", 5)]),
        ("crew/crew.py", CREW.format("market_research"), [("info", "crew/config/tasks.yaml", 2)]),
        ("crew/crew.py", CREW.replace("config/tasks.yaml", "").format("research"), [("error", "crew/crew.py", 5)]),
        ("crew/crew.py", 'role = "research"\n', [("info", "crew/config/tasks.yaml", 2)]),
        ("far/away/from/crew.py", 'print(x["research"])\n', [("info", "crew/config/tasks.yaml", 2)]),
    ],
)
def test_code_takes_what_it_wants_out_of_a_file_by_its_key(
    diff: Diff, source: str, code: str, lines: list[tuple[str, str, int]]
) -> None:
    before = {"crew/config/tasks.yaml": TASKS.format("research"), source: code}
    found = diff(before, {"crew/config/tasks.yaml": TASKS.format("market_research")}, RULE)
    assert told(found) == lines
    if lines[0][0] == "error":
        assert found[0].diagnostic.help == "write `market_research`, or keep what it was called"


def test_a_file_that_moved_is_read_by_the_same_keys(diff: Diff) -> None:
    before = {"crew/config/tasks.yaml": TASKS.format("research"), "crew/crew.py": CREW.format("research")}
    moved = {"crew/config/tasks.yaml": None, "crew/tasks.yaml": TASKS.format("research")}
    code = {"crew/crew.py": CREW.format("research").replace("config/", "")}
    assert [severity for severity, _, _ in told(diff(before, {**moved, **code}, RULE))] == ["info"]
