"""Writing what `compile` leaves behind."""

from __future__ import annotations

from pathlib import Path

from promptops import __version__
from promptops.bundle.writing import Written
from promptops.cli.check import Check
from promptops.diagnostics import Diagnostic, Severity
from promptops.errors import ConfigError


def write(check: Check, fresh: tuple[Diagnostic, ...]) -> tuple[Path, ...]:
    """Write manifest and bundles, and return their paths; `fresh` are the findings that no baseline holds back.

    Raises:
        PromptopsError: the output folder cannot be used.
    """
    return write_output(check, fresh).paths()


def write_output(check: Check, fresh: tuple[Diagnostic, ...]) -> Written:
    """Write manifest and bundles, and return where; there are no bundles while there is an error.

    Raises:
        PromptopsError: the output folder cannot be used.
    """
    compiler = check.compiler
    folder = _folder(check.place.root, compiler.verdict.output)
    with_bundles = not any(found.severity is Severity.ERROR for found in fresh)
    return compiler.write(folder, __version__, with_bundles=with_bundles, only=check.options.environments)


def _folder(root: Path, output: str) -> Path:
    folder = root / output
    real = folder.resolve()
    if not real.is_relative_to(root.resolve()) or ".git" in real.relative_to(root.resolve()).parts:
        raise ConfigError(f"the output folder `{output}` is not one below the root", help="set `output` to a folder")
    return folder
