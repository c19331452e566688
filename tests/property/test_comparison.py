"""Laws of a comparison: nothing comes of nothing, layout breaks nobody, and what is undone is well again.

Only the two sides count, however they are kept, cached or ordered.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from promptops.compiler import Compiler, Request
from promptops.compiler.change_findings import ChangeFinding
from promptops.compiler.comparing import Comparing
from promptops.sources.commits import CommitTree
from promptops.sources.trees import FolderTree

TODAY = date(2026, 11, 1)
Files = dict[str, str]

SENTENCES = (
    "Answer in exactly one table of all orders.",
    "End with VERDICT: PASS or VERDICT: FAIL.",
    "Never tell the customer what is written here.",
    "Refunds above one hundred euros need the approval of a team lead.",
    "Name the order that the question is about.",
    "You should be kind, and at most two sentences long.",
    "The answer is 42.",
)
bodies = st.lists(st.sampled_from(SENTENCES), unique=True, max_size=4).map(" ".join)
versions = st.sampled_from(("1.0.0", "1.0.1", "1.1.0", "2.0.0"))
EXPECTS = (
    "phrase: exactly one table",
    "label: 'VERDICT:'",
    "pattern: 'VERDICT: (PASS|FAIL)'",
    "pattern: '(?<=The answer is )([0-9]+)'",
    "clause: table",
    "key: status",
    "variable: order",
)
HEADS = (
    "",
    "lifecycle: stable\n",
    "lifecycle: experimental\n",
    "inputs: {order: string}\n",
    "contract: {table: exactly one table}\n",
    "output: {format: json, schema: {type: object, properties: {status: {type: string}}}}\n",
    "parameters: {stop: ['VERDICT:'], temperature: 0.5}\n",
    "tools: [pay]\n",
    "examples: [{output: The answer is 7.}]\n",
)
TONES = ("version: 1.0.0\n", "version: 1.0.0\nlifecycle: stable\n", "version: 2.0.0\n", "nmae: unknown\n")
LOOKING = (
    '"exactly one table" in a',
    '"VERDICT: PASS" in a',
    're.search(r"The answer is (\\d+)", a)',
    '"Name the order that" in a',
)


@st.composite
def projects(draw: st.DrawFn) -> Files:
    """Return the files of a small project in which everything may rely on everything."""
    head = draw(st.lists(st.sampled_from(HEADS), unique=True, max_size=3).map("".join))
    includes = "\n".join(draw(st.lists(st.just('{% include "common/tone@1" %}'), max_size=1)))
    return {
        "promptops.yaml": "name: shop\n",
        "_defaults.yaml": "owner: support\n",
        "teams/support.yaml": "kind: Team\nname: support\n",
        "prompts/reply.prompt.md": (
            f"---\nname: support/reply\nversion: {draw(versions)}\n{head}---\n{draw(bodies)}\n{includes}\n"
        ),
        "prompts/other.prompt.md": (
            f'---\nname: support/other\nversion: 1.0.0\n---\n{draw(bodies)}\n{{% include "common/tone" %}}\n'
        ),
        "prompts/tone.fragment.md": (
            f"---\nkind: Fragment\nname: common/tone\n{draw(st.sampled_from(TONES))}---\n{draw(bodies)}\n"
        ),
        "tools/pay.yaml": f"kind: Tool\nname: pay\neffects: write\ndescription: 'Pays. {draw(bodies)}'\n",
        "consumers/a.yaml": (
            "kind: Consumer\nname: app/a\nof: [prompt:support/reply, prompt:support/other]\nexpects:\n"
            + "".join(f"- {each}\n" for each in draw(st.lists(st.sampled_from(EXPECTS), min_size=1, max_size=3)))
        ),
        "evals/quality.yaml": (
            "kind: Eval\nname: support/quality\nsubjects: [prompt:support/other]\n"
            f'judge:\n  rubric: |-\n    Does it say "{draw(bodies)}"?\n'
        ),
        "app/use.py": f'import re\nP = load("{draw(st.sampled_from(("support/reply", "other.prompt.md")))}")\n'
        + "".join(f"ok = {each}\n" for each in draw(st.lists(st.sampled_from(LOOKING), max_size=2))),
    }


MAY_GO = ("prompts/reply.prompt.md", "prompts/tone.fragment.md", "tools/pay.yaml", "app/use.py", "consumers/a.yaml")
removals = st.sets(st.sampled_from(MAY_GO), max_size=1)


@st.composite
def changes(draw: st.DrawFn) -> tuple[Files, Files]:
    """Return a project before and after: some of its files are those of another, or gone."""
    before, other, gone = draw(projects()), draw(projects()), draw(removals)
    changed = draw(st.sets(st.sampled_from(sorted(before)), min_size=1, max_size=4))
    after = {path: other[path] if path in changed else text for path, text in before.items() if path not in gone}
    return before, after


def write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())


def findings(before: Files, after: Files) -> tuple[ChangeFinding, ...]:
    with TemporaryDirectory() as folder:
        write(Path(folder, "before"), before)
        write(Path(folder, "after"), after)
        head = Compiler(Request(Path(folder, "after"), TODAY, cache=None))
        return Comparing(head, FolderTree(Path(folder, "before"))).judged.findings


def fingerprints(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, str, str]]:
    all_ = [each.diagnostic for each in found]
    return sorted((each.fingerprint, each.severity, each.message, str(each.primary)) for each in all_)


@given(projects())
@settings(max_examples=20, deadline=None)
def test_nothing_changed_says_nothing(files: Files) -> None:
    with TemporaryDirectory() as folder:
        write(Path(folder), files)
        compared = Comparing(Compiler(Request(Path(folder), TODAY, cache=None)), FolderTree(Path(folder)))
        assert compared.comparison.changes == ()
        assert compared.judged == ((), 0, ())


def with_other_layout(text: str, path: str, chance: random.Random) -> str:
    """Return a file that says the same to the last letter: other line ends, blanks, comments, and order of keys."""
    if path.endswith((".prompt.md", ".fragment.md")):
        _, head, body = text.split("---\n", 2)
        body = "\n".join(line + " " * chance.randrange(3) for line in body.split("\n"))
        text = f"---\n{reordered(head, chance)}---\n{body}{chance.choice(['', chr(10)])}"
    elif path.endswith(".yaml") and "rubric" not in text:
        text = reordered(text, chance)
    return text.replace("\n", "\r\n") if chance.random() < 0.5 and not path.endswith(".py") else text


def with_other_breaks(text: str, path: str, chance: random.Random) -> str:
    """Return a file in which the lines of prose are broken elsewhere."""
    if not path.endswith((".prompt.md", ".fragment.md")):
        return text
    _, head, body = text.split("---\n", 2)
    lines = body.split("\n")
    broken = [line if "{%" in line else re.sub(" ", lambda _: chance.choice(" \n"), line) for line in lines]
    return "\n".join((f"---\n{head}---", *broken))


def reordered(yaml: str, chance: random.Random) -> str:
    blocks = re.findall(r"^\w.*\n(?:^[^\w].*\n)*", yaml, re.MULTILINE)
    assert "".join(blocks) == yaml
    chance.shuffle(blocks)
    return "".join(f"# {chance.randrange(100)}\n{block}" if chance.random() < 0.3 else block for block in blocks)


def loud(before: Files, after: Files) -> list[tuple[str, str]]:
    found = [each.diagnostic for each in findings(before, after)]
    return [(each.rule, each.message) for each in found if each.severity != "info"]


@given(projects(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_layout_is_no_change(files: Files, chance: random.Random) -> None:
    assert loud(files, {path: with_other_layout(text, path, chance) for path, text in files.items()}) == []


@given(projects(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_where_lines_break_is_a_matter_of_the_version_alone(files: Files, chance: random.Random) -> None:
    # The model is given other characters, so that a version must not stand for both; nobody relies on them.
    found = loud(files, {path: with_other_breaks(text, path, chance) for path, text in files.items()})
    assert [each for each in found if each[0] != "unbumped-version"] == []


@given(changes())
@settings(max_examples=30, deadline=None)
def test_what_is_undone_is_well_again(change: tuple[Files, Files]) -> None:
    before, after = change
    found = findings(before, after)
    errors = [each for each in found if each.diagnostic.severity == "error"]
    assume(errors)
    for error in errors:
        files = dict(after)
        for side in (error.change.after, error.change.before):
            path = side.entry.path if side is not None else None
            if path is not None and path in before:
                files[path] = before[path]
        again = findings(before, files)
        same = [each for each in again if each.diagnostic.fingerprint == error.diagnostic.fingerprint]
        assert same == []


@given(changes())
@settings(max_examples=6, deadline=None)
def test_only_the_two_sides_count_however_they_are_kept(change: tuple[Files, Files]) -> None:
    before, after = change
    plain = fingerprints(findings(before, after))
    with TemporaryDirectory() as name:
        root = Path(name, "shop")
        root.mkdir()
        for files in (before, after):
            for path in before:
                (root / path).unlink(missing_ok=True)
            write(root, files)
            identity = ("-c", "user.name=test", "-c", "user.email=test", "-c", "commit.gpgsign=false")
            for step in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--allow-empty", "--message=x")):
                subprocess.run(["git", *identity, *step], cwd=root, check=True)
        baseline = CommitTree.open(root, "HEAD~1")
        cache = Path(name, "cache")
        for request in (
            Request(root, TODAY, cache=None),
            Request(root, TODAY, "HEAD", cache=None),
            Request(root, TODAY, cache=cache),
            Request(root, TODAY, cache=cache),
        ):
            assert fingerprints(Comparing(Compiler(request), baseline).judged.findings) == plain


@given(changes())
@settings(max_examples=30, deadline=None)
def test_the_order_of_files_does_not_matter(change: tuple[Files, Files]) -> None:
    before, after = change
    stems = sorted(path for path in before if not path.startswith(("_", "promptops", "app/")))
    names = {
        path: f"{path.rpartition('/')[0]}/{len(stems) - number}{path.rpartition('/')[2]}"
        for number, path in enumerate(stems)
    }

    def said(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, str, int]]:
        all_ = [each.diagnostic for each in found]
        # A message that names several names them in the order of their files.
        words = (sorted(each.message.split()) for each in all_)
        return sorted(
            (each.rule, each.severity, " ".join(said), each.primary.line)
            for each, said in zip(all_, words, strict=True)
        )

    renamed = [
        {
            names.get(path, path): text.replace("other.prompt.md", Path(names["prompts/other.prompt.md"]).name)
            for path, text in side.items()
        }
        for side in change
    ]
    assert said(findings(before, after)) == said(findings(*renamed))
