"""The `promptops` command: finds the subcommand, and turns every failure into exit status 2."""

from __future__ import annotations

import sys
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, NoReturn

import click

from promptops import __version__
from promptops.cli.terminal import show_error, show_misuse, use_utf8, width
from promptops.errors import PromptopsError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from promptops.sources.git import WorkTree

COMMANDS = {
    "compile": "Check the project, and write its manifest and bundles.",
    "lint": "Check the project without writing anything.",
    "diff": "Say whom a change breaks.",
    "waive": "Write a waiver for a finding.",
    "init": "Write a promptops.yaml for the repository that you stand in.",
    "new": "Write a resource that passes every rule.",
    "import": "Write native files for what is written in other dialects.",
    "export": "Write prompts and tools in another dialect.",
    "lock": "Write down the snapshots, the facts and the digests, or compare them.",
    "catalog": "Show what is known of public models, and read something newer.",
    "graph": "Show who depends on whom.",
    "impact": "Show everything that depends on a resource, and through what.",
    "bounds": "Show the most that one request uses: calls, tokens, money.",
    "expectations": "Show what relies on the wording of prompts.",
    "budget": "Show the tree of budgets, and what one request may take of it.",
    "calendar": "Show every date that matters, and what will break by when.",
    "keys": "Make keys that sign releases, and say which of them count.",
    "sign": "Sign bundles that were compiled before.",
    "verify": "Believe a release, or say why not.",
    "promote": "Point a channel at a bundle.",
    "rollback": "Point a channel at an older bundle again.",
    "kill": "Take a resource, a variant or everything out of service.",
    "status": "Show what a channel points at, and what is restricted.",
    "stubs": "Write types, so that a type checker knows the prompts and their inputs.",
    "explain": "Make the decision again that a stamp was made of.",
    "rule": "Show what a rule finds, and why it matters.",
    "schema": "Print the JSON Schema of a kind of file, for editors.",
    "doctor": "Check this installation.",
}
"""Each command with its line in the help. Its module is imported when it runs, so that help costs nothing."""

FAILED = 2
INTERRUPTED = 130


class Commands(click.Group):
    """A group whose commands are imported when they are asked for."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run the command line. Raises `SystemExit` with the exit status."""
        try:
            status = super().main(*args, **{**extra, "standalone_mode": False, "terminal_width": _help_width()})
        except click.ClickException as error:
            show_misuse(error)
            status = FAILED
        except click.Abort:
            status = INTERRUPTED
        except PromptopsError as error:
            show_error(error)
            status = FAILED
        except Exception:  # noqa: BLE001 - whatever it was: Python's own status 1 would say that there are findings
            _show_defect()
            status = FAILED
        sys.exit(status)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which people need them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"promptops.cli.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; say which one was probably meant when there is none."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from promptops.spelling import closest  # noqa: PLC0415 - only a misspelt command needs it

            meant = closest(name, COMMANDS)
            ctx.fail(f"there is no command `{name}`" + (f"; did you mean `{meant}`?" if meant else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands that begin so, without importing any, and the options."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - only a shell asks

        found = [CompletionItem(name, help=text) for name, text in COMMANDS.items() if name.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]


HELP = """The GitOps compiler and linter for prompts, tools, models and budgets.

Run `promptops compile` in a repository of prompts: it needs no configuration.
Exit status: 0 clean, 1 findings, 2 the tool failed or was misused.
"""
COMPLETION = """In bash, `eval "$(_PROMPTOPS_COMPLETE=bash_source promptops)"` completes commands, options and names;
in zsh and fish it is `zsh_source` and `fish_source`.
"""


@click.group(cls=Commands, help=HELP, epilog=COMPLETION, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="promptops")
def cli() -> None:
    """Run a command."""


def main(arguments: list[str] | None = None, tree: WorkTree | None = None) -> NoReturn:
    """Run the command line, about a tree that may be open already. Raises `SystemExit` with the exit status."""
    use_utf8()
    cli.main(arguments, prog_name="promptops", obj=tree)


def _help_width() -> int:
    """Return the cells in a line of help: no more than one reads with ease."""
    return max(50, min(width(80), 100))


def _show_defect() -> None:
    import traceback  # noqa: PLC0415 - not needed when all is well

    traceback.print_exc()
    click.echo("error: promptops failed; this is a defect of its own, and the lines above tell where", err=True)
