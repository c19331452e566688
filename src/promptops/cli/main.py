"""The `promptops` command: finds the subcommand, and turns a failure of the tool into exit status 2."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import Any

import click

from promptops import __version__
from promptops.errors import PromptopsError

COMMANDS = {
    "compile": "Check the project, and write its manifest and bundles.",
    "lint": "Check the project without writing anything.",
    "init": "Write a promptops.yaml for the repository that you stand in.",
    "new": "Write a resource that passes every rule.",
    "graph": "Show who depends on whom.",
    "rule": "Show what a rule finds, and why it matters.",
    "schema": "Print the JSON Schema of a kind of file, for editors.",
    "doctor": "Check this installation.",
}
"""Each command with its line in the help. Its module is imported when it runs, so that help costs nothing."""


class Commands(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"promptops.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; say which one was probably meant when there is none."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from promptops.spelling import closest  # noqa: PLC0415 - only a misspelt command needs it

            meant = closest(name, COMMANDS)
            ctx.fail(f"there is no command `{name}`" + (f"; did you mean `{meant}`?" if meant else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="promptops")
def cli() -> None:
    """The GitOps compiler and linter for prompts, tools, models and budgets.

    Run `promptops compile` in a repository of prompts: it needs no configuration.
    Exit status: 0 clean, 1 findings, 2 the tool failed or was misused.
    """


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line. Raises `SystemExit` with the exit status."""
    # A batch run leaves its memory to the end of the process; collecting it costs a tenth of the time.
    gc.disable()
    try:
        return cli.main(arguments, prog_name="promptops")
    except PromptopsError as error:
        click.secho(f"error: {error}", fg="red", err=True)
        if error.help:
            click.echo(f"  = help: {error.help}", err=True)
        sys.exit(2)
