"""What the compiler and the rule engine ask of the configuration, profiles already merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Self

from promptops.config.resolution import AnyOptions, OptionSets, Scope, Subject
from promptops.config.values import Config, Ignored, Level, Profile, Rules, Source, row_of
from promptops.diagnostics import Severity
from promptops.sources.globs import any_of, compile_pattern
from promptops.sources.wildcards import any_name

STRICTEST_FIRST = ("info", "warning", "error", "never")
"""What `fail_on` may be."""

_JUDGING = ("extends", "rules", "overrides", "fail_on", "expectations", "baseline")
"""The keys that say what is wrong and how loudly; the others say where the files are, and whose."""


class Settings:
    """The merged configuration of one project. `path` is the file it came from, None when there is none."""

    def __init__(self, config: Config, profiles: tuple[Profile, ...] = (), path: str | None = None) -> None:
        self.config = config
        self.profiles = profiles
        self.path = path

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Settings) and other.row() == self.row()

    def __hash__(self) -> int:
        return hash(self.path)

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Return the settings that a row holds."""
        return cls(Config.of(row["config"]), tuple(Profile.of(each) for each in row["profiles"]), row["path"])

    def row(self) -> dict[str, Any]:
        """Return the settings as JSON; `of` reads them back."""
        return {"config": row_of(self.config), "profiles": row_of(self.profiles), "path": self.path}

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

    def level(self, rule: str) -> Level | None:
        """Return what a rule is set to in the whole project, but for overrides; None for what it is by itself."""
        level = None
        for rules in self._project_layers:
            setting = rules.get(rule)
            level = setting.severity or level if setting is not None else level
        return level

    def is_off(self, rule: str) -> bool:
        """Say whether a rule is off in the whole project."""
        return self.level(rule) == "off" and not any(rule in override.rules for override in self.config.overrides)

    def options(self, rule: str, kind: type[AnyOptions]) -> OptionSets[AnyOptions]:
        """Return the options of a rule, which are of some kind, wherever they are set."""
        project: dict[str, Any] = {}
        for rules in self._project_layers:
            project.update(rules[rule].options if rule in rules else {})
        set_by = ((scope, rules[rule].options) for scope, rules in self._overrides if rule in rules)
        return OptionSets(kind, project, [(scope, values) for scope, values in set_by if values])

    def option_values(self, rule: str) -> tuple[object, ...]:
        """Return what the options of a rule are set to and where, as it is written; equal ones do the same."""
        project = [rules[rule].options for rules in self._project_layers if rule in rules and rules[rule].options]
        set_by = ((each, each.rules[rule].options) for each in self.config.overrides if rule in each.rules)
        overrides = [(each.paths, each.owners, each.environments, values) for each, values in set_by if values]
        return project, overrides

    def judged_by(self, judge: Settings) -> Settings:
        """Return these settings with the rules as others set them; where the files are and whose stays as it is."""
        judging = {key: getattr(judge.config, key) for key in _JUDGING}
        return Settings(self.config._replace(**judging), judge.profiles, self.path)

    def ignores(self, consumer: str, value: str) -> bool:
        """Say whether what somebody seems to expect of a text is none of its expectations."""
        return any(
            (item.value is None or item.value == value) and (item.consumer is None or matches(consumer))
            for item, matches in self._ignored
        )

    @cached_property
    def _ignored(self) -> tuple[tuple[Ignored, Callable[[str], bool]], ...]:
        return tuple((item, any_name((item.consumer or "*",))) for item in self.config.expectations.ignore)

    @cached_property
    def _project_layers(self) -> tuple[Rules, ...]:
        layers = (*(profile.rules for profile in self.profiles), self.config.rules)
        return tuple(rules for rules in layers if rules)

    def _layers(self, subject: Subject) -> Iterable[Rules]:
        yield from self._project_layers
        for scope, rules in self._overrides:
            if scope.holds(subject):
                yield rules

    @cached_property
    def _overrides(self) -> tuple[tuple[Scope, Rules], ...]:
        return tuple(
            (Scope(any_of(each.paths) if each.paths else None, each.owners, each.environments), each.rules)
            for each in self.config.overrides
        )

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
