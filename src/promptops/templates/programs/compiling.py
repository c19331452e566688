"""From a text in any template language to its program, on the cheapest way that gives the right answer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from promptops.templates.limits import MAX_CHARACTERS
from promptops.templates.model import Language
from promptops.templates.parsing import has_tags
from promptops.templates.programs.model import Compiled

_REPLACING = frozenset({"braces", "crewai"})
"""Languages that put values in the place of names and do nothing else."""


def compile_text(text: str, language: Language, references: Sequence[str | None] | None = None) -> Compiled:
    """Return the program of a text; of a language that is not translated, neither a program nor a refusal.

    `references` say what each target of an include leads to, in order of appearance. Where nobody knows yet, each is
    taken to lead somewhere, and the program is good for nothing but to be there.
    """
    if len(text) > MAX_CHARACTERS:
        return Compiled(None)
    if language == "jinja" and ("\r" in text or has_tags(text)):
        return _of_jinja(text, references)
    if language in _REPLACING:
        from promptops.templates.programs.replacing import compile_replacing  # noqa: PLC0415  foreign texts alone

        return Compiled(compile_replacing(text, language))
    return Compiled([text] if text else []) if language in ("none", "jinja") else Compiled(None)


def _of_jinja(text: str, references: Sequence[str | None] | None) -> Compiled:
    leads_to = repeat("") if references is None else references
    if "\r" not in text:
        from promptops.templates.programs.tagwise import compile_tagwise  # noqa: PLC0415  for texts with tags alone

        program = compile_tagwise(text, iter(leads_to))
        if program is not None:
            return Compiled(program)
    from promptops.templates.programs.syntax import compile_syntax  # noqa: PLC0415  it loads Jinja2

    return compile_syntax(text, iter(leads_to))
