from __future__ import annotations

import pytest

from promptops.compiler.locating import FileLocator
from promptops.resources.entries import Place
from promptops.sources.yaml import read_yaml


def test_a_file_without_resources_is_read_once_for_all_that_is_found_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else thousands of findings in one `promptops.yaml` would each cost a reading of it."""
    asked = []

    def reading(text: str) -> object:
        asked.append(text)
        return read_yaml(text)

    monkeypatch.setattr("promptops.compiler.locating.read_yaml", reading)
    text = "name: shop\noverrides:\n- paths: [a]\n- paths: [b]\n"
    locator = FileLocator("promptops.yaml", text, list)
    lines = [locator.range_of(Place("promptops.yaml", None, ("overrides", number))).line for number in range(2)]
    assert (lines, asked) == ([3, 4], [text])
