"""The picture in README.md shows what the command says today."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

SCRIPT = Path(__file__).parents[2] / "docs" / "pictures" / "pull_request.py"


def load() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


def test_it_is_what_the_script_draws() -> None:
    script = load()
    assert script["PICTURE"].read_text(encoding="utf-8") == script["drawn"](script["comment"]())


def test_it_is_a_picture_without_anything_else_in_it() -> None:
    tree = ET.fromstring(load()["PICTURE"].read_text(encoding="utf-8"))  # noqa: S314 - a file of our own
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert tags == {"svg", "title", "style", "rect", "line", "text", "tspan"}
    assert "breaking change" in "".join(tree.itertext())
