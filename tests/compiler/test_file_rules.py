"""The options of rules over one file hold by path, owner and environment, wherever the owner is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.compiler import Compiler
from promptops.diagnostics import Diagnostic

Write = Callable[[dict[str, str | None]], None]
Make = Callable[..., Compiler]

HIDDEN = "a\u200bb and c\u202ed\n"
TEAMS = "".join(f"kind: Team\nname: {name}\n---\n" for name in ("support", "billing")).removesuffix("---\n")


def options(*words: str) -> str:
    return f"rules: {{hidden-characters: {{options: {{allow: [{', '.join(words)}]}}}}}}"


def prompt(name: str, header: str = "") -> str:
    return f"---\nname: {name}\n{header}---\n{HIDDEN}"


FILES: dict[str, str | None] = {
    "promptops.yaml": (
        f"{options('U+2060')}\nowners: {{c.txt: billing}}\nsources: [{{files: '*.txt', dialect: text}}]\n"
        "overrides:\n"
        f"- {{owners: support, {options('U+200B')}}}\n"
        f"- {{owners: billing, paths: ['*.md'], {options('U+200B', 'U+202E')}}}\n"
        f"- {{environments: test, {options('U+202E')}}}\n"
    ),
    "teams.yaml": TEAMS,
    "a.prompt.md": prompt("a", "owner: support\n"),
    "b.prompt.md": prompt("b", "owner: billing\n"),
    "c.txt": HIDDEN,
    "d/_defaults.yaml": "owner: support\n",
    "d/d.prompt.md": prompt("d"),
    "e.prompt.md": prompt("e"),
}
TOLD = {"a.prompt.md": "D", "c.txt": "BD", "d/d.prompt.md": "D", "e.prompt.md": "BD"}
"""What is left of B, a space without width, and D, an override of direction, in each file."""


def told(found: tuple[Diagnostic, ...]) -> dict[str, str]:
    said: dict[str, str] = {}
    for each in found:
        if each.rule == "hidden-characters":
            said[each.primary.path] = said.get(each.primary.path, "") + ("B" if "U+200B" in each.message else "D")
    return said


@pytest.fixture
def project(write: Write) -> None:
    write(FILES)


@pytest.mark.usefixtures("project")
def test_the_owner_decides_wherever_it_is_named(compiler: Make) -> None:
    assert told(compiler().verdict.diagnostics) == TOLD


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        pytest.param("d/_defaults.yaml", "owner: billing\n", {"d/d.prompt.md": None}, id="other defaults"),
        pytest.param("a.prompt.md", prompt("a", "owner: billing\n"), {"a.prompt.md": None}, id="another owner"),
        pytest.param("e.prompt.md", prompt("e", "owner: support\n"), {"e.prompt.md": "D"}, id="an owner at last"),
        pytest.param(
            "promptops.yaml",
            f"{options('U+202E')}\nsources: [{{files: '*.txt', dialect: text}}]\n",
            {path: "B" for path in FILES if path[0] in "abcd" and "_" not in path} | {"e.prompt.md": "B"},
            id="other options",
        ),
    ],
)
def test_the_cache_knows_what_options_it_holds_for(
    path: str, content: str, expected: dict[str, str | None], compiler: Make, write: Write, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    assert told(compiler(cache=cache).verdict.diagnostics) == TOLD
    write({path: content})
    wanted = {where: what for where, what in {**TOLD, **expected}.items() if what is not None}
    if path == "promptops.yaml":
        wanted.pop("teams.yaml", None)
    for _ in range(2):
        assert told(compiler(cache=cache).verdict.diagnostics) == wanted
    assert told(compiler().verdict.diagnostics) == wanted


@pytest.mark.usefixtures("project")
def test_the_environment_decides(compiler: Make, write: Write) -> None:
    write({"f.yaml": "kind: Environment\nname: test\ndescription: a\u200bb\u202ec\n"})
    budget = "kind: Budget\nname: g\nholder: team:support\namount: {usd: 1}\nwindow: day\nenvironment: test\n"
    write({"g.yaml": f"{budget}description: a\u200bb\u202ec\n"})
    found = told(compiler().verdict.diagnostics)
    assert (found["f.yaml"], found["g.yaml"]) == ("BD", "B")


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param("owner: support\n", "D", id="one owner of both"),
        pytest.param("owner: billing\n", "BD", id="two owners"),
        pytest.param("", "BD", id="an owner of one alone"),
    ],
)
def test_a_file_belongs_to_the_owner_of_all_its_resources(
    other: str, expected: str, compiler: Make, write: Write
) -> None:
    tools = f"kind: Tool\nname: t\nowner: support\n---\nkind: Tool\nname: u\n{other}description: {HIDDEN}"
    write({"t.yaml": tools})
    assert told(compiler().verdict.diagnostics)["t.yaml"] == expected


def test_a_comment_is_used_when_its_finding_holds(compiler: Make, write: Write) -> None:
    config = f"overrides: [{{owners: support, {options('U+200B')}}}]\n"
    text = "a\u200bb {# promptops: ignore[hidden-characters] a marker #}\n"
    for owner, expected in (("support", ["unused-suppression"]), ("billing", [])):
        write(
            {"promptops.yaml": config, "teams.yaml": TEAMS, "a.prompt.md": f"---\nname: a\nowner: {owner}\n---\n{text}"}
        )
        assert [each.rule for each in compiler().verdict.diagnostics] == expected


@pytest.mark.parametrize(
    ("path", "content", "rule"),
    [
        pytest.param("a/a.prompt.md", prompt("a", "owner: support\n"), "hidden-characters", id="a file"),
        pytest.param("a/a.yaml", "kind: Tool\nname: t\neffects: [\n", "invalid-yaml", id="a broken file"),
        pytest.param("a/_defaults.yaml", "owner: support\nreview_by: 2026-01-01\n", "overdue-review", id="defaults"),
    ],
)
def test_severities_follow_the_owner_of_a_file_too(
    path: str, content: str, rule: str, compiler: Make, write: Write
) -> None:
    rules = "{hidden-characters: info, invalid-yaml: info, overdue-review: info}"
    write({"promptops.yaml": f"overrides: [{{owners: support, rules: {rules}}}]\n", "teams.yaml": TEAMS})
    write({"a/_defaults.yaml": "owner: support\n", "a/t.yaml": "kind: Tool\nname: other\n", path: content})
    found = [each for each in compiler().verdict.diagnostics if each.rule == rule]
    assert {each.severity.value for each in found} == {"info"}
