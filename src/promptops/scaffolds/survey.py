"""What there is in a repository without a configuration: resources by dialect and kind, owners, folders of prompts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from promptops.compiler import CONFIG_NAME, Compiler, Request
from promptops.diagnostics import Severity
from promptops.resources import SLUGS
from promptops.resources.project import Project
from promptops.resources.texts import NAME
from promptops.sources.codeowners import CodeOwners, read_codeowners

if TYPE_CHECKING:
    from promptops.compiler.pipeline import Progress

_DIALECTS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".j2": "jinja",
    ".jinja": "jinja",
    ".jinja2": "jinja",
    ".txt": "text",
}
_WORD = re.compile(r"[a-z]+")
_FOLDER_WORDS = frozenset({"prompt", "prompts"})
_FOLDER_NAMES = frozenset({"patterns"})
_ABOUT_THE_FOLDER = frozenset({"readme", "changelog", "contributing", "license", "security"})
_SEVERAL = 2
_ORDINARY_PATH = re.compile(r"[\w./ +@=,-]+")
_ORDINARY_PATTERN = re.compile(r"[\w./ +@=,*?-]+")


class Dialect(NamedTuple):
    """How many files of a dialect there are, and how many resources they hold."""

    name: str
    files: int
    resources: int


class Folder(NamedTuple):
    """A folder that may hold prompts in a dialect that only the configuration can name."""

    pattern: str
    dialect: str
    files: int


class Ownership(NamedTuple):
    """A line of CODEOWNERS that decides for files which name no owner, and the team that it seems to mean."""

    pattern: str
    team: str
    files: int


class Survey(NamedTuple):
    """What was found. `kinds` are as users write them; `codeowners` is the path of that file, None without one."""

    dialects: tuple[Dialect, ...]
    kinds: Mapping[str, int]
    folders: tuple[Folder, ...]
    codeowners: str | None
    owners: tuple[Ownership, ...]
    findings: Mapping[Severity, int]


def survey(root: Path, config: str, today: date, progress: Progress) -> Survey:
    """Compile the work tree at `root` as if `config` were its configuration, and say what there is.

    Raises:
        PromptopsError: the files cannot be read.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / CONFIG_NAME
        file.write_text(config, encoding="utf-8")
        compiler = Compiler(Request(root, today, config=file), progress)
    project, tree = compiler.compiled.project, compiler.tree
    known = {entry.path for entry in project.entries}
    codeowners = read_codeowners(tree)
    return Survey(
        dialects=tuple(_dialects(project)),
        kinds=Counter(SLUGS[entry.kind] for entry in project.entries),
        folders=tuple(_folders(file.path for file in tree.files() if file.path not in known)),
        codeowners=None if codeowners is None else codeowners.path,
        owners=() if codeowners is None or codeowners.prefix else tuple(_owners(project, codeowners)),
        findings=Counter(found.severity for found in compiler.compiled.verdict.diagnostics),
    )


def _dialects(project: Project) -> Iterator[Dialect]:
    resources = Counter(entry.dialect for entry in project.entries)
    files = Counter(dialect for dialect, _ in {(entry.dialect, entry.path) for entry in project.entries})
    for name in sorted(resources):
        yield Dialect(name, files[name], resources[name])


def _folders(paths: Iterable[str]) -> Iterator[Folder]:
    """Yield folders named as if they held prompts, the outermost ones, with several files of one dialect."""
    counts: Counter[tuple[str, str]] = Counter()
    endings: dict[tuple[str, str], set[str]] = {}
    for path in paths:
        *above, name = path.split("/")
        stem, dot, ending = name.rpartition(".")
        dialect = _DIALECTS.get(f"{dot}{ending}")
        depth = next((at for at, part in enumerate(above, start=1) if _holds_prompts(part)), 0)
        if dialect is not None and depth and stem.lower() not in _ABOUT_THE_FOLDER:
            key = "/".join(above[:depth]), dialect
            counts[key] += 1
            endings.setdefault(key, set()).add(ending)
    for (folder, dialect), files in sorted(counts.items()):
        if files >= _SEVERAL and _ORDINARY_PATH.fullmatch(folder):
            for ending in sorted(endings[folder, dialect]):
                yield Folder(f"{folder}/**/*.{ending}", dialect, files)


def _holds_prompts(name: str) -> bool:
    words = set(_WORD.findall(name.lower()))
    return bool(words & _FOLDER_WORDS) or name.lower() in _FOLDER_NAMES


def _owners(project: Project, codeowners: CodeOwners) -> Iterator[Ownership]:
    """Yield the lines that decide for files which name no owner, in the order of the file."""
    unowned = {entry.path for entry in project.entries if project.owner(entry) is None and entry.kind != "team"}
    deciding = Counter(line for path in unowned if (line := codeowners.line_of(path)) is not None)
    for line in sorted(deciding, key=lambda line: line.line):
        team = _team(line.owners[0]) if line.owners else None
        if team is not None and _ORDINARY_PATTERN.fullmatch(line.pattern):
            yield Ownership(line.pattern, team, deciding[line])


def _team(handle: str) -> str | None:
    """Return the name of a team for a handle: `support` for `@acme/support`, None when it gives no name."""
    name = handle.partition("@")[0] or handle.removeprefix("@").rpartition("/")[2]
    return name if re.fullmatch(NAME, name) else None
