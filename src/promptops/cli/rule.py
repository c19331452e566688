"""`promptops rule`: what the rules find, and why it matters."""

from __future__ import annotations

import click

from promptops.cli.completion import complete_rule
from promptops.cli.examples import ExampleCommand
from promptops.cli.options import colour_option
from promptops.cli.terminal import wants_colour
from promptops.errors import UsageError

_EXAMPLES = ("promptops rule", "promptops rule unused-input")


@click.command("rule", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("rule_id", metavar="[ID]", required=False, shell_complete=complete_rule)
@colour_option
def command(rule_id: str | None, colour: bool | None) -> None:  # noqa: FBT001 - click passes names
    """Show the page of the rule ID, or a list of all rules."""
    from promptops.reports.rule_pages import render_rule, render_rules  # noqa: PLC0415 - help does not need it
    from promptops.rules import every_rule, find_rule, rule_ids  # noqa: PLC0415 - as above

    coloured = wants_colour(colour)
    if rule_id is None:
        click.echo(render_rules(every_rule(), colour=coloured), nl=False, color=coloured)
        return
    rule = find_rule(rule_id)
    if rule is None:
        from promptops.spelling import closest  # noqa: PLC0415 - only a misspelt id needs it

        meant = closest(rule_id, rule_ids())
        advice = f"did you mean `{meant}`?" if meant else "`promptops rule` lists them"
        raise UsageError(f"there is no rule `{rule_id}`", help=advice)
    click.echo(render_rule(rule, colour=coloured), nl=False, color=coloured)
