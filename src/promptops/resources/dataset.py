"""Dataset: cases to judge by, to show or to train on."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from promptops.resources.base import Block, Resource
from promptops.resources.blocks import Period
from promptops.resources.quantities import Milliseconds, Share
from promptops.resources.rejections import refused
from promptops.resources.shapes import Items, Maybe
from promptops.resources.texts import Label, RelativePath

_ROUNDING = 1e-9


class Sources(Block):
    """Where the cases come from, as shares of all of them."""

    resolved: Maybe[Share] = Field(None, description="The share of cases that were solved.")
    unresolved: Maybe[Share] = Field(None, description="The share of cases that nobody solved.")
    abandoned: Maybe[Share] = Field(None, description="The share of cases whose users gave up.")
    synthetic: Maybe[Share] = Field(None, description="The share of cases that were made up.")

    @model_validator(mode="after")
    def _parts_of_one_whole(self) -> Self:
        total = sum(share for share in (self.resolved, self.unresolved, self.abandoned, self.synthetic) if share)
        if total > 1 + _ROUNDING:
            raise refused(f"adds up to {total:g}", "shares are parts of 1")
        return self


class Dataset(Resource):
    """Cases, and where and when they were collected."""

    kind: Literal["Dataset"] = "Dataset"
    files: Items[RelativePath] = Field((), description="The paths of its files; `*` and `**` match as in a shell.")
    purpose: Maybe[Literal["evaluation", "few-shot", "training"]] = Field(None, description="What it is used for.")
    collected: Maybe[Period] = Field(None, description="The days on which the cases arose.")
    max_age: Maybe[Milliseconds] = Field(None, description="How old the cases may become, such as `180d`.")
    sources: Maybe[Sources] = Field(None, description="Where the cases come from, as shares of all of them.")
    slices: Items[Label] = Field((), description="The names of its parts, such as `hard`.")
