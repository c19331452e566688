"""Programs of languages that put values in the place of names and do nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from promptops.templates.model import Language, Template
from promptops.templates.programs.model import Json

_BRACES = {"braces": 2, "crewai": 1}


def compile_replacing(text: str, language: Language) -> Sequence[Json]:
    """Return the program of a text: what stands between its names, and the names."""
    template: Template = import_module(f"promptops.templates.{language}").parse(text)
    width, at = _BRACES[language], 0
    program: list[Json] = []
    for name, start, end in template.variables:
        if at < start - width:
            program.append(text[at : start - width])
        program.append(["write", ["name", name]])
        at = end + width
    return [*program, text[at:]] if at < len(text) else program
