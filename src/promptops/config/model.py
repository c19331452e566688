"""The shape of `promptops.yaml` and of the profiles that it extends."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from promptops.sources.globs import PatternError, compile_pattern

Level = Literal["off", "info", "warning", "error"]


def _pattern(value: str) -> str:
    try:
        compile_pattern(value)
    except PatternError as error:
        raise ValueError(str(error)) from error
    return value


Pattern = Annotated[str, Field(description="A path pattern as in .gitignore."), BeforeValidator(_pattern)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class RuleSetting(_Section):
    """How one rule is to speak."""

    severity: Level | None = Field(default=None, description="The severity of its findings, or `off`.")
    options: dict[str, Any] = Field(default_factory=dict, description="Options that the rule's page lists.")


def _rule_setting(value: object) -> object:
    return {"severity": value} if isinstance(value, str) else value


Rules = dict[str, Annotated[RuleSetting, BeforeValidator(_rule_setting)]]


def _as_tuple(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(_as_tuple)]
Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class Override(_Section):
    """Rule settings for some of the project: every condition that is given must hold."""

    paths: Patterns = Field(default=(), description="Files that it applies to.")
    owners: Names = Field(default=(), description="Teams whose resources it applies to.")
    environments: Names = Field(default=(), description="Environments whose resources it applies to.")
    rules: Rules = Field(description="Rule id to `off`, `info`, `warning`, `error`, or severity and options.")


class Source(_Section):
    """Files that do not say themselves what they are."""

    files: Patterns = Field(description="The files.")
    dialect: str = Field(description="How to read them, such as `markdown` or `jinja`.")
    template: Literal["jinja", "none"] | None = Field(
        default=None, description="The template language of the text; the dialect decides when it is left out."
    )


class ProfileModel(_Section):
    """A profile: rule settings under a name that `extends` can give."""

    description: str = ""
    rules: Rules = Field(default_factory=dict)


class ConfigModel(_Section):
    """`promptops.yaml`."""

    name: str | None = Field(default=None, description="The project's name, as it stands in manifests and bundles.")
    extends: Names = Field(default=("recommended",), description="Profiles to start from; later ones win.")
    include: Patterns = Field(default=(), description="Only these files are read; all files when left out.")
    exclude: Patterns = Field(default=(), description="These files are never read.")
    output: str = Field(default="build", description="The folder for the manifest and the bundles.")
    sources: Annotated[tuple[Source, ...], BeforeValidator(_as_tuple)] = Field(
        default=(), description="Files that do not say themselves what they are; the first match decides."
    )
    owners: dict[Pattern, str] = Field(
        default_factory=dict, description="Path pattern to team, for files that name no owner; the last match decides."
    )
    rules: Rules = Field(default_factory=dict, description="Rule id to `off`, `info`, `warning`, `error`, or settings.")
    overrides: Annotated[tuple[Override, ...], BeforeValidator(_as_tuple)] = Field(
        default=(), description="Rule settings for some paths, owners or environments; later ones win."
    )
    fail_on: Literal["info", "warning", "error", "never"] = Field(
        default="error", description="The least severity that makes the command exit with 1."
    )
    baseline: str | None = Field(default=None, description="The file of accepted findings.")

    @field_validator("output", "baseline")
    @classmethod
    def _stays_inside(cls, value: str | None) -> str | None:
        if value is not None and (value.startswith("/") or ".." in value.split("/")):
            raise ValueError("must be a path below the root")
        return value
