"""What code takes by name out of an answer that it reads as JSON counts where the prompt showed that key."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

PROMPT = "prompts/triage.prompt.md"
TEXT = 'Respond only with JSON: {"category": "...", "certain": true}. Say why in `category`.\n'
LOAD = 'const p = load("support/triage");\n'


def prompt(body: str) -> str:
    return f"---\nname: support/triage\nversion: 1.0.0\n---\n{body}"


def broken(diff: Diff, path: str, code: str, before: str = TEXT) -> list[tuple[str, int, str]]:
    after = before.replace("category", "kind")
    found = diff({PROMPT: prompt(before), path: code}, {PROMPT: prompt(after)}, "broken-expectation")
    told = [each.diagnostic for each in found]
    return [(each.severity.value, each.primary.line, each.message.split("`")[3]) for each in told]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.ts", LOAD + "const { category } = JSON.parse(await ask(p));\n"),
        ("a.ts", LOAD + "const { certain, category: c = 1 }: Answer = JSON.parse(out);\n"),
        ("a.ts", LOAD + "const a = JSON.parse(out) as Answer; return a.category;\n"),
        ("a.ts", LOAD + "const a = schema.parse(JSON.parse(out)); return a?.category;\n"),
        ("a.ts", LOAD + "return JSON.parse(out).category;\n"),
        ("a.py", 'P = load("support/triage")\na = Answer.model_validate_json(out); x = a.category\n'),
    ],
)
def test_a_name_is_read_where_the_prompt_showed_the_key(diff: Diff, path: str, code: str) -> None:
    assert broken(diff, path, code) == [("warning", 2, '"category"')]


@pytest.mark.parametrize(
    "line",
    [
        "return other.category;",
        "const { category } = props;",
        "const { ...category } = JSON.parse(out);",
        "const a = JSON.parse(out); a.category();",
        "const a = JSON.parse(out); b.a.category;",
        "const a = JSON.parse(out); a.categories;",
        'const a = JSON.parse(out); log("a.categorys");',
    ],
)
def test_other_names_are_none(diff: Diff, line: str) -> None:
    assert broken(diff, "a.ts", f"{LOAD}{line}\n") == []


def test_a_word_that_was_no_key_is_none(diff: Diff) -> None:
    code = LOAD + "const { category } = JSON.parse(out);\n"
    assert broken(diff, "a.ts", code, before="Answer in JSON. Choose a `category` of goods.\n") == []


def test_a_file_that_names_no_prompt_is_not_asked(diff: Diff) -> None:
    assert broken(diff, "far/from/it/a.ts", "const { category } = JSON.parse(out);\n") == []
