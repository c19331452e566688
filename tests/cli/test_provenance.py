"""Where a bundle was built is asked for by whoever verifies or promotes it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result
from tests.publishing.keyless.instance import CLAIMS, Instance, provenance

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]

KEY = "keys/release.key"
SOURCE = f"{CLAIMS.repository}@{CLAIMS.ref}"
ASKED = (
    *("--provenance", "provenance.jsonl", "--trusted-root", "root.json"),
    *("--identity", CLAIMS.identity, "--source", SOURCE),
)
PROMOTE = ("promote", "prod", "--key", KEY)


@pytest.fixture
def bundle(run: Run, write: Write, git: Git) -> Path:
    """Return the bundle of a release, for which `provenance.jsonl` speaks."""
    write({"promptops.yaml": "name: shop\n", "environments/prod.yaml": "kind: Environment\nname: prod\n"})
    write({"prompts/triage.prompt.md": "---\nname: support/triage\nversion: 1.0.0\n---\nSort the request.\n"})
    commands = [("keys", "generate"), ("keys", "trust", "keys/release.pub")]
    for command in (*commands, ("compile", "--sign", KEY, "--publish", "store"), (*PROMOTE, "--bundle", "HEAD")):
        if command[0] == "compile":
            git("add", "--all")
            git("commit", "--quiet", "--message=release")
        assert run(*command).exit_code == 0
    (found,) = (path for path in Path("store/bundles").iterdir() if path.name.count(".") == 1)
    commit = git("rev-parse", "HEAD").strip()
    instance = Instance()
    attestation = instance.attest(provenance(found.stem, commit), CLAIMS._replace(commit=commit))
    write({"provenance.jsonl": json.dumps(attestation) + "\n", "root.json": instance.trusted_root()})
    return found


def test_verified_is_what_a_channel_a_digest_or_a_file_names(run: Run, bundle: Path, git: Git) -> None:
    for what in ("prod", bundle.stem, str(bundle)):
        result = run("verify", what, *ASKED)
        assert (result.exit_code, result.stderr) == (0, "")
        last = result.stdout.splitlines()[-1]
        assert last.startswith(f"ok: provenance of {bundle.stem[:12]}: built by {CLAIMS.identity} from {SOURCE}")
        assert last.endswith(git("rev-parse", "HEAD").strip())


@pytest.mark.usefixtures("bundle")
def test_a_refusal_is_told_by_its_name(run: Run, write: Write) -> None:
    result = run("verify", "prod", *ASKED[:-1], f"{CLAIMS.repository}@refs/heads/topic")
    assert (result.exit_code, result.stderr) == (1, "")
    assert "refused: another ref was built: " in result.stdout
    assert "[wrong-source]\n  = help: compare `--source`" in result.stdout
    write({"provenance.jsonl": "{"})
    result = run("verify", "prod", *ASKED)
    assert (result.exit_code, "[malformed-provenance]" in result.stdout) == (1, True)


@pytest.mark.usefixtures("bundle")
def test_another_issuer_is_asked_for_by_name(run: Run) -> None:
    result = run("verify", "prod", *ASKED, "--issuer", "https://gitlab.com")
    assert (result.exit_code, "[wrong-issuer]" in result.stdout) == (1, True)
    assert run("verify", "prod", *ASKED, "--issuer", CLAIMS.issuer).exit_code == 0


def test_the_commit_is_that_of_the_statement(run: Run, write: Write, git: Git, bundle: Path) -> None:
    """The same bundle comes from the next commit, too: its provenance is that of the first one."""
    write({"README.md": "More.\n"})
    git("add", "--all")
    git("commit", "--quiet", "--message=more")
    assert run("compile", "--sign", KEY, "--publish", "store").exit_code == 0
    result = run("verify", bundle.stem, *ASKED)
    assert (result.exit_code, "[wrong-commit]" in result.stdout) == (1, True)


@pytest.mark.usefixtures("bundle")
def test_a_promotion_can_ask_for_it(run: Run) -> None:
    assert run(*PROMOTE, "--bundle", "HEAD", *ASKED).exit_code == 0
    before = Path("store/channels/prod.json").read_bytes()
    result = run(*PROMOTE, "--bundle", "HEAD", *ASKED, "--issuer", "https://gitlab.com")
    assert (result.exit_code, "another service vouches" in result.stderr) == (2, True)
    assert Path("store/channels/prod.json").read_bytes() == before


@pytest.mark.parametrize("command", [("verify", "prod"), (*PROMOTE, "--bundle", "HEAD")])
@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (ASKED[:4], "nothing says which workflow must have signed"),
        (ASKED[:6], "nothing says which ref of which repository was built"),
        ((*ASKED[:6], "--source", CLAIMS.repository), "nothing says which ref of which repository was built"),
        ((*ASKED[:6], "--source", f"{CLAIMS.repository}@"), "nothing says which ref of which repository was built"),
        ((*ASKED[:5], "", *ASKED[6:]), "nothing says which workflow must have signed"),
        (ASKED[2:], "`--identity` checks nothing without `--provenance`"),
        (ASKED[6:], "`--source` checks nothing without `--provenance`"),
        (("--issuer", CLAIMS.issuer), "`--issuer` checks nothing without `--provenance`"),
        (("--trusted-root", "root.json"), "`--trusted-root` checks nothing without `--provenance`"),
        ((*ASKED, "--provenance", "gone"), "the provenance `gone` cannot be read"),
        ((*ASKED, "--provenance", "store"), "the provenance `store` cannot be read"),
        ((*ASKED, "--trusted-root", "gone"), "the trusted root `gone` cannot be read"),
        ((*ASKED, "--trusted-root", "trust.json"), "the trusted root `trust.json` cannot be used"),
    ],
)
@pytest.mark.usefixtures("bundle")
def test_whoever_asks_has_to_say_whom_to_believe(
    run: Run, command: tuple[str, ...], options: tuple[str, ...], reason: str
) -> None:
    result = run(*command, *options)
    assert (result.exit_code, reason in result.stderr, result.stdout) == (2, True, "")


@pytest.mark.usefixtures("bundle")
def test_without_the_extra_it_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "promptops.publishing.keyless", raising=False)
    monkeypatch.setitem(sys.modules, "sigstore.errors", None)
    result = run("verify", "prod", *ASKED)
    assert (result.exit_code, "needs the package `sigstore`" in result.stderr) == (2, True)
    assert "promptops-compiler[provenance]" in result.stderr
    assert run("verify", "prod").exit_code == 0
