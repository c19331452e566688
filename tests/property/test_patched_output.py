"""Output that is patched is the output that is written over again, whatever happens to the texts of a project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from promptops.compiler import Compiler, Request

TODAY = date(2026, 11, 1)
HEAD = "---\nname: {}\nversion: 1.0.0\ninputs: {{order: string}}\n---\n"
BODIES = {
    "prompts/a.prompt.md": HEAD.format("a"),
    "prompts/é.prompt.md": HEAD.format("b"),
    "prompts/z.prompt.md": HEAD.format("z"),
    "tone.fragment.md": "---\nname: tone\n---\n",
}
FILES = {
    "_defaults.yaml": "owner: support\n",
    "resources.yaml": "kind: Team\nname: support\n---\nkind: Model\nname: chat\nprovider: acme\nid: chat-1\n---\n"
    "kind: Provider\nname: acme\n---\nkind: Eval\nname: quality\nsubjects: [prompt:a]\n",
    "environments.yaml": "kind: Environment\nname: dev\n"
    "overrides: {prompt:a: {model: chat, parameters: {temperature: 1.0}}}\n---\nkind: Environment\nname: prod\n",
    **{path: f"{head}{{% include 'tone' %}} {{{{ order }}}}" for path, head in BODIES.items() if "prompts" in path},
    "tone.fragment.md": f"{BODIES['tone.fragment.md']}Be brief.\n",
}
WORDS = st.text(st.sampled_from('ab "\\\n\té😀\u2028'), max_size=12)
EDITS = st.dictionaries(st.sampled_from(sorted(BODIES)), st.tuples(WORDS, WORDS), max_size=3)
STEPS = st.lists(st.tuples(EDITS, st.booleans()), min_size=1, max_size=8)


def edited(path: str, before: str, after: str) -> str:
    """Return a file with a text around what others see of it."""
    seen = "" if path.endswith(".fragment.md") else "{% include 'tone' %} {{ order }}"
    return f"{BODIES[path]}x{before}{seen}{after}x\n"


def write(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(exist_ok=True, parents=True)
        (root / path).write_text(text, encoding="utf-8", newline="")


def output_of(compiler: Compiler, folder: Path) -> dict[str, bytes]:
    compiler.write(folder, "0", with_bundles=True)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_it_is_byte_for_byte_the_same(steps: Sequence[tuple[Mapping[str, tuple[str, str]], bool]]) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        root, cache = place / "project", place / "cache"
        write(root, FILES)
        first = Compiler(Request(root, TODAY, cache=cache))
        assert not first.verdict.diagnostics
        first.write(place / "patched", "0", with_bundles=True)
        for edits, is_written in steps:
            write(root, {path: edited(path, *words) for path, words in edits.items()})
            patched = Compiler(Request(root, TODAY, cache=cache))
            assert patched.verdict == Compiler(Request(root, TODAY)).verdict
            if is_written:
                fresh = output_of(Compiler(Request(root, TODAY)), place / "fresh")
                assert output_of(patched, place / "patched") == fresh
                assert not {"_linked", "_units"} & vars(patched.compiled).keys()
