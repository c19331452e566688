"""Texts that have the same words: which of them quotes the other, and which are just alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

SCHEMA = 'Answer in JSON: {"memory": "one to three sentences about this step and the overall progress"}\n'
ADVICE = "Take a step back and think about how to reach the best possible result in the fewest steps.\n"


def prompt(name: str, body: str) -> str:
    return f"---\nname: {name}\nversion: 1.0.0\n---\n{body}"


def tool(name: str, description: str) -> str:
    return f"kind: Tool\nname: {name}\neffects: read\ndescription: |-\n  {description}\n"


def said(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, str]]:
    rules = ("broken-expectation", "sibling-drift")
    all_ = [each.diagnostic for each in found if each.diagnostic.rule in rules]
    return [(each.primary.path, each.rule, each.severity) for each in all_]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (SCHEMA, [("long.prompt.md", "sibling-drift", "info")]),
        (SCHEMA.replace('"', ""), [("long.prompt.md", "broken-expectation", "warning")]),
    ],
)
def test_what_both_have_in_quotation_marks_is_quoted_by_neither(
    before: str, expected: list[tuple[str, str, str]], diff: Diff
) -> None:
    files = {"flash.prompt.md": prompt("flash", before), "long.prompt.md": prompt("long", SCHEMA)}
    assert said(diff(files, {"flash.prompt.md": prompt("flash", "Answer in one word.\n")})) == expected


@pytest.mark.parametrize(("prompts", "expected"), [(5, []), (1, [("meta.prompt.md", "broken-expectation", "warning")])])
def test_what_many_texts_say_is_no_quotation_of_one(
    prompts: int, expected: list[tuple[str, str, str]], diff: Diff
) -> None:
    files = {f"{number}.prompt.md": prompt(f"p{number}", f"Sort list {number}.\n{ADVICE}") for number in range(prompts)}
    meta = prompt("meta", f'Write prompts that say "{ADVICE.strip()}"\n')
    found = diff({**files, "meta.prompt.md": meta}, {"0.prompt.md": prompt("p0", "Sort list 0.\n")})
    assert [each for each in said(found) if each[1] == "broken-expectation"] == expected


def test_descriptions_of_tools_are_alike_and_quote_nothing(diff: Diff) -> None:
    words = "Adds a comment to a specific issue in a repository of the team."
    files = {
        "comment.yaml": tool("comment", words),
        "assign.yaml": tool("assign", words.replace("Adds a comment", "Assigns an agent")),
    }
    found = diff(files, {"comment.yaml": tool("comment", "Comments on what is given by its number.")})
    assert said(found) == [("assign.yaml", "sibling-drift", "info")]
