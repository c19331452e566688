from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    judged = accept("Eval")
    assert judged.cadence == 7 * 24 * 60 * 60 * 1000
    assert judged.thresholds == {"accuracy": 0.9}
    assert [(part.name, part.min) for part in judged.slices] == [("hard", 0.8)]
    assert judged.asserts[1].pattern == r"[A-Z]\d+"
    assert judged.asserts[6].conforms == "output"


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"subjects": ["dataset:a"]},
            ("subjects", 0),
            (
                "`subjects[0]` must be the name of a prompt, a tool, an agent, a fragment, a model or a feature, not "
                "of a dataset"
            ),
            None,
        ),
        ({"dataset": ["a"]}, ("dataset",), "`dataset` must be the name of a dataset, not a list", None),
        ({"judge": {"rubric": ""}}, ("judge", "rubric"), "`judge.rubric` is blank", None),
        (
            {"asserts": [{}]},
            ("asserts", 0),
            (
                "`asserts[0]` needs `phrase`, `pattern`, `label`, `key`, `variable`, `clause`, `conforms` or "
                "`reconciles`"
            ),
            None,
        ),
        (
            {"asserts": [{"phrase": "a", "key": "b"}]},
            ("asserts", 0, "key"),
            "`asserts[0].key` cannot stand beside `phrase`",
            "keep one of the two",
        ),
        (
            {"asserts": [{"conforms": "input"}]},
            ("asserts", 0, "conforms"),
            "`asserts[0].conforms` must be `output`, not `input`",
            None,
        ),
        (
            {"asserts": [{"pattern": 3}]},
            ("asserts", 0, "pattern"),
            "`asserts[0].pattern` must be a regular expression, not `3`",
            None,
        ),
        (
            {"thresholds": {"accuracy": "0.9"}},
            ("thresholds", "accuracy"),
            "`thresholds.accuracy` must be a number, not a string",
            "write digits only, without quotes",
        ),
        ({"slices": [{"name": "hard"}]}, ("slices", 0), "`slices[0].min` is missing", None),
        (
            {"thresholds": {"accuracy": math.inf}},
            ("thresholds", "accuracy"),
            "`thresholds.accuracy` must be a finite number",
            None,
        ),
        (
            {"cadence": "weekly"},
            ("cadence",),
            "`cadence` must be a duration such as `30s`, not `weekly`",
            "write a whole number and a unit: `ms`, `s`, `m`, `h`, `d` or `w`",
        ),
        (
            {"evidence": "C:\\results.json"},
            ("evidence",),
            "`evidence` must be a relative path with forward slashes, not `C:\\results.json`",
            "paths are relative to the file that names them, as in `./refund.schema.json`",
        ),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Eval", changes, keys, message, advice)


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"asserts": [{"pattern": "(a"}]},
            ("asserts", 0, "pattern"),
            "`asserts[0].pattern` is not a regular expression: it has a `(` that nothing closes",
            None,
        ),
        (
            {"slices": [{"name": "hard", "min": 0.8}, {"name": "hard", "min": 0.9}]},
            ("slices", 1, "name"),
            "`slices[1].name` repeats `hard`",
            "give each its own name",
        ),
    ],
)
def test_what_no_json_schema_refuses(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Eval", changes, keys, message, advice, beyond_schema=True)
