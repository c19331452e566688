"""Index: what retrieval searches."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from promptops.resources.base import Resource
from promptops.resources.quantities import Date, Milliseconds
from promptops.resources.references import ModelReference
from promptops.resources.shapes import Maybe
from promptops.resources.texts import Text


class Index(Resource):
    """Documents, embedded for retrieval."""

    kind: Literal["Index"] = "Index"
    model: Maybe[ModelReference] = Field(None, description="The embedding model that it was built with.")
    built_on: Maybe[Date] = Field(None, description="The day on which it was built.")
    max_age: Maybe[Milliseconds] = Field(None, description="How old it may become, such as `90d`.")
    chunker: Maybe[Text] = Field(None, description="How documents were cut, such as `markdown-512-64`.")
    corpus: Maybe[Text] = Field(None, description="Which documents it holds: a path, bucket or name.")
