"""What the commands that ask for provenance have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from promptops.errors import PromptopsError, UsageError

if TYPE_CHECKING:
    from promptops.trust.statements import Statement

Function = TypeVar("Function", bound=Callable[..., object])

_GITHUB: Final = "https://token.actions.githubusercontent.com"
_WORKFLOW: Final = "https://github.com/acme/prompts/.github/workflows/release.yml@refs/heads/main"
_SOURCE: Final = "https://github.com/acme/prompts@refs/heads/main"


def provenance_options(function: Function) -> Function:
    """Add the options that say where a bundle must have been built."""
    for decorate in (
        click.option(
            "--trusted-root",
            type=click.Path(),
            metavar="FILE",
            help="The Sigstore root to trust, for use without a network. [default: the one that Sigstore publishes]",
        ),
        click.option(
            "--issuer", metavar="URI", help=f"The service that vouches for the workflow. [default: {_GITHUB}]"
        ),
        click.option("--source", metavar="URI@REF", help="The repository, and the ref of it, that must be the source."),
        click.option("--identity", metavar="URI@REF", help="The workflow that must have signed the provenance."),
        click.option(
            "--provenance",
            type=click.Path(),
            metavar="FILE",
            help="Ask for the provenance in this file, too; needs --identity and --source.",
        ),
    ):
        function = decorate(function)
    return function


def provenance_check(given: Mapping[str, Any]) -> Callable[[Statement], str] | None:
    """Return what checks the provenance of a bundle, by its verified statement, or None where nobody asks for it.

    Raises:
        UsageError: the options do not say whom to believe, or a file of theirs cannot be used.
        PromptopsError: sigstore is not installed, or its root of trust cannot be fetched.
    """
    name = given["provenance"]
    if name is None:
        _refuse_alone(given)
        return None
    identity, (repository, at, ref) = given["identity"], (given["source"] or "").partition("@")
    if not identity:
        raise UsageError("nothing says which workflow must have signed", help=f"give `--identity {_WORKFLOW}`")
    if not (repository and at and ref):
        raise UsageError("nothing says which ref of which repository was built", help=f"give `--source {_SOURCE}`")
    data = _bytes(name)
    try:
        from promptops.publishing.keyless import KeylessVerifier, Origin  # noqa: PLC0415 - an extra, and half a second
    except ModuleNotFoundError as error:
        advice = "run `pip install 'promptops-compiler[provenance]'`"
        raise PromptopsError("`--provenance` needs the package `sigstore`", help=advice) from error
    from pathlib import Path  # noqa: PLC0415 - help does not need it

    root = given["trusted_root"]
    origin = Origin(identity, given["issuer"] or _GITHUB, repository, ref)
    verifier = KeylessVerifier(origin, None if root is None else Path(root))
    return lambda statement: verifier.check(data, statement)


def _refuse_alone(given: Mapping[str, Any]) -> None:
    for name in ("identity", "source", "issuer", "trusted_root"):
        if given[name] is not None:
            message = f"`--{name.replace('_', '-')}` checks nothing without `--provenance`"
            raise UsageError(message, help="name the file with the provenance")


def _bytes(name: str) -> bytes:
    from promptops.publishing.attestations import MAX_FILE  # noqa: PLC0415 - help does not need it

    try:
        with open(name, "rb") as file:  # noqa: PTH123 - without pathlib
            return file.read(MAX_FILE + 1)
    except OSError as error:
        raise UsageError(f"the provenance `{name}` cannot be read: {error.strerror}") from error
