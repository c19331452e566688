"""Which settings of a rule hold for which resource: those of the project, then those of every override that applies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, Generic, NamedTuple, TypeVar

from promptops.config.options import RuleOptions

AnyOptions = TypeVar("AnyOptions", bound=RuleOptions)

MAX_SUBJECTS = 200
"""Pairs of owner and environment for which the options of one rule may be set."""


class Subject(NamedTuple):
    """What a finding is about, as overrides see it."""

    path: str
    owner: str | None = None
    environment: str | None = None


class Scope(NamedTuple):
    """What an override applies to: every condition that it has must hold."""

    matches: Callable[[str], bool] | None
    owners: Sequence[str]
    environments: Sequence[str]

    def holds(self, subject: Subject) -> bool:
        """Say whether the override applies."""
        if self.matches is not None and not self.matches(subject.path):
            return False
        if self.owners and subject.owner not in self.owners:
            return False
        return not self.environments or subject.environment in self.environments


class OptionSets(Generic[AnyOptions]):
    """The options of one rule.

    `everywhere` are those of the whole project, None where an override sets some. An option that is set again has the
    later value, and not both.
    """

    def __init__(
        self,
        kind: type[AnyOptions],
        project: Mapping[str, Any],
        overrides: Sequence[tuple[Scope, Mapping[str, Any]]] = (),
    ) -> None:
        """Take values as they are written, those of the project and those of overrides, the last of which counts."""
        self._kind = kind
        self._project = project
        self._overrides = overrides
        self._made: dict[tuple[int, ...], AnyOptions] = {}
        self.everywhere = None if overrides else kind.of(project)

    def of(self, subject: Subject) -> AnyOptions:
        """Return the options that hold for a subject."""
        if self.everywhere is not None:
            return self.everywhere
        applying = tuple([number for number, (scope, _) in enumerate(self._overrides) if scope.holds(subject)])
        made = self._made.get(applying)
        if made is None:
            layers = (self._project, *(self._overrides[number][1] for number in applying))
            made = self._made[applying] = self._kind.of({name: raw for layer in layers for name, raw in layer.items()})
        return made

    def at(self, path: str) -> tuple[AnyOptions, ...]:
        """Return the options that may hold at a path, each once: whose it is may be unknown there."""
        if self.everywhere is not None:
            return (self.everywhere,)
        owners, environments = named_in(scope for scope, _ in self._overrides)
        subjects = product((None, *owners), (None, *environments))
        return tuple(dict.fromkeys(self.of(Subject(path, *subject)) for subject in subjects))


def named_in(scopes: Iterable[Scope]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the owners and the environments that scopes name, each once."""
    known = tuple(scopes)
    owners = dict.fromkeys(owner for scope in known for owner in scope.owners)
    return tuple(owners), tuple(dict.fromkeys(name for scope in known for name in scope.environments))
