"""References that lead nowhere: what is said of them, and what was probably meant."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from promptops.formats.native import MARKDOWN_KINDS
from promptops.resources import SLUGS
from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project
from promptops.resources.template_files import without_way_up
from promptops.rules.contexts import Problem
from promptops.rules.suggestions import Names
from promptops.sources.text import shown


class Unresolved:
    """Explains references of one project that resolve to nothing."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._names: dict[tuple[str, ...], Names] = {}

    def problem(self, entry: Entry, link: Link) -> Problem:
        """Return the problem with a reference that a resource holds."""
        kinds = tuple(link.wanted)
        place = entry.at_link(link)
        for kind in kinds:
            majors = [found.major for found in self._project.named(kind, link.name)]
            if majors:
                message = f"the {kind} `{link.name}` has no major version {link.major}"
                return Problem(message, place, _existing(majors), subject=link.text)
        message = f"there is no {_either(kinds)} `{shown(link.name)}`"
        return Problem(message, place, self._help(kinds, link), subject=link.text)

    @cached_property
    def _files(self) -> Names:
        return Names(self._project.template_files.names())

    def missing_file(self, entry: Entry, link: Link) -> Problem:
        """Return the problem with an include that names a file where there is none."""
        advice = self._files.advice_on(without_way_up(link.text)) or "add it, or remove the include"
        return Problem(f"there is no file `{shown(link.text)}`", entry.at_link(link), advice, subject=link.text)

    def _help(self, kinds: tuple[str, ...], link: Link) -> str:
        other = next((kind for kind in SLUGS if self._project.named(kind, link.name)), None)
        if other is not None and other in link.kinds:
            return f"{_article(other)} has that name: `{other}:{link.name}`"
        if other is not None:
            return f"{_article(other)} has that name; `{link.field}` takes {_article(_either(link.kinds))}"
        if kinds not in self._names:
            self._names[kinds] = Names(name for kind in kinds for name in self._project.names.get(kind, ()))
        return self._names[kinds].advice_on(_without_suffix(link.name)) or "declare it, or remove the reference"


def _without_suffix(name: str) -> str:
    """Return the name that is meant by the path of a file."""
    return next((name.removesuffix(suffix) for suffix in MARKDOWN_KINDS if name.endswith(suffix)), name)


def _existing(majors: Sequence[int | None]) -> str:
    numbers = sorted({major for major in majors if major is not None})
    if not numbers:
        return "it declares no version; leave out the number"
    return f"it has {_listed([str(number) for number in numbers], 'and')}"


def _either(kinds: Sequence[str]) -> str:
    return "resource" if len(kinds) == len(SLUGS) else _listed(kinds, "or")


def _listed(words: Sequence[str], last: str) -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else words[0]


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
