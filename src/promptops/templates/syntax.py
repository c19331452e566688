"""The whole way through a template, with Jinja2's own grammar; every error of syntax is found here."""

from __future__ import annotations

import re
from bisect import bisect_left

from promptops.templates.grammar import TemplateParser, read_source
from promptops.templates.model import Template, TemplateError, Variable
from promptops.templates.references import includes
from promptops.templates.scopes import free_variables
from promptops.templates.tokens import RefusedError
from promptops.templates.wording import TOO_DEEP

_NEWLINE = re.compile(r"\r\n?")


def parse_syntax(text: str) -> Template:
    """Return what any text says as a template, whatever is in it."""
    if "\r" not in text:
        return _parse(text)
    returns = [match.start() - index for index, match in enumerate(re.finditer(r"\r\n", text))]
    return _moved(_parse(_NEWLINE.sub("\n", text)), returns)


def _parse(text: str) -> Template:
    try:
        parser = TemplateParser(read_source(text))
        body = parser.subparse()
        return Template(free_variables(body), includes(parser))
    except RefusedError as refused:
        return Template(error=refused.error)
    except RecursionError:
        # The limits come first, unless whoever calls is deep in the stack already.
        return Template(error=TemplateError(TOO_DEEP, 0, len(text)))


def _moved(template: Template, returns: list[int]) -> Template:
    """Count the carriage returns again that the parser did not see; `returns` are the offsets that they had there."""

    def moved(offset: int) -> int:
        return offset + bisect_left(returns, offset)

    error = template.error
    return Template(
        tuple([Variable(name, moved(start), moved(end)) for name, start, end in template.variables]),
        tuple([each._replace(start=moved(each.start), end=moved(each.end)) for each in template.includes]),
        error and TemplateError(error.message, moved(error.start), moved(error.end), error.help),
    )
