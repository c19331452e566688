"""`promptops waive`: a waiver for one finding."""

from __future__ import annotations

from datetime import date

import click

from promptops.cli.examples import ExampleCommand
from promptops.cli.options import as_of_option, day
from promptops.cli.terminal import shown_path

_EXAMPLES = (
    'promptops waive 3f1c0a9e5b7d2468 --reason "the parser moves next week" --until 2027-01-15',
    'promptops waive 3f1c0a9e5b7d2468 --reason "agreed with billing" --until 2027-01-15 --against v1.2.0',
)


@click.command("waive", cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("fingerprint")
@click.option("--reason", metavar="TEXT", required=True, help="Why the finding may stand.")
@click.option("--until", type=day, metavar="DATE", required=True, help="The last day; of a rule's, in 90 days at most.")
@click.option("--owner", metavar="TEAM", help="The team that answers for it. [default: the resource's owner]")
@click.option("--against", metavar="REF", help="What the change is compared with, as in `promptops diff`.")
@as_of_option("Count the days from this one.")
def command(
    *, fingerprint: str, reason: str, until: date, owner: str | None, against: str | None, as_of: date | None
) -> None:
    """Write a waiver for the finding with this FINGERPRINT, as `diff` and the reports in JSON show it."""
    from pathlib import Path  # noqa: PLC0415 - help does not need it

    from promptops.cli.project import ProjectOptions, today  # noqa: PLC0415 - as above
    from promptops.cli.waiving import Waivable  # noqa: PLC0415 - as above
    from promptops.reports.printable import printable  # noqa: PLC0415 - as above
    from promptops.scaffolds.files import write_new  # noqa: PLC0415 - as above
    from promptops.scaffolds.ownership import Site  # noqa: PLC0415 - as above
    from promptops.scaffolds.waiving import Terms, waiver  # noqa: PLC0415 - as above
    from promptops.sources.codeowners import read_codeowners  # noqa: PLC0415 - as above

    options = ProjectOptions(Path(), ref=None, config=None, as_of=as_of, no_cache=False)
    root = options.place().root
    compiler = options.compiler(root)
    found, resource_owner = Waivable(compiler, against).find(fingerprint)
    project, settings = compiler.compiled.project, compiler.compiled.settings
    site = Site(root, project, settings, read_codeowners(compiler.tree), as_of or today())
    (path,) = write_new(root, (waiver(site, found, resource_owner, Terms(reason, until, owner)),))
    click.echo(f"wrote {shown_path(path)}")
    what, approver = printable(f"`{found.rule}` in `{found.resource}`"), printable(resource_owner or "its owner")
    click.echo(f"{what} is held back until {until}: {approver} approves")
