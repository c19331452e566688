"""The published vectors of resources are those of this project, and this reader judges each as they say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.runtime.resource_vectors import FILE, vectors

from promptops.runtime.checking import check_resources
from promptops.trust.refusals import RefusedError

CASES = json.loads(FILE.read_text(encoding="utf-8"))["cases"]


def test_the_file_is_what_the_cases_give() -> None:
    assert FILE.read_text(encoding="utf-8") == vectors(), "write it again: python -m tests.runtime.resource_vectors"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_resources(case: dict[str, Any]) -> None:
    if case["refused"] is None:
        check_resources(case["resources"])
        return
    with pytest.raises(RefusedError) as caught:
        check_resources(case["resources"])
    assert caught.value.code == case["refused"]
