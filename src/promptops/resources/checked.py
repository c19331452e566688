"""Fields whose values a function of ours checks, and that are written out as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic_core import core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Checked:
    """Takes what `check` returns, which raises `RefusedError`.

    With a `PlainValidator` of Pydantic's, writing a value out would call Python for each field.
    """

    def __init__(self, check: Callable[[Any], Any]) -> None:
        self.check = check

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the check; the type of the field is for those who read it."""
        del source, handler
        return core_schema.no_info_plain_validator_function(self.check, serialization={"type": "any"})
