"""Signing what was compiled: the statement and the bill of materials beside each bundle, and all of it published."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from promptops import __version__
from promptops.cli.check import Check, Options, accepted_in
from promptops.cli.output import write_output
from promptops.cli.project import ProjectOptions, today
from promptops.cli.publishing import opened_keys
from promptops.cli.terminal import shown_path
from promptops.compiler import Compiler
from promptops.compiler.baseline import sift
from promptops.diagnostics import Diagnostic, Severity
from promptops.errors import PromptopsError, UsageError
from promptops.publishing.command import EXEC, CommandStore, command_of
from promptops.publishing.directory import DirectoryStore
from promptops.publishing.provenance import Provenance, commits_of, provenance, released_commits
from promptops.publishing.release import released
from promptops.publishing.reviews import MAX_REVIEWS, Approvals, Reviewer, all_of, in_file, in_trailers
from promptops.publishing.statement import Facts, Judgement
from promptops.publishing.store import Store
from promptops.reports.printable import printable
from promptops.sources.git import WorkTree


def signable(options: Options) -> Options:
    """Return options as they have to be for what is signed: no cache is believed, and an error fails.

    Raises:
        UsageError: one of them makes no sense with it.
    """
    if options.watch:
        raise UsageError("`--watch` signs nothing", help="leave `--sign` out")
    project, shown = options.project, options.shown
    failing = shown.fail_on if shown.fail_on in ("info", "warning") else "error"
    return options._replace(project=project._replace(no_cache=True), shown=shown._replace(fail_on=failing))


class Signing:
    """What the options say about signing and publishing; keys are opened before anything is compiled."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._signers = opened_keys(given["keys"])
        self._stores = [_store(place) for place in given["publish"]]
        self._names: Sequence[str] = given["reviewers"]
        self._approvals = Approvals(()) if given["reviews"] is None else in_file(_bytes(Path(given["reviews"])))
        self._day = given["as_of"]

    def write(self, check: Check, fresh: tuple[Diagnostic, ...]) -> tuple[Path, ...]:
        """Write what `compile` does, then what is signed of it; nothing is signed while there is an error."""
        written = write_output(check, fresh)
        if not written.bundles:
            click.echo("nothing is signed while there are errors", err=True)
            return written.paths()
        signed = list(self.sign(check.compiler, written.bundles))
        return (*written.paths(), *signed)

    def sign(self, compiler: Compiler, bundles: Mapping[str, Path], beside: Path | None = None) -> Iterator[Path]:
        """Sign bundles that were just compiled, publish them if asked, and yield the files that were written.

        They are written beside each bundle, or into the folder `beside`.

        Raises:
            PromptopsError: a file changed meanwhile, or something cannot be written.
        """
        if not compiler.compiled.is_steady:
            raise PromptopsError("files changed while they were compiled: nothing was signed", help="compile again")
        for release in released(self._facts(compiler), bundles, self._signers):
            bundle = bundles[release.environment]
            yield from release.write_beside(bundle if beside is None else beside / bundle.name)
            click.echo(f"signed {release.environment} {release.sha256}", err=True)
            for store in self._stores:
                release.write(store)
                click.echo(f"published {release.environment} to {printable(store.name)}", err=True)

    def _facts(self, compiler: Compiler) -> Facts:
        compiled, ref = compiler.compiled, compiler.request.ref
        origin = provenance(compiler.request.root, ref)
        is_blind = isinstance(compiler.tree, WorkTree) and compiler.tree.is_blind
        origin = origin._replace(is_clean=origin.is_clean and not is_blind)
        day = self._day or origin.day or today()
        linked = compiled.judged_on(day)
        found = sift(linked.diagnostics, accepted_in(compiler))
        judgement = Judgement(day, found.fresh, found.known, sum(linked.suppressed.values()), linked.waived)
        return Facts(compiled.project, compiled.settings, judgement, origin, self._reviewers(compiler, origin))

    def _reviewers(self, compiler: Compiler, origin: Provenance) -> list[Reviewer] | None:
        """Return who reviewed it; None where a clone is too shallow to tell and nobody is named."""
        root, revision = compiler.request.root, origin.revision
        commits = None if revision is None else commits_of(root, revision)
        approving, others = self._approvals.of(frozenset() if revision is None else released_commits(root, revision))
        for each in others:
            what = f"commit {each.commit[:12]}" if each.commit else "an unknown commit"
            click.echo(f"note: {printable(each.name)} approved {what}, which is not what is released", err=True)
        named = [Reviewer(name, "option") for name in self._names]
        known = all_of(approving, in_trailers(commits or ()), named)
        return None if commits is None and not known and revision is not None else known


def _store(place: str) -> Store:
    """Return where releases are published to."""
    return CommandStore(command_of(place), None) if place.startswith(EXEC) else DirectoryStore(Path(place))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_REVIEWS + 1)
    except OSError as error:
        raise UsageError(f"`{path}` cannot be read: {error.strerror}") from error
    if len(data) > MAX_REVIEWS:
        raise UsageError(f"`{path}` is longer than {MAX_REVIEWS:,} bytes")
    return data


def sign_again(given: Mapping[str, Any]) -> None:
    """Sign the bundles that are named, if the project compiles to just these.

    Raises:
        UsageError: one of them is another.
        PromptopsError: there are errors.
    """
    signing, files = Signing(given), {_digest(Path(name)): Path(name) for name in given["bundles"]}
    options = ProjectOptions(Path(), ref=given["ref"], config=None, as_of=given["as_of"], no_cache=True)
    compiler = options.compiler(options.place().root)
    fresh = sift(compiler.verdict.diagnostics, accepted_in(compiler)).fresh
    if any(found.severity is Severity.ERROR for found in fresh):
        raise PromptopsError("nothing is signed while there are errors", help="run `promptops lint`")
    with TemporaryDirectory() as folder:
        written = compiler.write(Path(folder), __version__, with_bundles=True).bundles
        chosen = {environment: path for environment, path in written.items() if path.stem in files}
        for sha256 in sorted(files.keys() - {path.stem for path in chosen.values()}):
            message = f"`{files[sha256]}` is not what these files compile to"
            raise UsageError(message, help="run `promptops compile`, and name the bundle alone")
        for environment, path in chosen.items():
            for place in signing.sign(compiler, {environment: path}, files[path.stem].parent):
                click.echo(f"wrote {shown_path(place)}")


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UsageError(f"`{path}` cannot be read: {error.strerror}") from error
