"""`promptops stubs`: types for a bundle, so that a type checker knows its prompts and what they take."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import project_options

_EXAMPLES = ("promptops stubs", "promptops stubs --out prompts.py")


@click.command("stubs", cls=ExampleCommand, examples=_EXAMPLES)
@project_options
@click.option("--environment", metavar="NAME", help="The environment that the application runs in.")
@click.option("--bundle", type=click.Path(), metavar="FILE", help="Read this bundle, and compile nothing.")
@click.option("--out", type=click.Path(), metavar="FILE", help="Write the module there.")
def command(**given: Any) -> None:
    """Write a module by which a type checker knows the prompts at or above PATH, and what each takes.

    An application wraps its runtime once, `typed(promptops.open(…))`: from there on, `session.resolve("…")` and
    `decision.render(…)` are checked. Nothing changes when it runs.
    """
    from promptops.cli.typing import source_of, written  # noqa: PLC0415 - help does not need it

    source = source_of(given)
    if given["out"] is None:
        click.echo(source, nl=False)
    else:
        click.echo(f"wrote {written(given['out'], source)}")
