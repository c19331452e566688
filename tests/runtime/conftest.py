from __future__ import annotations

from pathlib import Path

import pytest
from tests.runtime.shop import Shop, prompt


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Return a shop that has published one prompt, which says its version."""
    shop = Shop(tmp_path / "store")
    shop.publish({"prompt:greeting@1": prompt("prompt:greeting@1", "one")})
    return shop
