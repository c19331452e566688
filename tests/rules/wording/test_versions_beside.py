"""A reference without a number means one major version, and what happens to another is nothing to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]


def prompt(version: str, text: str) -> str:
    return f"---\nname: p\n{version}---\n{text}\n"


@pytest.mark.parametrize("version", ["", "version: 1.0.0\n"])
def test_the_older_one_of_two_is_not_the_one_that_a_consumer_means(diff: Diff, version: str) -> None:
    files = {
        "old.prompt.md": prompt(version, "Answer with strictly valid JSON."),
        "new.prompt.md": prompt("version: 2.0.0\n", "Answer with strictly valid JSON."),
        "c.yaml": "kind: Consumer\nname: chat\nof: prompt:p\nexpects:\n  - phrase: strictly valid JSON\n",
    }
    assert diff(files, {"old.prompt.md": prompt(version, "Answer with JSON.")}, "broken-expectation") == ()
    (found,) = diff(files, {"new.prompt.md": prompt("version: 2.0.0\n", "Answer.")}, "broken-expectation")
    assert found.diagnostic.primary.path == "c.yaml"
