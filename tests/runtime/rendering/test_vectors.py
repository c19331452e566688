"""The published vectors are those that the cases give, and this reader renders each as it says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.runtime.rendering_vectors import FOLDER, vectors
from tests.runtime.rendering_work import counted

from promptops.runtime.rendering.program import Program, ProgramError, RenderError

GROUPS = ("values", "expressions", "blocks", "filters", "reals", "limits", "includes", "languages")


def published(name: str) -> list[Any]:
    found: list[Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return found


FRAGMENTS = {case["reference"]: case["program"] for case in published("fragments")}


def test_the_files_are_what_the_cases_give() -> None:
    held = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert held == vectors(), "write them again: python -m tests.runtime.rendering_vectors"


@pytest.mark.parametrize(
    "case", [case for group in GROUPS for case in published(group)], ids=lambda case: case["template"]
)
def test_rendering(case: dict[str, Any]) -> None:
    defaults = case.get("defaults", {})
    programs = {name: Program.of(program, defaults.get(name, {})) for name, program in FRAGMENTS.items()}
    program = Program.of(case["program"])
    if case["text"] is None:
        with pytest.raises(RenderError):
            program.render(case["values"], programs.__getitem__)
    else:
        assert program.render(case["values"], programs.__getitem__) == case["text"]


@pytest.mark.parametrize("case", published("work"), ids=lambda case: case["name"])
def test_work(case: dict[str, Any]) -> None:
    programs = {name: Program.of(program) for name, program in FRAGMENTS.items()}
    program = Program.of(case["program"])
    with counted() as units:
        if case["work"] is None:
            with pytest.raises(RenderError, match="units of work"):
                program.render(case["values"], programs.__getitem__)
        else:
            program.render(case["values"], programs.__getitem__)
            assert sum(units) == case["work"]


@pytest.mark.parametrize("case", published("refused"), ids=lambda case: case["name"])
def test_what_is_no_program_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ProgramError):
        Program.of(case["program"])
