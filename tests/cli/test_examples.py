from __future__ import annotations

import json
import shlex
from base64 import b64decode
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest
from click.testing import Result
from tests.publishing.keyless.instance import CLAIMS, Instance, provenance

from promptops.cli.examples import ExampleCommand
from promptops.cli.main import COMMANDS, cli

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]

_PROMPT = "---\nname: support/refund-reply\nversion: 1.0.0\nowner: support\n---\nAnswer in plain words.\n"
_CATALOG = {
    "catalog.jsonl": '{"as_of":"2026-11-21","catalog":1,"sources":{}}\n',
    "model_prices_and_context_window.json": '{"gpt-4o": {"litellm_provider": "openai", "mode": "chat"}}',
    "deprecations.json": '[{"provider": "OpenAI", "model_id": "gpt-4", "shutdown_date": "2026-10-23"}]',
}
_PROMPTY = "---\nmodel: {id: gpt-4o, apiType: chat}\n---\nGreet.\n"


def _command(name: str) -> ExampleCommand:
    command = cli.get_command(click.Context(cli), name)
    assert isinstance(command, ExampleCommand)
    return command


def _finding(run: Run, write: Write) -> str:
    """Return the fingerprint of a finding, which no example can know."""
    write({"prompts/support/late.prompt.md": _PROMPT.replace("refund-reply", "late\nreview_by: 2026-01-01")})
    (found,) = json.loads(run("lint", "--select", "overdue-review", "--format", "json").stdout)["diagnostics"]
    fingerprint: str = found["fingerprint"]
    return fingerprint


_PUBLISHING = frozenset({"explain", "kill", "promote", "rollback", "sign", "status", "verify"})
_KEY = "keys/release.key"


def _released(run: Run, write: Write, git: Git) -> str:
    """Make two releases and put both into force, and return the path of the bundle of the second."""
    environment = "kind: Environment\nname: prod\n"
    write({"environments/prod.yaml": environment, "promptops.yaml": "name: shop\noutput: build\n"})
    for version in ("1.0.0", "1.1.0"):
        write({"prompts/support/reply.prompt.md": _PROMPT.replace("1.0.0", version)})
        git("add", ".")
        git("commit", "--quiet", "--message", version)
        assert run("compile", "--sign", _KEY, "--publish", "store").exit_code == 0
        assert run("promote", "prod", "--bundle", "HEAD", "--key", _KEY).exit_code == 0
    assert run("kill", "prod", "support/refund-reply", "--reason", "why", "--key", _KEY).exit_code == 0
    (bundle,) = (path for path in Path("build/bundles").iterdir() if path.name.count(".") == 1)
    return str(bundle)


def _put_in(arguments: list[str], bundle: str) -> None:
    """Name the bundle of a release where an example names one that there cannot be."""
    if arguments[0] == "sign":
        arguments[1] = bundle
    if arguments[0] == "explain":
        arguments[1] = arguments[1].replace("3f1c0a9e5b7d2468", Path(bundle).stem)


def _attested(commit: str) -> dict[str, str | bytes]:
    """Return the provenance of what is in force, and what to trust it by."""
    pointer = json.loads(Path("store/channels/prod.json").read_bytes())["payload"]
    instance, sha256 = Instance(), json.loads(b64decode(pointer))["bundle"]["sha256"]
    attestation = instance.attest(provenance(sha256, commit), CLAIMS._replace(commit=commit))
    return {"provenance.jsonl": json.dumps(attestation), "root.json": instance.trusted_root()}


def _prepared(run: Run, write: Write, git: Git, arguments: list[str]) -> None:
    """Make what an example speaks of and cannot know."""
    if arguments[0] == "waive":
        arguments[1:2] = [_finding(run, write), "--as-of", "2026-11-21"]
    if "--environment" in arguments:
        write({"environments/prod.yaml": "kind: Environment\nname: prod\n"})
    if arguments[0] == "keys" and arguments[1] == "trust":
        write({"promptops.yaml": "name: shop\n"})
        for name in ("release", "oncall", "old"):
            assert run("keys", "generate", name).exit_code == 0
        if "--remove" in arguments:
            assert run("keys", "trust", "keys/release.pub", "keys/old.pub").exit_code == 0
    if arguments[0] in _PUBLISHING or "--sign" in arguments:
        write({"promptops.yaml": "name: shop\n"})
        assert run("keys", "generate").exit_code == 0
        assert run("keys", "trust", "keys/release.pub").exit_code == 0
    if arguments[0] in _PUBLISHING:
        _put_in(arguments, _released(run, write, git))
    if "--provenance" in arguments:
        arguments += ["--trusted-root", "root.json"]
        write(_attested(git("rev-parse", "HEAD").strip()))


def _examples() -> list[str]:
    """Return the examples of all commands, and of the commands below them."""
    commands = [_command(name) for name in COMMANDS]
    inner = [each for found in commands if isinstance(found, click.Group) for each in found.commands.values()]
    return [line for found in (*commands, *inner) if isinstance(found, ExampleCommand) for line in found.examples]


@pytest.mark.parametrize("example", list(dict.fromkeys(_examples())))
def test_every_example_runs(run: Run, write: Write, git: Git, example: str) -> None:
    if not example.startswith("promptops new"):
        fragment = "---\nname: common/json-only\nversion: 1.0.0\nowner: support\n---\nAnswer in one table.\n"
        files = {"prompts/support/reply.prompt.md": _PROMPT, "prompts/hello.prompty": _PROMPTY}
        write({**files, "fragments/json-only.fragment.md": fragment})
        git("add", ".")
        git("commit", "--quiet", "--message", "begin")
        git("tag", "v1.2.0")
        git("branch", "--move", "--force", "main")
        git("commit", "--quiet", "--allow-empty", "--message", "go on")
        git("branch", "feature")
        git("update-ref", "refs/remotes/origin/main", "main")
    words, _, file = example.partition(" > ")
    arguments = shlex.split(words)[1:]
    _prepared(run, write, git, arguments)

    if arguments[0] == "catalog":
        write(_CATALOG)
    if arguments == ["lock", "--check"]:
        run("lock")

    result = run(*arguments)

    assert result.exit_code in ((0, 1) if "doctor" in words else (0,)), result.output
    assert result.stdout
    assert not file or Path(file).suffix == ".json"
