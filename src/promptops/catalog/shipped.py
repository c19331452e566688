"""The catalogue in the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_NAME = "catalog.jsonl"
_FOLDER = Path(__file__).parent / "data"


def shipped_text() -> str:
    """Return the text of the catalogue in the package."""
    if _FOLDER.is_dir():
        return (_FOLDER / _NAME).read_text(encoding="utf-8")
    return files("promptops").joinpath("catalog", "data", _NAME).read_text(encoding="utf-8")  # in a zip
