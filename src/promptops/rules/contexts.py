"""What a rule is given, and what it gives back.

A rule knows no files and no output: it looks at resources, and yields problems at places that are paths of keys. The
engine turns these into lines and columns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from promptops.config.options import RuleOptions
from promptops.config.resolution import AnyOptions, OptionSets, Subject
from promptops.diagnostics import START, Fault, Range, Severity, Span
from promptops.resources.entries import Entry, Place
from promptops.resources.project import Project

if TYPE_CHECKING:
    from promptops.changes.change import Bump, Change, Consumer, Direction, Where
    from promptops.changes.comparison import Comparison
    from promptops.changes.reliance import Reliance
    from promptops.changes.snapshot import Snapshot
    from promptops.config.settings import Settings
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


@dataclass(frozen=True, slots=True)
class Attachment:
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


@dataclass(frozen=True, slots=True)
class ProjectContext:
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
    given: Mapping[type[RuleOptions], OptionSets[Any]] = field(default_factory=dict)
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


@dataclass(frozen=True, slots=True)
class SuppressionContext:
    """One comment that silences findings, after every other rule has spoken. Ranges are those of its file."""

    silencer: Silencer
    known_rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class WaiverContext:
    """One waiver that held no finding back, after every other rule has spoken."""

    leave: Leave
    known_rules: frozenset[str]


class ChangeProblem(NamedTuple):
    """What a rule found in a change.

    `change` is the resource that changed, `at` where the reader is to look: on a surviving consumer's line, if that is
    what breaks. `old` and `new` are what changed, in canonical form, and `subject` what tells two problems of one
    change apart, such as the name of a field: a waiver holds for just these. `consumers` are those whom it breaks; None
    stands for all consumers of the resource, and without any it is an info at most, where the direction has it so.
    `bump` is the version bump that it asks for, None for the rule's own. `notes` are lines for the reader, such as a
    word diff. `is_proven` says that there is a proof: without one it is a warning at most. `at_most` is the greatest
    severity that it may have for another reason. `direction` says who is hurt, None for the rule's own.
    """

    message: str
    change: Change
    at: Where
    help: str | None = None
    related: tuple[tuple[Where, str], ...] = ()
    subject: str = ""
    old: str = ""
    new: str = ""
    consumers: tuple[Consumer, ...] | None = None
    bump: Bump | None = None
    notes: tuple[str, ...] = ()
    is_proven: bool = True
    at_most: Severity = Severity.ERROR
    direction: Direction | None = None


class Released(NamedTuple):
    """A resource as it was at the last release, and the tag that names that."""

    tag: str
    snapshot: Snapshot


class Releases(Protocol):
    """Knows the resources as they were at the last release."""

    @property
    def unknown(self) -> str | None:
        """Return why nobody can say what was released, None where it is known."""

    def find(self, entry: Entry) -> Released | None:
        """Return how a resource of the baseline was released, None for one that was not."""


@dataclass(frozen=True, slots=True)
class Governing:
    """What governs the files of one side besides its resources; what is a function is read when it is asked for.

    `paths` are all files of the tree; `accepted` are the findings that the baseline file holds back, with how often it
    does, and `accepted_in` is the path of that file.
    """

    settings: Settings
    paths: Collection[str]
    accepted_in: str
    codeowners: Callable[[], CodeOwners | None]
    accepted: Callable[[], Mapping[Any, int]]


@dataclass(frozen=True, slots=True)
class ChangeContext:
    """The baseline and the head, as a rule over changes sees them.

    `reliance` is what others needed of what changed and no longer get; `today` is the date that the run is judged by;
    `given` are the options that are set anywhere, by their kind.
    """

    comparison: Comparison
    reliance: Reliance
    before: Governing
    after: Governing
    today: date
    given: Mapping[type[RuleOptions], OptionSets[Any]] = field(default_factory=dict)

    def options(self, kind: type[AnyOptions], change: Change) -> AnyOptions:
        """Return the options of the rule that declares this kind, as they are set for a resource that changed."""
        sets: OptionSets[AnyOptions] | None = self.given.get(kind)
        if sets is None:
            return kind()
        known = change.known
        return sets.everywhere or sets.of(Subject(known.entry.path, known.owner, known.entry.environment))


class Demand(NamedTuple):
    """A finding about a change that asks for a version bump: the rule that found it, the bump, and how sure it is."""

    rule: str
    bump: Bump
    severity: Severity


@dataclass(frozen=True, slots=True)
class VersionContext:
    """A versioned resource that changed, after every rule over changes has spoken.

    `before` is what its users have: the resource as it was released, else as it was at the baseline. `tag` names that
    release, None where there is none; `notes` say so where nobody can know. `declared` is the bump that its version
    announces to its users, `required` the greatest of those that the `demands` ask for.
    """

    change: Change
    before: Snapshot
    after: Snapshot
    tag: str | None
    notes: tuple[str, ...]
    declared: Bump
    required: Bump
    demands: tuple[Demand, ...]


Scope = Literal["file", "project", "change", "version", "suppression", "waiver"]
FileCheck = Callable[[FileContext], Iterator[Problem]]
ProjectCheck = Callable[[ProjectContext], Iterator[Problem]]
ChangeCheck = Callable[[ChangeContext], Iterator[ChangeProblem]]
SuppressionCheck = Callable[[SuppressionContext], Iterator[Problem]]
VersionCheck = Callable[[VersionContext], Iterator[ChangeProblem]]
WaiverCheck = Callable[[WaiverContext], Iterator[Problem]]
