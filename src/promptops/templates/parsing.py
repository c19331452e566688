"""From a text to its template, on the cheapest way that gives the right answer."""

from __future__ import annotations

from importlib import import_module

from promptops.templates.limits import MAX_CHARACTERS
from promptops.templates.model import EMPTY, Language, Template, TemplateError


def has_tags(text: str) -> bool:
    """Tell whether a Jinja2 tag or comment begins anywhere in the text."""
    # One character is looked for many times faster than two, and most texts without tags have no brace at all.
    return "{" in text and ("{{" in text or "{%" in text or "{#" in text)


def _may_say_something(text: str, language: Language) -> bool:
    match language:
        case "none":
            return False
        case "jinja":
            return has_tags(text)
        case "format":  # a brace that closes nothing is an error there
            return "{" in text or "}" in text
        case _:
            return "{" in text


def parse_template(text: str, language: Language = "jinja") -> Template:
    """Return what the text of a template says; one that its language would refuse has an `error` and nothing else."""
    if not _may_say_something(text, language):
        return EMPTY
    if len(text) > MAX_CHARACTERS:
        message = f"the template is longer than {MAX_CHARACTERS:,} characters"
        return Template(error=TemplateError(message, MAX_CHARACTERS, MAX_CHARACTERS + 1, "split it"))
    if language != "jinja":
        parsed: Template = import_module(f"promptops.templates.{language}").parse(text)
        return parsed
    from promptops.templates.outline import parse_outline  # noqa: PLC0415  a run often parses no template at all

    template = parse_outline(text)
    if template is None:
        from promptops.templates.syntax import parse_syntax  # noqa: PLC0415  Jinja2 costs more than most templates

        template = parse_syntax(text)
    return template
