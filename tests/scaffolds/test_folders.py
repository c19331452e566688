from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from promptops.scaffolds.folders import Folder, Folders, find_folders, template_of
from promptops.sources.trees import MISSING


def found(files: Mapping[str, str | bytes], known: frozenset[str] = frozenset()) -> Folders:
    data = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    return find_folders(files, known, lambda path: data.get(path, MISSING))


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["Hello {{ name }}.", "Hello."], "jinja"),
        (["{% if x %}{{ x }}{% endif %}"], "jinja"),
        (["---\nvars: '{{'\n---\nHello {{ name }}."], "jinja"),
        (["{{#if x}}{{x}}{{/if}}"], "handlebars"),
        (["{{^x}}{{y}}{{/x}}", "{{{z}}}"], "mustache"),
        pytest.param(["Sum up {{$input}} in {{ $words }}.", "{{x}}"], None, id="Semantic Kernel's"),
        (["Hello {name}."], "format"),
        (["Hello.", "Goodbye."], None),
        (["Answer as JSON: {"], None),
        (["Hello {{ name }}.", "{% if %}"], None),
        ([], None),
    ],
)
def test_a_template_language_is_one_in_which_all_texts_are_templates(
    texts: Sequence[str], language: str | None
) -> None:
    assert template_of(texts) == language


def test_only_what_would_be_read_is_counted() -> None:
    files: dict[str, str | bytes] = {
        "prompts/a.md": "Hello {{ name }}.",
        "prompts/b.md": "Hello.",
        "prompts/empty.md": "",
        "prompts/blank.md": "---\ntitle: x\n---\n \n",
        "prompts/wide.md": b"\xff\x00\xff",
        "prompts/README.md": "About.",
        "docs/SECURITY.md": "About.",
    }
    assert found(files) == Folders((Folder("prompts/**/*.md", "markdown", 2, "jinja"),), ("README.md",))


def test_a_pattern_that_has_a_known_file_read_otherwise_is_left_out() -> None:
    files = {"prompts/a.md": "Hello.", "prompts/b.md": "Hello.", "prompts/README.md": "About."}
    assert found(files, frozenset({"prompts/x.prompt.md"})) == Folders()
    assert found(files, frozenset({"other/x.prompt.md"})).folders != ()


@pytest.mark.parametrize(
    ("code", "named_by"),
    [
        ('load("prompts/reply.md")', "src/app.py"),
        ("load('reply.md')", "src/app.py"),
        ('load("reply.markdown")', None),
        ('load("my-reply.mdx")', None),
        ("# reply.md says how", None),
        ('os.listdir("prompts")', None),
    ],
)
def test_one_file_is_enough_where_source_code_names_it(code: str, named_by: str | None) -> None:
    folders = found({"prompts/reply.md": "Hello {{ name }}.", "src/app.py": code})
    expected = Folder("prompts/**/*.md", "markdown", 1, "jinja", named_by)
    assert folders.folders == folders.loaded == ((expected,) if named_by else ())


def test_a_file_of_a_strange_name_names_nothing() -> None:
    assert found({"prompts/reply.md": "Hello.", "src/a\nb: c.py": 'load("reply.md")'}).loaded == ()
