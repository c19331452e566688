"""`promptops rollback`: point a channel at an older bundle again."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.publishing import lifetime_option, signing_options, store_options

_EXAMPLES = (
    "promptops rollback prod --key keys/release.key",
    "promptops rollback prod --plan",
    "promptops rollback prod --revoke-current --key keys/release.key",
)


@click.command("rollback", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("channel")
@click.option(
    "--to", metavar="WHICH", help="A commit, or the beginning of a digest. [default: what was in force before]"
)
@click.option("--revoke-current", is_flag=True, help="Let no reader use the present bundle again.")
@click.option("--plan", "only_plan", is_flag=True, help="Show what would be done, and do nothing.")
@click.option("--require-plan", is_flag=True, help="Refuse unless rollouts say what is done about what stays behind.")
@store_options
@signing_options
@lifetime_option
def command(**given: Any) -> None:
    """Point CHANNEL at the bundle before the present one. It is a newer pointer: readers never follow an old one.

    What it takes back, and what is done about what that leaves behind, is shown.
    """
    from promptops.cli.publishing import now, opened_channel, opened_keys  # noqa: PLC0415 - help does not need it
    from promptops.publishing.promotion import roll_back  # noqa: PLC0415 - as above
    from promptops.publishing.rollback import rollback_plan  # noqa: PLC0415 - as above
    from promptops.publishing.text import plan_lines, pointer_line  # noqa: PLC0415 - as above

    time = now()
    channel = opened_channel(given, time)
    if given["only_plan"]:
        click.echo("\n".join(plan_lines(rollback_plan(channel, given["to"], time), time)))
        return
    signers = opened_keys(given["keys"])
    with channel.store.locked(channel.name):
        channel = opened_channel(given, time)
        plan = rollback_plan(channel, given["to"], time)
        click.echo("\n".join(plan_lines(plan, time)))
        pointer = roll_back(
            channel,
            plan,
            signers,
            now=time,
            lifetime=given["expires"],
            revoke=given["revoke_current"],
            require_plan=given["require_plan"],
        )
    click.echo(pointer_line(pointer, time))
