"""CrewAI's texts: `{name}` is replaced where the name is one, and every other brace is text, as in JSON.

There is no way to escape: of `{{name}}` the inner braces are replaced and the outer ones stay.
"""

from __future__ import annotations

import re

from promptops.templates.model import Template, Variable

_VARIABLE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_-]*)\}")


def parse(text: str) -> Template:
    """Return the variables of a text; every text is a template."""
    return Template(tuple([Variable(found[1], *found.span(1)) for found in _VARIABLE.finditer(text)]))
