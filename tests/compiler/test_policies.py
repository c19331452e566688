"""A kept verdict never outlives what policies say, and what they do not look at is still patched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from promptops.compiler import Compiler
from promptops.compiler.linking import Linker

Write = Callable[[dict[str, str | bytes | None]], None]
Make = Callable[..., Compiler]

PROMPT = "---\nname: support/refund\nowner: support\n{keys}---\n{text}\n"
POLICY = "kind: Policy\nname: p\nowner: support\nmatch: {{kind: Prompt}}\nrequire: {{{require}}}\nmessage: no\n"
OF_KEYS, OF_TEXT = "required: [description]", "properties: {body: {not: {pattern: TODO}}}"
FILES: dict[str, str | bytes | None] = {"teams.yaml": "kind: Team\nname: support\n"}


def prompt(text: str, keys: str = "") -> str:
    return PROMPT.format(keys=keys, text=text)


STEPS: tuple[tuple[dict[str, str | bytes | None], int], ...] = (
    ({"p.yaml": POLICY.format(require=OF_TEXT), "a.prompt.md": prompt("Answer.")}, 0),
    ({"a.prompt.md": prompt("Answer. TODO")}, 1),
    ({"a.prompt.md": prompt("Answer at once. TODO")}, 1),
    ({"a.prompt.md": prompt("Answer at once.")}, 0),
    ({"p.yaml": POLICY.format(require=OF_KEYS)}, 1),
    ({"p.yaml": "# why\n" + POLICY.format(require=OF_KEYS)}, 1),
    ({"a.prompt.md": prompt("Answer.", "description: Answers.\n")}, 0),
    ({"p.yaml": None}, 0),
)


def test_a_kept_verdict_is_the_one_that_would_be_reached_anew(write: Write, compiler: Make, tmp_path: Path) -> None:
    write(FILES)
    for changed, count in STEPS:
        write(changed)
        found = compiler(cache=tmp_path / "cache").verdict.diagnostics
        assert [each.rule for each in found] == ["broken-policy"] * count
        assert found == compiler().verdict.diagnostics


def test_a_text_that_no_policy_looks_at_is_patched(
    write: Write, compiler: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    described = prompt("Answer.", "description: Answers.\n")
    write({**FILES, "p.yaml": POLICY.format(require=OF_KEYS), "a.prompt.md": described})
    assert compiler(cache=tmp_path / "cache").verdict.diagnostics == ()
    write({"a.prompt.md": described.replace("Answer.", "Answer at once.")})
    monkeypatch.setattr(Linker, "judge_project", None)
    assert compiler(cache=tmp_path / "cache").verdict.diagnostics == ()


@pytest.mark.parametrize(("require", "count"), [("required: [description]", 2), ("required: [body]", 0)])
def test_what_only_another_program_knows_breaks_no_policy(
    require: str, count: int, write: Write, compiler: Make
) -> None:
    config = "prompts: [file://reply.py:make, 'Say {{x}}']\nproviders: [openai:gpt-4o]\n"
    write({"promptfooconfig.yaml": config, "p.yaml": POLICY.format(require=require)})
    found = [each for each in compiler().verdict.diagnostics if each.rule == "broken-policy"]
    assert len({each.resource for each in found}) == count
