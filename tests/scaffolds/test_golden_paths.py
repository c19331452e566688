from __future__ import annotations

import pytest

from promptops.resources import KINDS, SLUGS, model_of
from promptops.resources.references import RefersTo
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
_ABOUT_FIELDS = {"agent": "prompt", "consumer": "of", "eval": "subjects", "feature": "parts", "rollout": "target"}


@pytest.mark.parametrize("kind", SLUGS)
def test_every_kind_has_a_template_of_that_kind(kind: str) -> None:
    golden = golden_path(kind)
    documents, faults = read_yaml(golden.text(_VALUES).removeprefix("---\n").partition("\n---\n")[0])
    assert not faults
    assert documents[0].value.get("kind", SLUGS[kind]) == SLUGS[kind]
    assert documents[0].value["name"] == "a"


def test_folders_differ() -> None:
    assert len({golden_path(kind).folder for kind in SLUGS}) == len(KINDS)


@pytest.mark.parametrize(("kind", "field"), _ABOUT_FIELDS.items())
def test_what_it_may_be_about_is_what_the_field_takes(kind: str, field: str) -> None:
    described = repr(model_of(SLUGS[kind]).model_fields[field])
    assert repr(RefersTo(*golden_path(kind).about)) in described
