"""What a rule over changes is given, and what it gives back: a run that compares nothing imports none of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from promptops.config.resolution import AnyOptions, OptionSets, Subject
from promptops.diagnostics import Severity

if TYPE_CHECKING:
    from promptops.changes.change import Bump, Change, Consumer, Direction, Where
    from promptops.changes.comparison import Comparison
    from promptops.changes.reliance import Reliance
    from promptops.changes.snapshot import Snapshot
    from promptops.config.options import RuleOptions
    from promptops.config.settings import Settings
    from promptops.resources.entries import Entry
    from promptops.sources.codeowners import CodeOwners


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


class Governing(NamedTuple):
    """What governs the files of one side besides its resources; what is a function is read when it is asked for.

    `paths` are all files of the tree; `accepted` are the findings that the baseline file holds back, with how often it
    does, and `accepted_in` is the path of that file.
    """

    settings: Settings
    paths: Collection[str]
    accepted_in: str
    codeowners: Callable[[], CodeOwners | None]
    accepted: Callable[[], Mapping[Any, int]]


class ChangeContext(NamedTuple):
    """The baseline and the head, as a rule over changes sees them.

    `reliance` is what others needed of what changed and no longer get; `today` is the date that the run is judged by;
    `given` are the options that are set anywhere, by their kind.
    """

    comparison: Comparison
    reliance: Reliance
    before: Governing
    after: Governing
    today: date
    given: Mapping[type[RuleOptions], OptionSets[Any]] = {}

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


class VersionContext(NamedTuple):
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


ChangeCheck = Callable[[ChangeContext], Iterator[ChangeProblem]]
VersionCheck = Callable[[VersionContext], Iterator[ChangeProblem]]
