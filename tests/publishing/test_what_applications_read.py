"""What is published is what the run-time library follows."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.publishing.shop import DAY, NOW, PROMPT, TRIAGE, Shop, resource

from promptops.publishing.promotion import restrict, roll_back
from promptops.publishing.rollback import rollback_plan
from promptops.publishing.trust_file import roles_of, trusting
from promptops.trust.refusals import Code, RefusedError
from promptops.trust.restrictions import Restrictions

runtime = pytest.importorskip("promptops.runtime")


@pytest.fixture
def trust(shop: Shop, tmp_path: Path) -> str:
    file = tmp_path / "trust.json"
    file.write_bytes(trusting(None, "shop", [shop.key.public_key], roles_of(["prod"], ()), NOW))
    return str(file)


def opened(shop: Shop, trust: str) -> object:
    return runtime.open(str(shop.folder), channel="prod", trust=trust, check_every=0)
