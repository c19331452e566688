"""`promptops catalog`: what is known of public models, from where, and something newer."""

from __future__ import annotations

from datetime import date

import click

from promptops.cli.examples import ExampleCommand, ExampleGroup
from promptops.cli.options import as_of_option

_SHOW = ("promptops catalog show gpt-4o", "promptops catalog show azure/gpt-4o --format json")
_UPDATE = (
    "promptops catalog update catalog.jsonl",
    "promptops catalog update model_prices_and_context_window.json deprecations.json",
)


@click.group("catalog", cls=ExampleGroup, examples=(_SHOW[0], _UPDATE[0]))
def command() -> None:
    """Show what is known of public models, and read something newer."""


@command.command("show", cls=ExampleCommand, examples=_SHOW, short_help="Show the facts on MODEL, with their sources.")
@click.argument("model")
@click.argument("path", type=click.Path(), default=".", required=False)
@click.option("--format", type=click.Choice(["text", "json"]), default="text", help="How to show it. [default: text]")
def show(*, model: str, path: str, format: str) -> None:
    """Show the facts on MODEL, an identifier such as `gpt-4o`, each with its day and its source.

    PATH is a folder of a project that may bring a newer catalogue.
    """
    from promptops.cli.cataloguing import facts_shown  # noqa: PLC0415 - help does not need it

    click.echo(facts_shown(model, path, as_json=format == "json"), nl=False)


@command.command("update", cls=ExampleCommand, examples=_UPDATE, short_help="Write promptops.catalog.jsonl.")
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option("--output", type=click.Path(), help="Write all of it here, not what is new to the project.")
@as_of_option("The day on which the files were fetched.")
def update(*, files: tuple[str, ...], output: str | None, as_of: date | None) -> None:
    """Write promptops.catalog.jsonl: the models of which FILE says something else than the package.

    FILE is a catalogue as this command writes it; or the price file of litellm, and the notices of deprecations.info.
    """
    from promptops.cli.cataloguing import update_catalog  # noqa: PLC0415 - help does not need it

    update_catalog(files, output, as_of)
