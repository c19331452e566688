"""Templates in which `{{name}}` is replaced and nothing else has a meaning: no blanks, no blocks, no way to escape."""

from __future__ import annotations

import re

from promptops.templates.model import Template, Variable

_VARIABLE = re.compile(r"\{\{([A-Za-z0-9_.-]+)\}\}")
_SPACED = re.compile(r"(?<!\$)\{\{(?=[ \t])[ \t]*([A-Za-z0-9_.-]+)[ \t]*\}\}|(?<!\$)\{\{([A-Za-z0-9_.-]+)[ \t]+\}\}")


def parse(text: str) -> Template:
    """Return the variables of a template; every text is one."""
    return Template(tuple([Variable(found[1], found.start(1), found.end(1)) for found in _VARIABLE.finditer(text)]))


def spaced(text: str) -> tuple[Variable, ...]:
    """Return what looks like a variable and, having blanks beside the name, is none; places are those of whole tags.

    `${{ name }}` is none of them: it belongs to the workflows of GitHub Actions.
    """
    found = _SPACED.finditer(text) if "{{" in text else ()
    return tuple([Variable(match[1] or match[2], match.start(), match.end()) for match in found])
