from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

RULE = "removed-gate"
OTHERS = {
    "p.prompt.md": "---\nname: p\n---\nAnswer the question.\n",
    "evals.yaml": "".join(f"---\nkind: Eval\nname: {name}\nsubjects: [prompt:p]\n" for name in "abc"),
}


def rollout(*stages: str) -> str:
    listed = "".join(f"  - {{{stage}}}\n" for stage in stages)
    return f"kind: Rollout\nname: r\ntarget: prompt:p\n{'stages:' if stages else ''}\n{listed}"


BEFORE = ("percent: 5, gates: [a, b]", "percent: 50, gates: [a]", "percent: 100, gates: [c]")


@pytest.mark.parametrize(
    ("stages", "lines"),
    [
        (("percent: 5, gates: [b, a]", *BEFORE[1:]), []),
        (("percent: 5, gates: ['eval:b', a, c]", *BEFORE[1:]), []),
        (("percent: 1", *BEFORE), []),
        (("cohort: staff, gates: [a]", *BEFORE), []),
        (("percent: 5, gates: [a]", *BEFORE[1:]), [5]),
        (("percent: 5", *BEFORE[1:]), [5, 5]),
        (("percent: 10, gates: [a, b]", *BEFORE[1:]), []),
        (("percent: 10, gates: [a]", *BEFORE[1:]), [5]),
        (BEFORE[1:], [4]),  # `a` still stands at another stage, `b` at none
        (BEFORE[:2], [4]),
        ((BEFORE[2], BEFORE[0], BEFORE[1]), []),
        ((), [1, 1, 1, 1]),
    ],
)
def test_lost_gates_are_told_where_they_stood(stages: tuple[str, ...], lines: list[int], diff: Diff) -> None:
    found = diff({**OTHERS, "r.yaml": rollout(*BEFORE)}, {"r.yaml": rollout(*stages)}, RULE)
    assert [each.diagnostic.primary.line for each in found] == lines
    assert {each.diagnostic.severity.value for each in found} <= {"error"}
    assert len({each.diagnostic.keys for each in found}) == len(found)


def test_an_eval_that_is_gone_takes_its_gates_with_it(diff: Diff) -> None:
    evals = OTHERS["evals.yaml"].replace("---\nkind: Eval\nname: c\nsubjects: [prompt:p]\n", "")
    before = {**OTHERS, "r.yaml": rollout(*BEFORE)}
    found = diff(before, {"evals.yaml": evals}, RULE)
    assert [(each.diagnostic.primary.path, each.diagnostic.primary.line) for each in found] == [("r.yaml", 7)]
    assert diff({**OTHERS, "r.yaml": rollout(*BEFORE[:2])}, {"evals.yaml": evals}, RULE) == ()


def test_a_rollout_that_is_over_takes_nothing_away(diff: Diff) -> None:
    assert diff({**OTHERS, "r.yaml": rollout(*BEFORE)}, {"r.yaml": None}, RULE) == ()


def test_stages_that_reach_the_same_are_paired_in_order(diff: Diff) -> None:
    before = {**OTHERS, "r.yaml": rollout("gates: [a]", "gates: [b]")}
    assert diff(before, {"r.yaml": rollout("gates: [a]", "gates: [b]", "percent: 100")}, RULE) == ()
    assert len(diff(before, {"r.yaml": rollout("gates: [a]", "percent: 100")}, RULE)) == 1
