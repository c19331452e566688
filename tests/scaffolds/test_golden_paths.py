from __future__ import annotations

import json
from typing import Any

import pytest

from promptops.packaged import published_schemas
from promptops.resources import KINDS, SLUGS
from promptops.scaffolds.golden_paths import golden_path
from promptops.sources.yaml import read_yaml

_VALUES = {
    "name": "a",
    "governance": "review_by: 2027-01-01",
    "owner": "support",
    "about": "prompt:a@1",
    "cases": "a.jsonl",
    "today": "2026-11-01",
    "expires": "2027-01-30",
}
_ABOUT_FIELDS = {
    "agent": "prompt",
    "consumer": "of",
    "eval": "subjects",
    "feature": "parts",
    "rollout": "target",
    "waiver": "resource",
}


@pytest.mark.parametrize("kind", SLUGS)
def test_every_kind_has_a_template_of_that_kind(kind: str) -> None:
    golden = golden_path(kind)
    documents, faults = read_yaml(golden.text(_VALUES).removeprefix("---\n").partition("\n---\n")[0])
    assert not faults
    assert documents[0].value.get("kind", SLUGS[kind]) == SLUGS[kind]
    assert documents[0].value["name"] == "a"


def test_folders_differ() -> None:
    assert len({golden_path(kind).folder for kind in SLUGS}) == len(KINDS)


def _refers_to(schema: Any) -> set[str]:
    """Return the kinds that any part of a schema may refer to."""
    if isinstance(schema, list):
        return set().union(*map(_refers_to, schema))
    if not isinstance(schema, dict):
        return set()
    return set(schema.get("x-refers-to", ())).union(*map(_refers_to, schema.values()))


@pytest.mark.parametrize(("kind", "field"), _ABOUT_FIELDS.items())
def test_what_it_may_be_about_is_what_the_field_takes(kind: str, field: str) -> None:
    schema = json.loads((published_schemas() / f"{kind}.schema.json").read_bytes())
    assert set(golden_path(kind).about) == _refers_to(schema["properties"][field])
