"""The commonest mistake in these files: a template tag that begins a value and is not quoted.

YAML reads `{{ x }}` as a mapping whose key is a mapping, or stumbles over it: `{{ x }} and more`, `{% if x %}`.
"""

from __future__ import annotations

from yaml import CollectionNode, Node

from promptops.diagnostics import Fault
from promptops.regex import regex
from promptops.sources.documents import KeyPath
from promptops.sources.text import shown
from promptops.sources.yaml_layout import Layout

_AT_LINE_START = regex(r"[ \t]*(\{[{%#])")
_AFTER_INDICATOR = regex(r"(?:[:?-][ \t]+|[,\[][ \t]*)(\{[{%#])")
_OPENERS = ("{{", "{%", "{#")
_CLOSER = regex(r"[}%#]\}")
_COMMENT = regex(r"[ \t]#(?!\})")
_BLOCK_PREFIX = regex(r"""[ ]*(?:-[ ]+)*(?:(?:[\w./@$][\w ./@$-]*|"[^"\\]*"|'[^']*')[ ]*:[ ]+)?""")


def is_template(node: Node, layout: Layout) -> bool:
    """Say whether a node, which YAML takes for a mapping, is a template tag."""
    flow = isinstance(node, CollectionNode) and bool(node.flow_style)
    return flow and layout.text.startswith("{{", layout.start(node))


def node_fault(node: Node, layout: Layout, keys: KeyPath) -> Fault:
    """Return the fault of a node that is a template tag."""
    start, end = layout.offsets(node)
    return _fault(layout, start, end, quotable=layout.lines.line_end(start) >= end, keys=keys)


def error_fault(layout: Layout, problem: int, context: int | None) -> Fault | None:
    """Return the fault that explains a syntax error at the offset `problem`, or None when no template tag does.

    `context` is the offset at which the parser began what it could not finish.
    """
    tag = _tag_around(layout, problem, context)
    start = None if tag is None else _value_start(layout, tag)
    if start is None:
        return None
    lines = layout.lines
    before = layout.text[lines.line_start(start) : start]
    value = layout.text[start : lines.line_end(start)].rstrip()
    if not _BLOCK_PREFIX.fullmatch(before):
        closer = _CLOSER.search(value, 2)
        return _fault(layout, start, start + (closer.end() if closer else len(value)), quotable=False)
    number, _ = lines.position(start)
    goes_on = lines.indent(number + 1) > lines.indent(number) or _COMMENT.search(value)
    # A tag that begins a line may be a value of the line above, or an attempt to make the file itself a template.
    return _fault(layout, start, start + len(value), quotable=not goes_on and bool(before.strip()))


def _tag_around(layout: Layout, problem: int, context: int | None) -> int | None:
    """Return an offset in the template tag at which, in which or behind which the parser stopped."""
    text = layout.text
    if context is not None and text[context : context + 1] == "{":
        if text[context - 1 : context] == "{" or text[context + 1 : context + 2] in ("{", "%", "#"):
            return context
    elif context is not None and text[context : context + 1] in ('"', "'"):
        return None
    lines = layout.lines
    start, end = lines.line_start(problem), lines.line_end(problem)
    opener = max(text.rfind(mark, start, min(problem + 2, end)) for mark in _OPENERS)
    if opener >= 0 and not _CLOSER.search(text, opener + 2, problem):
        return opener
    before = text[:problem].rstrip()
    if not before.endswith("}}"):
        return None
    (tag_line, _), (line, _) = lines.position(len(before)), lines.position(problem)
    return len(before) - 2 if tag_line == line or lines.indent(line) > lines.indent(tag_line) else None


def _value_start(layout: Layout, tag: int) -> int | None:
    line_start, line_end = layout.lines.line_start(tag), layout.lines.line_end(tag)
    found = _AT_LINE_START.match(layout.text, line_start, line_end)
    found = found or _AFTER_INDICATOR.search(layout.text, line_start, line_end)
    if found is None or found.start(1) > tag:
        return None
    before = layout.text[line_start : found.start(1)]
    inside = before.count('"') % 2 or before.count("'") % 2 or " #" in before
    return None if inside else found.start(1)


def _fault(layout: Layout, start: int, end: int, *, quotable: bool, keys: KeyPath = ()) -> Fault:
    value = layout.text[start:end]
    quoted = _quote(value)
    place = layout.lines.range(start, end)
    return Fault(
        "unquoted-template",
        "a template tag that begins a value must be quoted",
        place,
        f"write `{quoted}`" if quotable and shown(quoted) == quoted else "put the whole value in quotes",
        keys,
        fix_title="put the value in quotes" if quotable else None,
        edits=((place, quoted),) if quotable else (),
    )


def _quote(value: str) -> str:
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'
