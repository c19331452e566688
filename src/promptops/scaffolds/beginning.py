"""Beginning a resource: its file, and the files without which it would not pass every rule."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from promptops.errors import UsageError
from promptops.resources import SLUGS
from promptops.resources.entries import Link
from promptops.resources.references import parse_reference
from promptops.scaffolds.files import NewFile
from promptops.scaffolds.golden_paths import GoldenPath, golden_path
from promptops.scaffolds.ownership import Owner, Site, is_name, missing_teams, owner_at
from promptops.scaffolds.scalars import scalar
from promptops.scaffolds.schemas import FOLDER, SUFFIX
from promptops.spelling import closest

REVIEW_AFTER = timedelta(days=180)
WAIVED_FOR = timedelta(days=90)


class Wish(NamedTuple):
    """What somebody wants to begin.

    `owner` is a team, `folder` a POSIX path below the root in place of the kind's own, `about` a reference to what the
    resource is to speak of; each is None where it was not said.
    """

    kind: str
    name: str
    owner: str | None = None
    folder: str | None = None
    about: str | None = None


def begin(site: Site, wish: Wish) -> tuple[NewFile, ...]:
    """Return the files to write, the resource's own first.

    Raises:
        UsageError: the wish names something that there is not, or is already.
    """
    kind = _kind(wish.kind)
    if not is_name(wish.name):
        advice = "a name is letters, digits, `.`, `_` and `-`, with `/` between its parts"
        raise UsageError(f"`{wish.name}` is no name of a resource", help=advice)
    for entry in site.project.named(kind, wish.name):
        raise UsageError(f"there is a {kind} `{wish.name}` already, in `{entry.path}`", help="choose another name")
    return tuple({file.path: file for file in _files(site, golden_path(kind), wish)}.values())


def _kind(given: str) -> str:
    kind = given.lower()
    if kind not in SLUGS:
        meant = closest(kind, SLUGS)
        advice = f"did you mean `{meant}`?" if meant else f"the kinds are {', '.join(SLUGS)}"
        raise UsageError(f"there is no kind `{given}`", help=advice)
    return kind


def _files(site: Site, golden: GoldenPath, wish: Wish) -> Iterator[NewFile]:
    path = _path(site, golden, wish)
    owner = owner_at(site, path, wish.owner) if golden.is_governed else None
    about = _about(site, golden, wish)
    yield NewFile(path, _comment(site, golden, path) + golden.text(_values(site, wish, owner, about, path)))
    if golden.cases is not None:
        yield NewFile(f"{path.removesuffix(golden.suffix)}.jsonl", golden.cases)
    if about is None and golden.about:
        yield from begin(site, Wish("prompt", wish.name, wish.owner))
    if owner is not None:
        for team in missing_teams(site, owner.team, is_named=golden.names_team):
            yield from _files(site, golden_path("team"), Wish("team", team))


def _path(site: Site, golden: GoldenPath, wish: Wish) -> str:
    """Return where the file goes; below a folder that was asked for, the folders in the name are left out."""
    name = wish.name if wish.folder is None else wish.name.rpartition("/")[2]
    folder = golden.folder if wish.folder is None else wish.folder
    path = posixpath.normpath(posixpath.join(folder, f"{name}{golden.suffix}"))
    source = site.settings.source_of(path)
    if source is not None or not site.settings.reads(path):
        what = "leaves out" if source is None else f"reads as {source.dialect} what is at"
        raise UsageError(f"`promptops.yaml` {what} `{path}`", help="choose another folder with `--dir`")
    return path


def _about(site: Site, golden: GoldenPath, wish: Wish) -> str | None:
    """Return the reference to what the resource speaks of: what was asked for, else a prompt of the same name.

    None where there is no such prompt, or the kind speaks of nothing.
    """
    if wish.about is None:
        same = Link("", golden.about, "prompt", wish.name, None, ())
        named = site.project.resolve(same) if golden.about else None
        return None if named is None else named.reference
    if not golden.about:
        raise UsageError(f"a {golden.kind} is about no other resource", help="leave `--for` out")
    kind, name, major = parse_reference(wish.about) or (None, wish.about, None)
    if kind is not None and kind not in golden.about:
        raise UsageError(f"no {golden.kind} is about a {kind}", help=f"name a {' or '.join(golden.about)}")
    target = site.project.resolve(Link("", golden.about, kind, name, major, ()))
    if target is None:
        names = {other for each in golden.about for other in site.project.names.get(each, ())}
        meant = closest(name, names)
        advice = f"did you mean `{meant}`?" if meant else "`promptops graph` lists what there is"
        raise UsageError(f"there is no {kind or ' or '.join(golden.about)} `{wish.about}`", help=advice)
    return target.reference


def _values(site: Site, wish: Wish, owner: Owner | None, about: str | None, path: str) -> dict[str, str]:
    """Return what a template may ask for, as YAML."""
    governance = [f"review_by: {_later(site.today, REVIEW_AFTER)}"]
    if owner is not None and not owner.is_inherited:
        governance.insert(0, f"owner: {scalar(owner.team)}")
    return {
        "name": scalar(wish.name),
        "governance": "\n".join(governance),
        "owner": "" if owner is None else scalar(owner.team),
        "about": about or f"prompt:{wish.name}@1",
        "cases": scalar(f"{posixpath.basename(path).rpartition('.')[0]}.jsonl"),
        "today": f"{site.today}",
        "expires": f"{_later(site.today, WAIVED_FOR)}",
    }


def _later(day: date, span: timedelta) -> date:
    """Return the day that is so much later, or the last one that there is."""
    return day + min(span, date.max - day)


def _comment(site: Site, golden: GoldenPath, path: str) -> str:
    """Return the comment that leads an editor to the schema of the kind, if the repository keeps it."""
    schema = f"{FOLDER}/{golden.kind}{SUFFIX}"
    if golden.suffix != ".yaml" or not (site.root / schema).is_file():
        return ""
    return f"# yaml-language-server: $schema={posixpath.relpath(schema, posixpath.dirname(path) or '.')}\n"
