"""Files that have some words in them are found alike, whether few or very many words are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptops.compiler.text_search import MANY, TextSearch
from promptops.config.loading import load_settings
from promptops.rules import rule_options
from promptops.sources.listing import Listing
from promptops.sources.trees import FolderTree

RUN = "the last line of the answer is"
PHRASE = "Answer in one"
FILLING = [f"word{number} another{number} third{number}" for number in range(MANY)]


def found_in(folder: Path, data: bytes, runs: list[str], quoted: list[str]) -> bool:
    (folder / "a.txt").write_bytes(data)
    settings = load_settings(None, "promptops.yaml", rule_options())
    search = TextSearch(Listing(FolderTree(folder)), settings, {"a.txt": None})
    return search.resources_with(runs, quoted) == ["a.txt"]


@pytest.mark.parametrize("others", [[], FILLING], ids=["few", "many"])
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"The last line of the answer is `OK`.", True),
        (b"the last  line\n  of the answer, is", True),
        (b"the last line of an answer is", False),
        (b"the last line of the answers is", False),
        (b"the last line of the answer", False),
        (b'say "Answer in one word"', True),
        (b"say `answer in\n  one` word", True),
        ("say \u201canswer in one word\u201d".encode(), True),
        (b"say answer in one word", False),
        (b'say "Now answer in one word"', False),
        (b'"a" "b" \'c\' "answer in one word"', True),
        (b"\xff\xfe \x00 the last line of the answer is \xff", True),
        (b"", False),
    ],
)
def test_words_are_found_however_many_are_looked_for(
    tmp_path: Path, *, data: bytes, expected: bool, others: list[str]
) -> None:
    assert found_in(tmp_path, data, [RUN, *others], [PHRASE]) is expected


@pytest.mark.parametrize("others", [[], FILLING], ids=["few", "many"])
@pytest.mark.parametrize(
    ("run", "data", "expected"),
    [
        ("support/refund-reply", b'load("support/refund-reply")', True),
        ("support/refund-reply", b'load("support/refund-note")', False),
        ("reply.prompt.md", b"open('prompts/reply.prompt.md')", True),
        ("refund_note", b'load("refund_note")', True),
        ("refund_note", b"a refund note", False),
        ("答え は こちら", "答え は こちら です".encode(), True),
        ("a.b(c", b"a.b(c)", True),
        ("a.b(c", b"axb(c)", False),
        (" ", b"anything", False),
    ],
)
def test_what_is_looked_for_is_no_pattern(
    tmp_path: Path, *, run: str, data: bytes, expected: bool, others: list[str]
) -> None:
    assert found_in(tmp_path, data, [run, *others], []) is expected


@pytest.mark.parametrize("others", [[], FILLING], ids=["few", "many"])
@pytest.mark.parametrize(
    ("quoted", "data", "expected"),
    [
        ("reply", b'load("reply")', True),
        ("reply", b"load(reply)", False),
        ("search_database", b"call == 'search_database'", True),
        ("<answer>", b'text.split("<answer>")', True),
        ("</answer>", b'text.split("</answer>")', True),
        ("VERDICT", b'text.startswith("VERDICT: ")', True),
        ("refund-reply", b'load("refund-reply")', True),
        ("refund-reply", b'load("refund-note")', False),
    ],
)
def test_a_word_or_two_in_quotation_marks_is_found(
    tmp_path: Path, *, quoted: str, data: bytes, expected: bool, others: list[str]
) -> None:
    assert found_in(tmp_path, data, [], [quoted, *others]) is expected


def test_nothing_is_found_where_nothing_is_looked_for(tmp_path: Path) -> None:
    assert not found_in(tmp_path, b"anything", [], [])


def test_only_source_code_at_paths_that_count_is_looked_through(tmp_path: Path) -> None:
    for folder in ("near", "far"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "app.py").write_text(f"text = '{RUN}'\n")
    settings = load_settings(None, "promptops.yaml", rule_options())
    search = TextSearch(Listing(FolderTree(tmp_path)), settings, {})
    assert search.code_with([RUN]) == ("far/app.py", "near/app.py")
    assert search.code_with([RUN], (), lambda path: path.startswith("near/")) == ("near/app.py",)
