"""Gives a generated repository a history, a release, source code, and branches that change its prompts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from prose import Prose
from repository import commit_all, git, write_files

MAIN: Final = "main"
ONE: Final = "one-prompt"
"""The branch that changes a sentence of one prompt."""
MANY: Final = "many-prompts"
"""The branch that changes a sentence of as many prompts as there are, and of `MOST` at most."""
MOST: Final = 1_000
COMMITS: Final = 30
"""Commits ahead of the release."""

_LONG: Final = 7
"""Words of a line that counts as a sentence."""
_SUFFIX: Final = ".prompt.md"


class Prompt(NamedTuple):
    """A prompt's file, its name, and the sentence that changes: a line of its text in which no variable stands."""

    path: Path
    name: str
    sentence: str

    @classmethod
    def read(cls, root: Path, path: Path, seed: int) -> Prompt:
        """Choose a sentence of a prompt's file, always the same one."""
        name = path.relative_to(root / "prompts").as_posix().removesuffix(_SUFFIX)
        body = path.read_text(encoding="utf-8").partition("\n---\n")[2]
        lines = [line for line in body.splitlines() if len(line.split()) >= _LONG and "{" not in line]
        return cls(path, name, Prose(f"{seed}:change:{name}").pick(lines))

    def change(self) -> None:
        """Write the file with another sentence in its place."""
        text = self.path.read_text(encoding="utf-8")
        other = f"Say what you do not know of {self.name}, and ask for it in one sentence."
        self.path.write_text(text.replace(f"\n{self.sentence}\n", f"\n{other}\n", 1), encoding="utf-8")


def prompts_of(root: Path, seed: int) -> list[Prompt]:
    """Return the prompts of a repository, in the order of their paths."""
    return [Prompt.read(root, path, seed) for path in sorted((root / "prompts").rglob(f"*{_SUFFIX}"))]


def write_branches(root: Path, prompts: list[Prompt], sources: Iterator[tuple[str, str]]) -> None:
    """Commit source files and a history to the default branch, and the two branches; the first one is checked out."""
    write_files(root, sources)
    commit_all(root, "Add services")
    for number in range(COMMITS):
        (root / "NOTES.md").write_text("Looked through once more.\n" * (number + 1), encoding="utf-8")
        commit_all(root, "Revise the notes")
    git(root, "tag", "v1.0.0")
    for branch, changed in ((MANY, prompts[:MOST]), (ONE, prompts[:1])):
        git(root, "switch", "--quiet", "--create", branch, MAIN)
        for prompt in changed:
            prompt.change()
        commit_all(root, f"Change {len(changed)} prompts")
