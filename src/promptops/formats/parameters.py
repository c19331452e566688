"""Which parameters of a call have a place in the native model."""

from __future__ import annotations

from typing import Any

from promptops.resources.rejections import RefusedError


def is_parameter(name: str, value: Any) -> bool:
    """Say whether a parameter may have a value; providers take others, and the environment may give one."""
    from promptops.resources.parameters import check_parameters  # noqa: PLC0415 - it imports pydantic

    try:
        check_parameters({name: value})
    except RefusedError:
        return False
    return True
