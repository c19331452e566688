"""Whatever changes the meaning of a file changes the output, and the digest of the resource that it belongs to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from promptops.bundle.writing import write_output
from promptops.compiler import Compiler, Request
from promptops.diagnostics import Severity
from promptops.sources.front_matter import read_front_matter
from promptops.sources.json import read_json
from promptops.sources.text import decode
from promptops.sources.yaml import read_yaml

TODAY = date(2026, 11, 1)
SCHEMA = '{"type": "object", "properties": {"a": {"type": "string"}}}\n'
EXAMPLES = '- inputs: {order: "1"}\n  output: {"a": "yes"}\n'
FILES: Mapping[str, str] = {
    "_defaults.yaml": "owner: support\nlabels: {tier: gold}\n",
    "a.prompt.md": "---\nname: a\nversion: 1.2.3\ninputs: {order: string}\noutput: {format: json, schema: a.json}\n"
    "examples: a.yaml\nvariants: [{name: x, file: x.md}]\n---\n{% include 'tone' %}\nAnswer {{ order }}.\n",
    "a.json": SCHEMA,
    "a.yaml": EXAMPLES,
    "x.md": "Answer otherwise.\n",
    "tone.fragment.md": "---\nname: tone\n---\nBe brief.\n",
    "tools.yaml": "kind: Tool\nname: pay\ndescription: Pays.\n---\nkind: Tool\nname: look\n# a comment\n",
    "tool.json": '{"name": "find", "description": "Finds.", "inputSchema": {"type": "object"}}\n',
    "team.yaml": "kind: Team\nname: support\n",
}
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n{}#%"), min_size=1, max_size=20)
SCALARS = st.booleans() | st.integers(0, 9) | TEXTS
VALUES = st.recursive(SCALARS, lambda inner: st.dictionaries(TEXTS, inner, max_size=3))


class Built(NamedTuple):
    """Whether a compilation found an error, its output, bundles even so, and the digest of each resource."""

    has_error: bool
    output: dict[str, bytes]
    digests: dict[str, str]


def build(files: Mapping[str, str]) -> Built:
    with TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for path, text in files.items():
            (root / path).write_bytes(text.encode())
        compiled = Compiler(Request(root, TODAY)).compiled
        written = write_output(compiled.project, root / "build", compiled.text_of, compiler="0", with_bundles=True)
        manifest = json.loads(written.manifest.read_bytes())
        digests = {resource["reference"]: resource["digest"] for resource in manifest["resources"]}
        has_error = any(found.severity is Severity.ERROR for found in compiled.verdict.diagnostics)
        return Built(has_error, {path.name: path.read_bytes() for path in written.paths()}, digests)


BEFORE = build(FILES)


def meaning(path: str, text: str) -> Any:
    """Return what a file says, None where it is broken."""
    plain, faults = decode(text.encode())
    if plain is None or faults:
        return None
    if path.endswith((".prompt.md", ".fragment.md")):
        front, faults = read_front_matter(plain)
        return None if faults else (front.header and front.header.value, front.body)
    if path.endswith(".md"):
        return plain.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if path.endswith(".json"):
        document, faults = read_json(plain)
        return None if faults or document is None else document.value
    documents, faults = read_yaml(plain)
    return None if faults else [document.value for document in documents]


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str]:
    """Return a file with some characters taken out and others put in."""
    path = draw(st.sampled_from(sorted(FILES)))
    text = FILES[path]
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(start + 3, len(text))))
    put_in = draw(st.text(st.sampled_from(" \n\r#a1:-{}[],'\"é"), max_size=3))
    return path, text[:start] + put_in + text[end:]


@settings(max_examples=300, deadline=None)
@given(edits())
def test_the_output_changes_with_the_meaning_of_any_file(edit: tuple[str, str]) -> None:
    path, text = edit
    after = build({**FILES, path: text})
    if meaning(path, text) != meaning(path, FILES[path]):
        assert after.has_error or after.output != BEFORE.output
    else:
        assert after.output == BEFORE.output


def changed(after: Built) -> set[str]:
    assert after.digests.keys() == BEFORE.digests.keys()
    assert after.output.keys() != BEFORE.output.keys()  # bundles are named by their digest
    return {reference for reference, digest in after.digests.items() if digest != BEFORE.digests[reference]}


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_a_text_is_in_its_digest(text: str) -> None:
    assert changed(build({**FILES, "a.prompt.md": FILES["a.prompt.md"] + text})) == {"prompt:a@1"}
    assert changed(build({**FILES, "tone.fragment.md": FILES["tone.fragment.md"] + text})) == {"fragment:tone"}
    assert changed(build({**FILES, "x.md": FILES["x.md"] + text})) == {"prompt:a@1"}


@settings(max_examples=30, deadline=None)
@given(VALUES)
def test_attached_files_are_in_the_digest(value: Any) -> None:
    schema = json.dumps({**json.loads(SCHEMA), "x-note": value})
    assert changed(build({**FILES, "a.json": schema})) == {"prompt:a@1"}
    examples = json.dumps([{"output": {"a": "yes"}, "inputs": {"order": f"not {value}"}}])
    assert changed(build({**FILES, "a.yaml": examples})) == {"prompt:a@1"}


def test_what_is_inherited_is_in_the_bundle_and_not_in_the_digest() -> None:
    assert changed(build({**FILES, "_defaults.yaml": "owner: support\nlabels: {tier: silver}\n"})) == set()
