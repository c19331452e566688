"""What a compilation as a whole does: units are linked, judged, silenced; on one core or many."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request
from promptops.compiler.reporting import report_on
from promptops.compiler.selection import Selection
from promptops.diagnostics import Diagnostic
from promptops.errors import UsageError
from promptops.sources.trees import TreeFile

Write = Callable[[dict[str, str | bytes | None]], None]
Make = Callable[..., Compiler]
Lint = Callable[..., tuple[Diagnostic, ...]]

TODAY = date(2026, 11, 1)
SETTINGS = "name: example\nrules: {missing-owner: off}\n"
PROMPT = "---\nname: {}\ninputs: {{a: string}}\n---\n{{{{ a }}}} {}\n"


def told(found: Iterable[Diagnostic]) -> list[tuple[str, str, int, int, str]]:
    return [(each.rule, each.primary.path, each.primary.line, each.primary.column, each.severity) for each in found]


def test_findings_come_in_order_and_once(write: Write, lint: Lint) -> None:
    write({"promptops.yaml": SETTINGS, "b.prompt.md": PROMPT.format("b", "{{ x }}")})
    write(
        {
            "a.prompt.md": PROMPT.format("a", ""),
            "c.prompt.md": "---\nname: c\ntools: [pay, pay]\n---\n{{ y }} {{ y }}\n",
        }
    )
    found = lint()
    assert told(found) == [
        ("undeclared-variable", "b.prompt.md", 5, 12, "error"),
        ("unknown-tool", "c.prompt.md", 3, 9, "error"),
        ("unknown-tool", "c.prompt.md", 3, 14, "error"),
        ("undeclared-variable", "c.prompt.md", 5, 4, "error"),
    ]
    assert [each.order for each in found] == sorted({each.order for each in found})


def test_a_finding_shows_the_resource_the_keys_and_the_line(write: Write, lint: Lint) -> None:
    write({"promptops.yaml": SETTINGS, "a.prompt.md": PROMPT.format("a", "{{ x }}")})
    (found,) = lint()
    assert found.resource == "prompt:a"
    assert found.keys == ("body", "x")
    assert found.snippet == "{{ a }} {{ x }}"


SILENT = "{{# promptops: ignore[{}]{} #}}"


@pytest.mark.parametrize(
    ("comment", "rules", "suppressed"),
    [
        ("", ["undeclared-variable"], 0),
        (SILENT.format("undeclared-variable", " known"), [], 1),
        (SILENT.format("undeclared-variable, unknown-tool", " known"), ["unused-suppression"], 1),
        (SILENT.format("unknown-tool", " known"), ["undeclared-variable", "unused-suppression"], 0),
        (SILENT.format("undeclared-variable", ""), ["missing-suppression-reason", "undeclared-variable"], 0),
        (SILENT.format("unused-suppression", " known"), ["undeclared-variable"], 1),
    ],
)
def test_comments_silence_what_they_name(
    comment: str, rules: list[str], suppressed: int, write: Write, compiler: Make
) -> None:
    write({"promptops.yaml": SETTINGS, "a.prompt.md": PROMPT.format("a", "{{ x }}" + comment)})
    verdict = compiler().verdict
    assert sorted({each.rule for each in verdict.diagnostics}) == rules
    assert verdict.suppressed == suppressed


def test_a_comment_silences_a_finding_of_the_whole_project(write: Write, compiler: Make) -> None:
    header = "name: a\ntools:\n  # promptops: ignore[unknown-tool] comes with the next release\n  - pay\n"
    write({"promptops.yaml": SETTINGS, "a.prompt.md": f"---\n{header}---\nAnswer.\n"})
    verdict = compiler().verdict
    assert (verdict.diagnostics, verdict.suppressed) == ((), 1)


def test_severities_follow_the_owner_and_the_environment(write: Write, lint: Lint) -> None:
    overrides = "overrides:\n  - {owners: [support], rules: {undeclared-variable: info}}\n"
    overrides += "  - {paths: [deep/], rules: {undeclared-variable: off}}\n"
    write({"promptops.yaml": f"name: example\n{overrides}", "_defaults.yaml": "owner: support\n"})
    write({"deep/a.prompt.md": PROMPT.format("deep", "{{ x }}"), "a.prompt.md": PROMPT.format("a", "{{ x }}")})
    write({"b.prompt.md": PROMPT.format("b", "{{ x }}").replace("name:", "owner: billing\nname:")})
    found = {each.primary.path: each.severity.value for each in lint() if each.rule == "undeclared-variable"}
    assert found == {"a.prompt.md": "info", "b.prompt.md": "error"}


def test_a_file_of_defaults_above_no_resource_is_none_of_ours(write: Write, compiler: Make) -> None:
    write({"promptops.yaml": SETTINGS, "a.prompt.md": PROMPT.format("a", ""), "other/_defaults.yaml": "onwer: x\n"})
    assert compiler().verdict.diagnostics == ()
    write({"other/a.prompt.md": PROMPT.format("other", "")})
    assert [each.rule for each in compiler().verdict.diagnostics] == ["unknown-key"]


def test_what_is_found_in_the_configuration_stands_there(write: Write, lint: Lint) -> None:
    write({"promptops.yaml": f"{SETTINGS}owners:\n  '*.md': suport\n", "a.prompt.md": PROMPT.format("a", "")})
    write({"team.yaml": "kind: Team\nname: support\n"})
    assert told(lint()) == [("unknown-owner", "promptops.yaml", 4, 11, "error")]


def test_files_in_the_output_folder_are_none_of_ours(write: Write, compiler: Make) -> None:
    write({"promptops.yaml": f"{SETTINGS}output: ./out/\n", "out/a.prompt.md": PROMPT.format("a", "")})
    write({"build/b.prompt.md": PROMPT.format("b", ""), "out.prompt.md": PROMPT.format("c", "")})
    names = {entry.name for entry in compiler().compiled.project.entries}
    assert names == {"b", "c"}


@pytest.mark.parametrize("cores", [1, 3])
def test_many_files_on_many_cores_are_the_same_files(
    cores: int, write: Write, compiler: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"promptops.yaml": SETTINGS})
    write({f"deep/{number}.prompt.md": PROMPT.format(f"n{number}", "{{ x }}" * (number % 7)) for number in range(40)})
    expected = compiler().verdict
    monkeypatch.setattr("promptops.compiler.pipeline.MANY", 10)
    monkeypatch.setattr("promptops.compiler.workers.cores", lambda: cores)
    assert compiler().verdict == expected


def test_the_share_of_a_process_that_died_is_compiled_all_the_same(
    write: Write, compiler: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"promptops.yaml": SETTINGS})
    write({f"{number}.prompt.md": PROMPT.format(f"n{number}", "") for number in range(20)})
    expected = compiler().verdict
    monkeypatch.setattr("promptops.compiler.pipeline.MANY", 10)
    monkeypatch.setattr("promptops.compiler.workers.cores", lambda: 2)
    from promptops.compiler.files import FileCompiler  # noqa: PLC0415 - to patch it

    compile_file, parent = FileCompiler.compile, os.getpid()

    def dying(files: FileCompiler, file: TreeFile) -> object:
        if os.getpid() != parent:
            os._exit(1)
        return compile_file(files, file)

    monkeypatch.setattr(FileCompiler, "compile", dying)
    assert compiler().verdict == expected


def test_progress_passes_every_file_on(write: Write, root: Path) -> None:
    write({"promptops.yaml": SETTINGS, "a.prompt.md": PROMPT.format("a", ""), "b.prompt.md": PROMPT.format("b", "")})
    seen: list[str] = []

    def progress(files: Sequence[TreeFile]) -> Iterable[TreeFile]:
        for file in files:
            seen.append(file.path)
            yield file

    Compiler(Request(root, TODAY), progress).verdict  # noqa: B018 - it is worked out when it is asked for
    assert seen == ["a.prompt.md", "b.prompt.md", "promptops.yaml"]


FOUND = {"a/x.prompt.md": "{{ y }}", "ab.prompt.md": "{{ y }}", "a/z.prompt.md": "{% if %}"}


@pytest.fixture
def verdict(write: Write, compiler: Make) -> tuple[Diagnostic, ...]:
    write({"promptops.yaml": SETTINGS})
    write({path: PROMPT.format(path.partition(".")[0], text) for path, text in FOUND.items()})
    return compiler().verdict.diagnostics


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), 3),
        (Selection(scope="a"), 2),
        (Selection(scope="a/x.prompt.md"), 1),
        (Selection(scope="nowhere"), 0),
        (Selection(select=("undeclared-variable",)), 2),
        (Selection(select=("templates",)), 3),
        (Selection(select=("template-syntax,undeclared-variable",)), 3),
        (Selection(select=("syntax",)), 0),
        (Selection(ignore=("template-syntax", "undeclared-variable")), 0),
        (Selection(select=("templates",), ignore=("template-syntax",)), 2),
        (Selection(scope="a", ignore=("templates",)), 0),
    ],
)
def test_findings_are_selected(selection: Selection, expected: int, verdict: tuple[Diagnostic, ...]) -> None:
    assert len(selection.wanted(verdict)) == expected
    assert len(selection.of(verdict).fresh) == expected


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("template-sintax", "did you mean `template-syntax`?"),
        ("templats", "did you mean `templates`?"),
        ("zzz", "`promptops rule` lists them"),
    ],
)
def test_a_rule_that_does_not_exist_is_refused(name: str, advice: str) -> None:
    for selection in (Selection(select=(name,)), Selection(ignore=(name,))):
        with pytest.raises(UsageError, match=f"there is no rule and no category `{name}`") as caught:
            selection.wanted(())
        assert caught.value.help == advice


def test_a_report_counts_what_is_wanted(compiler: Make, verdict: tuple[Diagnostic, ...]) -> None:
    del verdict
    report = report_on(compiler().verdict, Selection(scope="a"))
    assert (len(report.diagnostics), report.summary.errors) == (2, 2)
