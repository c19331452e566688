"""Draw what a pull request looks like when a word breaks a parser: `python docs/pictures/pull_request.py`.

The files and the change are those of README.md, and the comment is what `promptops diff --format markdown` says of
them; only its drawing is ours.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT: Final = Path(__file__).parents[2]
PICTURE: Final = Path(__file__).with_name("pull-request.svg")

_WIDTH: Final = 124
_CHARACTER: Final = 7.83
_LINE: Final = 20
_MARGIN: Final = 20
_HEADER: Final = 40
_SIGNATURE: Final = {f"GIT_{who}_{what}": "promptops" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
_DATES: Final = {f"GIT_{who}_DATE": "2026-11-02T09:00:00Z" for who in ("AUTHOR", "COMMITTER")}
_STYLE: Final = """
text { font: 13px ui-monospace, Menlo, Consolas, monospace; fill: #1f2328; white-space: pre; }
.frame { fill: #fff; stroke: #d1d9e0; } .head { fill: #f6f8fa; } .line { stroke: #d1d9e0; }
.strong { font-weight: 700; } .code { fill: #0a3069; } .muted { fill: #59636e; }
.gone { fill: #ffebe9; } .come { fill: #dafbe1; }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc; } .frame { fill: #0d1117; stroke: #3d444d; } .head { fill: #151b23; } .line { stroke: #3d444d; }
.code { fill: #a5d6ff; } .muted { fill: #9198a1; } .gone { fill: #542426; } .come { fill: #1c4428; }
}
"""


class Run(NamedTuple):
    """Text of one style."""

    text: str
    style: str = ""


class Line(NamedTuple):
    """A drawn line: its runs, how many characters it is moved to the right, and the colour behind it."""

    runs: tuple[Run, ...]
    indent: int = 0
    behind: str = ""


def comment() -> str:
    """Return what the command says of the example in README.md."""
    example = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Whom a change breaks\n")[2]
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        files = re.findall(r"^```\w+ (\S+)\n(.*?)^```$", example, re.MULTILINE | re.DOTALL)
        for path, text in files[:2]:
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (project / path).write_text(text, encoding="utf-8")
        change = re.search(r"^```diff\n(.*?)^```$", example, re.MULTILINE | re.DOTALL)
        assert change is not None, "README.md shows a change"  # noqa: S101 - a script for developers
        _git(project, "init", "--quiet", "--initial-branch=main")
        _git(project, "add", "--all")
        _git(project, "commit", "--quiet", "--message=Write")
        _git(project, "switch", "--quiet", "--create=reword")
        _git(project, "apply", standing_in=change[1])
        words = [sys.executable, "-m", "promptops", "diff", "--no-cache", "--format=markdown", "--as-of=2026-11-02"]
        done = subprocess.run(words, cwd=project, check=False, capture_output=True, encoding="utf-8")  # noqa: S603 - ours
    assert done.returncode == 1, done.stderr  # noqa: S101 - there is something to find
    return done.stdout


def drawn(markdown: str) -> str:
    """Return the comment as an SVG picture; what is folded away stays folded."""
    lines = list(_Layout().lines(MarkdownIt("commonmark").enable("table").parse(markdown)))
    height = _HEADER + _MARGIN + len(lines) * _LINE + _MARGIN
    width = round(_WIDTH * _CHARACTER) + 2 * _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        "<title>A comment on a pull request: one breaking change for one consumer</title>",
        f"<style>{_STYLE}</style>",
        f'<rect class="frame" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="6"/>',
        f'<rect class="head" x="1" y="1" width="{width - 2}" height="{_HEADER}" rx="6"/>',
        f'<line class="line" x1="0" x2="{width}" y1="{_HEADER + 0.5}" y2="{_HEADER + 0.5}"/>',
        _text(_MARGIN, 26, (Run("github-actions", "strong"), Run(" bot commented on a pull request", "muted"))),
    ]
    for number, line in enumerate(lines):
        left, top = _MARGIN + line.indent * _CHARACTER, _HEADER + _MARGIN + number * _LINE
        if line.behind:
            room = (_WIDTH - line.indent) * _CHARACTER
            parts.append(f'<rect class="{line.behind}" x="{left:g}" y="{top}" width="{room:g}" height="{_LINE}"/>')
        parts.append(_text(left, top + 15, line.runs))
    return "\n".join([*parts, "</svg>", ""])


def _text(left: float, baseline: float, runs: Iterable[Run]) -> str:
    spans = "".join(
        f'<tspan class="{run.style}">{escape(run.text)}</tspan>' if run.style else escape(run.text) for run in runs
    )
    return f'<text x="{left:g}" y="{baseline:g}" xml:space="preserve">{spans}</text>'


class _Layout:
    """Turns the tokens of a document into lines: cells are gathered row by row, and what is folded away is left out."""

    def __init__(self) -> None:
        self._depth = 0
        self._bullet = "  "
        self._folded = 0
        self._before = ""
        self._rows: list[list[list[Run]]] = []

    def lines(self, tokens: Iterable[Token]) -> Iterator[Line]:
        for token in tokens:
            if token.type == "html_block":
                yield from self._fold(token.content)
            elif not self._folded:
                yield from self._block(token)
            self._before = token.type

    def _fold(self, html: str) -> Iterator[Line]:
        self._folded += html.count("<details>") - html.count("</details>")
        title = re.search(r"<summary>(.*?)</summary>", html)
        if title:
            yield Line((Run(f"▸ {title[1]}"),))
            yield Line(())

    def _block(self, token: Token) -> Iterator[Line]:
        match token.type:
            case "bullet_list_open" | "bullet_list_close":
                self._depth += token.nesting
                yield from () if self._depth else (Line(()),)
            case "list_item_open":
                self._bullet = "• "
            case "fence":
                yield from (_change(text, 2 * self._depth) for text in token.content.splitlines())
            case "tr_open":
                self._rows.append([])
            case "table_close":
                yield from (*_table(self._rows), Line(()))
            case "inline":
                yield from self._inline(_runs(token))

    def _inline(self, runs: list[Run]) -> Iterator[Line]:
        if self._before in {"th_open", "td_open"}:
            self._rows[-1].append(runs)
            return
        if self._before == "heading_open":
            runs = [Run(run.text, "strong") for run in runs]
        start = [Run(self._bullet)] if self._depth else []
        yield from _wrapped([*start, *runs], 2 * max(0, self._depth - 1))
        self._bullet = "  "
        if not self._depth:
            yield Line(())


def _runs(token: Token) -> list[Run]:
    runs: list[Run] = []
    is_strong = False
    for child in token.children or ():
        match child.type:
            case "strong_open" | "strong_close":
                is_strong = child.type == "strong_open"
            case "code_inline":
                runs.append(Run(child.content, "code strong" if is_strong else "code"))
            case "text":
                runs.append(Run(child.content, "strong" if is_strong else ""))
    return runs


def _change(text: str, indent: int) -> Line:
    return Line((Run(text),), indent, {"-": "gone", "+": "come"}.get(text[:1], ""))


def _table(rows: list[list[list[Run]]]) -> Iterator[Line]:
    widths = [max(sum(len(run.text) for run in row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        runs: list[Run] = []
        for cell, width in zip(row, widths, strict=True):
            runs += [Run(run.text, "strong") for run in cell] if number == 0 else cell
            runs.append(Run(" " * (width - sum(len(run.text) for run in cell) + 3)))
        yield from _wrapped(runs[:-1], 0)


def _wrapped(runs: Iterable[Run], indent: int) -> Iterator[Line]:
    """Break runs between words where a line is full."""
    line: list[Run] = []
    room = _WIDTH - indent
    for run in runs:
        for word in re.findall(r"\s*\S+|\s+", run.text):
            if line and len(word) > room:
                yield Line(tuple(line), indent)
                line, room, indent = [], _WIDTH - indent - 2, indent + 2
                word = word.lstrip()  # noqa: PLW2901 - what begins a line needs no blank
            line.append(Run(word, run.style))
            room -= len(word)
    yield Line(tuple(line), indent)


def _git(folder: Path, *words: str, standing_in: str | None = None) -> None:
    environment = {**os.environ, **_SIGNATURE, **_DATES, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *words], cwd=folder, check=True, env=environment, input=standing_in, encoding="utf-8")  # noqa: S603, S607 - as above


if __name__ == "__main__":
    PICTURE.write_text(drawn(comment()), encoding="utf-8", newline="\n")
