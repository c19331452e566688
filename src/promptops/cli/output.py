"""Writing what `compile` leaves behind, unless the last run left exactly that."""

from __future__ import annotations

from pathlib import Path

from promptops import __version__
from promptops.cli.check import Check
from promptops.diagnostics import Diagnostic, Severity
from promptops.errors import ConfigError


def write(check: Check, accepted: tuple[Diagnostic, ...]) -> None:
    """Write manifest and bundles; `accepted` are the findings that the baseline does not hold back.

    Raises:
        PromptopsError: the output folder cannot be used.
    """
    compiler = check.compiler
    folder = _folder(check.place.root, compiler.verdict.output)
    with_bundles = not any(found.severity is Severity.ERROR for found in accepted)
    if compiler.output_is_current(folder, with_bundles=with_bundles):
        return
    from promptops.bundle.writing import write_output  # noqa: PLC0415 - an unchanged tree needs none of it

    compiled = compiler.compiled
    counts = {severity.value: sum(found.severity is severity for found in accepted) for severity in Severity}
    written = write_output(
        compiled.project, folder, compiled.text_of, compiler=__version__, summary=counts, with_bundles=with_bundles
    )
    compiler.keep_output(folder, written.paths(), with_bundles=with_bundles)


def _folder(root: Path, output: str) -> Path:
    folder = root / output
    real = folder.resolve()
    if not real.is_relative_to(root.resolve()) or ".git" in real.relative_to(root.resolve()).parts:
        raise ConfigError(f"the output folder `{output}` is not one below the root", help="set `output` to a folder")
    return folder
