"""Cached, uncached and incremental compiles give the same verdict, manifest and bundles, whatever was edited."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from promptops.compiler import Compiler, Request
from promptops.errors import PromptopsError

TODAY = date(2026, 11, 1)

Edit = tuple[str, str | None]

HEADERS = (
    "name: support/refund\nversion: 1.0.0\nowner: support\ntools: [pay, look-up]\n",
    "name: support/refund\nversion: 2.0.0\n",
    "name: support/triage\nowner: nobody\nmodel: chat\n",
    "name: support/triage\nlifecycle: retired\n",
    "name: support/reply\noutput: {format: json, schema: ./answer.json}\nexamples: ./examples.yaml\n",
    "name: support/reply\nvariants: [{name: a, file: ./variant.md}, {name: b, body: 'short {{ x }}'}]\n",
    "name: support/reply\ninputs: {order: string}\nreview_by: 2026-01-01\n",
    "name: [broken\n",
    "name: support/reply\nnmae: twice\n",
    "name: support/reply\nname: twice\n",
)
BODIES = (
    "Answer order {{ order }}.\n",
    "Answer order {{ order }}\nwith care, and call the `pay` tool.\n",
    '{% include "common/tone" %}\nAnswer.\n',
    '{% include "common/voice@1" %}{% include "support/reply" %}\n',
    "{% if %}\n",
    "{# promptops: ignore[undeclared-variable] known #}\n{{ order }}\n",
    '{# promptops: ignore[unknown-reference] #}{% include "nowhere" %}\n',
    "Say no\u200bthing and no\u2060thing.\n",
    "",
)
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
PROMPTS = st.builds("---\n{}---\n{}".format, st.sampled_from(HEADERS), st.sampled_from(BODIES)) | st.just(POINTER)
FRAGMENTS = st.builds(
    "---\nname: {}\nversion: {}.0.0\n---\n{}".format,
    st.sampled_from(["common/tone", "common/voice"]),
    st.integers(1, 2),
    st.sampled_from(BODIES),
)
RESOURCES = st.sampled_from(
    (
        "kind: Tool\nname: pay\neffects: write\n",
        "kind: Tool\nname: pay\n---\nkind: Tool\nname: look-up\nowner: support\n",
        "kind: Tool\nname: pay\nparameters: {type: nothing}\n",
        'kind: Team\nname: support\ncodeowners: ["@acme/support"]\n',
        "kind: Environment\nname: production\noverrides: {prompt:support/refund: {parameters: {temperature: 0.5}}}\n",
        "kind: Budget\nname: all\nholder: team:support\namount: {usd: 10}\nwindow: day\nenvironment: production\n",
        "kind: Model\nname: chat\nprovider: acme\nid: chat-2027-01-01\n# promptops: ignore[unknown-reference] later\n",
        "nothing: of ours\n",
        "kind: [\n",
    )
)
CONFIGURATIONS = st.sampled_from(
    (
        "name: example\n",
        "overrides: [{owners: [support], rules: {undeclared-variable: off, unknown-reference: warning}}]\n",
        "owners: {prompts/: support}\nrules: {missing-owner: error}\n",
        "exclude: [prompts/b.prompt.md]\n",
        "sources: [{files: notes/*.md, dialect: markdown}, {files: notes/*.j2, dialect: jinja}]\n",
        "fail_on: never\nextends: strict\n",
        "rules: {missing-owner: {options: {kinds: [tool]}}, overdue-review: {options: {grace_days: 365}}}\n",
        """
overrides:
- {owners: support, rules: {hidden-characters: {options: {allow: U+200B}}}}
- {paths: prompts/deep, rules: {undeclared-variable: {options: {provided: order}}}}
- environments: production
  owners: [billing, nobody]
  rules: {hidden-characters: {options: {allow: U+2060}}}
""",
    )
)
WAIVERS = st.builds(
    "kind: Waiver\nname: {}\nowner: support\nrule: {}\nresource: {}\nreason: known\nexpires: {}\n{}".format,
    st.sampled_from(["a", "b"]),
    st.sampled_from(["overdue-review", "undeclared-variable", "missing-owner", "unused-input", "removed-prompt"]),
    st.sampled_from(
        ["prompt:support/refund", "prompt:support/reply", "prompt:support/refund@1", "fragment:common/tone"]
    ),
    st.sampled_from(["2026-12-01", "2026-10-31", "2027-12-01"]),
    st.sampled_from(["", "fingerprint: 0123456789abcdef\n", "# promptops: ignore[unused-waiver] later\n"]),
)
SCHEMAS = st.sampled_from(('{"type": "object"}', '{"type": "nothing"}', "[]", "{", '{"type": "string"}'))
EXAMPLES = st.sampled_from(("- output: {a: 1}\n", "- output: text\n", "nothing\n", "- [\n", ""))
CONTENTS = {
    "prompts/a.prompt.md": PROMPTS,
    "prompts/b.prompt.md": PROMPTS,
    "prompts/deep/c.prompt.md": PROMPTS,
    "prompts/answer.json": SCHEMAS,
    "prompts/deep/answer.json": SCHEMAS,
    "prompts/examples.yaml": EXAMPLES,
    "prompts/variant.md": st.sampled_from(BODIES),
    "fragments/tone.fragment.md": FRAGMENTS,
    "fragments/voice.fragment.md": FRAGMENTS,
    "resources/a.yaml": RESOURCES,
    "resources/b.yaml": RESOURCES,
    "resources/c.yaml": RESOURCES,
    "waivers/a.yaml": WAIVERS,
    "waivers/b.yaml": WAIVERS,
    "tools.json": st.sampled_from(('[{"name": "pay", "inputSchema": {"type": "object"}}]', '[{"inputSchema"', "{}")),
    "notes/a.md": st.sampled_from(BODIES),
    "notes/a.j2": st.sampled_from(("{% include 'b.j2' %}\n", "{% include 'common/tone' %}{% include 'c.txt' %}\n")),
    "notes/b.j2": st.sampled_from(("{% extends 'a.j2' %}\n", "Hello.\n", "")),
    "c.txt": st.sampled_from(("a", "b")),
    "_defaults.yaml": st.sampled_from(("owner: support\n", "owner: billing\nlifecycle: deprecated\n", "onwer: x\n")),
    "prompts/_defaults.yaml": st.sampled_from(("owner: billing\n", "review_by: 2026-02-01\n", "- a list\n")),
    "CODEOWNERS": st.sampled_from(("* @acme/support\n", "/prompts/ @acme/billing\n", "/prompts/\n")),
    "promptops.yaml": CONFIGURATIONS,
    ".gitignore": st.sampled_from(("*.json\n", "prompts/variant.md\n", "resources/\n")),
}
WRITES = st.sampled_from(sorted(CONTENTS)).flatmap(lambda path: st.tuples(st.just(path), CONTENTS[path]))
REMOVALS = st.tuples(st.sampled_from(sorted(CONTENTS)), st.none())
EDITS = st.lists(st.lists(WRITES | REMOVALS, min_size=1, max_size=3), min_size=1, max_size=6)
BEGINNING = st.lists(WRITES, min_size=3, max_size=12)


@contextmanager
def folders() -> Iterator[tuple[Path, Path, Path]]:
    with TemporaryDirectory() as folder:
        places = tuple(Path(folder).resolve() / name for name in ("project", "cache", "output"))
        places[0].mkdir()
        yield places[0], places[1], places[2]


def apply(root: Path, edits: Sequence[Edit]) -> None:
    for path, content in edits:
        place = root / path
        if content is None:
            place.unlink(missing_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content)


def git(root: Path, *arguments: str) -> None:
    person = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.com")
    subprocess.run(["git", *person, *arguments], cwd=root, check=True, capture_output=True)


def everything(request: Request, output: Path) -> Any:
    """Return all that a compilation says and leaves behind, bundles even where there are errors."""
    try:
        compiler = Compiler(request)
        verdict = compiler.verdict
    except PromptopsError as error:
        return str(error), error.help
    compiler.write(output, "0", with_bundles=True)
    written = {path.relative_to(output): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    return verdict.row(), written


def agrees(root: Path, cache: Path, output: Path, ref: str | None = None) -> None:
    fresh = everything(Request(root, TODAY, ref), output / "fresh")
    # What was written last with this cache is still there, to be written over in part.
    assert everything(Request(root, TODAY, ref, cache=cache), output / "cached") == fresh
    assert everything(Request(root, TODAY, ref, cache=cache), output / "cached") == fresh


@settings(max_examples=40, deadline=None)
@given(BEGINNING, EDITS)
def test_in_a_plain_folder(beginning: list[Edit], edits: list[list[Edit]]) -> None:
    with folders() as (root, cache, output):
        for changes in (beginning, *edits):
            apply(root, changes)
            agrees(root, cache, output)


@settings(max_examples=30, deadline=None)
@given(BEGINNING, EDITS, st.data())
def test_in_a_work_tree_and_at_its_commits(beginning: list[Edit], edits: list[list[Edit]], data: st.DataObject) -> None:
    with folders() as (root, cache, output):
        git(root, "init", "-q")
        for changes in (beginning, *edits):
            apply(root, changes)
            step = data.draw(st.sampled_from(["leave", "add", "commit", "commit and look at it"]))
            if step != "leave":
                git(root, "add", "-A")
            if step.startswith("commit"):
                git(root, "commit", "-q", "--allow-empty", "-m", "a step")
            agrees(root, cache, output)
            if step.endswith("it"):
                agrees(root, cache, output, "HEAD")
