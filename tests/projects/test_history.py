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


def test_a_stop_string_that_moved_with_the_text_is_named_old_and_new(compare: Compare) -> None:
    found = [each for each in compare("lm-eval/stop-string") if each.rule == "moved-expectation"]
    words = {"zh": "\u95ee\u9898", "ja": "\u554f\u984c"}
    tasks = [f"mgsm/{way}/mgsm_{way}_{language}" for way in ("direct", "en_cot", "native_cot") for language in words]
    assert sorted((each.primary.path, each.message) for each in found) == sorted(
        (
            f"{task}.yaml",
            (
                f"`{task}` says `{words[task[-2:]]}\uff1a` where it said `{words[task[-2:]]}:`,"
                f" and `consumer:{task}` changed with it"
            ),
        )
        for task in tasks
    )


def test_what_a_regular_expression_finds_in_the_examples_alone_has_shifted(find_corpus: Find, compare: Compare) -> None:
    found = [each for each in compare("lm-eval/regex") if each.rule == "shifted-expectation"]
    names = [file.stem for file in find_corpus("lm-eval/regex/head/bbh/cot_fewshot").glob("*.yaml")]
    assert sorted(each.message for each in found) == [
        f"`the answer is` stands in the examples of `bbh/cot_fewshot/{name}` alone, no longer in its text"
        for name in sorted(names)
    ]
    assert len(found) == 13


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


@pytest.mark.parametrize("corpus", ["github-mcp-server", "lm-eval/prompt-text", "lm-eval/regex", "lm-eval/stop-string"])
def test_nothing_is_an_error_where_nothing_was_broken(compare: Compare, corpus: str) -> None:
    assert [each for each in compare(corpus) if each.severity is Severity.ERROR] == []
