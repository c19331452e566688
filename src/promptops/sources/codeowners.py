"""CODEOWNERS: who must approve a change of which file, read line by line as GitHub reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from promptops.regex import regex
from promptops.sources.globs import PatternError, translate
from promptops.sources.text import decode, normalise_breaks
from promptops.sources.trees import Tree, Unreadable

if TYPE_CHECKING:
    import re2

LOCATIONS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where the file may stand, the first one found counts."""

MAX_LINES = 10_000
"""What stands below is not read."""

_TOGETHER = 1_000
"""Lines that are matched in one go; the engine has no memory for many more."""

_OWNER = regex(r"@[\w.-]+(?:/[\w.-]+)?|[^@\s]+@[^@\s]+")
_FIELD = regex(r"(?:\\.|[^\s\\])+")


class OwnerLine(NamedTuple):
    """One usable line: the pattern, its owners (none means that nobody owns it), and the 1-based line number."""

    pattern: str
    owners: tuple[str, ...]
    line: int


class CodeOwners:
    """The usable lines of one file; the last that matches a path decides. Lines that cannot be used are left out.

    `path` is where it stands, seen from the root of the project; `prefix` leads from the folder that its patterns start
    from to that root, with a trailing slash.
    """

    def __init__(self, path: str, text: str, prefix: str = "") -> None:
        self.path = path
        self._text = text
        self.prefix = prefix

    @property
    def digest(self) -> str:
        """Return what changes with the file's path and text, and with the place of the project."""
        return hashlib.sha256(f"{self.path}\0{self.prefix}\0{self._text}".encode()).hexdigest()

    @cached_property
    def lines(self) -> tuple[OwnerLine, ...]:
        """Return the usable lines in order."""
        return tuple(_usable_lines(self._text))

    @cached_property
    def _sets(self) -> tuple[tuple[Sequence[OwnerLine], re2.Set], ...]:
        """Return lines with a matcher for all of them at once, the last lines first."""
        starts = range(0, len(self.lines), _TOGETHER)
        return tuple(found for start in reversed(starts) for found in _matchers(self.lines[start : start + _TOGETHER]))

    def line_of(self, path: str) -> OwnerLine | None:
        """Return the line that decides for a path below the root, None when no line matches it."""
        for lines, patterns in self._sets:
            matches = patterns.Match(self.prefix + path)
            if matches:
                last: int = max(matches)
                return lines[last]
        return None


def _matchers(lines: Sequence[OwnerLine]) -> Iterator[tuple[Sequence[OwnerLine], re2.Set]]:
    """Yield lines with a matcher, the last ones first: in as few pieces as the engine has memory for."""
    import re2  # noqa: PLC0415 - an edit that others cannot see asks for no owner

    patterns = re2.Set.FullMatchSet()
    for line in lines:
        patterns.Add(_expression(line.pattern))
    try:
        patterns.Compile()
    except re2.error:
        if len(lines) > 1:  # each alone was compiled before
            yield from _matchers(lines[len(lines) // 2 :])
            yield from _matchers(lines[: len(lines) // 2])
        return
    yield lines, patterns


def read_codeowners(tree: Tree) -> CodeOwners | None:
    """Return the CODEOWNERS of the repository or, where it has none, of the project below its top."""
    for path in LOCATIONS:
        text = _text(tree.read_from_top(path))
        if text is not None:
            return CodeOwners("../" * tree.prefix.count("/") + path, text, tree.prefix)
    for path in LOCATIONS if tree.prefix else ():
        text = _text(tree.read(path))
        if text is not None:
            return CodeOwners(path, text)
    return None


def _text(data: bytes | Unreadable) -> str | None:
    return None if isinstance(data, Unreadable) else decode(data)[0]


def _usable_lines(text: str) -> list[OwnerLine]:
    found = []
    for number, line in enumerate(normalise_breaks(text).split("\n", MAX_LINES)[:MAX_LINES], start=1):
        # A section of GitLab's, a negation and a character class mean nothing to GitHub.
        fields = _FIELD.findall(line.partition(" #")[0])
        if not fields or fields[0].startswith(("#", "[", "^[", "!")):
            continue
        owners = tuple(field for field in fields[1:] if _OWNER.fullmatch(field))
        if len(owners) == len(fields) - 1 and _is_pattern(fields[0]):
            found.append(OwnerLine(fields[0].replace("\\ ", " "), owners, number))
    return found


def _is_pattern(pattern: str) -> bool:
    import re2  # noqa: PLC0415 - as above

    try:
        re2.compile(_expression(pattern))
    except (PatternError, re2.error):
        return False
    return True


def _expression(pattern: str) -> str:
    return translate(pattern, star_is_shallow=True)
