from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    consumer = accept("Consumer")
    assert consumer.of == ("prompt:support/refund-reply", "tool:issue-refund@1")
    assert consumer.expects[1].pattern == "(?P<verdict>PASS|FAIL)"
    assert consumer.source == "src/parse_refund.py:41"


def test_one_subject_needs_no_list(accept: Callable[..., Any]) -> None:
    assert accept("Consumer", of="prompt:a").of == ("prompt:a",)


def test_a_pattern_may_be_beyond_the_engine_that_checks_it(accept: Callable[..., Any]) -> None:
    assert accept("Consumer", expects=[{"pattern": "(?=PASS)"}]).expects[0].pattern == "(?=PASS)"


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        ({"of": ...}, (), "`of` is missing", None),
        (
            {"of": "model:a"},
            ("of",),
            "`of` must be the name of a prompt, a fragment, a tool or an agent, not of a model",
            None,
        ),
        (
            {"of": ["a", "a b"]},
            ("of", 1),
            "`of[1]` must be the name of a prompt, a fragment, a tool or an agent, not `a b`",
            "write `name`, `name@MAJOR` or `kind:name@MAJOR`",
        ),
        ({"type": "parsr"}, ("type",), "`type` cannot be `parsr`", "did you mean `parser`?"),
        (
            {"expects": ["strictly valid JSON"]},
            ("expects", 0),
            "`expects[0]` must be a mapping, not a string",
            "its keys are `phrase`, `pattern`, `label`, `key`, `variable`, `clause`",
        ),
        (
            {"expects": [{}]},
            ("expects", 0),
            "`expects[0]` needs `phrase`, `pattern`, `label`, `key`, `variable` or `clause`",
            None,
        ),
        (
            {"source": "src/parse_refund.py"},
            ("source",),
            "`source` must be a path and a line such as `src/parse_refund.py:41`, not `src/parse_refund.py`",
            "write the path, relative to the root, a colon and the number of the line",
        ),
        (
            {"contacts": "me"},
            ("contacts",),
            "`contacts` must be a list, not a string",
            "put it in brackets, or behind a dash",
        ),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Consumer", changes, keys, message, advice)
