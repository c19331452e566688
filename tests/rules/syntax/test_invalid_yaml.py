from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "invalid-yaml"
PROMPT = "---\nname: a\n{}---\nAnswer.\n"
YAML = "kind: Prompt\nname: a\nbody: Answer.\n"
TOOLS = '{"tools": [{"name": "a", "inputSchema": {"type": "object"}}]'


@pytest.mark.parametrize(
    ("path", "content", "place", "message"),
    [
        pytest.param("a.yaml", f"{YAML}description: a: b\n", (4, 15), "an unquoted value contains `: `", id="YAML"),
        pytest.param(
            "a.prompt.md",
            PROMPT.format("labels: {a: b\n"),
            (3, 9),
            "the `{` opened here is not closed",
            id="front matter",
        ),
        pytest.param(
            "a.prompt.md", "---\nname: a\n", (1, 1), "the front matter that begins here is not closed", id="no end"
        ),
        pytest.param("tools.json", TOOLS, (1, 61), "is missing before this", id="JSON"),
        pytest.param("a.yaml", YAML.encode() + b"# \xff\n", (4, 3), "the byte 0xff is not UTF-8", id="not UTF-8"),
        pytest.param("a.yaml", YAML + "# \0\n", (4, 3), "the file holds a NUL character", id="NUL"),
        pytest.param("a.yaml", f"{YAML}\tlabels: {{}}\n", (4, 1), "a tab stands where only spaces may", id="a tab"),
    ],
)
def test_what_cannot_be_read_is_one_finding_where_reading_stopped(
    path: str, content: str | bytes, place: tuple[int, int], message: str, lint: Lint
) -> None:
    (found,) = lint({path: content, "b.yaml": YAML.replace("name: a", "name: b")})
    assert found.rule == RULE
    assert (found.primary.path, found.primary.line, found.primary.column) == (path, *place)
    assert message in found.message


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param("a.yaml", "\ufeff" + YAML, id="a byte order mark"),
        pytest.param("a.yaml", YAML.replace("\n", "\r\n"), id="line breaks of Windows"),
        pytest.param("values.yaml", "a: b: c\n", id="a file of somebody else's"),
        pytest.param("package.json", '{"name": "a", "parameters": ', id="JSON of somebody else's"),
    ],
)
def test_what_others_cannot_read_is_read_or_left_alone(path: str, content: str, lint: Lint) -> None:
    assert lint({path: content}) == ()


def test_a_broken_attachment_is_reported_where_it_is_named(lint: Lint) -> None:
    (found,) = lint({"p/a.prompt.md": PROMPT.format("output:\n  schema: a.json\n"), "p/a.json": '{"type":\n}'})
    assert (found.rule, found.primary.line, found.primary.column) == (RULE, 4, 11)
    assert found.message.startswith("`p/a.json`, line 2: ")


def test_a_tag_that_names_code_is_refused(lint: Lint) -> None:
    (found,) = lint({"a.yaml": f"{YAML}annotations:\n  a: !!python/name:os.system x\n"})
    assert (found.rule, found.primary.line) == (RULE, 5)
    assert found.message == "tag `!!python/name:os.system` is not read"
