"""`promptops lint`: check the project without writing anything."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import comparison_options, project_options, report_options

_EXAMPLES = (
    "promptops lint",
    "promptops lint prompts/support --select references,missing-owner",
    "promptops lint --format text --format sarif=promptops.sarif",
)


@click.command("lint", cls=ExampleCommand, examples=_EXAMPLES)
@project_options
@comparison_options
@report_options
def command(**given: Any) -> None:
    """Check the project at or above PATH, and report the findings below PATH."""
    from promptops.cli.check import Options, run  # noqa: PLC0415 - help does not need it

    run(Options.of({**given, "environments": ()}))
