"""The rules for people: all of them in a table, and the page of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from promptops.reports.colour import STYLES, Ink, Style
from promptops.rules.pages import ExampleFile, parse_page
from promptops.rules.rule import Rule

_INDENT = "    "


def render_rules(rules: Sequence[Rule[Any]], *, colour: bool = False) -> str:
    """Return a table of rules for each category: id, severity, and what the rule finds."""
    ink = Ink(colour)
    ids = max((len(rule.id) for rule in rules), default=0)
    severities = max((len(rule.severity) for rule in rules), default=0)
    lines: list[str] = []
    for category, members in groupby(rules, key=lambda rule: rule.category):
        lines += [""] * bool(lines) + [ink.paint(category, Style.BOLD)]
        for rule in members:
            severity = ink.paint(f"{rule.severity:<{severities}}", STYLES[rule.severity])
            lines.append(f"  {rule.id:<{ids}}  {severity}  {rule.title}")
    return "".join(f"{line}\n" for line in lines)


def render_rule(rule: Rule[Any], *, colour: bool = False) -> str:
    """Return the page of a rule: headings stand out, example files are set in under their paths."""
    ink = Ink(colour)
    page = parse_page(rule.page)
    severity = ink.paint(rule.severity, STYLES[rule.severity])
    parts = [f"{ink.paint(rule.id, Style.BOLD)}: {severity} · {rule.category} · since {rule.since}", page.title]
    for section in page.sections:
        if section.heading:
            parts.append(ink.paint(section.heading, Style.BOLD))
        parts += [block if isinstance(block, str) else "\n".join(_file(block, ink)) for block in section.blocks]
    return "\n\n".join(parts) + "\n"


def _file(file: ExampleFile, ink: Ink) -> Iterator[str]:
    if file.path:
        yield _INDENT + ink.paint(file.path, Style.DIM)
    for line in file.text.splitlines():
        yield f"{_INDENT}{ink.paint('|', Style.DIM)} {line}".rstrip()
