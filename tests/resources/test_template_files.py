from __future__ import annotations

import pytest

from promptops.resources.entries import Entry
from promptops.resources.template_files import MAX_FOLDERS, MAX_NAMESAKES, MAX_PARTS, TemplateFiles, is_file_name

TEMPLATES = ["a.j2", "mail/a.j2", "mail/new/b.j2", "mail/new/d.j2", "mail/d.j2", "shared/c.j2"]


def template(path: str) -> Entry:
    return Entry.refused(path, 0, "prompt", path.removesuffix(".j2"), "jinja")


def templates(*paths: str) -> TemplateFiles:
    return TemplateFiles([template(path) for path in paths], paths)


@pytest.mark.parametrize(
    ("path", "target", "found"),
    [
        ("mail/new/b.j2", "mail/a.j2", "mail/a.j2"),
        ("mail/a.j2", "new/b.j2", "mail/new/b.j2"),
        ("mail/a.j2", "./new/b.j2", "mail/new/b.j2"),
        ("mail/new/b.j2", "../../shared/c.j2", "shared/c.j2"),
        ("mail/new/b.j2", "/shared/c.j2", "shared/c.j2"),
        ("mail/new/b.j2", "shared/c", "shared/c.j2"),
        ("mail/a.j2", "a.j2", "a.j2"),  # a template extends the one that it takes the place of
        ("a.j2", "a.j2", None),
        ("mail/new/b.j2", "a.j2", None),  # there are two
        ("mail/new/b.j2", "d.j2", None),
        ("a.j2", "c.j2", None),
        ("a.j2", "", None),
        ("a.j2", "..", None),
        ("a.j2", "../a.j2", None),
        ("mail/a.j2", "x" * 5_000, None),
    ],
)
def test_a_template_is_found_from_any_one_folder_above(path: str, target: str, found: str | None) -> None:
    named = templates(*TEMPLATES).find(path, target)
    assert (None if named is None else named.path) == found


def test_only_so_many_folders_are_looked_into() -> None:
    near, far = (f"{'x/' * depth}a.j2" for depth in (MAX_FOLDERS - 1, MAX_FOLDERS))
    assert templates("b.j2").find(near, "b.j2") is not None
    assert templates("b.j2").find(far, "b.j2") is None


def test_native_prompts_and_tools_are_no_files_to_include() -> None:
    native, tool = template("a.j2")._replace(dialect="native"), template("b.j2")._replace(kind="tool")
    files = TemplateFiles([native, tool], ["a.j2", "b.j2"])
    assert files.find("c.j2", "a.j2") is files.find("c.j2", "b.j2") is None
    assert files.has("a.j2")


@pytest.mark.parametrize(
    ("target", "is_there"),
    [
        ("c.j2", True),
        ("new/b.j2", True),
        ("../new/./b.j2", True),
        ("w/b.j2", False),
        ("new/c.j2", False),
        ("shared", False),
        ("", False),
    ],
)
def test_a_file_may_be_meant_from_anywhere(target: str, is_there: bool) -> None:  # noqa: FBT001 - a case
    assert templates(*TEMPLATES).has(target) is is_there


def test_a_name_that_many_files_have_is_not_looked_into() -> None:
    many = [f"{number}/system.md" for number in range(MAX_NAMESAKES + 1)]
    assert templates(*many).has("nowhere/system.md")
    assert not templates(*many[1:]).has("nowhere/system.md")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("a.j2", True),
        ("x/_a.html", True),
        ("a", False),
        ("x.y/a", False),
        ("mail:a.j2", False),
        (".", False),
        ("..", False),
        ("a.", False),
        ("a.j2" * 300, False),
    ],
)
def test_a_file_name_has_a_suffix(target: str, expected: bool) -> None:  # noqa: FBT001 - a case
    assert is_file_name(target) is expected


def test_templates_are_named_by_the_last_parts_of_their_paths() -> None:
    assert list(templates("b.j2", "mail/a.j2").names()) == ["b.j2", "a.j2", "mail/a.j2"]
    assert len(list(templates("1/2/3/4/5/6.j2").names())) == MAX_PARTS
