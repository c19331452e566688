"""Templates, parsed and never rendered: which variables and includes stand where, and what is wrong.

Each language's parser is loaded when the first template needs it.
"""

from __future__ import annotations

from promptops.templates.comments import may_have_comments, without_comments
from promptops.templates.model import EMPTY, Include, Language, PromptText, Template, TemplateError, Variable
from promptops.templates.parsing import has_tags, parse_template

__all__ = [
    "EMPTY",
    "Include",
    "Language",
    "PromptText",
    "Template",
    "TemplateError",
    "Variable",
    "has_tags",
    "may_have_comments",
    "parse_template",
    "without_comments",
]
