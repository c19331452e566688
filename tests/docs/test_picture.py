"""The picture in README.md shows what the command says today."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

SCRIPT = Path(__file__).parents[2] / "docs" / "pictures" / "pull_request.py"


def load() -> ModuleType:
    spec = spec_from_file_location("pull_request", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["pull_request"] = module
    spec.loader.exec_module(module)
    return module


def test_it_is_what_the_script_draws() -> None:
    script = load()
    assert script.PICTURE.read_text(encoding="utf-8") == script.drawn(script.comment())


def test_it_is_a_picture_without_anything_else_in_it() -> None:
    tree = ET.fromstring(load().PICTURE.read_text(encoding="utf-8"))  # noqa: S314 - a file of our own
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert tags == {"svg", "title", "style", "rect", "line", "text", "tspan"}
    assert "breaking change" in "".join(tree.itertext())
