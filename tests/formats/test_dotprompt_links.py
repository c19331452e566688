"""Partials of dotprompt files are linked: to their fragments, and in circles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from promptops.compiler import Compiler, Request

Write = Callable[[dict[str, str]], None]
TODAY = date(2026, 11, 1)
HEADER = "---\ninput:\n  schema: {name: string, tone?: string}\n---\n"


def said(root: Path) -> list[tuple[str, int, str]]:
    return [
        (each.primary.path, each.primary.line, each.rule)
        for each in Compiler(Request(root, TODAY, cache=None)).verdict.diagnostics
    ]


def test_a_partial_uses_inputs_of_the_prompt(root: Path, write: Write) -> None:
    """Two folders have a partial of one name; each text includes its own."""
    write(
        {
            "a/greet.prompt": f"{HEADER}Greet {{{{name}}}}. {{{{> style}}}}",
            "a/_style.prompt": "{{#if tone}}Be {{tone}}.{{/if}}",
            "b/greet.prompt": f"{HEADER}Greet {{{{name}}}}. {{{{> style}}}}",
            "b/_style.prompt": "{{#if other}}Be plain.{{/if}}",
        }
    )
    assert said(root) == [("b/greet.prompt", 3, "unused-input")]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"_a.prompt": "{{role 'user'}}{{> a}}"}, [("_a.prompt", 1, "include-cycle")]),
        (
            {
                "a.prompt": f"{HEADER}{{{{name}}}} {{{{> b}}}}",
                "_b.prompt": "{{#if x}}{{> c}}{{/if}}",
                "_c.prompt": "{{history}}{{> b}}",
            },
            [("_b.prompt", 1, "include-cycle")],
        ),
        ({"_a.prompt": "{{history}}{{#each children}}{{> a}}{{/each}}"}, []),
        ({"_a.prompt": "{{history}}{{> b}}{{> c}}", "_b.prompt": "{{history}}{{> c}}", "_c.prompt": "{{history}}"}, []),
    ],
)
def test_partials_that_include_each_other_without_end_are_told(
    root: Path, write: Write, files: dict[str, str], expected: list[tuple[str, int, str]]
) -> None:
    write(files)
    assert [each for each in said(root) if each[2] == "include-cycle"] == expected


def test_a_partial_that_nothing_declares_is_no_finding(root: Path, write: Write) -> None:
    write({"a.prompt": f"{HEADER}{{{{name}}}} {{{{> elsewhere}}}}"})
    assert said(root) == []
