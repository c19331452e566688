"""BAML's templates: Jinja2 without the tags that name other templates, and with functions in their place."""

from __future__ import annotations

import re

from promptops.templates.model import Include, Template, TemplateError, Variable
from promptops.templates.parsing import has_tags, parse_template

_STATEMENTS = frozenset(
    {"if", "elif", "else", "endif", "for", "endfor", "set", "endset", "macro", "endmacro", "raw", "endraw", "do"}
)
_PROVIDED = frozenset({"ctx", "_", "null"})
_RAW = r"\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}"
_TAG = re.compile(rf"\{{#.*?#\}}|{_RAW}|\{{\{{.*?\}}\}}|\{{%[-+]?\s*(?P<keyword>\w+)", re.DOTALL)
_CALL = re.compile(r"\s*\(")


def parse(text: str) -> Template:
    """Return what a template says: variables without what BAML provides, and a call of a `template_string` as include.

    The target of such an include is the name that is called; it may use the variables of whoever calls it.
    """
    if not has_tags(text):
        return Template()
    template = parse_template(text, "jinja")
    if template.error is not None:
        return template
    error = _unknown_statement(text)
    if error is not None:
        return Template(error=error)
    called = [use for use in template.variables if _CALL.match(text, use.end)]
    variables = [use for use in template.variables if use.name not in _PROVIDED and use not in called]
    return Template(tuple(variables), tuple([_include(use) for use in called]))


def _include(use: Variable) -> Include:
    return Include(use.name, use.start, use.end, "call")


def _unknown_statement(text: str) -> TemplateError | None:
    """Return the error of the first tag that BAML does not know; the text is one that Jinja2 takes."""
    if "{%" not in text:
        return None
    for match in _TAG.finditer(text):
        keyword = match["keyword"]
        if keyword is not None and keyword not in _STATEMENTS:
            return TemplateError(
                f"BAML knows no tag `{keyword}`",
                *match.span("keyword"),
                "call a `template_string`" if keyword in ("include", "import", "from", "extends") else None,
            )
    return None
