from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    feature = accept("Feature")
    assert feature.parts[1] == "agent:triage"
    assert feature.slo[1].objective == "99.9"
    assert feature.known_behaviours == {"apologises-twice": "Customers read two apologies as care."}
    assert feature.demos[0].pins == {"prompt:support/refund-reply@2": "sha256:" + "0a" * 32}


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        ({"accountable": ["a", "b"]}, ("accountable",), "`accountable` must be the name of a team, not a list", None),
        (
            {"parts": ["team:a"]},
            ("parts", 0),
            ("`parts[0]` must be the name of a prompt, a tool, an agent, an eval, a model or an index, not of a team"),
            None,
        ),
        ({"stage": "GA"}, ("stage",), "`stage` must be `prototype`, `beta` or `ga`, not `GA`", "did you mean `ga`?"),
        (
            {"runbook": "https://example.com/runbook"},
            ("runbook",),
            "`runbook` must be a relative path with forward slashes, not `https://example.com/runbook`",
            "paths are relative to the file that names them, as in `./refund.schema.json`",
        ),
        ({"signal": "prompt:a"}, ("signal",), "`signal` must be the name of an eval, not of a prompt", None),
        ({"known_behaviours": ["a"]}, ("known_behaviours",), "`known_behaviours` must be a mapping, not a list", None),
        ({"demos": [{"pins": {}}]}, ("demos", 0), "`demos[0].name` is missing", None),
        (
            {
                "demos": [
                    {
                        "name": "a",
                        "pins": {"promt:b": "sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"},
                    }
                ]
            },
            ("demos", 0, "pins", "promt:b"),
            "`demos[0].pins` has a key that begins with `promt`, which is not a kind",
            "did you mean `prompt:b`?",
        ),
        (
            {"demos": [{"name": "a", "pins": {"prompt:b": "0a0a"}}]},
            ("demos", 0, "pins", "prompt:b"),
            (
                "`demos[0].pins.prompt:b` must be a digest: `sha256:` and 64 hexadecimal digits in lower case, not "
                "`0a0a`"
            ),
            None,
        ),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Feature", changes, keys, message, advice)


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"demos": [{"name": "a"}, {"name": "a"}]},
            ("demos", 1, "name"),
            "`demos[1].name` repeats `a`",
            "give each its own name",
        ),
    ],
)
def test_what_no_json_schema_refuses(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Feature", changes, keys, message, advice, beyond_schema=True)
