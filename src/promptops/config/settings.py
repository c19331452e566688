"""What the compiler and the rule engine ask of the configuration, profiles already merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from promptops.config.model import ConfigModel, Override, ProfileModel, Rules, Source
from promptops.diagnostics import Severity
from promptops.sources.globs import any_of, compile_pattern

_NO_OPTIONS: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Settings:
    """The merged configuration of one project. `path` is the file it came from, None when there is none."""

    config: ConfigModel
    profiles: tuple[ProfileModel, ...] = ()
    path: str | None = None

    def reads(self, path: str) -> bool:
        """Say whether a file belongs to the project at all."""
        config = self.config
        if config.include and not self._included(path):
            return False
        return not (config.exclude and self._excluded(path))

    def source_of(self, path: str) -> Source | None:
        """Return the configured source that a file belongs to; the first match decides."""
        return next((source for matches, source in self._sources if matches(path)), None)

    def owner_of(self, path: str) -> str | None:
        """Return the team that `owners` gives a path; the last match decides."""
        owner = None
        for matches, team in self._owners:
            if matches(path):
                owner = team
        return owner

    def severity(self, rule: str, default: Severity, subject: Subject) -> Severity | None:
        """Return the severity of a rule's finding about `subject`, None when the rule is off there."""
        level: str = default.value
        for rules in self._layers(subject):
            setting = rules.get(rule)
            if setting is not None and setting.severity is not None:
                level = setting.severity
        return None if level == "off" else Severity(level)

    def is_off(self, rule: str) -> bool:
        """Say whether a rule is off in the whole project."""
        level = None
        for rules in self._project_layers:
            setting = rules.get(rule)
            level = setting.severity or level if setting is not None else level
        return level == "off" and not any(rule in override.rules for override in self.config.overrides)

    def options(self, rule: str) -> Mapping[str, Any]:
        """Return the options set for a rule in the whole project."""
        found: dict[str, Any] = {}
        for rules in self._project_layers:
            if rule in rules:
                found.update(rules[rule].options)
        return found or _NO_OPTIONS

    @cached_property
    def _project_layers(self) -> tuple[Rules, ...]:
        layers = (*(profile.rules for profile in self.profiles), self.config.rules)
        return tuple(rules for rules in layers if rules)

    def _layers(self, subject: Subject) -> Iterable[Rules]:
        yield from self._project_layers
        for override in self.config.overrides:
            if _applies(override, subject):
                yield override.rules

    @cached_property
    def _included(self) -> Any:
        return any_of(self.config.include)

    @cached_property
    def _excluded(self) -> Any:
        return any_of(self.config.exclude)

    @cached_property
    def _sources(self) -> tuple[tuple[Any, Source], ...]:
        return tuple((any_of(source.files), source) for source in self.config.sources)

    @cached_property
    def _owners(self) -> tuple[tuple[Any, str], ...]:
        return tuple((compile_pattern(pattern), team) for pattern, team in self.config.owners.items())


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about, as overrides see it."""

    path: str
    owner: str | None = None
    environment: str | None = None


def _applies(override: Override, subject: Subject) -> bool:
    if override.paths and not any_of(override.paths)(subject.path):
        return False
    if override.owners and subject.owner not in override.owners:
        return False
    return not override.environments or subject.environment in override.environments
