"""`promptops keys`: make keys, and say in the trust file what they may sign."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from promptops.cli.examples import ExampleCommand, ExampleGroup
from promptops.errors import PromptopsError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 4_096
"""Characters of a file with a public key."""

_GENERATE = (
    "promptops keys generate",
    "promptops keys generate oncall --type ecdsa-p256",
)
_TRUST = (
    "promptops keys trust keys/release.pub",
    "promptops keys trust keys/oncall.pub --role kill:prod",
    "promptops keys trust keys/old.pub --remove",
)


@click.group("keys", cls=ExampleGroup, examples=(_GENERATE[0], _TRUST[0]))
def command() -> None:
    """Make keys that sign releases, and say in the trust file which of them count for what."""


@command.command(
    "generate", cls=ExampleCommand, examples=_GENERATE, short_help="Write a private key and its public key."
)
@click.argument("name", default="release")
@click.option("--folder", type=click.Path(), default="keys", help="Where to write it. [default: keys]")
@click.option(
    "--type",
    "kind",
    type=click.Choice(["ed25519", "ecdsa-p256"]),
    default="ed25519",
    help="The algorithm. [default: ed25519]",
)
@click.option("--passphrase", "asks", is_flag=True, help="Encrypt it: $PROMPTOPS_PASSPHRASE, or what is typed.")
def generate(name: str, folder: str, kind: str, asks: bool) -> None:  # noqa: FBT001 - click passes names
    """Write the private key NAME.key, which only its owner can read, and the public key NAME.pub.

    Git is told to leave private keys alone.
    """
    from pathlib import Path  # noqa: PLC0415 - help does not need it

    from promptops.cli.publishing import passphrase_of  # noqa: PLC0415 - as above
    from promptops.cli.terminal import shown_path  # noqa: PLC0415 - as above
    from promptops.publishing.keys import generated  # noqa: PLC0415 - as above
    from promptops.sources.git_command import run_git  # noqa: PLC0415 - as above

    if not name.replace("-", "").replace("_", "").isalnum():
        raise UsageError(f"`{name}` cannot be the name of a key", help="write letters, digits and `-`")
    private, public = Path(folder, f"{name}.key"), Path(folder, f"{name}.pub")
    for path in (private, public):
        if os.path.lexists(path):
            raise UsageError(f"there is a `{path}` already", help="give the key another name")
    passphrase = passphrase_of(str(private)) if asks else None
    if passphrase == b"":
        raise UsageError("the passphrase is empty", help="give one, or leave `--passphrase` out")
    key = generated("ecdsa-p256" if kind == "ecdsa-p256" else "ed25519", passphrase)
    _write(private, key.private, 0o600)
    _write(public, key.public.encode(), 0o644)
    click.echo(f"wrote {shown_path(private)}: keep it where only releases are made")
    click.echo(f"wrote {shown_path(public)}: run `promptops keys trust {shown_path(public)}`")
    click.echo(f"key {key.keyid}")
    # What git would commit is listed; what it ignores is not.
    if run_git(private.parent, "status", "--porcelain", "--untracked-files=all", "--", private.name):
        click.echo(f"warning: git does not ignore `{shown_path(private)}`", err=True)


@command.command("trust", cls=ExampleCommand, examples=_TRUST, short_help="Say in the trust file which keys count.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="bundle, channel:NAME or kill:NAME; repeatable.")
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="All roles of a channel. [default: prod]")
@click.option("--project", metavar="NAME", help="For which project. [default: the name in promptops.yaml]")
@click.option("--trust", type=click.Path(), default="trust.json", help="The file to write. [default: trust.json]")
@click.option("--remove", is_flag=True, help="Trust these keys no longer.")
def trust(
    *,
    files: tuple[str, ...],
    roles: tuple[str, ...],
    channels: tuple[str, ...],
    project: str | None,
    trust: str,
    remove: bool,
) -> None:
    """Write into the trust file that the public keys in FILE... count, for every role unless some are named.

    Applications ship with this file; whatever else lies in a store is believed because of it.
    """
    from pathlib import Path  # noqa: PLC0415 - help does not need it

    from promptops.cli.check import write_file  # noqa: PLC0415 - as above
    from promptops.cli.publishing import now  # noqa: PLC0415 - as above
    from promptops.publishing.trust_file import roles_of, trusting, without  # noqa: PLC0415 - as above
    from promptops.reports.printable import printable  # noqa: PLC0415 - as above
    from promptops.trust.keys import parse_public_key  # noqa: PLC0415 - as above

    keys = [parse_public_key(_read(Path(file))) for file in files]
    place, time = Path(trust), now()
    old = _trusted(place)
    named = project or _project()
    if remove:
        if old is None:
            raise UsageError(f"there is no trust file `{trust}`")
        data = without(old, named, keys, time)
    else:
        data = trusting(old, named, keys, roles_of(channels or ("prod",), roles), time)
    write_file(place, data.decode())
    click.echo(f"wrote {printable(trust)}: ship it with the application, and let somebody review every change of it")


def _project() -> str:
    """Return the name of the project that is worked in."""
    from pathlib import Path  # noqa: PLC0415 - where no option says it

    from promptops.compiler.request import CONFIG_NAME  # noqa: PLC0415 - as above
    from promptops.compiler.roots import find_place  # noqa: PLC0415 - as above
    from promptops.config.loading import load_settings  # noqa: PLC0415 - as above
    from promptops.rules import rule_options  # noqa: PLC0415 - as above

    file = find_place(Path()).root / CONFIG_NAME
    name = load_settings(file.read_bytes(), CONFIG_NAME, rule_options()).config.name if file.is_file() else None
    if name is None:
        raise UsageError("the project has no name", help=f"write `name:` into {CONFIG_NAME}, or use `--project`")
    return name


def _trusted(path: Path) -> bytes | None:
    """Return the trust file as it is, None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"the trust file `{path}` cannot be read: {error.strerror}") from error


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_LONGEST)
    except OSError as error:
        raise UsageError(f"the key `{path}` cannot be read: {error.strerror}") from error


def _write(path: Path, data: bytes, mode: int) -> None:
    """Write a new file, never through a link; git is told to leave private keys in its folder alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        ignored = path.parent / ".gitignore"
        if not os.path.lexists(ignored):
            ignored.write_text("*.key\n", encoding="utf-8")
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode), "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(data)
    except OSError as error:
        raise PromptopsError(f"`{path}` cannot be written: {error.strerror}") from error
