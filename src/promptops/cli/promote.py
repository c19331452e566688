"""`promptops promote`: point a channel at a bundle."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.attesting import provenance_check, provenance_options
from promptops.cli.examples import ExampleCommand
from promptops.cli.publishing import lifetime_option, signing_options, store_options

_EXAMPLES = (
    "promptops promote prod --bundle HEAD --key keys/release.key",
    "promptops promote prod --key keys/release.key",
)


@click.command("promote", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("channel")
@click.option(
    "--bundle", metavar="WHICH", help="A file, a commit, or the beginning of a digest. [default: the one in force]"
)
@store_options
@signing_options
@lifetime_option
@click.option(
    "--reviewers",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="How many must have reviewed it. [default: 0]",
)
@provenance_options
@click.option(
    "--epoch", type=click.IntRange(min=1), metavar="N", help="Count anew from this epoch: after a key was replaced."
)
def command(**given: Any) -> None:
    """Point CHANNEL at a bundle of the store; without --bundle, say again what is in force before that expires.

    The bundle and what is signed of it are verified first, and with --provenance where it was built; the pointer is
    written last.
    """
    from promptops.bundle.bundle import DEFAULT_ENVIRONMENT  # noqa: PLC0415 - help does not need it
    from promptops.cli.publishing import now, opened_channel, opened_keys  # noqa: PLC0415 - as above
    from promptops.publishing.promotion import promote  # noqa: PLC0415 - as above
    from promptops.publishing.text import pointer_line  # noqa: PLC0415 - as above
    from promptops.reports.printable import printable  # noqa: PLC0415 - as above

    time, check = now(), provenance_check(given)
    channel, signers = opened_channel(given, time), opened_keys(given["keys"])
    with channel.store.locked(channel.name):
        pointer = promote(
            opened_channel(given, time),
            _named(given["bundle"]),
            signers,
            now=time,
            lifetime=given["expires"],
            reviewers=given["reviewers"],
            check=check,
            epoch=given["epoch"],
        )
    click.echo(pointer_line(pointer, time))
    environment = channel.statement(pointer.bundle.sha256).environment
    if environment not in {channel.name, DEFAULT_ENVIRONMENT}:
        click.echo(f"note: this bundle was compiled for `{printable(environment)}`", err=True)


def _named(bundle: str | None) -> str | None:
    """Return what is meant by a name of git's, such as HEAD: the commit."""
    from pathlib import Path  # noqa: PLC0415 - help does not need it

    from promptops.sources.history import meet  # noqa: PLC0415 - as above

    if bundle is None or Path(bundle).exists() or bundle.startswith("-") or ".." in bundle:
        return bundle
    if all(letter in "0123456789abcdef" for letter in bundle):
        return bundle
    meeting = meet(Path(), bundle, None)
    return bundle if meeting is None else meeting.head
