from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from promptops.resources.conditions import Condition


def one_of(*values: str) -> Condition:
    return Condition.model_validate({"in": values})


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    rollout = accept("Rollout")
    first, second, _ = rollout.stages
    assert (first.percent, first.cohort, first.soak_days) == (5, {"cohort": one_of("staff")}, 7)
    assert (second.percent, second.cohort) == (12.5, {"plan": one_of("pro"), "region": one_of("eu", "us")})
    assert rollout.rollback.imprints.baselines == "take again"


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        ({"target": ...}, (), "`target` is missing", None),
        (
            {"target": "dataset:a"},
            ("target",),
            "`target` must be the name of a prompt, an agent, a model, a feature or a tool, not of a dataset",
            None,
        ),
        (
            {"stages": [{"percent": 101}]},
            ("stages", 0, "percent"),
            "`stages[0].percent` must be at most 100, not `101`",
            None,
        ),
        (
            {"stages": [{"percent": "5"}]},
            ("stages", 0, "percent"),
            "`stages[0].percent` must be a number, not a string",
            "write digits only, without quotes",
        ),
        (
            {"stages": [{"soak_days": 1.5}]},
            ("stages", 0, "soak_days"),
            "`stages[0].soak_days` must be a whole number, not `1.5`",
            None,
        ),
        (
            {"stages": [{"cohort": ["a"]}]},
            ("stages", 0, "cohort"),
            "`stages[0].cohort` must be a mapping, not a list",
            None,
        ),
        (
            {"stages": [{"cohort": {"plan": [3]}}]},
            ("stages", 0, "cohort", "plan"),
            "`stages[0].cohort.plan` must be a text that is not blank, not `3`",
            "put it in quotes",
        ),
        (
            {"stages": [{"gates": ["prompt:a"]}]},
            ("stages", 0, "gates", 0),
            "`stages[0].gates[0]` must be the name of an eval, not of a prompt",
            None,
        ),
        (
            {"kill_switch": True},
            ("kill_switch",),
            "`kill_switch` must be a text that is not blank, not a boolean",
            None,
        ),
        (
            {"rollback": {"imprints": {"caches": ""}}},
            ("rollback", "imprints", "caches"),
            "`rollback.imprints.caches` is blank",
            None,
        ),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Rollout", changes, keys, message, advice)
