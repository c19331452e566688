from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given
from hypothesis import strategies as st

from promptops.publishing.bom import Part, bill_of_materials

SHA = "ab" * 32
MODEL, PROMPT, TOOL, TUNING = "model:chat@2", "prompt:support/reply@1", "tool:lookup", "dataset:tickets"


def shipped(reference: str, links: Mapping[str, str | None] | None = None, **attributes: Any) -> dict[str, Any]:
    kind = reference.partition(":")[0]
    return {"attributes": attributes, "digest": "cd" * 32, "kind": kind, "links": links or {}}


def bundle(*resources: tuple[str, dict[str, Any]], project: str | None = "shop") -> dict[str, Any]:
    keys = {"environment": "prod", "format": "promptops-bundle/1", "project": project}
    return {**keys, "resources": dict(resources)}


FULL = bundle(
    (
        MODEL,
        shipped(
            MODEL, {"/training/0": TUNING}, version="2.0.0", provider="meridian", id="m-2026", retires_on="2029-01-01"
        ),
    ),
    (
        PROMPT,
        shipped(
            PROMPT, {"/model": MODEL, "/tools/0": TOOL, "/owner": "team:support"}, version="1.0.0", owner="support"
        ),
    ),
    (TOOL, shipped(TOOL, {"/invokes/0": None}, description="Looks things up.")),
    ("budget:all", shipped("budget:all")),
)
DATASETS = [Part(TUNING, "dataset", {"version": "1.0.0"}, "ef" * 32, {})]


def validated(data: bytes) -> dict[str, Any]:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(data.decode()) is None
    read: dict[str, Any] = json.loads(data)
    return read


def test_models_prompts_tools_and_datasets_are_components() -> None:
    document = validated(bill_of_materials(FULL, SHA, DATASETS))
    components = {each["bom-ref"]: each for each in document["components"]}
    assert list(components) == [TUNING, MODEL, PROMPT, TOOL]
    model = components[MODEL]
    assert (model["type"], model["name"], model["version"]) == ("machine-learning-model", "chat", "2.0.0")
    assert model["supplier"] == {"name": "meridian"}
    assert model["hashes"] == [{"alg": "SHA-256", "content": "cd" * 32}]
    assert model["modelCard"] == {"modelParameters": {"datasets": [{"ref": TUNING}]}}
    assert {"name": "promptops:id", "value": "m-2026"} in model["properties"]
    assert [components[each]["data"][0]["type"] for each in (TUNING, PROMPT, TOOL)] == [
        "dataset",
        "configuration",
        "definition",
    ]


def test_what_needs_what_is_told() -> None:
    document = validated(bill_of_materials(FULL, SHA, DATASETS))
    needs = {each["ref"]: each["dependsOn"] for each in document["dependencies"]}
    assert needs == {
        f"bundle:{SHA}": [MODEL, PROMPT, TOOL],
        TUNING: [],
        MODEL: [TUNING],
        PROMPT: [MODEL, TOOL],
        TOOL: [],
    }


def test_it_is_named_by_the_bundle_and_has_no_time() -> None:
    document = validated(bill_of_materials(FULL, SHA))
    assert document["serialNumber"] == "urn:uuid:abababab-abab-5bab-abab-abababababab"
    assert document["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": SHA}]
    assert "timestamp" not in document["metadata"]


def test_it_has_the_same_bytes_whatever_the_order() -> None:
    turned = {**FULL, "resources": dict(reversed(FULL["resources"].items()))}
    assert bill_of_materials(turned, SHA, DATASETS) == bill_of_materials(FULL, SHA, DATASETS)


@pytest.mark.parametrize("project", [None, "", "\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe", "a" * 10_000])
def test_a_project_of_any_name_has_a_valid_one(project: str | None) -> None:
    validated(bill_of_materials(bundle(project=project), SHA))


_NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_VALUES = st.none() | st.integers(-1, 1) | _NAMES | st.lists(_NAMES, max_size=2)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["model", "prompt", "tool", "fragment", "agent", "index", "provider"]),
            _NAMES,
            st.dictionaries(
                st.sampled_from(["version", "description", "owner", "id", "provider", "retires_on"]),
                _VALUES,
                max_size=6,
            ),
        ),
        max_size=4,
    )
)
def test_it_is_valid_whatever_resources_are_called(found: list[tuple[str, str, dict[str, Any]]]) -> None:
    names = [f"{kind}:{name}" for kind, name, _ in found]
    links = {f"/training/{number}": name for number, name in enumerate(names)}
    resources = [(name, shipped(name, links, **keys)) for name, (_, _, keys) in zip(names, found, strict=True)]
    validated(bill_of_materials(bundle(*resources), SHA))
