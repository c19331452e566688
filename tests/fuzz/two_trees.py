"""Two small trees out of one input, compared under every rule and reported in every format.

An input is a list of edits, then files. The first byte counts the edits; each has four bytes: the file, where in it,
how much of it, and what becomes of that at the head. The files follow, one behind each record separator: `=` for one
that both sides have, `<` or `>` for one of the baseline or of the head alone, the path, a line break, the content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from in_memory import InMemory

from promptops.compiler import Compiler, Request
from promptops.compiler.change_reporting import report_on_change
from promptops.compiler.change_waivers import Trust
from promptops.compiler.comparing import Comparing
from promptops.compiler.reliances import expected_of, impact_on
from promptops.compiler.reporting import report_on
from promptops.compiler.selection import Selection
from promptops.errors import ConfigError
from promptops.reports import FORMATS, render
from promptops.reports.change_report import Baseline
from promptops.reports.reliance import expectations_json, expectations_text, impact_json, impact_text
from promptops.rules import all_rules, change_rules
from promptops.rules.pages import Section, parse_page

BOTH, BEFORE, AFTER = b"=", b"<", b">"
_SEPARATOR = b"\x1e"
_EDIT = 4
_MOST_EDITS, _MOST_FILES = 8, 12
_STRIDE = 8
_DELETED = "deleted"
_TODAY = date(2026, 11, 21)
_WORDS = (
    b"never ",
    b"{{ x }}",
    b'{% include "b" %}',
    b"{# promptops: ignore[broken-expectation] so #}",
    b"\n\n",
    b"\r",
    b"\xe2\x80\xae",
    b"- \n",
    b"null",
    b"{}",
    b"[]",
    b"1e999",
    b"\xff",
    b"VERDICT: ",
    b": ",
    b'"',
)


class Sides(NamedTuple):
    """The files of the baseline and of the head."""

    before: dict[str, bytes]
    after: dict[str, bytes]


def compare(data: bytes) -> None:
    """Compare the two trees of an input. No exception may leave this."""
    sides = _sides(data)
    tree: Any = InMemory(sides.after)  # the compiler wants to know a work tree, and asks it for no more than any tree
    trust: Trust = "baseline" if data[:1] > b"\x7f" else "head"
    try:
        head = Compiler(Request(Path("/"), _TODAY), tree=tree)
        comparing = Comparing(head, InMemory(sides.before), trust)
        own = report_on(head.verdict, Selection(), root=".")
        baseline = Baseline("main", "0" * 40, "merge base", comparing.errors_before)
        report = report_on_change(comparing, own, baseline, Selection())
    except ConfigError:
        return
    for name in FORMATS:
        render(name, report, colour=False, statistics=False, quiet=False, width=80)
    _rely(comparing)


def _rely(comparing: Comparing) -> None:
    compiled = comparing.after
    impact = impact_on(compiled, compiled.project.entries, ".")
    expected = expected_of(compiled, compiled.project.entries, ".")
    for text in (impact_text(impact), impact_json(impact), expectations_text(expected), expectations_json(expected)):
        text.encode()


def seeds_of_rules() -> Iterator[bytes]:
    """Yield an input for each change that the page of a rule shows."""
    for rule in (*all_rules(), *change_rules()):
        page = parse_page(rule.page)
        first, then = page.section("Before"), page.section("Example")
        if then is not None:
            yield b"\0" + b"".join(_written(first, BEFORE, then)) + b"".join(_written(then, AFTER))


def seed_of_file(name: str, content: bytes) -> bytes:
    """Return an input of a file, a stretch of which is gone at the head."""
    return b"\x02\0\x20\x10\x00\0\x08\x08\x01" + _section(BOTH, name, content)


def _written(section: Section | None, mark: bytes, then: Section | None = None) -> Iterator[bytes]:
    """Yield the files of a section; those that another one has not are on both sides."""
    changed = {shown.path for shown in then.files} if then is not None else set()
    for shown in section.files if section is not None else ():
        if shown.language != _DELETED:
            is_kept = then is not None and shown.path not in changed
            yield _section(BOTH if is_kept else mark, shown.path, shown.text.encode())


def _section(mark: bytes, path: str, content: bytes) -> bytes:
    return _SEPARATOR + mark + path.encode() + b"\n" + content


def _sides(data: bytes) -> Sides:
    count = data[0] % _MOST_EDITS if data else 0
    header, _, rest = data[1:].partition(_SEPARATOR)
    edits = [header[at : at + _EDIT] for at in range(0, count * _EDIT, _EDIT)]
    sides = Sides({}, {})
    for number, written in enumerate(rest.split(_SEPARATOR)[:_MOST_FILES]):
        name, _, content = written[1:].partition(b"\n")
        path = name.decode(errors="replace") or "a.yaml"
        if written[:1] != AFTER:
            sides.before[path] = content
        if written[:1] != BEFORE:
            own = (edit for edit in edits if len(edit) == _EDIT and edit[0] == number)
            sides.after[path] = _edited(content, own)
    return sides


def _edited(content: bytes, edits: Iterable[bytes]) -> bytes:
    for _, place, length, what in edits:
        start = min(place * _STRIDE, len(content))
        end = start + length
        kind, number = what % 4, what // 4
        inserted = (b"", content[start:end] * 2, content[start:end].swapcase(), _WORDS[number % len(_WORDS)])[kind]
        content = content[:start] + inserted + content[end:]
    return content
