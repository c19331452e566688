"""What there is in a repository without a configuration: resources by dialect and kind, owners, folders of prompts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from promptops.compiler import CONFIG_NAME, Compiler, Request
from promptops.compiler.reporting import report_on
from promptops.compiler.selection import Selection
from promptops.formats.dialects import DIALECTS
from promptops.reports.summary import Summary
from promptops.resources import SLUGS
from promptops.resources.project import Project
from promptops.resources.texts import NAME
from promptops.scaffolds.folders import Folders, find_folders
from promptops.scaffolds.highlights import Highlight, highlights
from promptops.sources.codeowners import CodeOwners, read_codeowners

if TYPE_CHECKING:
    from promptops.compiler.request import Progress

_PLAIN: dict[str, str] = {"jinja": "Jinja2", "markdown": "Markdown", "text": "plain text"}
_TITLES: Mapping[str, str] = {"native": "promptops", **_PLAIN, **{dialect.id: dialect.title for dialect in DIALECTS}}
_ORDINARY_PATTERN = re.compile(r"[\w./ +@=,*?-]+")


class Dialect(NamedTuple):
    """How many files of a dialect there are, by its title, and how many resources they hold."""

    title: str
    files: int
    resources: int


class Ownership(NamedTuple):
    """A line of CODEOWNERS that decides for files which name no owner, and the team that it seems to mean."""

    pattern: str
    team: str
    files: int


class Survey(NamedTuple):
    """What was found.

    `kinds` are as users write them; `codeowners` is the path of that file, None without one. `summary` is what `lint`
    comes to, and `first` the findings to look at first.
    """

    dialects: tuple[Dialect, ...]
    kinds: Mapping[str, int]
    folders: Folders
    codeowners: str | None
    owners: tuple[Ownership, ...]
    summary: Summary
    first: tuple[Highlight, ...]


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
    paths = [file.path for file in tree.files() if compiler.compiled.settings.reads(file.path)]
    codeowners = read_codeowners(tree)
    report = report_on(compiler.compiled.verdict, Selection())
    known = {entry.path for entry in project.entries} | {found.primary.path for found in report.diagnostics}
    return Survey(
        dialects=tuple(_dialects(project)),
        kinds=Counter(SLUGS[entry.kind] for entry in project.entries),
        folders=find_folders(paths, frozenset(known), tree.read),
        codeowners=None if codeowners is None else codeowners.path,
        owners=() if codeowners is None or codeowners.prefix else tuple(_owners(project, codeowners)),
        summary=report.summary,
        first=highlights(report.diagnostics),
    )


def _dialects(project: Project) -> Iterator[Dialect]:
    resources = Counter(entry.dialect for entry in project.entries)
    files = Counter(dialect for dialect, _ in {(entry.dialect, entry.path) for entry in project.entries})
    for name in sorted(resources):
        yield Dialect(_TITLES[name], files[name], resources[name])


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
