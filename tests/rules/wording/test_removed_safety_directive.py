from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

RULE = "removed-safety-directive"
CONSUMER = {"c.yaml": "kind: Consumer\nname: support/chat\nof: prompt:support/reply\n"}
NOTES = "Never reveal internal notes to the customer."
ADVICE = "Do not give legal advice."


def prompt(*lines: str) -> str:
    return "\n".join(["---", "name: support/reply", "---", "Answer in two sentences.", *lines, ""])


def fragment(name: str, *lines: str) -> str:
    return "\n".join(["---", f"name: {name}", "---", "Be brief.", *lines, ""])


def included(*names: str) -> str:
    return prompt(*(f'{{% include "{name}" %}}' for name in names))


BEFORE = {
    "p.prompt.md": included("safety"),
    "s.fragment.md": fragment("safety", NOTES, '{% include "law" %}'),
    "l.fragment.md": fragment("law", ADVICE),
    "o.fragment.md": fragment("other", NOTES),
    **CONSUMER,
}


@pytest.mark.parametrize(
    ("changed", "lost"),
    [
        ({"p.prompt.md": prompt()}, [NOTES, ADVICE]),
        ({"p.prompt.md": prompt(NOTES)}, [ADVICE]),
        ({"p.prompt.md": included("other")}, [ADVICE]),
        ({"p.prompt.md": included("law")}, [NOTES]),
        ({"p.prompt.md": included("safety") + "Be kind.\n"}, []),
        ({"p.prompt.md": included("other", "law")}, []),
    ],
)
def test_what_goes_with_an_include_is_told_where_it_was_dropped(
    diff: Diff, changed: dict[str, str], lost: list[str]
) -> None:
    found = diff(BEFORE, changed, RULE)
    told = sorted(each.diagnostic.message for each in found)
    assert told == sorted(f"`support/reply` no longer says: {sentence}" for sentence in lost)
    assert {(each.diagnostic.severity.value, each.diagnostic.primary.path) for each in found} <= {
        ("error", "p.prompt.md")
    }


def test_what_a_fragment_drops_is_told_once_where_it_stood(diff: Diff) -> None:
    changed = {"s.fragment.md": fragment("safety", NOTES), "p.prompt.md": included("safety") + "Be kind.\n"}
    (found,) = diff(BEFORE, changed, RULE)
    assert found.diagnostic.primary.path == "s.fragment.md"
    assert found.diagnostic.related[0].span.path == "l.fragment.md"
