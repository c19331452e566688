"""The rules' pages: how one falls into sections and example files, and how all of them become the documentation.

`python -m promptops.rules.pages docs/rules` writes a file for each rule, and the index.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from promptops.rules import every_rule
from promptops.rules.rule import Rule

_FENCE = re.compile(r"(?P<marks>`{3,})(?P<language>[\w-]*)(?:[ \t]+(?P<path>\S+))?[ \t]*")
_HEADING = "## "
_COMMAND = "python -m promptops.rules.pages docs/rules"
_ADVICE = """\
`promptops.yaml` can give each another severity, or switch it off, by its id; a comment
`# promptops: ignore[rule-id] reason` silences it on one line."""


class ExampleFile(NamedTuple):
    """A fenced block: the language named on its first line, the path of the file that it shows, if any, its text."""

    language: str
    path: str
    text: str


class Section(NamedTuple):
    """What stands below one heading, in order: stretches of prose, and fenced blocks."""

    heading: str
    blocks: tuple[str | ExampleFile, ...]

    @property
    def files(self) -> tuple[ExampleFile, ...]:
        """Return the blocks that show a file."""
        return tuple(block for block in self.blocks if isinstance(block, ExampleFile) and block.path)


class Page(NamedTuple):
    """A rule's page: the sentence that says what is bad, and the sections below it.

    The first section has an empty heading when something stands between the title and the first heading.
    """

    title: str
    sections: tuple[Section, ...]

    def section(self, heading: str) -> Section | None:
        """Return the section with a heading."""
        return next((section for section in self.sections if section.heading == heading), None)


def parse_page(text: str) -> Page:
    """Return the parts of a page: Markdown with headings of the second level."""
    title, _, rest = text.partition("\n")
    sections: list[Section] = []
    heading, blocks = "", list[str | ExampleFile]()
    for block in _blocks(rest):
        if isinstance(block, str) and block.startswith(_HEADING):
            sections.append(Section(heading, tuple(blocks)))
            heading, blocks = block.removeprefix(_HEADING).strip(), []
        else:
            blocks.append(block)
    sections.append(Section(heading, tuple(blocks)))
    return Page(title, tuple(section for section in sections if section.heading or section.blocks))


def _blocks(text: str) -> Iterator[str | ExampleFile]:
    """Yield headings, stretches of prose and fenced blocks; a fence that is not closed runs to the end."""
    lines = iter(text.split("\n"))
    prose: list[str] = []
    for line in lines:
        fence = _FENCE.fullmatch(line)
        if fence is None and not line.startswith(_HEADING):
            prose.append(line)
            continue
        yield from _stretch(prose)
        prose = []
        yield line if fence is None else _fenced(fence, lines)
    yield from _stretch(prose)


def _stretch(prose: Sequence[str]) -> Iterator[str]:
    if any(prose):
        yield "\n".join(prose).strip("\n")


def _fenced(opening: re.Match[str], lines: Iterator[str]) -> ExampleFile:
    content = []
    for line in lines:
        if line.rstrip() == opening["marks"]:
            break
        content.append(f"{line}\n")
    return ExampleFile(opening["language"], opening["path"] or "", "".join(content))


def documents(rules: Sequence[Rule[Any]]) -> Mapping[str, str]:
    """Return the documentation, file name to text: a page for each rule, and `README.md` with a list of them."""
    return {"README.md": _index(rules), **{f"{rule.id}.md": _document(rule) for rule in rules}}


def _index(rules: Sequence[Rule[Any]]) -> str:
    parts = [
        f"<!-- Written by `{_COMMAND}` from the rules' docstrings. -->",
        "# Rules",
        _ADVICE,
    ]
    for category, members in groupby(rules, key=lambda rule: rule.category):
        rows = (f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {rule.title} |" for rule in members)
        table = ("| rule | severity | what it finds |", "|---|---|---|", *rows)
        parts += [f"## {category.capitalize()}", "\n".join(table)]
    return "\n\n".join(parts) + "\n"


def _document(rule: Rule[Any]) -> str:
    page = parse_page(rule.page)
    parts = [
        f"<!-- Written by `{_COMMAND}` from the rule's docstring. -->",
        f"# {rule.id}",
        page.title,
        f"Severity `{rule.severity}` · category [{rule.category}](README.md#{rule.category}) · since {rule.since}",
    ]
    for section in page.sections:
        if section.heading:
            parts.append(f"{_HEADING}{section.heading}")
        parts += [block if isinstance(block, str) else _shown(block) for block in section.blocks]
    return "\n\n".join(parts) + "\n"


def _shown(file: ExampleFile) -> str:
    """Return a fenced block with its path above it, where a reader of Markdown sees it."""
    longest = max((len(marks) for marks in re.findall("`+", file.text)), default=0)
    fence = "`" * max(3, longest + 1)
    caption = f"`{file.path}`\n\n" if file.path else ""
    return f"{caption}{fence}{file.language}\n{file.text}{fence}"


def write_documents(folder: Path) -> None:
    """Write the documentation of all rules into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents(every_rule()).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_documents(Path(sys.argv[1]))
