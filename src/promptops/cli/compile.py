"""`promptops compile`: check the project, and write its manifest and bundles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import comparison_options, project_options, report_options
from promptops.cli.publishing import review_options
from promptops.errors import UsageError

_EXAMPLES = (
    "promptops compile",
    "promptops compile --at v1.2.0",
    "promptops compile --against main",
    "promptops compile --as-of 2027-06-01 --format json",
    "promptops compile --environment prod",
    "promptops compile --sign keys/release.key --publish store",
)


@click.command("compile", cls=ExampleCommand, examples=_EXAMPLES)
@project_options
@comparison_options
@report_options
@click.option(
    "--environment", "environments", multiple=True, metavar="NAME", help="Write the bundle of this one alone."
)
@click.option("--sign", "keys", multiple=True, metavar="FILE|exec:CMD", help="Sign each bundle with this private key.")
@click.option("--publish", multiple=True, metavar="DIR|exec:CMD", help="Publish what is signed there; repeatable.")
@review_options
def command(**given: Any) -> None:
    """Check the project at or above PATH, and write its manifest and one bundle for each environment.

    With an error that is not accepted, no bundle is written. What is signed is compiled anew, without the cache.
    """
    from promptops.cli.check import Options, run  # noqa: PLC0415 - help does not need it

    if not given["keys"]:
        _refuse_options_of_signing(given)
        from promptops.cli.output import write  # noqa: PLC0415 - as above

        run(Options.of(given), write)
    from promptops.cli.signing import Signing, signable  # noqa: PLC0415 - as above

    run(signable(Options.of(given)), Signing(given).write)


def _refuse_options_of_signing(given: Mapping[str, Any]) -> None:
    for option, name in (("--publish", "publish"), ("--reviewer", "reviewers"), ("--reviews", "reviews")):
        if given[name]:
            raise UsageError(f"`{option}` is about what is signed", help="add `--sign KEY`")
