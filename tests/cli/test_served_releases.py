"""What the commands publish is what an application serves: forward, back, restricted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

import promptops.runtime as served

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]

KEY = "keys/release.key"


@pytest.fixture
def well(run: Run) -> Callable[..., str]:
    """Return `well(*arguments)`, which runs a command that must succeed and returns what it prints."""

    def call(*arguments: str) -> str:
        result = run(*arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    return call


@pytest.fixture
def release(well: Callable[..., str], write: Write, git: Git) -> Callable[[str, str], None]:
    """Return `release(version, text)`, which publishes a prompt and puts it into force."""
    write({"promptops.yaml": "name: shop\n", "environments/prod.yaml": "kind: Environment\nname: prod\n"})
    well("keys", "generate")
    well("keys", "trust", "keys/release.pub")

    def make(version: str, text: str) -> None:
        write({"prompts/triage.prompt.md": f"---\nname: support/triage\nversion: {version}\n---\n{text}\n"})
        git("add", "--all")
        git("commit", "--quiet", f"--message={version}")
        well("compile", "--sign", KEY, "--publish", "store")
        well("promote", "prod", "--bundle", "HEAD", "--key", KEY)

    return make


def test_an_application_follows_the_channel(well: Callable[..., str], release: Callable[[str, str], None]) -> None:
    release("1.0.0", "Sort the request.")
    runtime = served.open("store", channel="prod", trust="trust.json", check_every=None)

    def text() -> str:
        runtime.refresh()
        with runtime.session("customer-42") as session:
            rendered: str = session.resolve("support/triage").render()
            return rendered

    assert text() == "Sort the request."
    release("1.1.0", "Sort and count the request.")
    assert text() == "Sort and count the request."
    well("rollback", "prod", "--revoke-current", "--key", KEY)
    assert text() == "Sort the request."
    well("kill", "prod", "support/triage", "--reason", "it lies", "--key", KEY)
    with pytest.raises(served.KilledError, match="it lies"):
        text()
    well("kill", "prod", "--undo", "support/triage", "--key", KEY)
    assert text() == "Sort the request."


def test_a_stamp_is_explained_from_the_store(well: Callable[..., str], release: Callable[[str, str], None]) -> None:
    release("1.0.0", "Sort the request.")
    with served.open("store", channel="prod", trust="trust.json").session("customer-42") as session:
        stamp = str(session.resolve("support/triage").stamp)
    assert "the same decision comes out" in well("explain", stamp, "--unit", "customer-42")


def test_a_new_key_takes_over(well: Callable[..., str], release: Callable[[str, str], None]) -> None:
    release("1.0.0", "Sort the request.")
    well("kill", "prod", "--halt", "--reason", "the key is lost", "--key", KEY)
    well("keys", "generate", "second")
    well("keys", "trust", "keys/second.pub")
    well("keys", "trust", "keys/release.pub", "--remove")
    well("compile", "--sign", "keys/second.key", "--publish", "store")
    well("promote", "prod", "--bundle", "HEAD", "--epoch", "2", "--key", "keys/second.key")
    well("kill", "prod", "support/triage", "--reason", "to begin again", "--anew", "--key", "keys/second.key")
    well("kill", "prod", "--undo", "support/triage", "--key", "keys/second.key")
    assert "pointer  2." in well("status", "prod")
    runtime = served.open("store", channel="prod", trust="trust.json")
    with runtime.session("customer-42") as session:
        assert session.resolve("support/triage").render() == "Sort the request."
    assert Path("store/channels/prod.history/2.1.json").exists()
