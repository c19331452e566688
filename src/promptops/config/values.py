"""What a configuration says, read from JSON that has been checked: no class here is pydantic's.

Pydantic and the model take 15 ms to load, which a run that finds its configuration in the cache need not spend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, Self

from promptops.config.dialects import Foreign, Plain, PlainTemplate

LEVELS = ("off", "info", "warning", "error")
Level = Literal["off", "info", "warning", "error"]

Row = Mapping[str, Any]
"""A mapping of the configuration as JSON, with every key that it may have."""


class Setting(NamedTuple):
    """How one rule is to speak."""

    severity: Level | None
    options: Mapping[str, Any]


Rules = Mapping[str, Setting]


class Override(NamedTuple):
    """Rule settings for some of the project."""

    paths: Sequence[str]
    owners: Sequence[str]
    environments: Sequence[str]
    rules: Rules


class Source(NamedTuple):
    """Files that do not say themselves what they are."""

    files: Sequence[str]
    dialect: Plain | Foreign
    template: PlainTemplate | None


class Ignored(NamedTuple):
    """Something that looks like an expectation of a text and is none."""

    consumer: str | None
    value: str | None
    reason: str


class Expectations(NamedTuple):
    """What relies on the wording of prompts."""

    ignore: Sequence[Ignored]


class Profile(NamedTuple):
    """Rule settings under a name."""

    description: str
    rules: Rules

    @classmethod
    def of(cls, row: Row) -> Self:
        """Return the profile that a row holds."""
        return cls(row["description"], _rules(row["rules"]))


class Config(NamedTuple):
    """`promptops.yaml`; the model says what each key means."""

    name: str | None
    extends: Sequence[str]
    include: Sequence[str]
    exclude: Sequence[str]
    output: str
    sources: Sequence[Source]
    owners: Mapping[str, str]
    rules: Rules
    overrides: Sequence[Override]
    fail_on: Literal["info", "warning", "error", "never"]
    expectations: Expectations
    baseline: str | None

    @classmethod
    def of(cls, row: Row) -> Self:
        """Return the configuration that a row holds."""
        values = {
            **row,
            "sources": [Source(**source) for source in row["sources"]],
            "rules": _rules(row["rules"]),
            "overrides": [Override(**{**each, "rules": _rules(each["rules"])}) for each in row["overrides"]],
            "expectations": Expectations([Ignored(**each) for each in row["expectations"]["ignore"]]),
        }
        return cls(**values)


def row_of(value: Any) -> Any:
    """Return a configuration, a profile or a part of one as JSON; `of` reads it back."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return row_of(value._asdict())
    if isinstance(value, Mapping):
        return {key: row_of(each) for key, each in value.items()}
    return [row_of(each) for each in value] if isinstance(value, list | tuple) else value


def _rules(row: Row) -> Rules:
    return {rule: Setting(**setting) for rule, setting in row.items()}
