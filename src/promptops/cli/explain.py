"""`promptops explain`: make the decision again that a stamp was made of."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.publishing import store_options
from promptops.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptops.runtime.explaining import Explanation

_EXAMPLES = (
    "promptops explain sha256-3f1c0a9e5b7d2468:support/refund-reply@1.1.0:-:-:default --unit customer-42",
    "promptops explain sha256-3f1c0a9e5b7d2468:support/refund-reply@1.1.0:-:-:default --unit 42 --context plan=pro",
)


@click.command("explain", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("stamp")
@click.option("--unit", required=True, metavar="ID", help="Whose session it was.")
@click.option("--context", multiple=True, metavar="KEY=VALUE", help="What the session said of itself; repeatable.")
@click.option("--name", metavar="NAME", help="What was asked for. [default: the prompt in the stamp]")
@click.option("--channel", metavar="NAME", help="Decide under what this channel restricts now. [default: nothing]")
@store_options
def command(**given: Any) -> None:
    """Make the decision of STAMP again, from the verified bundle that it names, and say whether it comes out the same.

    Exit with 1 when it does not: the unit, the context or what was restricted was another.
    """
    from promptops.cli.publishing import now, opened_channel, opened_store, opened_trust  # noqa: PLC0415 - see help
    from promptops.publishing.verification import stored_bundle  # noqa: PLC0415 - as above
    from promptops.runtime.explaining import explain  # noqa: PLC0415 - as above
    from promptops.runtime.stamps import Stamp  # noqa: PLC0415 - as above

    time, stamp = now(), Stamp.parse(given["stamp"])
    kill = None if given["channel"] is None else opened_channel(given, time).kill
    explanation = explain(
        stamp,
        stored_bundle(opened_store(given), opened_trust(given, time), stamp.bundle),
        unit=given["unit"],
        context=dict(_pair(text) for text in given["context"]),
        name=given["name"],
        restrictions=None if kill is None else kill.restrictions,
    )
    click.echo("\n".join(_lines(explanation)))
    sys.exit(not explanation.agrees)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (key and equals):
        raise UsageError(f"`{text}` is no attribute", help="write `--context KEY=VALUE`")
    return key, value


def _lines(found: Explanation) -> Iterator[str]:
    from promptops.reports.printable import printable  # noqa: PLC0415 - help does not need it

    yield f"stamped  {printable(str(found.stamped))}"
    if not found.agrees:
        yield f"found    {printable(str(found.found))}"
    yield f"prompt   {printable(found.prompt)}"
    if found.variants:
        yield f"variants {printable(', '.join(found.variants))}, in buckets salted with {printable(found.bucket_salt)}"
    yield "the same decision comes out" if found.agrees else "another decision comes out"
