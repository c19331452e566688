from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "dead-reference"


def tools(*names: str) -> str:
    return json.dumps([{"name": name, "description": "Works.", "inputSchema": {"type": "object"}} for name in names])


def prompt(text: str, header: str = "") -> str:
    return f"---\nname: p\n{header}---\n{text}\n"


@pytest.mark.parametrize(
    ("file", "place", "name", "advice"),
    [
        pytest.param(
            prompt("Call read_file or write_file.\nUse the `replace_file_str` tool."),
            (5, 10, 5, 26),
            "replace_file_str",
            "did you mean `replace_file`?",
            id="the text names another tool",
        ),
        pytest.param(
            prompt("Use the extract_structured_data tool.", "tools: [extract]\n"),
            (5, 9, 5, 32),
            "extract_structured_data",
            "did you mean `extract`?",
            id="the prompt lists another tool",
        ),
        pytest.param(
            prompt('Write {"name": "close_tab", "arguments": {}} after go_back or read_file.'),
            (4, 17, 4, 26),
            "close_tab",
            "name a tool that there is, or declare this one",
            id="an example of a call",
        ),
    ],
)
def test_a_tool_that_is_gone_is_reported_where_the_text_names_it(
    file: str, place: tuple[int, ...], name: str, advice: str, lint: Lint
) -> None:
    found = lint(
        {"p.prompt.md": file, "t.json": tools("read_file", "replace_file", "extract", "go_back", "write_file")}, RULE
    )
    message = f"the text calls `{name}` a tool, and no file declares it"
    assert [(each.primary, each.message, each.help) for each in found] == [(("p.prompt.md", *place), message, advice)]


def test_each_name_is_reported_once_in_a_text(lint: Lint) -> None:
    text = "Call read_file.\nThe `old_one` tool, the `old_two` tool, the `old_one` tool."
    found = lint({"p.prompt.md": prompt(text, "tools: [read_file]\n"), "t.json": tools("read_file")}, RULE)
    assert [each.primary[1:3] for each in found] == [(6, 6), (6, 26)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("Call read_file, then the `write_file` tool.", (), id="no tools are declared"),
        pytest.param("Use the `write_file` tool.", ("read_file",), id="the text knows none of the tools"),
        pytest.param("Call read_file, then the `write_file` tool.", ("read_file",), id="it knows as few as it misses"),
        pytest.param("Call read_file, then the `write_file` tool.", ("read_file", "write_file"), id="it is declared"),
        pytest.param(
            "Call read_file, edit_file, then the `write_file` tool.",
            ("read_file", "edit_file", "write-file"),
            id="another spelling",
        ),
        pytest.param(
            "Call read_file, edit_file, then the `fs_write_file` tool.",
            ("read_file", "edit_file", "write_file"),
            id="a prefix",
        ),
        pytest.param(
            "Call read_file, edit_file, then the `apt-get` tool.",
            ("read_file", "edit_file"),
            id="a dash where no tool has one",
        ),
        pytest.param(
            "Call read_file, edit_file. Never write_file again.",
            ("read_file", "edit_file"),
            id="nothing says that it is a tool",
        ),
    ],
)
def test_what_may_be_right_is_left_alone(text: str, names: tuple[str, ...], lint: Lint) -> None:
    assert lint({"p.prompt.md": prompt(text), "t.json": tools(*names)}, RULE) == ()


def test_names_with_dashes_count_where_tools_have_them(lint: Lint) -> None:
    text = "Call read-file, edit-file, then the `write-file` tool."
    files = {"p.prompt.md": prompt(text), "t.json": tools("read-file", "edit-file")}
    assert [each.primary[1:3] for each in lint(files, RULE)] == [(4, 38)]


def test_the_last_part_of_a_path_is_the_name_of_a_tool(lint: Lint) -> None:
    files = {
        "t.yaml": "kind: Tool\nname: files/read-file\n---\nkind: Tool\nname: files/edit-file\n",
        "p.prompt.md": prompt("Use edit_file, the `read_file` tool and the `read_folder` tool."),
    }
    assert [each.message for each in lint(files, RULE)] == [
        "the text calls `read_folder` a tool, and no file declares it"
    ]


def test_texts_of_other_formats_are_read_too(lint: Lint) -> None:
    files = {
        "promptops.yaml": "sources:\n  - {files: prompts/*.md, dialect: markdown}\n",
        "prompts/system.md": "# Rules\n\nprefer read_file; the `read_all` tool is slow, as is find_file\n",
        "t.json": tools("read_file", "find_file"),
    }
    (found,) = lint(files, RULE)
    assert found.primary == ("prompts/system.md", 3, 24, 3, 32)


@pytest.mark.parametrize(
    ("ignore", "told"),
    [
        pytest.param("[]", ["close_tab", "open_tab"], id="nothing"),
        pytest.param("close_tab", ["open_tab"], id="one name"),
        pytest.param("['*_tab']", [], id="a pattern"),
        pytest.param("[tab, Close_Tab]", ["close_tab", "open_tab"], id="other names"),
    ],
)
def test_what_a_program_declares_is_ignored(ignore: str, told: list[str], lint: Lint) -> None:
    config = f"rules: {{{RULE}: {{options: {{ignore: {ignore}}}}}}}\n"
    text = prompt("Use the `close_tab` tool, the `open_tab` tool or go_back.", "tools: [go_back]\n")
    found = lint({"tools.json": tools("go_back"), "p.prompt.md": text, "promptops.yaml": config}, RULE)
    assert [each.message.split("`")[1] for each in found] == told


def test_what_is_ignored_says_nothing_of_the_other_names(lint: Lint) -> None:
    config = f"rules: {{{RULE}: {{options: {{ignore: [close_tab, open_tab]}}}}}}\n"
    text = prompt("Use the `close_tab` tool, the `open_tab` tool and the `move_tab` tool, or go_back or read_file.")
    files = {"tools.json": tools("go_back", "read_file"), "p.prompt.md": text}
    assert [len(lint(given, RULE)) for given in (files, {**files, "promptops.yaml": config})] == [0, 1]
