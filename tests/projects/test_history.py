"""What is said of changes that others made, and of which it is known what they broke."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.diagnostics import Diagnostic, Severity

Find = Callable[[str], Path]
Compare = Callable[[str], list[Diagnostic]]

RENAMED = {
    "extract_structured_data": "extract",
    "go_to_url": "navigate",
    "input_text": "input",
    "replace_file_str": "replace_file",
    "switch_tab": "switch",
    "take_screenshot": "screenshot",
}
"""The tools that prompts went on naming by what they were called, and what they are called now."""
EDITS = (
    "1b6b8e3d",
    "1eac026e",
    "23d678d6",
    "44f7e8df",
    "496bd281",
    "5a66ca1c",
    "62f373c2",
    "6a7cca65",
    "80c4807f",
    "8d37c9d6",
    "94020dbd",
    "98f3da61",
    "a2c954ba",
    "c0abea7c",
    "c5ada714",
    "c78fe41e",
    "d613c259",
    "e500a591",
    "fcf826f3",
    "fe5900a5",
)


def lines_naming(prompts: Path, name: str) -> set[tuple[str, int]]:
    """Return file and number of each line that has a name."""
    return {
        (f"prompts/{file.name}", number)
        for file in prompts.iterdir()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(rf"\b{name}\b", line)
    }


def test_each_line_that_names_a_renamed_tool_is_an_error_with_the_new_name(find_corpus: Find, compare: Compare) -> None:
    loud = [found for found in compare("browser-use") if found.severity is not Severity.INFO]
    said = {(each.primary.path, each.primary.line, each.message, each.help) for each in loud}
    assert said == {
        (path, line, f"the text names the tool `{old}`, which is `{new}` now", f"write `{new}`")
        for old, new in RENAMED.items()
        for path, line in lines_naming(find_corpus("browser-use/head/prompts"), old)
    }
    assert {each.severity for each in loud} == {Severity.ERROR}
    assert len(loud) == 31


@pytest.mark.parametrize(
    ("corpus", "rule", "expected", "words"),
    [
        ("lm-eval/stop-string", "moved-expectation", 6, {"问题：", "問題："}),
        ("lm-eval/regex", "shifted-expectation", 13, {"the answer is"}),
    ],
)
def test_what_a_harness_looks_for_moved_with_the_text(
    compare: Compare, corpus: str, rule: str, expected: int, words: set[str]
) -> None:
    said = compare(corpus)
    found = [each for each in said if each.rule == rule]
    assert len({each.primary.path for each in found}) == len(found) == expected
    assert {match[1] for each in found if (match := re.match(r".*?`([^`/]+)`", each.message))} == words
    assert {each.severity for each in said} == {Severity.INFO}


def test_each_tool_that_a_server_no_longer_offers_is_named(find_corpus: Find, compare: Compare) -> None:
    before, after = (
        {file.stem for file in find_corpus(f"github-mcp-server/{side}/tools").glob("*.snap")}
        for side in ("base", "head")
    )
    found = [each for each in compare("github-mcp-server") if each.rule == "removed-tool"]
    assert {(each.resource, each.message) for each in found} == {
        (f"tool:{name}", f"the tool `{name}` is gone") for name in before - after
    }
    assert len(found) == 22


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_prose_that_nothing_relies_on_is_for_the_reader(compare: Compare, edit: str) -> None:
    assert set(Counter(each.severity for each in compare(f"fabric/{edit}"))) == {Severity.INFO}


@pytest.mark.parametrize("corpus", ["github-mcp-server", "lm-eval/prompt-text"])
def test_nothing_is_an_error_where_nothing_was_broken(compare: Compare, corpus: str) -> None:
    assert [each for each in compare(corpus) if each.severity is Severity.ERROR] == []
