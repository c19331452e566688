"""`promptops sign`: sign bundles that were compiled before."""

from __future__ import annotations

from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import as_of_option
from promptops.cli.publishing import key_option, review_options

_EXAMPLES = ("promptops sign build/bundles/3f1c0a9e5b7d2468.json --key keys/release.key",)


@click.command("sign", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("bundles", nargs=-1, required=True, type=click.Path(), metavar="BUNDLE...")
@click.option("--at", "ref", metavar="REF", help="Compile the files of a git commit, branch or tag.")
@key_option
@click.option("--publish", multiple=True, metavar="DIR|exec:CMD", help="Publish what is signed there; repeatable.")
@review_options
@as_of_option("Judge as if it were this day.")
def command(**given: Any) -> None:
    """Compile the project again, without the cache, and sign each BUNDLE that comes out the same.

    The statement and the bill of materials are written beside it.
    """
    from promptops.cli.signing import sign_again  # noqa: PLC0415 - help does not need it

    sign_again(given)
