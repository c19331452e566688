"""`promptops verify`: believe a release, or say why not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from promptops.cli.attesting import provenance_check, provenance_options
from promptops.cli.examples import ExampleCommand
from promptops.cli.publishing import store_options
from promptops.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from pathlib import Path

    from promptops.trust.statements import Statement

_ORIGIN = (
    "--identity https://github.com/acme/prompts/.github/workflows/release.yml@refs/heads/main"
    " --source https://github.com/acme/prompts@refs/heads/main"
)
_EXAMPLES = ("promptops verify prod", f"promptops verify prod --provenance provenance.jsonl {_ORIGIN}")
_BESIDE = ".dsse.json"


@click.command("verify", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("what", nargs=-1, required=True)
@store_options
@provenance_options
def command(**given: Any) -> None:
    """Verify each of WHAT: a channel of the store, the digest of a bundle in it, or a file with a bundle.

    Nothing is believed but the trust file. Exit with 1, and the code of the reason, when something is refused.

    With --provenance, the workflow that built it must have signed so with Sigstore, from the commit that the statement
    names.
    """
    from promptops.publishing.provenance_refusals import ProvenanceError  # noqa: PLC0415 - help does not need it
    from promptops.reports.printable import printable  # noqa: PLC0415 - help does not need it
    from promptops.trust.refusals import RefusedError  # noqa: PLC0415 - as above

    check = provenance_check(given)
    try:
        for what in given["what"]:
            for line in _checked(what, given, check):
                click.echo(f"ok: {printable(line)}")
    except (RefusedError, ProvenanceError) as error:
        click.echo(f"refused: {printable(str(error))} [{error.code}]")
        click.echo(f"  = help: {error.help}")
        sys.exit(1)


def _checked(what: str, given: Mapping[str, Any], check: Callable[[Statement], str] | None) -> Iterator[str]:
    statement = yield from _verified(what, given)
    if check is not None:
        yield check(statement)


def _verified(what: str, given: Mapping[str, Any]) -> Generator[str, None, Statement]:
    import pathlib  # noqa: PLC0415 - help does not need it

    from promptops.cli.publishing import now, opened_channel, opened_store, opened_trust  # noqa: PLC0415 - as above
    from promptops.publishing.verification import verify_pair, verify_release, verify_stored  # noqa: PLC0415 - as above
    from promptops.trust.fields import is_digest  # noqa: PLC0415 - as above

    time, path = now(), pathlib.Path(what)
    if path.suffix == ".json":
        bundle, signed = _bytes(path), _bytes(path.with_name(path.stem + _BESIDE))
        return (yield from verify_pair(opened_trust(given, time), bundle, signed, path.stem))
    if is_digest(what):
        return (yield from verify_stored(opened_store(given), opened_trust(given, time), what))
    return (yield from verify_release(opened_channel({**given, "channel": what}, time), time))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"`{path}` cannot be read: {error.strerror}") from error
