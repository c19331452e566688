"""`promptops kill`: take a resource, a variant or everything out of service at once."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.publishing import signing_options, store_options

_EXAMPLES = (
    'promptops kill prod support/refund-reply --reason "it promises refunds" --key keys/release.key',
    'promptops kill prod --halt --reason "the provider leaks answers" --key keys/release.key',
    "promptops kill prod --undo support/refund-reply --key keys/release.key",
)


@click.command("kill", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("channel")
@click.argument("asset", required=False)
@click.option("--reason", metavar="TEXT", help="Why. Whoever is woken by it reads this.")
@click.option("--halt", is_flag=True, help="Take everything out of service.")
@click.option("--tokens", type=click.IntRange(min=0), metavar="N", help="Lower the budget ASSET to so many tokens.")
@click.option("--usd", metavar="AMOUNT", help="Lower the budget ASSET to so many dollars.")
@click.option("--undo", metavar="WHAT", help="Put back what was taken: an asset, the digest of a bundle, or `halt`.")
@click.option("--anew", is_flag=True, help="Begin again: after a key was replaced.")
@store_options
@signing_options
def command(**given: Any) -> None:
    """Take ASSET of CHANNEL out of service: a resource, or a variant as prompt:support/refund-reply#terse.

    A kill only restricts, and readers see it within their check interval, whatever bundle they are on.
    """
    from promptops.cli.publishing import now, opened_channel, opened_keys  # noqa: PLC0415 - help does not need it
    from promptops.publishing.promotion import restrict  # noqa: PLC0415 - as above
    from promptops.publishing.requests import KillRequest, restricted  # noqa: PLC0415 - as above
    from promptops.publishing.text import restriction_lines  # noqa: PLC0415 - as above

    time = now()
    request = KillRequest.of(given)
    channel, signers = opened_channel(given, time), opened_keys(given["keys"])
    with channel.store.locked(channel.name):
        channel = opened_channel(given, time)
        kill, pointer = restrict(channel, restricted(channel, request), signers, now=time)
    click.echo(f"kill document {kill.sequence} of {channel.name} is out")
    click.echo("\n".join(restriction_lines(kill.restrictions)))
    if pointer is None:
        click.echo(
            "note: this key may not move the channel, so that a reader who is kept from the kill document does not"
            f" notice; whoever may, run `promptops promote {channel.name}`"
        )
