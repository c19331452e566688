"""`promptops compile`: check the project, and write its manifest and bundles."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.check import Options, run
from promptops.cli.options import project_options, report_options


@click.command("compile", short_help="Check the project, and write its manifest and bundles.")
@project_options
@report_options
def command(**given: Any) -> None:
    """Check the project at or above PATH, and write its manifest and one bundle for each environment.

    With an error that is not accepted, no bundle is written.

    \b
    promptops compile
    promptops compile --at v1.2.0
    promptops compile --as-of 2027-06-01 --format json
    """
    from promptops.cli.output import write  # noqa: PLC0415 - `lint` shares everything else

    run(Options.of(given), write)
