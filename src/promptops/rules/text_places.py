"""Problems at places in the texts of a resource."""

from __future__ import annotations

from promptops.rules.contexts import Problem, ReadResource
from promptops.templates import PromptText, TemplateError


def problem_in_text(resource: ReadResource, text: PromptText, error: TemplateError) -> Problem:
    """Return a problem where it stands in a text; of a text in another file, where that file is named."""
    place = resource.entry.at(*text.keys)
    file = resource.attachments.get(text.keys)
    if file is None:
        return Problem(error.message, place._replace(start=error.start, end=error.end), error.help)
    line = text.text.count("\n", 0, error.start) + 1
    return Problem(f"`{file.path}`, line {line}: {error.message}", place, error.help)
