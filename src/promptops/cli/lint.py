"""`promptops lint`: check the project without writing anything."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.check import Options, run
from promptops.cli.options import project_options, report_options


@click.command("lint", short_help="Check the project without writing anything.")
@project_options
@report_options
def command(**given: Any) -> None:
    """Check the project at or above PATH, and report the findings below PATH.

    \b
    promptops lint
    promptops lint prompts/support --select references,missing-owner
    promptops lint --format text --format sarif=promptops.sarif
    """
    run(Options.of(given))
