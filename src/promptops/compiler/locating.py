"""From places to lines and columns: at once for the file at hand, by reading it again for a finding of the project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

from promptops.compiler.masking import Mask
from promptops.compiler.unit import Finding
from promptops.diagnostics import START, Edit, Fix, Range, Related, Span
from promptops.formats import Draft
from promptops.resources.entries import Place
from promptops.rules.contexts import Problem
from promptops.sources.text import LineIndex
from promptops.sources.yaml import YamlDocument, read_yaml

_YAML = (".yaml", ".yml")
_BODY = ("body",)
MAX_SNIPPET = 2_000
"""Code points of an offending line that are kept."""


class FileLocator:
    """Turns places in one file into ranges, and problems into findings."""

    def __init__(
        self, path: str, text: str, drafts: Callable[[], Sequence[Draft]], body: tuple[int, int] | None = None
    ) -> None:
        """Read `drafts` when they are first needed; `body` is where the text of a Markdown file stands, if known."""
        self.path = path
        self._read = drafts
        self._body = body
        self._lines = LineIndex(text)
        self._mask = Mask(self._lines)

    def range_of(self, place: Place | Range) -> Range:
        """Return the range of a place in this file; the start of the file when it is no longer there."""
        if isinstance(place, Range):
            return place
        if place.ordinal is None:
            return self._range_outside(place)
        if self._body is not None and place.keys == _BODY:
            start, end = self._body
            stretch = (start + place.start, start + place.end) if place.start >= 0 else (start, end)
            return self._lines.range(*(min(offset, end) for offset in stretch))
        if not 0 <= place.ordinal < len(self._drafts):
            return START
        draft = self._drafts[place.ordinal]
        if place.start >= 0:
            return draft.range_in(place.keys, place.start, place.end)
        return draft.range_of(place.keys, place.part)

    @cached_property
    def _drafts(self) -> Sequence[Draft]:
        return self._read()

    def line_text(self, line: int) -> str:
        """Return the text of a line, as much of it as is shown."""
        return self._lines.line_text(line, MAX_SNIPPET)

    def _range_outside(self, place: Place) -> Range:
        """Return the range of a place in a file without resources: by its keys, or by offsets in the text."""
        if place.start >= 0:
            return self._lines.range(place.start, place.end)
        documents = self._documents if place.keys and self.path.endswith(_YAML) else ()
        return documents[0].range_of(place.keys, place.part) if documents else START

    @cached_property
    def _documents(self) -> Sequence[YamlDocument]:
        return read_yaml(self._lines.text)[0]

    def finding(self, rule: str, problem: Problem, related: Callable[[Place], Span] | None = None) -> Finding:
        """Return a problem in this file as a finding. `related` locates places in other files."""
        place = problem.at
        found = self.range_of(place)
        keys = place.keys if isinstance(place, Place) else ()
        finding = Finding(
            rule=rule,
            message=problem.message,
            primary=Span.of(self.path, found),
            ordinal=place.ordinal if isinstance(place, Place) else None,
            keys=(*keys, problem.subject) if problem.subject else keys,
            help=problem.help,
            related=tuple(Related(self._span(other, related), text) for other, text in problem.related),
            fix=self._fix(problem),
            snippet=self.line_text(found.line),
            at_most=problem.at_most,
        )
        return self._mask.finding(finding)

    def _span(self, place: Place | Range | Span, elsewhere: Callable[[Place], Span] | None) -> Span:
        if isinstance(place, Span):
            return place
        if isinstance(place, Place) and place.path != self.path and elsewhere is not None:
            return elsewhere(place)
        return Span.of(self.path, self.range_of(place))

    def _fix(self, problem: Problem) -> Fix | None:
        if not problem.edits:
            return None
        edits = tuple(Edit(Span.of(self.path, place), text) for place, text in problem.edits)
        return Fix(problem.fix_title or "put it right", edits)


class ProjectLocator:
    """Locates places in any file of the project; a file is read and parsed again when it is first asked for."""

    def __init__(self, open_file: Callable[[str], FileLocator]) -> None:
        self._file = lru_cache(maxsize=64)(open_file)

    def finding(self, rule: str, problem: Problem, path: str) -> Finding:
        """Return a problem as a finding; `path` is the file of a problem that names no place in a resource."""
        at = problem.at.path if isinstance(problem.at, Place) else path
        return self._file(at).finding(rule, problem, self.span)

    def span(self, place: Place) -> Span:
        """Return the span of a place in any file."""
        return Span.of(place.path, self._file(place.path).range_of(place))

    def located(self, place: Place | Span) -> tuple[Span, str]:
        """Return the span of a place in any file, with the text of its line."""
        span = place if isinstance(place, Span) else self.span(place)
        return span, self._file(span.path).line_text(span.line)
