from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from promptops.config.dialects import Plain
from promptops.reports.summary import Summary
from promptops.scaffolds.folders import Folder, Folders
from promptops.scaffolds.survey import Dialect, Ownership, Survey, survey

_TOOL = '{"name": "%s", "description": "Does it.", "inputSchema": {"type": "object"}}'


def surveyed(root: Path, files: Mapping[str, str]) -> Survey:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return survey(root, "name: shop\n", date(2026, 11, 1), iter)


def _files(*paths: str) -> dict[str, str]:
    return dict.fromkeys(paths, "Hello.")


def test_resources_are_counted_by_dialect_and_kind(tmp_path: Path) -> None:
    two = "kind: Tool\nname: a\nowner: x\n---\nkind: Team\nname: x\n"
    found = surveyed(tmp_path, {"a.yaml": two, "b.json": _TOOL % "b", "c/d.json": f"[{_TOOL % 'd'}, {_TOOL % 'e'}]"})
    assert found.dialects == (Dialect("promptops", 1, 2), Dialect("MCP and function schemas", 2, 3))
    assert dict(found.kinds) == {"Tool": 4, "Team": 1}


def test_findings_are_counted_as_the_configured_project_has_them(tmp_path: Path) -> None:
    found = surveyed(tmp_path, {"a.prompt.md": '---\nownr: x\n---\n{% include "missing" %}'})
    assert (found.summary.errors, found.summary.files_read) == (2, 1)
    assert [each.rule for each in found.first] == ["invalid-value", "unknown-key"]
    assert not (tmp_path / "promptops.yaml").exists()


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (("prompts/a.md", "prompts/b.md"), [("prompts/**/*.md", "markdown", 2)]),
        (("prompts/a.md", "prompts/deep/prompts/b.md"), [("prompts/**/*.md", "markdown", 2)]),
        (("x/patterns/a/system.md", "x/patterns/b/system.md"), [("x/patterns/**/*.md", "markdown", 2)]),
        (("x/prompt_templates/a.j2", "x/prompt_templates/b.j2"), [("x/prompt_templates/**/*.j2", "jinja", 2)]),
        (("x/System-Prompts/a.txt", "x/System-Prompts/b.txt"), [("x/System-Prompts/**/*.txt", "text", 2)]),
        (
            ("prompts/a.md", "prompts/b.md", "prompts/a.jinja", "prompts/b.jinja2"),
            [
                ("prompts/**/*.jinja", "jinja", 1),
                ("prompts/**/*.jinja2", "jinja", 1),
                ("prompts/**/*.md", "markdown", 2),
            ],
        ),
        (("prompts/a.md",), []),
        (("prompts/a.md", "prompts/README.md", "prompts/LICENSE.txt"), []),
        (("docs/a.md", "docs/b.md"), []),
        (("prompted/a.md", "prompted/b.md", "my-patterns/a.md", "my-patterns/b.md"), []),
        (("prompts/a.py", "prompts/b.py"), []),
        (("prompts*/a.md", "prompts*/b.md"), []),
        (("a\nb/prompts/a.md", "a\nb/prompts/b.md"), []),
        (("prompts/a.prompt.md", "prompts/b.prompt.md"), []),
        (("prompts/a.prompt.md", "prompts/b.md", "prompts/c.md"), []),
    ],
)
def test_folders_that_may_hold_prompts(
    tmp_path: Path, paths: tuple[str, ...], expected: list[tuple[str, Plain, int]]
) -> None:
    texts = {
        path: "---\nname: " + path[8] + "\n---\nHello." if path.endswith(".prompt.md") else "Hello." for path in paths
    }
    assert surveyed(tmp_path, texts).folders.folders == tuple(Folder(*each) for each in expected)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("/mcp/ @acme/tooling\n", [("/mcp/", "tooling", 2)]),
        ("* @acme/all\n/mcp/a.json @alice\n", [("*", "all", 1), ("/mcp/a.json", "alice", 1)]),
        ("* bob@example.org @acme/all\n", [("*", "bob", 2)]),
        ("* @acme/all\n/mcp/\n", []),
        ("/docs/ @acme/writers\n", []),
        ("/mcp/ @acme/_x\n", []),
        ("# nothing\n", []),
    ],
)
def test_owners_come_from_the_lines_that_decide(
    tmp_path: Path, lines: str, expected: list[tuple[str, str, int]]
) -> None:
    files = {"CODEOWNERS": lines, "mcp/a.json": _TOOL % "a", "mcp/b.json": _TOOL % "b", "docs/a.md": "Hello."}
    found = surveyed(tmp_path, {**files, "mcp/owned.yaml": "kind: Tool\nname: c\nowner: support\n"})
    assert found.codeowners == "CODEOWNERS"
    assert found.owners == tuple(Ownership(*each) for each in expected)


def test_an_empty_folder_has_nothing(tmp_path: Path) -> None:
    assert surveyed(tmp_path, {}) == Survey((), {}, Folders(), None, (), Summary(), ())
