from __future__ import annotations

import pytest

from promptops.graph.verbs import verb_of


@pytest.mark.parametrize(
    ("field", "verb"),
    [
        ("tools", "calls"),
        ("include", "includes"),
        ("model", "runs on"),
        ("fallbacks", "falls back to"),
        ("handoffs", "hands off to"),
        ("invokes", "invokes"),
        ("judge.prompt", "judges with"),
        ("prompt", "follows"),
        ("something.new", "uses"),
    ],
)
def test_the_verb_follows_from_the_whole_field(field: str, verb: str) -> None:
    assert verb_of(field) == verb
