"""Labels that are gone and that code near by looks for, though nothing in it names the prompt."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

PROMPT = "app/prompts/query.prompt.md"
TEXT = """\
You may call these tools:
1. **search_database**: finds rows. You MUST quote none.
Put the answer between <answer> and </answer>. End with VERDICT: and a word.
"""
CALL = 'if call.function.name == "search_database":\n    run(call)\n'
FAR = "services/rows/deep/code.py"


def prompt(body: str, name: str = "rows/query") -> str:
    return f"---\nname: {name}\nversion: 1.0.0\n---\n{body}"


def said(diff: Diff, old: str, new: str, **code: str) -> list[tuple[str, int, str]]:
    files = {PROMPT: prompt(TEXT), **{path.replace("__", "/") + ".py": text for path, text in code.items()}}
    return told(diff(files, {PROMPT: prompt(TEXT.replace(old, new))}, "broken-expectation"))


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, int, str]]:
    places = ((each.diagnostic.primary, each.diagnostic.severity.value) for each in found)
    return [(span.path, span.line, severity) for span, severity in places]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("search_database", "find_rows", 'ok = call.name == "search_database"'),
        ("search_database", "rows", 'ok = call.name in ("search_database", "other")'),
        ("VERDICT:", "DECISION:", 'ok = answer.startswith("VERDICT:")'),
        ("VERDICT:", "DECISION:", 'ok = re.search(r"VERDICT: (\\w+)", answer)'),
        ("<answer>", "<reply>", 'ok = answer.split("<answer>")[1]'),
    ],
)
def test_a_label_that_is_gone_is_looked_for_near_by(diff: Diff, old: str, new: str, line: str) -> None:
    assert said(diff, old, new, app__use=f"import re\n{line}\n") == [("app/use.py", 2, "warning")]


@pytest.mark.parametrize(
    "line",
    [
        'tools = {"name": "search_database"}',
        'log.info("search_database")',
        'register("search_database")',
        'ok = row["search_database"]',
        'ok = call.name == "search_databases"',
        'ok = call.name == "the search_database tool of ours"',
    ],
)
def test_what_is_only_said_or_is_another_name_is_none(diff: Diff, line: str) -> None:
    assert said(diff, "search_database", "find_rows", app__use=f"{line}\n") == []


def test_a_word_in_capitals_that_nothing_marks_is_no_label(diff: Diff) -> None:
    assert said(diff, "You MUST quote", "Quote", app__use='ok = modal == "MUST"\n') == []


def test_far_away_it_may_be_about_anything(diff: Diff) -> None:
    files = {PROMPT: prompt(TEXT), FAR: CALL}
    changed = {PROMPT: prompt(TEXT.replace("search_database", "find_rows"))}
    assert diff(files, changed, "broken-expectation") == ()


@pytest.mark.parametrize(("number", "expected"), [(3, 3), (4, 0)])
def test_what_many_files_have_is_no_sign(diff: Diff, number: int, expected: int) -> None:
    code = {f"app__use{index}": CALL for index in range(number)}
    assert len(said(diff, "search_database", "find_rows", **code)) == expected


def test_files_far_away_count_for_how_many_have_it(diff: Diff) -> None:
    far = {f"far__from__it__all{index}": 'x = ["search_database"]\n' for index in range(3)}
    assert said(diff, "search_database", "find_rows", app__use=CALL, **far) == []


@pytest.mark.parametrize(("other", "expected"), [("Call `search_database`.\n", 0), ("Call `find_rows`.\n", 1)])
def test_what_another_prompt_says_is_asked_for_there(diff: Diff, other: str, expected: int) -> None:
    files = {PROMPT: prompt(TEXT), "app/prompts/other.prompt.md": prompt(other, "rows/other"), "app/use.py": CALL}
    changed = {PROMPT: prompt(TEXT.replace("search_database", "find_rows"))}
    assert len(diff(files, changed, "broken-expectation")) == expected
