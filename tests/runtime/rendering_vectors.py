"""Writes the published vectors of rendering: the compiler makes the programs, Jinja2 the texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, TemplateError
from tests.runtime import language_cases
from tests.runtime.rendering_cases import CASES, FRAGMENTS, REFUSED, Case, Values
from tests.runtime.rendering_work import counted
from tests.runtime.rendering_work_cases import STEPS, VALUES, Work

from promptops.runtime.rendering.program import Program
from promptops.templates import parse_template
from promptops.templates.programs import compile_text

FOLDER = Path(__file__).parents[1] / "vectors" / "rendering"
FAILURES = (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, AssertionError)


def program_of(template: str) -> Any:
    """Return the program of a template of the subset, whose includes are full references."""
    references = [include.target for include in parse_template(template).includes]
    compiled = compile_text(template, "jinja", references)
    assert compiled.program is not None, (template, compiled.refusals)
    return compiled.program


def rendered(case: Case) -> str | None:
    """Return what Jinja2 makes of a case, None where it fails."""
    fragments = {name: f"{_assignments(case.defaults.get(name, {}))}{text}" for name, text in FRAGMENTS.items()}
    jinja = Environment(loader=DictLoader(fragments), keep_trailing_newline=True, autoescape=False)  # noqa: S701  no page
    try:
        return jinja.from_string(case.template).render(case.values)
    except FAILURES:
        return None


def _assignments(defaults: Values) -> str:
    """Return how Jinja2 is told of defaults."""
    return "".join(f"{{% set {name} = {name}|default({json.dumps(value)}) %}}" for name, value in defaults.items())


def vectors() -> dict[str, str]:
    """Return the text of every file of vectors, by name."""
    groups: dict[str, Any] = {name: [_vector(case) for case in cases] for name, cases in CASES.items()}
    groups["languages"] = language_cases.vectors()
    groups["refused"] = [{"name": name, "program": program} for name, program in REFUSED.items()]
    groups["work"] = [_work_vector(name, work) for name, work in STEPS.items()]
    fragments = {name: program_of(text) for name, text in FRAGMENTS.items()}
    groups["fragments"] = [{"reference": name, "program": program} for name, program in fragments.items()]
    return {
        f"{name}.json": json.dumps({"cases": cases}, indent=1, ensure_ascii=True) + "\n"
        for name, cases in groups.items()
    }


def _vector(case: Case) -> dict[str, Any]:
    made = {
        "template": case.template,
        "program": program_of(case.template),
        "values": case.values,
        "text": None if case.beyond else rendered(case),
    }
    return {**made, "defaults": case.defaults} if case.defaults else made


def _work_vector(name: str, work: Work) -> dict[str, Any]:
    written = json.dumps(work.steps)
    values = {each: value for each, value in VALUES.items() if json.dumps(["name", each]) in written}
    return {
        "name": name,
        "program": work.steps,
        "values": values,
        "work": None if work.refused else _units(work, values),
    }


def _units(work: Work, values: Values) -> int:
    fragments = {name: Program.of(program_of(text)) for name, text in FRAGMENTS.items()}
    with counted() as units:
        Program.of(work.steps).render(values, fragments.__getitem__)
    return sum(units)


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in vectors().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
