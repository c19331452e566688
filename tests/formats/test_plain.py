from __future__ import annotations

import pytest

from promptops.diagnostics import Range
from promptops.formats import NOT_OURS
from promptops.formats.plain import prompt_name, read_plain


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.md", "a"),
        ("deep/a.jinja2", "deep/a"),
        ("a.md.j2", "a"),
        ("a.prompt.txt", "a"),
        ("a", "a"),
        (".md", ".md"),
        ("a.b.c", "a.b.c"),
        ("system.md/a.tmpl", "system.md/a"),
    ],
)
def test_the_name_is_the_path_without_what_says_how_it_is_written(path: str, name: str) -> None:
    assert prompt_name(path) == name


def test_a_description_in_front_matter_is_read_and_all_else_set_aside() -> None:
    text = "---\ndescription: Answers.\nname: other\nunknown: [1]\n---\nThe {{ text }}.\n"
    (draft,) = read_plain("a.md", text, dialect="markdown", template="jinja").drafts
    assert draft.data == {"kind": "Prompt", "name": "a", "body": "The {{ text }}.", "description": "Answers."}
    assert draft.range_in(("body",), 4, 14) == Range(6, 5, 6, 15)


@pytest.mark.parametrize(
    "text",
    ["---\nnot closed", "---\na: [\n---\nb", "---\n---\n---\n", "no header", "---\na: b\na: c\n---\ntext"],
)
def test_a_text_that_only_seems_to_have_front_matter_is_text(text: str) -> None:
    reading = read_plain("a.md", text, dialect="markdown", template="none")
    assert reading.faults == ()
    (draft,) = reading.drafts
    assert draft.data["body"] in (text, text.removesuffix("\n"), "---")


@pytest.mark.parametrize("text", ["", "\n", " \t\n\n", "---\ndescription: a\n---\n\n"])
def test_a_file_without_any_text_is_none_of_ours(text: str) -> None:
    assert read_plain("a.md", text, dialect="markdown", template="none") is NOT_OURS


@pytest.mark.parametrize("header", ["description: 5", "description: [a]", "- a", "text"])
def test_a_description_of_another_type_is_set_aside(header: str) -> None:
    (draft,) = read_plain("a.md", f"---\n{header}\n---\nb\n", dialect="markdown", template="none").drafts
    assert "description" not in draft.data
    assert draft.data["body"] == "b"
