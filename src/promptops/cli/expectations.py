"""`promptops expectations`: what relies on the wording of prompts, and how that is known."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import colour_option, project_options
from promptops.cli.terminal import wants_colour

_EXAMPLES = (
    "promptops expectations",
    "promptops expectations --select support/refund-reply",
    "promptops expectations prompts/support --format json",
)


@click.command("expectations", cls=ExampleCommand, examples=_EXAMPLES)
@project_options
@click.option(
    "--select",
    multiple=True,
    metavar="SELECTOR",
    help="Show those of these alone, as in `promptops graph`: a name, kind:, owner: or path:.",
)
@click.option("--format", type=click.Choice(["text", "json"]), default="text", help="How to show it. [default: text]")
@colour_option
def command(**given: Any) -> None:
    """Show what is expected of the resources at or below PATH: by whom, and how that is known.

    What is no expectation is named under `expectations.ignore` in promptops.yaml, with the reason.
    """
    from promptops.cli.reliance import Asked  # noqa: PLC0415 - help does not need it
    from promptops.compiler.reliances import expected_of  # noqa: PLC0415 - as above
    from promptops.reports.reliance import expectations_json, expectations_text  # noqa: PLC0415 - as above

    asked = Asked(given, given["select"])
    shown = expected_of(asked.compiled, asked.entries, asked.root)
    colour = wants_colour(given["colour"])
    text = expectations_json(shown) if given["format"] == "json" else expectations_text(shown, colour=colour)
    click.echo(text, nl=False, color=colour)
