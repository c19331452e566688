from __future__ import annotations

import pytest

from promptops.config.model import Source
from promptops.formats import CONFIGURED, body_of, has_body, is_candidate, is_certain, read_file, recognise


@pytest.mark.parametrize(
    ("path", "data", "configured", "dialect"),
    [
        ("a.prompt.md", b"", False, "native"),
        ("a.fragment.md", b"\xff", False, "native"),
        ("deep/_defaults.yaml", b"", False, "defaults"),
        ("_defaults.yml", b"", False, "defaults"),
        ("my_defaults.yaml", b"", True, None),
        ("a.yaml", b"kind: Tool\n", False, "native"),
        ("a.yml", b"name: a\nkind:\tTool # x\n", False, "native"),
        ("a.yaml", b"\"kind\": 'Tool'\n", False, "native"),
        ("a.yaml", b"\xef\xbb\xbfkind: Tool\n", False, "native"),
        ("a.yaml", b"name: a\r\nkind: Tool\r\n", False, "native"),
        ("a.yaml", b"name: a\rkind: Tool\r", False, "native"),
        ("a.yaml", "kind: Tool\n".encode("utf-16"), False, "native"),
        ("a.yaml", b"  kind: Tool\n", False, None),
        ("a.yaml", b"kind: Tol\n", False, None),
        ("a.yaml", b"kind: Tol\n", True, "native"),
        ("a.yaml", b"kind: Pod\n", True, None),
        ("a.yaml", b"apiVersion: v1\nkind: Tol\n", True, None),
        ("a.yaml", b"mankind: Tool\n", True, None),
        ("a.json", b'{"name": "a", "inputSchema": {}}', False, "tools"),
        ("a.snap", b'{"name": "a", "parameters": {}}', False, "tools"),
        ("a.json", b'{"name": "a"}', True, None),
        ("a.json", b'{"inputSchema": {}}', True, None),
    ],
)
def test_a_file_is_recognised_by_its_name_and_content(
    *, path: str, data: bytes, configured: bool, dialect: str | None
) -> None:
    assert is_candidate(path)
    assert recognise(path, data, configured=configured) == dialect


@pytest.mark.parametrize("path", ["a.md", "a.txt", "yaml", "a.yaml.bak", "a.prompt.md.orig", ""])
def test_other_names_are_no_candidates(path: str) -> None:
    assert not is_candidate(path)


@pytest.mark.parametrize(
    ("path", "configured", "certain"),
    [
        ("a.prompt.md", False, True),
        ("_defaults.yaml", False, True),
        ("a.yaml", False, False),
        ("a.yaml", True, True),
        ("a.json", True, False),
    ],
)
def test_some_files_are_ours_by_name(*, path: str, configured: bool, certain: bool) -> None:
    assert is_certain(path, configured=configured) is certain


@pytest.mark.parametrize("dialect", CONFIGURED)
@pytest.mark.parametrize("template", [None, "jinja", "none"])
def test_the_configuration_names_the_template_language(dialect: str, template: str | None) -> None:
    written = {"files": "*.md", "dialect": dialect, **({"template": template} if template else {})}
    source = Source.model_validate(written)
    (draft,) = read_file("a.md", "{{ x }}", dialect, source, configured=True).drafts
    assert draft.template == (template or ("jinja" if dialect == "jinja" else "none"))


@pytest.mark.parametrize(
    ("path", "dialect", "text", "body"),
    [
        ("a.prompt.md", "native", "---\nname: a\n---\nThe text.\n", "The text."),
        ("a.prompt.md", "native", "---\nname: a\nname: b\n---\r\nThe\r\ntext.\r\n", "The\ntext."),
        ("a.md", "markdown", "---\nname: a\n---\nThe text.\n", "The text."),
        ("a.md", "markdown", "---\nThe text.\n", "---\nThe text."),
        ("a.txt", "text", "The text.\n\n", "The text.\n"),
    ],
)
def test_the_body_is_what_the_reader_takes_for_it(path: str, dialect: str, text: str, body: str) -> None:
    assert has_body(path, dialect)
    assert body_of(text, dialect) == body
    (draft,) = read_file(path, text, dialect, None, configured=True).drafts
    assert draft.data["body"] == body


@pytest.mark.parametrize(("path", "dialect"), [("a.yaml", "native"), ("a.json", "tools"), ("_defaults.yaml", "native")])
def test_other_files_have_no_body(path: str, dialect: str) -> None:
    assert not has_body(path, dialect)
