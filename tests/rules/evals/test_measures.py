"""What an eval asks for: thresholds, slices, rubrics."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]


def judged(keys: str) -> str:
    return f"kind: Eval\nname: e\ndataset: d\n{keys}\n"


def dataset(keys: str) -> str:
    return f"kind: Dataset\nname: d\n{keys}\n"


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("thresholds: {a: 0.9, b: 0.8}", "thresholds: {b: 0.8, a: 0.9}", 0),
        ("thresholds: {a: 0.9}", "thresholds: {a: 0.90, b: 0.1}", 0),
        ("thresholds: {a: 0.9}", "thresholds: {a: 0.95}", 0),
        ("thresholds: {a: 0.9}", "thresholds: {a: 0.89}", 1),
        ("thresholds: {a: 0.9, b: 0.8}", "thresholds: {a: 0.1, b: 0.1}", 2),
        ("thresholds: {a: 0.9}", "thresholds: {}", 1),
        ("thresholds: {a: -1}", "thresholds: {a: -2}", 1),
        ("slices: [{name: h, min: 0.8}]", "slices: [{name: n, min: 0}, {name: h, min: 0.8}]", 0),
        ("slices: [{name: h, min: 0.8}]", "slices: [{name: h, min: 0.7}]", 1),
        ("slices: [{name: h, min: 0.8}]", "slices: []", 0),
    ],
)
def test_lowered_thresholds_are_told(before: str, after: str, count: int, diff: Diff) -> None:
    found = diff({"e.yaml": judged(before), "d.yaml": dataset("")}, {"e.yaml": judged(after)}, "lowered-threshold")
    assert [each.diagnostic.severity.value for each in found] == ["warning"] * count


@pytest.mark.parametrize(
    ("eval_", "dataset_", "severities"),
    [
        ("slices: [{name: h, min: 0.8}, {name: u, min: 0.9}]", "slices: [h]", ["error"]),
        ("slices: [{name: h, min: 0.8}]", "slices: [h]", ["warning"]),
        ("slices: [{name: h, min: 0.8}]", "slices: [h, u]", ["warning"]),
        ("description: None.", "slices: []", ["warning", "warning"]),
        ("slices: [{name: u, min: 0.1}, {name: h, min: 0.8}]", "slices: [u, h, n]", []),
    ],
)
def test_a_slice_without_cases_is_an_error_and_one_without_a_score_a_warning(
    eval_: str, dataset_: str, severities: list[str], diff: Diff
) -> None:
    before = {
        "e.yaml": judged("slices: [{name: h, min: 0.8}, {name: u, min: 0.9}]"),
        "d.yaml": dataset("slices: [h, u]"),
    }
    found = diff(before, {"e.yaml": judged(eval_), "d.yaml": dataset(dataset_)}, "removed-slice")
    assert [each.diagnostic.severity.value for each in found] == severities


JUDGE = "---\nname: judge\n---\nMark the reply.\nSay PASS or FAIL.\n"


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("judge: {rubric: Be kind.}", "judge: {rubric: 'Be   kind. '}", 0),
        ("judge: {rubric: Be kind.}", "judge: {rubric: Be firm.}", 1),
        ("judge: {rubric: Be kind.}", "judge: {prompt: judge}", 1),
        ("judge: {prompt: judge}", "judge: {prompt: judge, rubric: Be kind.}", 0),
        ("judge: {prompt: judge}", "judge: {prompt: other}", 1),
        ("description: d", "judge: {prompt: judge}", 0),
    ],
)
def test_another_rubric_or_prompt_of_the_judge_is_told(before: str, after: str, count: int, diff: Diff) -> None:
    files = {"judge.prompt.md": JUDGE, "other.prompt.md": JUDGE.replace("judge", "other"), "d.yaml": dataset("")}
    found = diff({**files, "e.yaml": judged(before)}, {"e.yaml": judged(after)}, "changed-rubric")
    assert [each.diagnostic.severity.value for each in found] == ["warning"] * count


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (JUDGE.replace("Say", "Write"), [4]),
        (JUDGE.replace("\nSay", "  \n\nSay"), []),
        (JUDGE.replace("---\nMark", "description: Marks.\n---\nMark"), []),
    ],
)
@pytest.mark.parametrize("is_judge", [True, False])
def test_another_text_of_a_judge_is_told_and_that_of_any_other_prompt_is_not(
    text: str, lines: list[int], diff: Diff, *, is_judge: bool
) -> None:
    keys = "judge: {prompt: judge}" if is_judge else "subjects: [prompt:judge]"
    files = {"judge.prompt.md": JUDGE, "d.yaml": dataset(""), "e.yaml": judged(keys)}
    found = diff(files, {"judge.prompt.md": text}, "changed-rubric")
    assert [each.diagnostic.primary.line for each in found] == (lines if is_judge else [])


def test_a_rubric_in_another_tools_file_counts_as_well(diff: Diff) -> None:
    def suite(rubric: str) -> str:
        asserts = f"defaultTest:\n  assert:\n  - type: llm-rubric\n    value: {rubric}\n"
        return f"prompts: ['Answer {{{{q}}}}.']\nproviders: [openai:gpt-4o]\n{asserts}tests: [{{vars: {{q: Why?}}}}]\n"

    path = "promptfooconfig.yaml"
    assert len(diff({path: suite("Is kind.")}, {path: suite("Is short.")}, "changed-rubric")) == 1
    assert diff({path: suite("Is kind.")}, {path: suite("Is  kind.")}, "changed-rubric") == ()
