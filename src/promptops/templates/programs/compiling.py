"""From a text in any template language to its program, on the cheapest way that gives the right answer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from promptops.templates.limits import MAX_CHARACTERS
from promptops.templates.model import Language, TemplateError
from promptops.templates.parsing import has_tags
from promptops.templates.programs.model import MAX_NODES, Compiled, Given, Json, References

_REPLACING = frozenset({"braces", "crewai"})
"""Languages that put values in the place of names and do nothing else."""
_TITLES = {"nunjucks": "Nunjucks", "baml": "BAML"}
"""Languages that are not translated."""


def compile_text(
    text: str, language: Language, references: Sequence[str | None] | None = None, given: Given | None = None
) -> Compiled:
    """Return the program of a text, or what keeps it from having one.

    `references` say what each target of an include leads to, in order of appearance. Where nobody knows yet, each is
    taken to lead somewhere, and the program is good for nothing but to be there.
    """
    if len(text) > MAX_CHARACTERS:
        return Compiled(None)
    if language == "jinja" and ("\r" in text or has_tags(text)):
        return _of_jinja(text, references)
    if language in _TITLES:
        at = max(0, text.find("{"))
        message = f"a text in {_TITLES[language]} has no program"
        return Compiled(None, (TemplateError(message, at, at + 1, "write it in Jinja2"),))
    if language in ("none", "jinja") or not ("{" in text or (language == "format" and "}" in text)):
        return Compiled([text] if text else [])
    compiled = _of_other(text, language, _leading(references), given or Given())
    if compiled.program is not None and _size(compiled.program) > MAX_NODES:
        return Compiled(None, (TemplateError("the text has too many parts for a program", 0, 1, "divide it"),))
    return compiled


def _leading(references: Sequence[str | None] | None) -> References:
    return iter(repeat("") if references is None else references)


def _of_jinja(text: str, references: Sequence[str | None] | None) -> Compiled:
    if "\r" not in text:
        from promptops.templates.programs.tagwise import compile_tagwise  # noqa: PLC0415  for texts with tags alone

        program = compile_tagwise(text, _leading(references))
        if program is not None:
            return Compiled(program)
    from promptops.templates.programs.syntax import compile_syntax  # noqa: PLC0415  it loads Jinja2

    return compile_syntax(text, _leading(references))


def _of_other(text: str, language: Language, references: References, given: Given) -> Compiled:
    """Compile a text in another language. Each is loaded when the first text needs it."""
    if language in _REPLACING:
        from promptops.templates.programs.replacing import compile_replacing  # noqa: PLC0415

        return Compiled(compile_replacing(text, language))
    if language == "format":
        from promptops.templates.programs.formatting import compile_format  # noqa: PLC0415

        return compile_format(text, given)
    from promptops.templates.programs.trees import compile_tree  # noqa: PLC0415

    return compile_tree(text, language, given, references)


def _size(program: Sequence[Json]) -> int:
    """Return how many lists a program consists of, no fewer than its parts; of more than there may be, not all."""
    size, rest = 0, [program]
    while rest and size <= MAX_NODES:
        each = rest.pop()
        size += 1
        rest += [part for part in each if isinstance(part, list)]
    return size
