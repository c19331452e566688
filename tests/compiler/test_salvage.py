from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.salvage import MAX_NAMES, salvaged
from promptops.diagnostics import START, Diagnostic, Fault
from promptops.formats import Reading
from promptops.resources.entries import Entry

Write = Callable[[dict[str, str | bytes | None]], None]
Lint = Callable[..., tuple[Diagnostic, ...]]

BROKEN = Fault("invalid-yaml", "it is broken", START)


@pytest.mark.parametrize(
    ("path", "dialect", "text", "names"),
    [
        ("a.prompt.md", "native", "---\nname: a/b # why\ntools: [\n---\n", {("prompt", "a/b")}),
        ("a.fragment.md", "native", "---\nname: 'a'\n", {("fragment", "a")}),
        ("a.fragment.md", "native", "---\nname: a\nkind: Prompt\n", {("prompt", "a")}),
        ("a.yaml", "native", "kind: Tool\nname: a\n---\nkind: Tool\nname: b\n[\n", {("tool", "a"), ("tool", "b")}),
        ("a.yaml", "native", "name: a\n", set()),
        ("a.yaml", "native", "kind: Pod\nname: a\n", set()),
        ("a.yaml", "native", "kind: Tol\nname: a\n", {("tool", "a")}),
        ("a.yaml", "native", "kind: tool\nname: a\n", {("tool", "a")}),
        ("a.json", "tools", '{"tools": [{"name" : "a"}, {"name":"b",}', {("tool", "a"), ("tool", "b")}),
    ],
)
def test_names_are_found_without_the_syntax(path: str, dialect: str, text: str, names: set[tuple[str, str]]) -> None:
    found = list(salvaged(path, text, Reading(dialect, faults=(BROKEN,)), ()))
    assert {(entry.kind, entry.name) for entry in found} == names
    assert not any(entry.sound for entry in found)


def test_what_was_read_before_the_error_is_left_out() -> None:
    known = Entry.refused("a.yaml", 0, "tool", "a", "native")
    text = "kind: Tool\nname: a\n---\nkind: Tool\nname: b\n"
    found = salvaged("a.yaml", text, Reading("native", faults=(BROKEN,)), [known])
    assert [entry.name for entry in found] == ["b"]


def test_a_file_of_valid_syntax_declares_what_it_declares() -> None:
    fault = Fault("unknown-key", "it is unknown", START)
    assert list(salvaged("a.yaml", "kind: Tool\nname: a\n", Reading("native", faults=(fault,)), ())) == []


@pytest.mark.parametrize(("kind", "meant"), [("Tol", "Tool"), ("tool", "Tool"), ("Tooll", "Tool")])
def test_a_misspelt_kind_is_one_finding(kind: str, meant: str, write: Write, lint: Lint) -> None:
    agents = "".join(f"---\nkind: Agent\nname: a{number}\nprompt: p\ntools: [pay]\n" for number in range(3))
    write({"promptops.yaml": "rules: {missing-owner: off}\n", "a.prompt.md": "---\nname: p\ntools: [pay]\n---\nPay.\n"})
    write({"agents.yaml": agents.removeprefix("---\n"), "tool.yaml": f"kind: {kind}\nname: pay\n"})
    (found,) = lint()
    assert found.primary == ("tool.yaml", 1, 7, 1, 7 + len(kind))
    assert (found.message, found.help) == (f"there is no kind `{kind}`", f"did you mean `{meant}`?")


def test_a_hostile_file_yields_so_many_names_only() -> None:
    text = "".join(f'{{"name": "t{number}"}}\n' for number in range(MAX_NAMES + 10))
    assert len(list(salvaged("a.json", text, Reading("tools", faults=(BROKEN,)), ()))) == MAX_NAMES
