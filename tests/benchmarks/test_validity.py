from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from promptops.formats.native import read_documents, read_markdown
from promptops.resources import slug_of
from promptops.resources.base import Resource
from promptops.resources.references import references
from promptops.resources.validation import validate

CORPUS = Path(__file__).parents[2] / "benchmarks" / "corpus.py"
INCLUDE = re.compile(r'{% include "([^"@]+)@(\d+)" %}')
Key = tuple[str, str, int]


def read(path: Path, name: str) -> list[Resource]:
    """Return the resources of one file, in which nothing may be wrong."""
    reader = read_documents if name.endswith(".yaml") else lambda text, **how: read_markdown(name, text, **how)
    reading = reader(path.read_text(encoding="utf-8"), configured=True)
    assert not reading.faults, name
    found = []
    for draft in reading.drafts:
        resource, rejections = validate(draft.kind, draft.data)
        assert resource is not None, (name, rejections)
        assert not rejections, name
        found.append(resource)
    return found


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> list[Resource]:
    root = tmp_path_factory.mktemp("corpus") / "repository"
    subprocess.run([sys.executable, CORPUS, root, "1000"], check=True)
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    names = [name for name in listed if name.endswith((".prompt.md", ".yaml"))]
    owned = [name for name in names if not name.endswith(("promptops.yaml", "_defaults.yaml"))]
    return [resource for name in owned for resource in read(root / name, name)]


@pytest.fixture(scope="module")
def keys(resources: list[Resource]) -> set[Key]:
    return {
        (slug_of(resource.kind), resource.name, int((resource.version or "0").split(".")[0])) for resource in resources
    }


def test_names_are_unique(resources: list[Resource], keys: set[Key]) -> None:
    assert len(resources) >= 1000
    assert len(keys) == len(resources)


def test_every_reference_resolves(resources: list[Resource], keys: set[Key]) -> None:
    names = {(kind, name) for kind, name, _ in keys}
    for resource in resources:
        for reference in references(resource):
            candidates = [reference.kind] if reference.kind else reference.kinds
            if reference.major is None:
                assert any((kind, reference.name) in names for kind in candidates), reference
            else:
                assert any((kind, reference.name, reference.major) in keys for kind in candidates), reference


def test_every_include_resolves(resources: list[Resource], keys: set[Key]) -> None:
    included = [found for resource in resources for found in INCLUDE.findall(f"{getattr(resource, 'body', '')}")]
    assert len(included) > 300
    assert all(("fragment", name, int(major)) in keys for name, major in included)
