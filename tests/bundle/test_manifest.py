from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from promptops.bundle.writing import Written
from promptops.canonical import canonical_bytes
from promptops.packaged import published_schemas

Build = Callable[..., Written]
FILES: Mapping[str, str] = {
    "promptops.yaml": "name: example\nsources: [{files: notes/*.md, dialect: markdown}]\nowners: {notes/: support}\n",
    "_defaults.yaml": "owner: support\nlabels: {tier: gold}\n",
    "a.prompt.md": "---\nname: a\nversion: 1.0.0\ntools: [pay, gone]\nparameters: {temperature: 1.0}\n---\nAnswer. ✓\n",
    "b.yaml": "kind: Tool\nname: pay\nlifecycle: retired\n---\nkind: Team\nname: support\n"
    "annotations: {'😀': a, 'ｱ': 1e-7}\n",
    "environments.yaml": "kind: Environment\nname: prod\n---\nkind: Environment\nname: dev\n",
    "notes/note.md": "A note.\n",
    "tools.json": '[{"name": "line\\nbreak", "inputSchema": {"type": "object", "maximum": 1e400000}}]',
    "more.json": '{"name": "big", "inputSchema": {"type": "object", "maximum": 1e22, "minimum": -0.0}}',
}


def schema(name: str) -> Draft202012Validator:
    read = json.loads((published_schemas() / f"{name}.schema.json").read_bytes())
    Draft202012Validator.check_schema(read)
    return Draft202012Validator(read)


def test_output_is_as_the_published_schemas_say(build: Build) -> None:
    written = build(FILES)
    schema("manifest").validate(json.loads(written.manifest.read_bytes()))
    assert set(written.bundles) == {"dev", "prod"}
    for path in written.bundles.values():
        schema("bundle").validate(json.loads(path.read_bytes()))


def test_a_manifest_without_bundles_is_as_the_published_schema_says(build: Build) -> None:
    manifest = json.loads(build(FILES, with_bundles=False).manifest.read_bytes())
    schema("manifest").validate(manifest)
    assert manifest["bundles"] is None


def test_output_is_canonical_json(build: Build) -> None:
    written = build(FILES)
    for path in written.bundles.values():
        data = path.read_bytes()
        assert data == canonical_bytes(json.loads(data))
    data = written.manifest.read_bytes()
    assert data.replace(b"\n", b"") == canonical_bytes(json.loads(data))
    assert data.count(b"\n") == len(json.loads(data)["resources"]) + 2


def test_every_valid_resource_is_listed_with_its_file(build: Build) -> None:
    manifest = json.loads(build(FILES).manifest.read_bytes())
    assert [(each["reference"], each["path"], each["dialect"]) for each in manifest["resources"]] == [
        ("prompt:a@1", "a.prompt.md", "native"),
        ("tool:pay", "b.yaml", "native"),
        ("team:support", "b.yaml", "native"),
        ("environment:prod", "environments.yaml", "native"),
        ("environment:dev", "environments.yaml", "native"),
        ("tool:big", "more.json", "tools"),
        ("prompt:notes/note", "notes/note.md", "markdown"),
    ]


def test_references_are_resolved_and_inherited_keys_written_out(build: Build) -> None:
    first, *_, note = json.loads(build(FILES).manifest.read_bytes())["resources"]
    assert first["links"] == {"/tools/0": "tool:pay", "/tools/1": None}
    assert first["attributes"]["owner"] == "support"
    assert first["attributes"]["labels"] == {"tier": "gold"}
    assert note["attributes"]["owner"] == "support"
    assert "labels" not in note["attributes"]


def test_the_manifest_names_its_compiler_and_its_bundles(build: Build) -> None:
    written = build(FILES)
    manifest = json.loads(written.manifest.read_bytes())
    assert manifest["compiler"] == "1.2.3"
    assert manifest["project"] == "example"
    assert manifest["bundles"] == {environment: path.stem for environment, path in written.bundles.items()}


@pytest.mark.parametrize(
    "change",
    [
        {"more": 1},
        {"format": "promptops-manifest/2"},
        {"bundles": {}},
        {"bundles": {"prod": "xyz"}},
        {"resources": [{}]},
        {"project": 5},
    ],
)
def test_the_schema_refuses_what_is_never_written(change: dict[str, Any], build: Build) -> None:
    manifest = json.loads(build(FILES).manifest.read_bytes())
    assert not schema("manifest").is_valid({**manifest, **change})


@pytest.mark.parametrize("key", ["bundles", "compiler", "format", "project", "resources"])
def test_the_schema_asks_for_every_key(key: str, build: Build) -> None:
    manifest = json.loads(build(FILES).manifest.read_bytes())
    del manifest[key]
    assert not schema("manifest").is_valid(manifest)


def test_paths_are_relative(build: Build) -> None:
    manifest = json.loads(build(FILES).manifest.read_bytes())
    for path in ("/etc/passwd", "../a", "..", ""):
        manifest["resources"][0]["path"] = path
        assert not schema("manifest").is_valid(manifest)
    manifest["resources"][0]["path"] = "..a/b"
    assert schema("manifest").is_valid(manifest)
