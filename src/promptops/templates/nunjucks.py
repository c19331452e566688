"""Nunjucks templates: the variables that they surely take.

Nunjucks is like Jinja2 and not the same, so nothing is refused here. A name counts where a `{{ }}` begins with it and
no tag of the text binds it.
"""

from __future__ import annotations

import re

from promptops.templates.model import GLOBALS, Template, Variable

_TAG = re.compile(r"\{\{|\{%|\{#")
_ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_NAME = re.compile(r"-?\s*(?P<name>[A-Za-z_$][\w$]*)(?![\w$]|\s*\()")
_RAW = re.compile(r"-?\s*raw\s*-?\Z")
_END_RAW = re.compile(r"\{%-?\s{0,40}endraw\s{0,40}-?%\}")
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_BINDING = frozenset({"for", "set", "macro", "import", "from", "call"})
_PASSED = {"env", "_conversation"}
"""Variables that promptfoo passes to every template."""
_WORDS = (
    GLOBALS | _PASSED | {"true", "false", "none", "null", "undefined", "not", "if", "else", "loop", "caller", "super"}
)


def parse(text: str) -> Template:
    """Return the variables of a template, each place once; never an error."""
    found: list[Variable] = []
    bound: set[str] = set()
    position = 0
    while opening := _TAG.search(text, position):
        close = text.find(_ENDS[opening[0]], opening.end())
        if close < 0:
            break
        position = close + 2
        if opening[0] == "{{":
            name = _NAME.match(text, opening.end(), close)
            if name is not None:
                found.append(Variable(name["name"], *name.span("name")))
        elif opening[0] == "{%":
            tag = text[opening.end() : close]
            if _RAW.match(tag):
                end = _END_RAW.search(text, position)
                position = end.end() if end else len(text)
            words = _WORD.findall(tag)
            if words and words[0] in _BINDING:
                bound.update(words)
    return Template(tuple(variable for variable in found if variable.name not in bound and variable.name not in _WORDS))
