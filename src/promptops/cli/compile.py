"""`promptops compile`: check the project, and write its manifest and bundles."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import comparison_options, project_options, report_options

_EXAMPLES = (
    "promptops compile",
    "promptops compile --at v1.2.0",
    "promptops compile --against main",
    "promptops compile --as-of 2027-06-01 --format json",
)


@click.command("compile", cls=ExampleCommand, examples=_EXAMPLES)
@project_options
@comparison_options
@report_options
def command(**given: Any) -> None:
    """Check the project at or above PATH, and write its manifest and one bundle for each environment.

    With an error that is not accepted, no bundle is written.
    """
    from promptops.cli.check import Options, run  # noqa: PLC0415 - help does not need it
    from promptops.cli.output import write  # noqa: PLC0415 - as above

    run(Options.of(given), write)
