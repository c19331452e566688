"""Where the files that ship with the tool are: in the package, or beside `src/` in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from promptops.errors import PromptopsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_PACKAGE = Path(__file__).parent


def policy_packs() -> Traversable:
    """Return the folder of the policy packs.

    Raises `PromptopsError` when this installation lacks it.
    """
    return _folder("policies/packs", checkout="policies")


def published_schemas() -> Traversable:
    """Return the folder of the published JSON Schemas.

    Raises `PromptopsError` when this installation lacks it.
    """
    return _folder("schemas", checkout="schemas")


def _folder(packaged: str, *, checkout: str) -> Traversable:
    for candidate in _candidates(packaged, checkout):
        if candidate.is_dir():
            return candidate
    message = f"this installation of promptops lacks its folder `{checkout}`"
    raise PromptopsError(message, help="install promptops-compiler again")


def _candidates(packaged: str, checkout: str) -> Iterator[Traversable]:
    if not _PACKAGE.is_dir():
        from importlib.resources import files  # noqa: PLC0415 - takes 4 to 9 ms, and only a zip needs it

        yield files("promptops").joinpath(packaged)
        return
    yield _PACKAGE / packaged
    root = _PACKAGE.parents[1]
    if (root / "pyproject.toml").is_file():  # else it is any folder that happens to lie above an installation
        yield root / checkout
