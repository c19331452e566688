"""`promptops diff`: whom a change breaks."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import comparison_options, finding_options, project_options

_EXAMPLES = (
    "promptops diff",
    "promptops diff --against v1.2.0 --format markdown",
    "promptops diff --at feature --against origin/main --format text --format json=changes.json",
)


@click.command("diff", cls=ExampleCommand, examples=_EXAMPLES)
@project_options
@comparison_options
@finding_options
def command(**given: Any) -> None:
    """Compare the project at or above PATH with what it was, and say what changed, whom it breaks and who must agree.

    Without --against it is compared with where it left the default branch; on that branch with the last commit.
    """
    from promptops.cli.comparing import DiffOptions, run  # noqa: PLC0415 - help does not need it

    run(DiffOptions.of(given))
