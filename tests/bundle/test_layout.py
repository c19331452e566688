from __future__ import annotations

import json

import pytest

from promptops.bundle.layout import FileLayout, Layout
from promptops.bundle.resolved import Overrides, Resolution

MANIFEST = FileLayout("ab", 12, [3, 40, 5])
BUNDLES = {"dev": FileLayout("cd", 0, [9, 0, 7, 2]), "prod": FileLayout("ef", 0, [9, 4, 7, 2])}
OVERRIDES = {"dev": {"prompt:a": Overrides({"model": "chat"}, {"/model": None})}}


@pytest.mark.parametrize(
    "layout",
    [
        Layout("name", MANIFEST, BUNDLES, [1, 0], OVERRIDES, {"a.yaml": 0, "ü\n b.yaml": 1}),
        Layout(None, FileLayout("ab", 12, [4]), None, [], {}, {}),
    ],
)
def test_a_layout_is_read_back_from_json(layout: Layout) -> None:
    assert Layout.from_row(json.loads(json.dumps(layout.row()))) == layout


def test_the_size_of_a_file_is_that_of_its_pieces() -> None:
    assert MANIFEST.size == 60


def test_a_resolution_is_read_back_from_one_line() -> None:
    resolution = Resolution({"owner": "support\n"}, ["prompt:a@1", None])
    assert "\n" not in resolution.line
    assert Resolution.from_line(resolution.line) == resolution
