"""The bundle that `stubs` is asked for: a file, or what an environment would get now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from promptops import __version__
from promptops.atomic import replace_file
from promptops.bundle.bundle import environments
from promptops.bundle.writing import write_output
from promptops.cli.project import ProjectOptions
from promptops.cli.terminal import shown_path
from promptops.errors import UsageError
from promptops.publishing.stubs import stubs_of
from promptops.runtime.checking import check_resources
from promptops.spelling import closest
from promptops.trust import strict_json
from promptops.trust.fields import Fields
from promptops.trust.limits import MAX_BUNDLE, MAX_BUNDLE_DEPTH
from promptops.trust.refusals import RefusedError

_ADVICE: Final = "name a file that `promptops compile` wrote"


def source_of(given: Mapping[str, Any]) -> str:
    """Return the module for the bundle that options name.

    Raises:
        UsageError: there is no such bundle or environment, or several.
    """
    if given["bundle"] is None:
        return stubs_of(_document(_compiled(given)))
    if given["environment"] is not None:
        raise UsageError("`--bundle` and `--environment` both say which bundle", help="give one of them")
    try:
        return stubs_of(_document(Path(given["bundle"]).read_bytes()))
    except OSError as error:
        raise UsageError(f"`{given['bundle']}` cannot be read: {error.strerror}") from error


def written(path: str, source: str) -> str:
    """Write a module, and return its path as it is shown.

    Raises:
        UsageError: the folder cannot be written to.
    """
    try:
        replace_file(Path(path), (source.encode(),))
    except OSError as error:
        raise UsageError(f"`{path}` cannot be written: {error.strerror}") from error
    return shown_path(Path(path))


def _document(data: bytes) -> Mapping[str, Any]:
    try:
        document: Any = strict_json.loads(data, MAX_BUNDLE, depth=MAX_BUNDLE_DEPTH, fractions=True)
        if not isinstance(document, dict) or document.keys() != {"environment", "format", "project", "resources"}:
            raise UsageError("this is no bundle", help=_ADVICE)
        check_resources(Fields(document, "the bundle").mapping("resources"))
    except RefusedError as error:
        raise UsageError(f"this is no bundle: {error}", help=_ADVICE) from error
    return document


def _compiled(given: Mapping[str, Any]) -> bytes:
    """Return the bundle of an environment, made of the files as they are."""
    options = ProjectOptions.of(dict(given))
    compiled = options.compiler(options.place().root).compiled
    name = _environment(environments(compiled.project), given["environment"])
    with TemporaryDirectory() as folder:
        written = write_output(
            compiled.project, Path(folder), compiled.text_of, compiler=__version__, with_bundles=True
        )
        return written.bundles[name].read_bytes()


def _environment(names: tuple[str, ...], asked: str | None) -> str:
    if asked is None and len(names) == 1:
        return names[0]
    if asked in names:
        return str(asked)
    listed = ", ".join(f"`{name}`" for name in names)
    if asked is None:
        raise UsageError("there are several environments", help=f"choose one with `--environment`: {listed}")
    meant = closest(asked, names)
    advice = f"did you mean `{meant}`?" if meant else f"there are {listed}"
    raise UsageError(f"there is no environment `{asked}`", help=advice)
