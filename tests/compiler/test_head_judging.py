"""The graver of two judgements counts, whatever the settings of the two sides are."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.compiler import Compiler, Request
from promptops.compiler.baseline import Accepted, accepted_by_both
from promptops.compiler.comparing import Comparing
from promptops.compiler.files import FileCompiler
from promptops.compiler.request import Verdict
from promptops.compiler.unit import Unit
from promptops.config.values import LEVELS
from promptops.diagnostics import Severity
from promptops.sources.trees import FolderTree, TreeFile

DAY = date(2026, 11, 1)
FILES = {
    "agent.yaml": "kind: Agent\nname: desk\nowner: support\nprompt: support/nowhere\n",
    "spaced.prompt.md": "---\nname: spaced\nowner: support\n---\nHello.\u200b\n",
    "team.yaml": "kind: Team\nname: support\n",
}
RULES = ("unknown-reference", "hidden-characters")
levels = st.fixed_dictionaries({}, optional={rule: st.sampled_from(LEVELS) for rule in RULES})


def place(folder: Path, config: str, files: dict[str, str]) -> Compiler:
    for path, text in {**files, "promptops.yaml": config}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return Compiler(Request(folder, DAY))


def by_rule(verdict: Verdict) -> dict[str, Severity]:
    return {each.rule: each.severity for each in verdict.diagnostics if each.rule in RULES}


@given(before=levels, after=levels)
def test_each_finding_is_as_grave_as_the_graver_side_says(
    tmp_path_factory: pytest.TempPathFactory, before: dict[str, str], after: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("sides")
    old = place(folder / "before", f"rules: {before}\n", FILES)
    head = place(folder / "after", f"rules: {after}\n", FILES)
    expected: dict[str, Severity] = {}
    for alone in (by_rule(old.verdict), by_rule(head.verdict)):
        for rule, severity in alone.items():
            expected[rule] = max(severity, expected.get(rule, severity), key=lambda each: each.rank)
    verdict = Comparing(head, FolderTree(folder / "before")).verdict
    assert by_rule(verdict) == expected
    assert [each.order for each in verdict.diagnostics] == sorted({each.order for each in verdict.diagnostics})


@pytest.mark.parametrize(
    ("old", "new", "compiled"),
    [
        ("name: shop\n", "name: store\n", 0),
        ("name: shop\n", "rules: {hidden-characters: off}\n", 0),
        ("name: shop\n", "overrides: [{paths: ['a/**'], rules: {hidden-characters: off}}]\n", 0),
        ("name: shop\n", "rules: {hidden-characters: {options: {allow: U+200B}}}\n", len(FILES)),
        (
            "overrides: [{owners: [a], rules: {hidden-characters: {options: {allow: U+200B}}}}]\n",
            "overrides: [{owners: [b], rules: {hidden-characters: {options: {allow: U+200B}}}}]\n",
            len(FILES),
        ),
    ],
)
def test_files_are_compiled_again_only_where_rules_may_find_something_else_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, compiled: int
) -> None:
    place(tmp_path / "before", old, FILES)
    head = place(tmp_path / "after", new, FILES)
    comparing = Comparing(head, FolderTree(tmp_path / "before"))
    assert comparing.before.units
    assert head.verdict
    seen: list[str] = []
    compile_file = FileCompiler.compile

    def watched(self: FileCompiler, file: TreeFile) -> Unit:
        seen.append(file.path)
        return compile_file(self, file)

    monkeypatch.setattr(FileCompiler, "compile", watched)
    assert comparing.verdict
    assert len([path for path in seen if path in FILES]) == compiled


def finding(path: str, content: str = "a") -> Accepted:
    return Accepted(path, "unknown-reference", "agent:desk", content)


@pytest.mark.parametrize(
    ("before", "after", "both"),
    [
        ({finding("a"): 2}, {finding("a"): 1}, {finding("a"): 1}),
        ({finding("a"): 1}, {finding("a"): 2}, {finding("a"): 1}),
        ({finding("gone"): 1}, {finding("b"): 1}, {finding("b"): 1}),
        ({finding("gone"): 1}, {finding("b"): 1, finding("a"): 1}, {finding("b"): 1}),
        ({finding("gone"): 3, finding("b"): 1}, {finding("b"): 3}, {finding("b"): 3}),
        ({finding("gone", "b")}, {finding("b")}, {}),
        ({finding("a"): 1}, {finding("b"): 1}, {}),
        ({}, {finding("b"): 1}, {}),
    ],
)
def test_what_both_accept(before: dict[Accepted, int], after: dict[Accepted, int], both: dict[Accepted, int]) -> None:
    assert accepted_by_both(Counter(before), Counter(after), {"a", "b"}) == both
