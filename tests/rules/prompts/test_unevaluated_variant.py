"""Which variants ask for a judgement of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]
Files = dict[str, str]

RULE = "unevaluated-variant"
OWN = "body: Hello."


def prompt(*variants: str, more: str = "") -> Files:
    listed = "".join(f"  - {{{each}}}\n" for each in variants)
    return {"prompts/reply.prompt.md": f"---\nname: reply\nversion: 2.0.0\nvariants:\n{listed}{more}---\nAnswer.\n"}


def judging(variants: str = "", subject: str = "prompt:reply", name: str = "quality") -> Files:
    named = f"variants: [{variants}]\n" if variants else ""
    return {f"evals/{name}.yaml": f"kind: Eval\nname: {name}\nsubjects: ['{subject}']\n{named}"}


A, B = f"name: a, weight: 50, {OWN}", f"name: b, weight: 50, {OWN}"
RETIRED = "lifecycle: retired\ndeprecation: {reason: it is over}\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (prompt(A, B), []),
        (prompt(A, B) | judging(), [5, 6]),
        (prompt(A, B) | judging("a"), [6]),
        (prompt(A, B) | judging("c"), [5, 6]),
        (prompt(A, B) | judging("a, b"), []),
        (prompt(A, B) | judging("a") | judging("b", name="other"), []),
        (prompt(A, B) | judging("a") | judging("b", "prompt:reply@2", "other"), []),
        (prompt(A, B) | judging("a, b", "prompt:reply@1"), []),
        (prompt(A, B, more=RETIRED) | judging(), []),
        (prompt("name: a", B) | judging(), [6]),
        (prompt("name: a, weight: 100", f"name: b, weight: 0, {OWN}") | judging(), []),
        (prompt(f"name: a, segment: staff, {OWN}") | judging(), [5]),
    ],
)
def test_variants_that_no_eval_names(lint: Lint, files: Files, expected: list[int]) -> None:
    assert [each.primary.line for each in lint(files, RULE)] == expected


def test_an_eval_that_is_retired_judges_nothing(lint: Lint) -> None:
    files = prompt(A, B) | judging("a")
    other = judging("b", name="other")
    assert len(lint(files | {path: f"{text}{RETIRED}" for path, text in other.items()}, RULE)) == 1
