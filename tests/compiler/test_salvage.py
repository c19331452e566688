from __future__ import annotations

import pytest

from promptops.compiler.salvage import MAX_NAMES, salvaged
from promptops.diagnostics import START, Fault
from promptops.formats import Reading
from promptops.resources.entries import Entry

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


def test_a_hostile_file_yields_so_many_names_only() -> None:
    text = "".join(f'{{"name": "t{number}"}}\n' for number in range(MAX_NAMES + 10))
    assert len(list(salvaged("a.json", text, Reading("tools", faults=(BROKEN,)), ()))) == MAX_NAMES
