"""What a rule is given, and what it gives back.

A rule knows no files and no output: it looks at resources, and yields problems at places that are paths of keys. The
engine turns these into lines and columns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from promptops.config.options import RuleOptions
from promptops.config.resolution import AnyOptions, OptionSets, Subject
from promptops.diagnostics import START, Fault, Range, Severity, Span
from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project

if TYPE_CHECKING:
    from promptops.resources.base import Resource
    from promptops.rules.enforcement import InForce
    from promptops.rules.waivers import Leave
    from promptops.sources.codeowners import CodeOwners
    from promptops.sources.documents import Document
    from promptops.templates import PromptText


class Problem(NamedTuple):
    """What a rule found. `at` is a place in a resource, or a range in the file that a file rule looks at.

    `subject` tells two problems at the same keys apart in fingerprints, such as the name that a text uses. What is
    `related` is a place in a resource, a range in the same file, or a span in a file without resources. `edits` are
    replacements that put it right without changing what the file means to anyone else. `at_most` is the greatest
    severity that it may have, whatever that of the rule is.
    """

    message: str
    at: Place | Range
    help: str | None = None
    related: tuple[tuple[Place | Range | Span, str], ...] = ()
    subject: str = ""
    fix_title: str | None = None
    edits: tuple[tuple[Range, str], ...] = ()
    at_most: Severity = Severity.ERROR


class Attachment(NamedTuple):
    """A file that a resource names by a relative path, such as its output schema.

    `value` is what it holds; `document` knows where the parts of that stand, and is None for plain text.
    """

    path: str
    text: str
    value: Any
    document: Document | None = None

    def span_of(self, keys: tuple[str | int, ...]) -> Span:
        """Return where the value at a path of keys stands in the file."""
        return Span.of(self.path, START if self.document is None else self.document.range_of(keys))


class ReadResource(NamedTuple):
    """One valid resource of the file at hand: the typed model, its entry, its texts, its attached files.

    `attachments` maps the path of keys that names a file to that file.
    """

    entry: Entry
    model: Resource
    texts: tuple[PromptText, ...]
    attachments: Mapping[tuple[str | int, ...], Attachment]


class FileContext(NamedTuple):
    """One file, as a rule over files sees it. `given` are the options that hold there, by their kind."""

    path: str
    text: str
    dialect: str
    resources: tuple[ReadResource, ...]
    faults: tuple[Fault, ...]
    given: Mapping[type[RuleOptions], RuleOptions] = {}

    def options(self, kind: type[AnyOptions]) -> AnyOptions:
        """Return the options of the rule that declares this kind, as they are set for the file."""
        found = self.given.get(kind)
        return found if isinstance(found, kind) else kind()

    def faults_of(self, rule: str) -> Iterator[Problem]:
        """Yield what the readers found for a rule."""
        for fault in self.faults:
            if fault.rule == rule:
                yield Problem(
                    fault.message,
                    fault.place,
                    fault.help,
                    fault.related,
                    ".".join(str(key) for key in fault.keys),
                    fault.fix_title,
                    fault.edits,
                )


class ProjectContext(NamedTuple):
    """The linked project, as a rule over the project sees it.

    `today` is the date that the run is judged by, `owners` the teams that the configuration gives files to, each with
    the place where it does; `given` are the options that are set anywhere, by their kind. `texts` reads the texts of a
    prompt or fragment again, None where nobody can: what depends on them is found anew whenever their file changes.
    `files_with` returns those of some files that have any of some words in them, in any case, which count as read; what
    depends on it is found anew as well when one of the words comes up in a file that changes. `policies` are those that
    judge, None for those of the project.
    """

    project: Project
    today: date
    codeowners: CodeOwners | None = None
    owners: tuple[tuple[str, Place], ...] = ()
    given: Mapping[type[RuleOptions], OptionSets[Any]] = {}
    texts: Callable[[Entry], Sequence[PromptText]] | None = None
    files_with: Callable[[Collection[str], Collection[str]], Collection[str]] | None = None
    policies: Sequence[InForce] | None = None

    def options(self, kind: type[AnyOptions], entry: Entry) -> AnyOptions:
        """Return the options of the rule that declares this kind, as they are set for a resource."""
        sets: OptionSets[AnyOptions] | None = self.given.get(kind)
        if sets is None:
            return kind()
        return sets.everywhere or sets.of(Subject(entry.path, self.project.owner(entry), entry.environment))


class Silencer(NamedTuple):
    """One `# promptops: ignore[...] reason` comment: where it stands, and which of its ids silenced nothing.

    `ids_place` is what stands in the brackets, and `cut` what goes when the comment goes, None where that would change
    the text around it.
    """

    path: str
    ids: tuple[str, ...]
    reason: str
    place: Range
    unused: tuple[str, ...]
    ids_place: Range
    cut: Range | None


class SuppressionContext(NamedTuple):
    """One comment that silences findings, after every other rule has spoken. Ranges are those of its file."""

    silencer: Silencer
    known_rules: frozenset[str]


class WaiverContext(NamedTuple):
    """One waiver that held no finding back, after every other rule has spoken."""

    leave: Leave
    known_rules: frozenset[str]


Scope = Literal["file", "project", "change", "version", "suppression", "waiver"]
FileCheck = Callable[[FileContext], Iterator[Problem]]
ProjectCheck = Callable[[ProjectContext], Iterator[Problem]]
SuppressionCheck = Callable[[SuppressionContext], Iterator[Problem]]
WaiverCheck = Callable[[WaiverContext], Iterator[Problem]]
