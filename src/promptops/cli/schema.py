"""`promptops schema`: the JSON Schemas of what promptops reads and writes, for editors and other programs."""

from __future__ import annotations

import click

from promptops.cli.completion import complete_schema
from promptops.cli.examples import ExampleCommand

_EXAMPLES = ("promptops schema", "promptops schema tool", "promptops schema config > promptops.schema.json")


@click.command("schema", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("name", metavar="[KIND]", required=False, shell_complete=complete_schema)
def command(name: str | None) -> None:
    """Print the JSON Schema of a KIND of resource, of the configuration or of an output; or list all of them."""
    from promptops.scaffolds.schemas import schema_summaries, schema_text  # noqa: PLC0415 - help does not need it

    if name is not None:
        click.echo(schema_text(name), nl=False)
        return
    summaries = dict(schema_summaries())
    longest = max(map(len, summaries), default=0)
    for each, summary in summaries.items():
        click.echo(f"{each:<{longest}}  {summary}".rstrip())
