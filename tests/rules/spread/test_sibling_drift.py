"""Texts that said the same are told of the one that changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

SAME = "Refunds above one hundred euros need the approval of a team lead."


def prompt(body: str, name: str) -> str:
    return f"---\nname: {name}\nversion: 1.0.0\n---\n{body}\n"


@pytest.mark.parametrize(
    ("sibling", "before", "after", "expected"),
    [
        (f"On the phone. {SAME}", SAME, "Refunds need no approval.", 1),
        (f"On the phone. {SAME}", SAME, SAME.replace("one hundred", "fifty"), 1),
        (f"On the phone. {SAME}", SAME, f"Hello. {SAME} Goodbye.", 0),
        (f"On the phone. {SAME}", SAME, SAME.replace(" need", "\nneed"), 0),
        ("Refunds above one hundred euros are paid.", SAME, "Refunds need no approval.", 0),
        ("Refunds above two hundred euros need the approval of nobody.", SAME, "Refunds need no approval.", 0),
        ('Say "need the approval of a team lead".', SAME, "Refunds need no approval.", 0),
    ],
)
def test_a_long_stretch_in_common_ties_two_texts(
    sibling: str, before: str, after: str, expected: int, diff: Diff
) -> None:
    files = {"prompts/a.prompt.md": prompt(before, "support/a"), "prompts/b.prompt.md": prompt(sibling, "support/b")}
    found = diff(files, {"prompts/a.prompt.md": prompt(after, "support/a")}, "sibling-drift")
    assert [(each.diagnostic.primary.path, each.diagnostic.severity, each.bump) for each in found] == [
        ("prompts/b.prompt.md", "info", "none")
    ] * expected


def test_what_many_texts_say_is_boilerplate(diff: Diff) -> None:
    files = {f"prompts/{name}.prompt.md": prompt(SAME, f"support/{name}") for name in "abcde"}
    assert diff(files, {"prompts/a.prompt.md": prompt("Hello.", "support/a")}, "sibling-drift") == ()
    few = dict(list(files.items())[:4])
    assert len(diff(few, {"prompts/a.prompt.md": prompt("Hello.", "support/a")}, "sibling-drift")) == 3


def test_a_text_that_is_gone_has_no_siblings(diff: Diff) -> None:
    files = {"prompts/a.prompt.md": prompt(SAME, "support/a"), "prompts/b.prompt.md": prompt(SAME, "support/b")}
    assert diff(files, {"prompts/a.prompt.md": None}, "sibling-drift") == ()
