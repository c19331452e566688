"""What is said of real files has been read, and is true: of most of them that is nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import pytest

from promptops.compiler import Compiler
from promptops.graph.call_cycles import every_cycle

Corpus = Callable[[str, str | None], Compiler]

PROMPT_FOLDER = "sources: [{files: prompts/*.md, dialect: markdown}]\n"
ANY_MARKDOWN = 'sources: [{files: "**/*.md", dialect: markdown}]\n'
LONG_PROMPTS = ("prompts/system_prompt.md", "prompts/system_prompt_no_thinking.md")


class Said(NamedTuple):
    path: str
    line: int
    column: int
    rule: str
    message: str
    help: str | None


def dead(path: str, line: int, column: int, name: str, meant: str) -> Said:
    message = f"the text calls `{name}` a tool, and no file declares it"
    return Said(path, line, column, "dead-reference", message, f"did you mean `{meant}`?")


RENAMED = [
    found
    for path in LONG_PROMPTS
    for found in (
        dead(path, 87, 15, "extract_structured_data", "extract"),
        dead(path, 104, 107, "replace_file_str", "replace_file"),
    )
]


def ignored(path: str, line: int) -> Said:
    """Return what is said of a key that the labelling action, which reads `maxTokens`, does not know."""
    return Said(
        path,
        line,
        3,
        "ignored-key",
        "`gh models` and `actions/ai-inference` ignore `max_tokens`",
        "write `maxTokens`, and keep this one only where another action reads it",
    )


REVIEWS = ("prompts/bug-report-review.prompt.yml", "prompts/default-issue-review.prompt.yml")


def test_agents_that_hand_work_to_each_other_are_circles_that_nothing_ends(corpus: Corpus) -> None:
    compiler = corpus("docker-agent", None)
    (found,) = [each for each in compiler.verdict.diagnostics if each.rule == "handoff-cycle"]
    path = "examples/handoff.yaml"
    assert (found.severity, found.primary.path, found.primary.line) == ("warning", path, 40)
    assert found.message == (
        "nothing ends these hand-offs: `examples/handoff/root` → `examples/handoff/web_search`"
        " → `examples/handoff/summarizer` → `examples/handoff/root`, and 3 more are in such circles with them"
    )
    assert [each.span[:2] for each in found.related] == [(path, 54), (path, 131)]
    cycles = list(every_cycle(compiler.compiled.project))
    assert [cycle.limits for cycle in cycles] == [()] * 3
    assert {name.rpartition("/")[2] for cycle in cycles for name in cycle.path} == {
        "filesystem_search",
        "redactor",
        "root",
        "summarizer",
        "tabulator",
        "web_search",
    }


@pytest.mark.parametrize(
    ("folder", "settings", "kinds", "said"),
    [
        ("browser-use/base", PROMPT_FOLDER, {"prompt": 3, "tool": 21}, []),
        ("browser-use/head", PROMPT_FOLDER, {"prompt": 3, "tool": 21}, RENAMED),
        ("fabric", ANY_MARKDOWN, {"prompt": 42}, []),
        ("github-mcp-server/base", None, {"prompt": 2, "tool": 102}, list(map(ignored, REVIEWS, (32, 31)))),
        ("github-mcp-server/head", None, {"prompt": 2, "tool": 117}, list(map(ignored, REVIEWS, (44, 54)))),
    ],
)
def test_a_corpus_compiles_to_its_resources_and_to_findings_that_are_true(
    folder: str, settings: str | None, kinds: dict[str, int], said: list[Said], corpus: Corpus
) -> None:
    compiler = corpus(folder, settings)
    assert Counter(entry.kind for entry in compiler.compiled.project.entries) == kinds
    found = [
        Said(each.primary.path, each.primary.line, each.primary.column, each.rule, each.message, each.help)
        for each in compiler.verdict.diagnostics
    ]
    assert found == said
