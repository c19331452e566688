"""Files that are not the text that they should be: each is a finding where it stands, and the good ones compile."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler import Compiler
from promptops.diagnostics import Diagnostic
from promptops.sources.trees import MAX_FILE_BYTES

Write = Callable[[dict[str, str | bytes | None]], None]
Make = Callable[..., Compiler]

PROMPT = "---\nname: {name}\n---\nAnswer.\n"
GOOD = PROMPT.format(name="good")
SETTINGS = "name: example\nrules: {missing-owner: off}\n"
CYCLE = "---\nname: {}\nversion: 1.0.0\n---\n{{% include '{}@1' %}}\n"
BOMB = "kind: Tool\nname: bomb\nannotations:\n  a0: &a0 [1, 2]\n" + "".join(
    f"  a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 12)
)


def told(found: tuple[Diagnostic, ...]) -> list[tuple[str, str, int, int]]:
    return [(each.rule, each.primary.path, each.primary.line, each.primary.column) for each in found]


ODD: dict[str, tuple[dict[str, str | bytes], list[tuple[str, str, int, int]]]] = {
    "not UTF-8": ({"a.prompt.md": b"---\nname: a\n---\nAnswer \xe9t\xe9.\n"}, [("invalid-yaml", "a.prompt.md", 4, 8)]),
    "UTF-16": ({"a.prompt.md": GOOD.encode("utf-16")}, [("invalid-yaml", "a.prompt.md", 1, 1)]),
    "UTF-16 YAML": ({"a.yaml": "kind: Tool\nname: a\n".encode("utf-16")}, [("invalid-yaml", "a.yaml", 1, 1)]),
    "NUL": ({"a.yaml": b"kind: Tool\nname: a\0\n"}, [("invalid-yaml", "a.yaml", 2, 8)]),
    "tabs for indentation": ({"a.yaml": "kind: Tool\nname: a\nlabels:\n\tb: c\n"}, [("invalid-yaml", "a.yaml", 4, 1)]),
    "an alias bomb": ({"a.yaml": BOMB}, [("invalid-yaml", "a.yaml", 10, 7)]),
    "deep nesting": (
        {"a.yaml": f"kind: Tool\nname: a\nannotations: {{a: {'[' * 50_000}\n"},
        [("invalid-yaml", "a.yaml", 3, 115)],
    ),
    "a custom tag": (
        {"a.yaml": "kind: Tool\nname: a\nannotations: {b: !!python/object/apply:os.system [id]}\n"},
        [("invalid-yaml", "a.yaml", 3, 50)],
    ),
    "a duplicate key": ({"a.yaml": "kind: Tool\nname: a\nname: b\n"}, [("duplicate-key", "a.yaml", 3, 1)]),
    "includes in a circle": (
        {"a.prompt.md": CYCLE.format("a", "b"), "b.prompt.md": CYCLE.format("b", "a")},
        [("include-cycle", "a.prompt.md", 5, 13)],
    ),
    "a file that is too large": (
        {"a.yaml": b"kind: Tool\nname: a\n#" + b"x" * MAX_FILE_BYTES},
        [("unreadable-file", "a.yaml", 1, 1)],
    ),
    "a pointer to a large file": (
        {"a.prompt.md": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"},
        [("unreadable-file", "a.prompt.md", 1, 1)],
    ),
    "half of a surrogate pair in JSON": (
        {"a.json": '{"name": "a", "inputSchema": {"type": "object", "description": "\\ud800"}}'},
        [("invalid-yaml", "a.json", 1, 65)],
    ),
    "half of a surrogate pair in YAML": (
        {"a.yaml": 'kind: Tool\nname: a\nannotations: {b: "\\uD800"}\n'},
        [("invalid-yaml", "a.yaml", 3, 21)],
    ),
    "what is no number": (
        {"a.yaml": "kind: Tool\nname: a\nannotations: {b: .nan}\n"},
        [("invalid-value", "a.yaml", 3, 18)],
    ),
    "what is no number, inherited": (
        {"_defaults.yaml": "annotations: {b: .inf}\n"},
        [("invalid-value", "_defaults.yaml", 1, 18)],
    ),
    "front matter without an end": ({"a.prompt.md": "---\nname: a\n"}, [("invalid-yaml", "a.prompt.md", 1, 1)]),
    "front matter that is a list": ({"a.prompt.md": "---\n- a\n---\nb\n"}, [("invalid-value", "a.prompt.md", 2, 1)]),
    "nothing at all": ({"a.prompt.md": ""}, [("invalid-value", "a.prompt.md", 1, 1)]),
}


@pytest.mark.parametrize("case", ODD)
def test_it_is_found_where_it_stands(case: str, write: Write, compiler: Make) -> None:
    files, expected = ODD[case]
    write({"promptops.yaml": SETTINGS, "good.prompt.md": GOOD, **files})
    compiled = compiler().compiled
    assert told(compiled.verdict.diagnostics) == expected
    assert "prompt:good" in {entry.reference for entry in compiled.project.entries}


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        GOOD.replace("Answer.", "Answer\tin\tcolumns."),
        GOOD.replace("\n", "\r\n").replace("Answer.", "Answer.\n"),
    ],
    ids=["a byte order mark", "\\r\\n", "\\r", "tabs in the text", "mixed line breaks"],
)
def test_what_editors_leave_behind_is_no_fault(text: str | bytes, write: Write, compiler: Make) -> None:
    write({"promptops.yaml": SETTINGS, "a.prompt.md": text})
    compiled = compiler().compiled
    assert told(compiled.verdict.diagnostics) == []
    assert [entry.reference for entry in compiled.project.entries] == ["prompt:good"]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_kinds_are_found_behind_every_line_break(line_break: str, write: Write, compiler: Make) -> None:
    write({"promptops.yaml": SETTINGS, "a.yaml": line_break.join(("# first", "name: a", "kind: Tool", ""))})
    assert [entry.reference for entry in compiler().compiled.project.entries] == ["tool:a"]


def test_a_single_line_of_many_megabytes_is_read_in_no_time(write: Write, compiler: Make) -> None:
    body = "word {{ a }} " * 500_000
    write({"promptops.yaml": SETTINGS, "a.prompt.md": f"---\nname: a\ninputs: {{a: string}}\n---\n{body}\n"})
    (found,) = compiler().verdict.diagnostics
    assert found.rule == "template-syntax"
    assert len(found.snippet) <= 2_000


def test_thousands_of_findings_in_one_file_are_all_told(write: Write, compiler: Make) -> None:
    uses = "".join(f"{{{{ name_{number} }}}}\n" for number in range(5_000))
    write({"promptops.yaml": SETTINGS, "a.prompt.md": f"---\nname: a\ninputs: {{b: string}}\n---\n{{{{ b }}}}\n{uses}"})
    found = compiler().verdict.diagnostics
    assert {each.rule for each in found} == {"undeclared-variable"}
    assert len(found) == 5_000
