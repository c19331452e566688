"""What was decided for a session about one prompt, apart from the session: shared by all who get the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from promptops.runtime.bundle import Bundle
from promptops.runtime.models import Model
from promptops.runtime.stamps import Stamp
from promptops.runtime.texts import Texts
from promptops.runtime.tools import Tool


class Choice(NamedTuple):
    """A prompt in a variant of it, with model, tools and parameters, and why it is this one.

    `number` is that of the variant, -1 for the prompt's own text. `models` are the model to call and those that may
    take its place, in this order; none where none is declared. `granted` are the tools that it has, with those that are
    switched off; `tools` are the others.
    """

    bundle: Bundle
    texts: Texts
    reference: str
    number: int
    variant: str | None
    models: tuple[Model, ...]
    granted: tuple[str, ...]
    tools: tuple[Tool, ...]
    parameters: Mapping[str, Any]
    agent: str | None
    reason: str
    stamp: Stamp
