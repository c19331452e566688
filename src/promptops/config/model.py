"""The shape of `promptops.yaml` and of the profiles that it extends."""

from __future__ import annotations

import posixpath
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from promptops.config.dialects import PLAIN, Foreign, Plain, PlainTemplate
from promptops.config.values import LEVELS, Level
from promptops.resources.base import Block
from promptops.resources.rejections import refused
from promptops.resources.shapes import Items, Map, Maybe, OneOrMore, Shorthand
from promptops.resources.texts import RelativePath, Text
from promptops.sources.globs import PatternError, compile_pattern


def _compiles(pattern: str) -> str:
    try:
        compile_pattern(pattern)
    except PatternError as error:
        raise refused("is no path pattern below the root", str(error)) from error
    return pattern


def _below_root(path: str) -> str:
    plain = posixpath.normpath(path)
    if plain.split("/")[0] in (".", ".."):
        raise refused("must be the path of something below the root")
    return plain


Pattern = Annotated[str, AfterValidator(_compiles), Field(description="A path pattern as in .gitignore.")]
PathBelowRoot = Annotated[RelativePath, AfterValidator(_below_root)]


class RuleSetting(Block):
    """How one rule is to speak."""

    severity: Maybe[Level] = Field(None, description="The severity of its findings, or `off`.")
    options: Map[str, Any] = Field(default_factory=dict, description="What the rule's page lists, by name.")


Rules = Map[
    str,
    Annotated[
        RuleSetting,
        Shorthand(
            lambda value: {"severity": value} if isinstance(value, str) else value,
            lambda full: {"anyOf": [{"enum": list(LEVELS)}, full]},
        ),
    ],
]


class Override(Block):
    """Rule settings for some of the project: every condition that is given must hold."""

    paths: OneOrMore[Pattern] = Field(default=(), description="Files that it applies to.")
    owners: OneOrMore[str] = Field(default=(), description="Teams whose resources it applies to.")
    environments: OneOrMore[str] = Field(default=(), description="Environments whose resources it applies to.")
    rules: Rules = Field(description="Rule id to `off`, `info`, `warning`, `error`, or severity and options.")


class Source(Block):
    """Files that do not say themselves what they are."""

    files: OneOrMore[Pattern] = Field(description="The files.")
    dialect: Literal[Plain, Foreign] = Field(description="How to read them.")
    template: Maybe[PlainTemplate] = Field(
        None,
        description="The template language of the text; `jinja` for that dialect, else `none`. Others have their own.",
    )

    @model_validator(mode="after")
    def _template_of_a_text(self) -> Self:
        if self.template is not None and self.dialect not in PLAIN:
            raise refused("is for Markdown and text", f"`{self.dialect}` has its own; remove it", ("template",), "key")
        return self


class IgnoredExpectation(Block):
    """Something that looks like an expectation of a text and is none: it is told by `consumer`, `value` or both."""

    consumer: Maybe[str] = Field(
        None, description="Whose: a reference such as `eval:support/quality`, or a path; `*` stands for any text."
    )
    value: Maybe[str] = Field(None, description="The words, regular expression or key that is looked for.")
    reason: Text = Field(description="Why it is none.")

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if self.consumer is None and self.value is None:
            raise refused("needs `consumer` or `value`")
        return self


class Expectations(Block):
    """What relies on the wording of prompts."""

    ignore: Items[IgnoredExpectation] = Field(default=(), description="What was found and is no expectation.")


class ProfileModel(Block):
    """A profile: rule settings under a name that `extends` can give."""

    description: str = Field("", description="What it is for.")
    rules: Rules = Field(default_factory=dict, description="Rule id to `off`, `info`, `warning`, `error`, or settings.")


class ConfigModel(Block):
    """`promptops.yaml`."""

    name: Maybe[str] = Field(None, description="The project's name, as it stands in manifests and bundles.")
    extends: OneOrMore[str] = Field(default=("recommended",), description="Profiles to start from; later ones win.")
    include: OneOrMore[Pattern] = Field(default=(), description="Only these files are read; all when left out.")
    exclude: OneOrMore[Pattern] = Field(default=(), description="These files are never read.")
    output: PathBelowRoot = Field("build", description="The folder for the manifest and the bundles.")
    sources: Items[Source] = Field(
        default=(), description="Files that do not say themselves what they are; the first match decides."
    )
    owners: Map[Pattern, str] = Field(
        default_factory=dict, description="Path pattern to team, for files that name no owner; the last match decides."
    )
    rules: Rules = Field(default_factory=dict, description="Rule id to `off`, `info`, `warning`, `error`, or settings.")
    overrides: Items[Override] = Field(
        default=(), description="Rule settings for some paths, owners or environments; later ones win."
    )
    fail_on: Literal["info", "warning", "error", "never"] = Field(
        "error", description="The least severity that makes the command exit with 1."
    )
    expectations: Expectations = Field(
        default_factory=Expectations, description="What relies on the wording of prompts."
    )
    baseline: Maybe[PathBelowRoot] = Field(None, description="The file of accepted findings.")
