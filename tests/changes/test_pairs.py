"""What happened to a resource: which one of one side is which of the other."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import pytest

from promptops.changes.pairs import MAX_COMPARED
from promptops.compiler.comparing import Comparing

Files = dict[str, str | bytes | None]
Compare = Callable[[Files, Files], Comparing]
Said = tuple[str, str, str | None, str | None]

CONFIG = "promptops.yaml"
PROMPT, MOVED = "prompts/reply.prompt.md", "prompts/moved.prompt.md"
TEXT = "Decide about the refund of the customer, and say why in two short sentences."
BROKEN = "---\nname: [\n---\nHello.\n"


def prompt(body: str = TEXT, name: str = "support/reply", version: str = "1.0.0", extra: str = "") -> str:
    return f"---\nname: {name}\nversion: {version}\n{extra}---\n{body}\n"


def tools(*names: str) -> str:
    return "---\n".join(f"kind: Tool\nname: {name}\neffects: read\n" for name in names)


def said(compared: Comparing) -> list[Said]:
    return [
        (
            change.status,
            change.reference,
            None if change.before is None else change.before.entry.path,
            None if change.after is None else change.after.entry.path,
        )
        for change in compared.comparison.changes
    ]


REPLY, TWO, ANSWER = "prompt:support/reply@1", "prompt:support/reply@2", "prompt:support/answer@1"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({PROMPT: prompt("Something else.")}, [("changed", REPLY, PROMPT, PROMPT)]),
        ({PROMPT: prompt(version="1.0.1")}, [("changed", REPLY, PROMPT, PROMPT)]),
        ({PROMPT: None}, [("removed", REPLY, PROMPT, None)]),
        ({PROMPT: None, MOVED: prompt()}, [("changed", REPLY, PROMPT, MOVED)]),
        ({PROMPT: prompt(name="support/answer")}, [("renamed", ANSWER, PROMPT, PROMPT)]),
        ({PROMPT: None, MOVED: prompt(name="support/answer")}, [("renamed", ANSWER, PROMPT, MOVED)]),
        ({PROMPT: prompt(f"{TEXT} Be kind.", "support/answer")}, [("renamed", ANSWER, PROMPT, PROMPT)]),
        (
            {PROMPT: prompt("Translate what follows.", "support/answer")},
            [("added", ANSWER, None, PROMPT), ("removed", REPLY, PROMPT, None)],
        ),
        ({MOVED: prompt(name="support/answer")}, [("added", ANSWER, None, MOVED)]),
        ({PROMPT: prompt(version="2.0.0")}, [("changed", TWO, PROMPT, PROMPT)]),
        ({MOVED: prompt(version="2.0.0")}, [("added", TWO, None, MOVED)]),
        ({PROMPT: None, MOVED: prompt(version="2.0.0")}, [("changed", TWO, PROMPT, MOVED)]),
        (
            {PROMPT: None, "a.fragment.md": f"---\nkind: Fragment\nname: support/reply\nversion: 1.0.0\n---\n{TEXT}\n"},
            [("added", "fragment:support/reply@1", None, "a.fragment.md"), ("removed", REPLY, PROMPT, None)],
        ),
        (
            {PROMPT: None, "prompts/reply.prompty": f"---\nname: reply\n---\nsystem:\n{TEXT}\n"},
            [("renamed", "prompt:prompts/reply", PROMPT, "prompts/reply.prompty")],
        ),
        ({PROMPT: BROKEN}, []),
        ({PROMPT: b"\0\xff\xfe"}, []),
        ({PROMPT: prompt(extra="nmae: x\n")}, []),
        ({PROMPT: "---\nname: [support/reply]\n---\nHello.\n"}, []),
        ({PROMPT: prompt(extra="name: twice\n")}, []),
        # The configuration of the baseline says what is looked at; `relaxed-policy` tells that it changed.
        ({CONFIG: "exclude: [prompts/]\n"}, []),
    ],
)
def test_what_happened_to_a_prompt(changed: Files, expected: list[Said], comparing: Compare) -> None:
    assert said(comparing({CONFIG: "name: shop\n", PROMPT: prompt()}, changed)) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (tools("a", "b"), tools("b", "a"), []),
        (tools("a", "b"), tools("a"), [("removed", "tool:b", "t.yaml", None)]),
        (tools("a"), tools("a", "b"), [("added", "tool:b", None, "t.yaml")]),
        (tools("a", "b"), f"{tools('a')}---\nkind: Tool\nname: b\neffects: [\n", []),
        (f"{tools('a')}---\nkind: Tool\nname: b\neffects: [\n", tools("a", "b"), []),
        (tools("a"), "kind: Tool\nname: a\neffects: everything\n", []),
        (tools("a"), "kind: Tol\nname: a\neffects: read\n", []),
    ],
)
def test_what_happened_to_tools_in_one_file(before: str, after: str, expected: list[Said], comparing: Compare) -> None:
    found = said(comparing({CONFIG: "name: shop\n", "t.yaml": before}, {"t.yaml": after}))
    assert [each for each in found if each[0] != "changed"] == expected


@pytest.mark.parametrize(
    ("defaults", "expected"),
    [
        ({"prompts/_defaults.yaml": "owner: other\n"}, [("changed", REPLY, PROMPT, PROMPT)]),
        ({"prompts/_defaults.yaml": "lifecycle: deprecated\n"}, [("changed", REPLY, PROMPT, PROMPT)]),
        ({"prompts/_defaults.yaml": "owner: support\n"}, []),
        ({"others/_defaults.yaml": "owner: other\n"}, []),
        ({"_defaults.yaml": None, "prompts/_defaults.yaml": "owner: support\n"}, []),
        ({"_defaults.yaml": None}, [("changed", REPLY, PROMPT, PROMPT)]),
        (
            {"_defaults.yaml": None, CONFIG: "owners: {prompts/: other}\n"},
            [("changed", REPLY, PROMPT, PROMPT)],
        ),
    ],
)
def test_what_it_inherits_is_part_of_it(defaults: Files, expected: list[Said], comparing: Compare) -> None:
    before: Files = {CONFIG: "name: shop\n", PROMPT: prompt(), "_defaults.yaml": "owner: support\n"}
    assert said(comparing(before, defaults)) == expected


def test_a_file_that_moves_to_another_folder_inherits_other_things(comparing: Compare) -> None:
    before: Files = {PROMPT: prompt(), "prompts/_defaults.yaml": "owner: support\n", "b/_defaults.yaml": "owner: b\n"}
    compared = comparing(before, {PROMPT: None, "b/reply.prompt.md": prompt()})
    (change,) = compared.comparison.changes
    assert change.both is not None
    assert [side.owner for side in change.both] == ["support", "b"]


def folder(name: str, number: int, words: str = "") -> Files:
    return {f"{name}/{n}.prompt.md": prompt(f"{TEXT} {words} {n}", f"{name}/n{n}") for n in range(number)}


def test_a_folder_that_is_renamed_keeps_what_is_in_it_apart(comparing: Compare) -> None:
    before = folder("old", 30, "Take care of number")
    compared = comparing(before, {**dict.fromkeys(before), **folder("new", 30, "Take care of number")})
    changes = compared.comparison.changes
    assert [change.status for change in changes] == ["renamed"] * 30
    pairs = [
        (change.before.entry.name[3:], change.after.entry.name[3:])
        for change in changes
        if change.before and change.after
    ]
    assert all(old == new for old, new in pairs)


@pytest.mark.parametrize(
    ("number", "words", "renamed"),
    [(3 * MAX_COMPARED, "", 3 * MAX_COMPARED), (MAX_COMPARED, "In other words:", MAX_COMPARED), (400, "Alike:", 0)],
)
def test_a_mass_move_takes_no_time(number: int, words: str, renamed: int, comparing: Compare) -> None:
    before = folder("old", number)
    compared = comparing(before, {**dict.fromkeys(before), **folder("new", number, words)})
    assert len(compared.after.project.entries) == len(compared.before.project.entries) == number
    begun = time.process_time()
    found = Counter(change.status for change in compared.comparison.changes)
    assert time.process_time() - begun < 5
    assert found == Counter(renamed=renamed, removed=number - renamed, added=number - renamed)


def test_long_resources_are_compared_by_their_beginning(comparing: Compare) -> None:
    body = " ".join(f"word{n}" for n in range(20_000))
    before: Files = {f"old/{n}.prompt.md": prompt(f"{n} {body}", f"old/n{n}") for n in range(40)}
    after: Files = {f"new/{n}.prompt.md": prompt(f"{n} {body} more", f"new/n{n}") for n in range(40)}
    compared = comparing(before, {**dict.fromkeys(before), **after})
    assert len(compared.after.project.entries) == len(compared.before.project.entries) == 40
    begun = time.process_time()
    assert {change.status for change in compared.comparison.changes} == {"renamed"}
    assert time.process_time() - begun < 5


def test_who_uses_what_is_gone_or_changed(comparing: Compare) -> None:
    before: Files = {
        PROMPT: prompt(),
        "consumers/a.yaml": "kind: Consumer\nname: app/a\nof: prompt:support/reply\n",
        "consumers/b.yaml": "kind: Consumer\nname: app/b\nof: prompt:support/reply\nlifecycle: retired\n",
        "consumers/c.yaml": "kind: Consumer\nname: app/c\nof: prompt:support/reply@2\n",
        "teams/support.yaml": "kind: Team\nname: support\n",
        "app/use.py": 'P = load("support/reply")\n',
    }
    cases: list[Files] = [{PROMPT: None}, {PROMPT: prompt("Else.")}, {PROMPT: prompt(name="support/answer")}]
    for changed in cases:
        compared = comparing(before, changed)
        (change,) = compared.comparison.changes
        assert [(each.name, each.how) for each in change.consumers] == [
            ("consumer:app/a", "relies on"),
            ("app/use.py", "names"),
        ]
