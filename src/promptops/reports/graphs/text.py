"""The graph for people: each resource, and below it what it depends on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promptops.reports.colour import Ink, Style
from promptops.reports.graphs.circles import NAMES, Circle
from promptops.reports.graphs.drawing import Drawing, Node, relations
from promptops.reports.printable import printable


def render_text(drawing: Drawing, circles: Sequence[Circle] = (), *, colour: bool = False) -> str:
    """Return a small tree for each resource, one for each circle of calls, and a line that counts resources."""
    ink = Ink(colour)
    paths = {node.reference: node.entry.path for node in drawing}
    lines = [line for node in drawing for line in _tree(node, paths, ink)]
    lines.extend(line for circle in circles for line in _round(circle, ink))
    links = sum(len(relations(node)) for node in drawing)
    closing = f"{_count(len(drawing), 'resource')}, {_count(links, 'link')} between them"
    return "\n".join([*lines, *[""] * bool(lines), ink.paint(closing, Style.BOLD), ""])


def _tree(node: Node, paths: dict[str, str], ink: Ink) -> Iterator[str]:
    owner = printable(node.owner) if node.owner else "no owner"
    about = f"{printable(node.entry.path)} · {owner}"
    yield f"{ink.paint(printable(node.reference), Style.BOLD)} {ink.paint(f'· {about}', Style.DIM)}"
    branches = [
        f"{verb} {printable(target)} {ink.paint(f'({printable(paths[target])})', Style.DIM)}"
        for verb, target in relations(node)
    ]
    if node.hidden:
        branches.append(ink.paint(f"and {_count(node.hidden, 'resource')} not selected", Style.DIM))
    yield from _below(branches, ink)


def _round(circle: Circle, ink: Ink) -> Iterator[str]:
    """Yield what a circle is of and what ends it, then its steps."""
    ends = "; ".join(f"{printable(end.words)} of {printable(end.reference)}" for end in circle.ends)
    about = f"ended by {ends}" if ends else "nothing ends it"
    yield f"{ink.paint(f'a circle of {NAMES[circle.kind]}', Style.BOLD)} {ink.paint(f'· {about}', Style.DIM)}"
    steps = [
        f"{printable(step.source)} {step.type} {printable(step.target)}"
        f" {ink.paint(f'({printable(step.at.path)}:{step.at.line})', Style.DIM)}"
        for step in circle.steps
    ]
    yield from _below(steps, ink)


def _below(branches: Sequence[str], ink: Ink) -> Iterator[str]:
    for number, branch in enumerate(branches, start=1):
        arm = "╰──" if number == len(branches) else "├──"
        yield f"{ink.paint(arm, Style.DIM)} {branch}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
