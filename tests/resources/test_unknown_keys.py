from __future__ import annotations

from typing import Any

import pytest

from promptops.resources.validation import validate

MINIMAL: dict[str, dict[str, Any]] = {
    "Prompt": {"name": "a", "body": "Hello"},
    "Provider": {"name": "a"},
    "Rollout": {"name": "a", "target": "prompt:b"},
    "Team": {"name": "a"},
    "Environment": {"name": "a"},
}


@pytest.mark.parametrize(
    ("kind", "extra", "message", "advice"),
    [
        ("Prompt", {"modle": 1}, "unknown key `modle`", "did you mean `model`?"),
        ("Prompt", {"reviewBy": 1}, "unknown key `reviewBy`", "did you mean `review_by`?"),
        ("Prompt", {"review-by": 1}, "unknown key `review-by`", "did you mean `review_by`?"),
        ("Prompt", {"temperature": 1}, "unknown key `temperature`", "write it below `parameters`"),
        ("Prompt", {"schema": {}}, "unknown key `schema`", "write it below `output`"),
        ("Prompt", {"content": "x"}, "unknown key `content`", "write it below `messages`"),
        ("Provider", {"env": "KEY"}, "unknown key `env`", "write it below `credentials`"),
        ("Provider", {"tokens_per_minute": 1}, "unknown key `tokens_per_minute`", "write it below `limits`"),
        ("Prompt", {"limits": {}}, "unknown key `limits`", "`limits` is a key of `Provider` and `Agent`"),
        ("Team", {"temperature": 1}, "unknown key `temperature`", None),
        ("Team", {"zzz": "v1"}, "unknown key `zzz`", None),
        (
            "Prompt",
            {"output": {"format": "json", "tools": []}},
            "unknown key `tools` in `output`",
            "`tools` is a key of Prompt itself",
        ),
        ("Rollout", {"stages": [{"prcent": 5}]}, "unknown key `prcent` in `stages[0]`", "did you mean `percent`?"),
        (
            "Rollout",
            {"rollback": {"imprints": {"logs": "keep"}}},
            "unknown key `logs` in `rollback.imprints`",
            "its keys are `caches`, `histories`, `baselines`, `cohorts`, `contracts`",
        ),
        (
            "Environment",
            {"overrides": {"agent:b": {"limits": {"max_turn": 1}}}},
            "unknown key `max_turn` in `overrides.agent:b.limits`",
            "did you mean `max_turns`?",
        ),
        ("Team", {"x" * 500: 1}, f"unknown key `{'x' * 59}…`", None),
    ],
)
def test_what_was_meant(kind: str, extra: dict[str, Any], message: str, advice: str | None) -> None:
    resource, (rejection,) = validate(kind, {**MINIMAL[kind], **extra})
    assert resource is not None
    assert (rejection.message, rejection.help) == (message, advice)
