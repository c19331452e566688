"""What somebody has said is no expectation is none; a comment at the consumer's line silences what is found there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request
from promptops.compiler.comparing import Comparing
from promptops.sources.trees import FolderTree

Sides = Callable[[Mapping[str, str], Mapping[str, str]], Comparing]

PROMPT, CONSUMER, CODE = "prompts/reply.prompt.md", "consumers/parser.yaml", "src/parse.py"
EXPECTS = "- phrase: exactly one table"
BEFORE = {
    "promptops.yaml": "name: shop\n",
    PROMPT: "---\nname: support/reply\nversion: 1.0.0\nowner: support\n---\nAnswer in exactly one table.\n",
    CONSUMER: f"kind: Consumer\nname: support/parser\nowner: support\nof: prompt:support/reply\nexpects:\n{EXPECTS}\n",
    CODE: 'P = load("support/reply")\nok = "exactly one table" in answer\n',
}
CHANGED = {PROMPT: BEFORE[PROMPT].replace("exactly one table", "a list")}
BOTH = [CONSUMER, CODE]


@pytest.fixture
def compare(tmp_path: Path) -> Sides:
    """Return `compare(before, after)`, each being what differs from `BEFORE`."""

    def compare_sides(before: Mapping[str, str], after: Mapping[str, str]) -> Comparing:
        for side, files in (("before", {**BEFORE, **before}), ("after", {**BEFORE, **before, **CHANGED, **after})):
            for path, content in files.items():
                place = tmp_path / side / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(content)
        head = Compiler(Request(tmp_path / "after", date(2026, 11, 1), cache=None))
        return Comparing(head, FolderTree(tmp_path / "before"))

    return compare_sides


def broken(compared: Comparing) -> list[str]:
    found = [each.diagnostic for each in compared.judged.findings]
    return [each.primary.path for each in found if each.rule == "broken-expectation"]


def config(*entries: str) -> dict[str, str]:
    listed = "".join(f"  - {entry}\n" for entry in entries)
    return {"promptops.yaml": f"name: shop\nexpectations:\n  ignore:\n{listed}"}


@pytest.mark.parametrize(
    ("entries", "left"),
    [
        (("{consumer: 'consumer:support/parser', reason: gone}",), [CODE]),
        (("{consumer: 'consumer:support/*', reason: gone}",), [CODE]),
        (("{consumer: src/parse.py, reason: a fixture}",), [CONSUMER]),
        (("{consumer: 'src/*', reason: fixtures}",), [CONSUMER]),
        (("{value: exactly one table, reason: said everywhere}",), []),
        (("{consumer: 'src/*', value: exactly one table, reason: fixtures}",), [CONSUMER]),
        (("{consumer: 'src/*', value: something else, reason: fixtures}",), BOTH),
        (("{consumer: 'tests/*', reason: fixtures}",), BOTH),
        (("{value: exactly, reason: not the whole of it}",), BOTH),
        (("{consumer: 'src/*', reason: a}", "{consumer: 'consumer:*', reason: b}"), []),
    ],
)
def test_a_configuration_says_what_is_no_expectation(entries: tuple[str, ...], left: list[str], compare: Sides) -> None:
    assert broken(compare(config(*entries), {})) == left


def test_a_change_cannot_declare_what_it_breaks_to_be_no_expectation(compare: Sides) -> None:
    assert broken(compare({}, config("{value: exactly one table, reason: because}"))) == BOTH


def with_comment(comment: str) -> dict[str, str]:
    return {CONSUMER: BEFORE[CONSUMER].replace(EXPECTS, f"{EXPECTS}  {comment}")}


@pytest.mark.parametrize(
    ("comment", "left", "suppressed"),
    [
        ("# promptops: ignore[broken-expectation] the parser goes with the next release", [CODE], 1),
        ("# promptops: ignore[removed-input, broken-expectation] it goes", [CODE], 1),
        ("# promptops: ignore[broken-expectation]", BOTH, 0),
        ("# promptops: ignore[indirect-break] it goes", BOTH, 0),
        ("# broken-expectation is fine", BOTH, 0),
    ],
)
def test_a_comment_with_a_reason_silences(comment: str, left: list[str], suppressed: int, compare: Sides) -> None:
    compared = compare({}, with_comment(comment))
    assert broken(compared) == left
    assert compared.judged.suppressed == suppressed


def test_a_comment_for_a_change_is_not_unused_when_nothing_is_compared(compare: Sides, tmp_path: Path) -> None:
    compare({}, with_comment("# promptops: ignore[broken-expectation] it goes"))
    head = Compiler(Request(tmp_path / "after", date(2026, 11, 1), cache=None))
    assert [each.rule for each in head.verdict.diagnostics if each.rule.endswith("suppression")] == []
