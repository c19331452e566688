"""The files at the root of a project that hold what is known of models."""

from __future__ import annotations

from typing import Final

CATALOG_NAME: Final = "promptops.catalog.jsonl"
"""Models that go before those of the package: `promptops catalog update` writes it."""

LOCK_NAME: Final = "promptops.lock"
"""What the project was when somebody last looked: `promptops lock` writes it."""
