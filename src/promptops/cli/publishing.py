"""What the commands that publish have in common: the store, the trust file, the keys, and the time."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import click

from promptops.errors import PromptopsError, UsageError

if TYPE_CHECKING:
    from promptops.publishing.channel import Channel
    from promptops.publishing.store import Store
    from promptops.trust.root import TrustRoot
    from promptops.trust.signing import Signer

Function = TypeVar("Function", bound=Callable[..., object])

KEY = "PROMPTOPS_KEY"
PASSPHRASE = "PROMPTOPS_PASSPHRASE"  # noqa: S105 - the name of a variable
_WEB = ("http://", "https://")


_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_DIGITS = 6


def duration(value: str) -> timedelta:
    """Return a time written as `30m`, `24h` or `7d`; anything else is an error of usage."""
    number, unit = value[:-1], _UNITS.get(value[-1:])
    if unit is None or not (number.isascii() and number.isdecimal() and len(number) <= _DIGITS and int(number)):
        raise click.BadParameter(f"`{value}` is no time such as `30m`, `24h` or `7d`")
    return unit * int(number)


def store_options(function: Function) -> Function:
    """Add the options that say which store is meant, and whom to trust."""
    return _decorated(
        function,
        click.option(
            "--store",
            "place",
            metavar="DIR|URL",
            default="store",
            envvar="PROMPTOPS_STORE",
            help="Where the releases are: a folder, or the address of one. [default: $PROMPTOPS_STORE or store]",
        ),
        click.option(
            "--trust",
            type=click.Path(),
            default="trust.json",
            envvar="PROMPTOPS_TRUST",
            help="The file that says which keys count. [default: $PROMPTOPS_TRUST or trust.json]",
        ),
    )


def signing_options(function: Function) -> Function:
    """Add the options that say what signs, and what writes."""
    return _decorated(
        function,
        key_option,
        click.option(
            "--publish",
            metavar="exec:CMD",
            help="What uploads a file, too: gets its path, and its bytes on standard input.",
        ),
    )


def key_option(function: Function) -> Function:
    """Add the option that says what signs."""
    return click.option(
        "--key",
        "--signer",
        "keys",
        multiple=True,
        metavar="FILE|exec:CMD",
        help="A private key, or a program that signs its standard input. May be repeated. [default: $PROMPTOPS_KEY]",
    )(function)


def review_options(function: Function) -> Function:
    """Add the options that say who reviewed what is signed."""
    return _decorated(
        function,
        click.option(
            "--reviewer", "reviewers", multiple=True, metavar="NAME", help="Who reviewed it. May be repeated."
        ),
        click.option("--reviews", type=click.Path(), metavar="FILE", help="What the forge says of reviews, as JSON."),
    )


def lifetime_option(function: Function) -> Function:
    """Add the option that says for how long a pointer holds."""
    text = "For how long readers may follow it without hearing more. [default: 24h]"
    return click.option("--expires", type=duration, default="24h", metavar="TIME", help=text)(function)


def now() -> datetime:
    """Return the time in UTC, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def opened_store(given: Mapping[str, Any]) -> Store:
    """Return the store that is meant; what `--publish` names writes to it.

    Raises:
        UsageError: it is none.
    """
    from promptops.publishing.command import EXEC, CommandStore, command_of  # noqa: PLC0415 - help does not need it

    place, publish = given["place"], given.get("publish")
    is_remote = place.startswith(_WEB)
    store = _web_store(place) if is_remote else _directory(place)
    if publish is None:
        return store
    if not publish.startswith(EXEC):
        raise UsageError("`--publish` takes `exec:CMD` here", help="name a folder with `--store`")
    return CommandStore(command_of(publish), store, kept=not is_remote)


def _directory(place: str) -> Store:
    from pathlib import Path  # noqa: PLC0415 - help does not need it

    from promptops.publishing.directory import DirectoryStore  # noqa: PLC0415 - as above

    return DirectoryStore(Path(place))


def _web_store(place: str) -> Store:
    from promptops.cli.caching import cache_base  # noqa: PLC0415 - for this kind of store alone
    from promptops.publishing.web import WebStore  # noqa: PLC0415 - as above

    base = cache_base()
    return WebStore(place, None if base is None else base / "stores")


def opened_trust(given: Mapping[str, Any], time: datetime) -> TrustRoot:
    """Return what the trust file says.

    Raises:
        UsageError: there is none.
        RefusedError: it cannot be used.
    """
    from promptops.trust.limits import MAX_TRUST  # noqa: PLC0415 - help does not need it
    from promptops.trust.refusals import RefusedError  # noqa: PLC0415 - as above
    from promptops.trust.root import TrustRoot  # noqa: PLC0415 - as above

    name = given["trust"]
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - without pathlib
            return TrustRoot.load(file.read(MAX_TRUST + 1), time)
    except RefusedError as error:
        raise RefusedError(error.code, f"the trust file `{name}` cannot be used: {error}", error.help) from error
    except OSError as error:
        advice = "write one with `promptops keys trust`, or name yours with `--trust`"
        raise UsageError(f"the trust file `{name}` cannot be read: {error.strerror}", help=advice) from error


def opened_channel(given: Mapping[str, Any], time: datetime) -> Channel:
    """Return the channel that is meant; with an epoch, what cannot be believed in it counts for nothing.

    Raises:
        PromptopsError: the store or the trust file cannot be used, or there can be no such channel.
    """
    from promptops.publishing.channel import Channel  # noqa: PLC0415 - help does not need it

    anew = given.get("epoch") is not None or given.get("anew", False)
    return Channel(opened_store(given), opened_trust(given, time), given["channel"], anew=anew)


def opened_keys(keys: Sequence[str]) -> list[Signer]:
    """Return what signs.

    Raises:
        PromptopsError: there is nothing, or a key cannot be used.
    """
    from promptops.publishing.keys import signer_for  # noqa: PLC0415 - help does not need it

    named = keys or tuple(filter(None, (os.environ.get(KEY),)))
    if not named:
        raise UsageError("nothing says what to sign with", help=f"name a key with `--key`, or in {KEY}")
    return [signer_for(key, passphrase_of) for key in named]


def passphrase_of(name: str) -> bytes:
    """Return the passphrase of a key: from the environment, else as it is typed.

    Raises:
        PromptopsError: it is in neither place.
    """
    known = os.environ.get(PASSPHRASE)
    if known is not None:
        return os.fsencode(known)
    try:
        typed: str = click.prompt(f"Passphrase of {name}", hide_input=True, err=True)
    except click.Abort:
        raise PromptopsError(f"the key `{name}` needs its passphrase", help=f"set {PASSPHRASE}") from None
    return typed.encode()


def _decorated(function: Function, *decorators: Callable[[Function], Function]) -> Function:
    for decorator in reversed(decorators):
        function = decorator(function)
    return function
