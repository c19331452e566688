"""A rule over the project that read a text finds anew when the text changes, though nothing else can see the change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from promptops.compiler import Compiler
from promptops.compiler.linking import Linker
from promptops.compiler.texts_read import TextsRead
from promptops.resources.entries import Entry
from promptops.templates.model import EMPTY, PromptText

Make = Callable[..., Compiler]
Write = Callable[[Mapping[str, str]], None]

PROMPT = "---\nname: p\nowner: support\nmodel: m\n---\n{}\n"
FILES = {
    "promptops.yaml": "name: example\n",
    "m.yaml": "kind: Model\nname: m\nowner: support\nid: o200k_base\ncontext_window: 5000\n",
    "support.yaml": "kind: Team\nname: support\noncall: support@example.com\n",
}


def overflows(compiler: Compiler) -> list[str]:
    return [each.rule for each in compiler.verdict.diagnostics if each.rule == "context-overflow"]


def test_a_text_of_the_same_size_class_is_counted_again(write: Write, compiler: Make, tmp_path: Path) -> None:
    write({**FILES, "p.prompt.md": PROMPT.format("word " * 4600)})
    assert overflows(compiler(cache=tmp_path / "cache")) == []
    write({"p.prompt.md": PROMPT.format("word " * 5200)})
    assert overflows(compiler(cache=tmp_path / "cache")) == ["context-overflow"]


def test_a_text_that_nobody_read_is_patched(
    write: Write, compiler: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({**FILES, "p.prompt.md": PROMPT.format("word " * 60)})
    assert overflows(compiler(cache=tmp_path / "cache")) == []
    write({"p.prompt.md": PROMPT.format("word " * 70)})
    monkeypatch.setattr(Linker, "judge_project", None)
    assert overflows(compiler(cache=tmp_path / "cache")) == []


PROMISED = {
    **FILES,
    "m.yaml": "kind: Model\nname: m\nowner: support\nid: o200k_base\n",
    "refund.yaml": "kind: Tool\nname: refund\nowner: support\npromises: [your money is on its way]\n",
}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("Be kind.", "Be kind. Say: Your money is on its way.", 1),
        ("Say: your money is on its way.", "Be kind.", 0),
        ("Say: your money is on its way.", "Be kind.\nSay: your money is on its way.", 1),
        ("Be kind.", "Their money is well.", 0),
    ],
)
def test_a_promise_that_comes_or_goes_is_noticed(
    before: str, after: str, found: int, write: Write, compiler: Make, tmp_path: Path
) -> None:
    write({**PROMISED, "p.prompt.md": PROMPT.format(before)})
    assert compiler(cache=tmp_path / "cache").verdict == compiler().verdict
    write({"p.prompt.md": PROMPT.format(after)})
    verdict = compiler(cache=tmp_path / "cache").verdict
    assert verdict == compiler().verdict
    assert [each.rule for each in verdict.diagnostics].count("unbacked-promise") == found


def test_a_text_without_the_words_that_were_looked_for_is_patched(
    write: Write, compiler: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({**PROMISED, "p.prompt.md": PROMPT.format("Be kind.")})
    expected = compiler(cache=tmp_path / "cache").verdict.diagnostics
    monkeypatch.setattr(Linker, "judge_project", None)
    for words in ("Be kinder.", "Be as kind as you can."):
        write({"p.prompt.md": PROMPT.format(words)})
        assert compiler(cache=tmp_path / "cache").verdict.diagnostics == expected


BUDGETED = {
    **FILES,
    "m.yaml": "kind: Model\nname: m\nowner: support\nid: x\ncontext_window: 5000\nmax_output_tokens: 100\n",
    "e.yaml": "kind: Eval\nname: e\nowner: support\nsubjects: [prompt:p]\nbudget: b\n",
    "b.yaml": "kind: Budget\nname: b\nowner: support\nholder: team:support\nwindow: month\non_exceed: alert\n",
}


@pytest.mark.parametrize(("tokens", "read"), [(5_100, set()), (5_000, {"p.prompt.md"})])
def test_a_text_is_read_where_the_budget_holds_less_than_the_window_of_the_model(
    tokens: int, read: set[str], write: Write, compiler: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[TextsRead] = []
    begin = TextsRead.__init__

    def init(self: TextsRead, *given: Any) -> None:
        made.append(self)
        begin(self, *given)

    monkeypatch.setattr(TextsRead, "__init__", init)
    write(
        {
            **BUDGETED,
            "b.yaml": f"{BUDGETED['b.yaml']}amount: {{tokens: {tokens}}}\n",
            "p.prompt.md": PROMPT.format("Be kind."),
        }
    )
    assert "budget-below-worst-case" not in {each.rule for each in compiler().verdict.diagnostics}
    assert [each.paths for each in made] == [read]


TEXTS = [(PromptText(("body",), text, EMPTY),) for text in ("one", "two")]


@pytest.mark.parametrize(("ordinal", "texts"), [(0, TEXTS[0]), (1, TEXTS[1]), (2, ()), (-1, ())])
def test_a_resource_that_is_not_in_its_file_is_given_no_text_of_another(
    ordinal: int, texts: tuple[PromptText, ...]
) -> None:
    """One of which only the name was found, in a file of broken syntax, has no place there; others may have gone."""
    read = TextsRead(lambda _: TEXTS, lambda _: b"")
    assert read.of(Entry.refused("a.yaml", ordinal, "prompt", "a", "native")) == texts
    assert read.paths == {"a.yaml"}
