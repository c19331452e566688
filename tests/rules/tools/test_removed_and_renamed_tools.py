from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

WORDS = "Finds an order by its number, and returns where it is and what was paid for it."
TOOL = f"kind: Tool\nname: lookup\nversion: 1.0.0\ndescription: {WORDS}\n"
RENAMED = TOOL.replace("lookup", "find-order")
AGENT = "kind: Agent\nname: orders\ntools: [lookup]\n"
PROMPT = "---\nname: p\ntools:\n  - lookup\n---\nAnswer.\n"
CONSUMER = "kind: Consumer\nname: cache\nof: tool:lookup\n"
CALLER = "kind: Tool\nname: close\ndescription: Closes.\ninvokes: [tool:lookup]\n"
ENDING = "kind: Agent\nname: orders\ncompletion: {tool: lookup}\n"


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int]]:
    places = ((each.diagnostic.severity.value, each.diagnostic.primary) for each in found)
    return [(severity, span.path, span.line) for severity, span in places]


@pytest.mark.parametrize(
    ("user", "line"),
    [(AGENT, 3), (CONSUMER, 3), (CALLER, 4), (ENDING, 3)],
    ids=["agent", "consumer", "caller", "completion"],
)
@pytest.mark.parametrize(("rule", "after"), [("removed-tool", None), ("renamed-tool", RENAMED)])
def test_each_line_that_names_it_is_told(diff: Diff, user: str, line: int, rule: str, after: str | None) -> None:
    found = diff({"t.yaml": TOOL, "u.yaml": user}, {"t.yaml": after}, rule)
    assert told(found) == [("error", "u.yaml", line)]
    assert {each.bump for each in found} == {"major"}


def test_a_prompt_that_lists_it_is_told(diff: Diff) -> None:
    (found,) = diff({"t.yaml": TOOL, "p.prompt.md": PROMPT}, {"t.yaml": None}, "removed-tool")
    assert told((found,)) == [("error", "p.prompt.md", 4)]
    assert found.diagnostic.message == "the tool `lookup` is gone; `prompt:p` calls it"
    assert [(each.span.path, each.span.line) for each in found.diagnostic.related] == [("t.yaml", 1)]


def test_a_renamed_tool_is_told_with_its_new_name(diff: Diff) -> None:
    (found,) = diff({"t.yaml": TOOL, "u.yaml": AGENT}, {"t.yaml": RENAMED}, "renamed-tool")
    assert found.diagnostic.message == "the tool `lookup` is `find-order` now; `agent:orders` calls it by the old name"
    assert found.diagnostic.help == "write `find-order`, or keep `lookup`, deprecated, beside it"
    assert diff({"t.yaml": TOOL, "u.yaml": AGENT}, {"t.yaml": RENAMED}, "removed-tool") == ()


def test_where_nobody_is_known_it_is_for_the_reader(diff: Diff) -> None:
    assert told(diff({"t.yaml": TOOL}, {"t.yaml": None}, "removed-tool")) == [("info", "t.yaml", 1)]
    assert told(diff({"t.yaml": TOOL}, {"t.yaml": RENAMED}, "renamed-tool")) == [("info", "t.yaml", 2)]


def test_who_has_followed_is_not_told(diff: Diff) -> None:
    before = {"t.yaml": TOOL, "u.yaml": AGENT, "v.yaml": AGENT.replace("orders", "returns")}
    moved = {"u.yaml": AGENT.replace("lookup", "find-order"), "t.yaml": RENAMED}
    assert told(diff(before, moved, "renamed-tool")) == [("error", "v.yaml", 3)]
    assert told(diff(before, {**moved, "v.yaml": None}, "renamed-tool")) == [("info", "t.yaml", 2)]


def test_a_retired_user_is_none(diff: Diff) -> None:
    before = {"t.yaml": TOOL, "u.yaml": f"{AGENT}lifecycle: retired\n"}
    assert told(diff(before, {"t.yaml": None}, "removed-tool")) == [("info", "t.yaml", 1)]


def test_an_experimental_tool_may_go(diff: Diff) -> None:
    before = {"t.yaml": f"{TOOL}lifecycle: experimental\n", "u.yaml": AGENT}
    assert told(diff(before, {"t.yaml": None}, "removed-tool")) == [("info", "u.yaml", 3)]


def test_what_was_named_to_take_its_place_is_the_advice(diff: Diff) -> None:
    deprecation = (
        "lifecycle: deprecated\ndeprecation: {announced: 2026-01-01, remove_after: 2027-01-01, replaced_by: other}\n"
    )
    other = "kind: Tool\nname: other\ndescription: Looks for something else entirely.\n"
    before = {"t.yaml": TOOL + deprecation, "o.yaml": other, "u.yaml": AGENT}
    (found,) = diff(before, {"t.yaml": None}, "removed-tool")
    assert found.diagnostic.help == "use `other` instead"


def test_only_those_are_told_who_want_the_major_that_is_gone(diff: Diff) -> None:
    users = {
        "u.yaml": AGENT.replace("lookup", "lookup@1"),
        "v.yaml": AGENT.replace("orders", "v").replace("lookup", "lookup@2"),
    }
    before = {"t.yaml": TOOL, "t2.yaml": TOOL.replace("1.0.0", "2.0.0"), **users}
    (found,) = diff(before, {"t.yaml": None}, "removed-tool")
    assert told((found,)) == [("error", "u.yaml", 3)]
    assert found.diagnostic.message.startswith("the tool `lookup@1` is gone")


def test_a_file_that_cannot_be_read_any_more_removes_nothing(diff: Diff) -> None:
    for broken in ("kind: Tool\nname: lookup\neffects: maybe\n", "kind: Tool\nname: 'lookup\n"):
        assert diff({"t.yaml": TOOL, "u.yaml": AGENT}, {"t.yaml": broken}, "removed-tool") == ()


def test_a_tool_that_only_looks_alike_is_another(diff: Diff) -> None:
    before = {"t.yaml": TOOL, "u.yaml": AGENT}
    after = {"t.yaml": None, "o.yaml": "kind: Tool\nname: erase\nversion: 1.0.0\ndescription: Erases all.\n"}
    assert told(diff(before, after, "removed-tool")) == [("error", "u.yaml", 3)]
    assert diff(before, after, "renamed-tool") == ()


def test_what_comes_is_no_removal(diff: Diff) -> None:
    for rule in ("removed-tool", "renamed-tool"):
        assert diff({"u.yaml": CONSUMER}, {"t.yaml": TOOL}, rule) == ()


def test_tools_of_other_formats_are_told_alike(diff: Diff) -> None:
    listed = '{"tools": [{"name": "a_b", "inputSchema": {"type": "object"}}, {"name": "c", "inputSchema": {}}]}'
    before = {"tools.json": listed, "u.yaml": AGENT.replace("lookup", "a_b")}
    after = {"tools.json": '{"tools": [{"name": "c", "inputSchema": {}}]}'}
    assert told(diff(before, after, "removed-tool")) == [("error", "u.yaml", 3)]


NAMED = TOOL.replace("lookup", "lookup-order")


@pytest.mark.parametrize(
    ("path", "code", "is_told"),
    [
        ("app/tools.py", 'HANDLERS = {\n  "lookup-order": find,\n}\n', True),
        ("app/tools.go", 'package app\n\nvar names = []string{"lookup-order"}\n', True),
        ("app/tools.ts", '// by name\nif (call.name === "lookup-order") run();\n', True),
        ("app/tools.py", '\nHANDLERS = {"lookup-order": find, "find-order": find}\n', False),
        ("app/tools.py", '\nHANDLERS = {"lookup-orders": find}\n', False),
        ("app/tools.py", "\n# lookup-order\n", False),
    ],
)
def test_code_that_knows_a_renamed_tool_is_told(diff: Diff, path: str, code: str, is_told: bool) -> None:  # noqa: FBT001 - a table
    found = diff({"t.yaml": NAMED, path: code}, {"t.yaml": RENAMED}, "renamed-tool")
    line = 3 if path.endswith("go") else 2
    assert told(found) == ([("warning", path, line)] if is_told else [("info", "t.yaml", 2)])


def test_a_tool_with_a_plain_word_for_a_name_is_not_looked_for(diff: Diff) -> None:
    found = diff({"t.yaml": TOOL, "a.py": 'x = {"lookup": 1}\n'}, {"t.yaml": RENAMED}, "renamed-tool")
    assert told(found) == [("info", "t.yaml", 2)]
