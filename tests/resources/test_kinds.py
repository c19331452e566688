from __future__ import annotations

import subprocess
import sys

import pytest

from promptops.resources import KINDS, model_of
from promptops.resources.base import Resource


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_names_its_model(kind: str) -> None:
    model = model_of(kind)
    assert issubclass(model, Resource)
    assert model.__name__ == kind
    assert model.__module__ == KINDS[kind]
    assert model_of(kind) is model


def _imported_by(statement: str) -> set[str]:
    program = f"import sys\n{statement}\nprint(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    )


def test_naming_the_kinds_imports_no_model() -> None:
    modules = _imported_by("from promptops.resources import KINDS, SLUGS, slug_of")
    assert not modules & {"pydantic", "pydantic_core", "promptops.resources.base"}


def test_a_model_imports_no_other_kind_and_nothing_heavy() -> None:
    modules = _imported_by("from promptops.resources import model_of\nmodel_of('Prompt')")
    assert not modules & {*KINDS.values(), "jsonschema", "referencing", "re2", "yaml", "jinja2", "networkx"} - {
        KINDS["Prompt"]
    }
