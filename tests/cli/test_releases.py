"""From a key to a release, a rollback and a kill, on the command line."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import resource
import stat
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from promptops.canonical import canonical_bytes
from promptops.cli.publishing import opened_keys
from promptops.packaged import published_schemas
from promptops.trust.envelopes import STATEMENT_PAYLOAD
from promptops.trust.signing import sign_envelope

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]
Spawn = Callable[..., Any]

KEY = "keys/release.key"
FILES: Mapping[str, str | bytes] = {
    "promptops.yaml": "name: shop\n",
    "_defaults.yaml": "owner: support\n",
    "teams/support.yaml": "kind: Team\nname: support\noncall: support@example.com\n",
    "environments/prod.yaml": "kind: Environment\nname: prod\n",
    "prompts/triage.prompt.md": "---\nname: support/triage\nversion: 1.0.0\n---\nSort the request.\n",
}
SECOND = {"prompts/triage.prompt.md": "---\nname: support/triage\nversion: 1.1.0\n---\nSort and count the request.\n"}


@pytest.fixture
def commit(write: Write, git: Git) -> Callable[..., str]:
    """Return `commit(files, message)`, which commits files and returns the id."""

    def make(files: Mapping[str, str | bytes], message: str = "change") -> str:
        write(files)
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", f"--message={message}")
        return git("rev-parse", "HEAD").strip()

    return make


@pytest.fixture
def well(run: Run) -> Callable[..., str]:
    """Return `well(*arguments)`, which runs a command that must succeed and returns what it prints."""

    def call(*arguments: str) -> str:
        result = run(*arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    return call


Well = Callable[..., str]
Commit = Callable[..., str]


@pytest.fixture
def keys(well: Well, write: Write) -> None:
    write(FILES)
    well("keys", "generate")
    well("keys", "trust", "keys/release.pub")


def release(well: Well) -> str:
    well("compile", "--sign", KEY, "--publish", "store")
    return well("promote", "prod", "--bundle", "HEAD", "--key", KEY)


def payload(file: Path) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(base64.b64decode(json.loads(file.read_bytes())["payload"]))
    return decoded


def statement() -> dict[str, Any]:
    (file,) = Path("build/bundles").glob("*.dsse.json")
    predicate: dict[str, Any] = payload(file)["predicate"]
    return predicate


def test_a_private_key_is_its_owners_alone_and_git_leaves_it_alone(well: Well, git: Git) -> None:
    os.umask(0)
    well("keys", "generate", "release")
    assert stat.S_IMODE(Path(KEY).stat().st_mode) == 0o600
    assert stat.S_IMODE(Path("keys/release.pub").stat().st_mode) == 0o644
    assert "release.key" not in git("status", "--porcelain", "--untracked-files=all")


def test_a_key_that_git_would_commit_is_told(run: Run, write: Write) -> None:
    write({"keys/.gitignore": "*.tmp\n"})
    assert "warning: git does not ignore `keys/release.key`" in run("keys", "generate").stderr
    assert "warning" not in run("keys", "generate", "other", "--folder", "elsewhere").stderr


def test_a_key_is_never_overwritten(well: Well, run: Run) -> None:
    well("keys", "generate")
    before = Path(KEY).read_bytes()
    result = run("keys", "generate")
    assert (result.exit_code, Path(KEY).read_bytes()) == (2, before)
    Path("keys/linked.key").symlink_to("nowhere")
    assert run("keys", "generate", "linked").exit_code == 2
    assert run("keys", "generate", "../outside").exit_code == 2


def test_a_passphrase_comes_from_the_environment_or_is_typed(
    well: Well, run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(FILES)
    monkeypatch.setenv("PROMPTOPS_PASSPHRASE", "correct horse")
    well("keys", "generate", "--passphrase")
    assert b"ENCRYPTED" in Path(KEY).read_bytes()
    well("compile", "--sign", KEY)
    monkeypatch.setenv("PROMPTOPS_PASSPHRASE", "")
    result = run("keys", "generate", "other", "--passphrase")
    assert (result.exit_code, "the passphrase is empty" in result.stderr) == (2, True)
    monkeypatch.setenv("PROMPTOPS_PASSPHRASE", "wr\udcffng")
    assert run("compile", "--sign", KEY).exit_code == 2
    monkeypatch.delenv("PROMPTOPS_PASSPHRASE")
    result = run("compile", "--sign", KEY)
    assert (result.exit_code, "needs its passphrase" in result.stderr) == (2, True)


def test_a_project_without_a_name_cannot_be_trusted(well: Well, run: Run) -> None:
    well("keys", "generate")
    result = run("keys", "trust", "keys/release.pub")
    assert (result.exit_code, "has no name" in result.stderr) == (2, True)
    well("keys", "trust", "keys/release.pub", "--project", "shop")
    assert json.loads(Path("trust.json").read_bytes())["project"] == "shop"


@pytest.mark.usefixtures("keys")
def test_a_project_without_a_name_cannot_be_signed(run: Run, write: Write) -> None:
    write({"promptops.yaml": "output: build\n"})
    result = run("compile", "--sign", KEY)
    assert (result.exit_code, "no name to sign for" in result.stderr) == (2, True)


@pytest.mark.usefixtures("keys")
def test_the_statement_says_how_the_bundle_came_about(well: Well, commit: Commit) -> None:
    waived = {
        "prompts/late.prompt.md": "---\nname: support/late\nversion: 1.0.0\nreview_by: 2026-01-01\n---\nHello.\n",
        "waivers/late.yaml": (
            "kind: Waiver\nname: late\nowner: support\nrule: overdue-review\nresource: prompt:support/late\n"
            "reason: the reviewer is ill\nexpires: 2026-12-01\n"
        ),
    }
    revision = commit(waived, "begin\n\nReviewed-by: Ada <ada@example.com>")
    well("compile", "--sign", KEY, "--reviewer", "Bob", "--as-of", "2026-11-21")
    said = statement()
    findings, waivers = said.pop("findings"), said.pop("waivers")
    assert said.pop("policies").keys() == said.pop("bom").keys() == {"sha256"}
    assert said == {
        "clean": True,
        "compiler": {"name": "promptops", "version": "0.1.0"},
        "environment": "prod",
        "owners": {"support": 5},
        "project": "shop",
        "reviewers": [{"by": "trailer", "name": "Ada <ada@example.com>"}, {"by": "option", "name": "Bob"}],
        "revision": revision,
    }
    assert findings == {
        "accepted": 0,
        "errors": 0,
        "infos": 0,
        "judged_on": "2026-11-21",
        "rules": {},
        "suppressed": 0,
        "waived": 1,
        "warnings": 0,
    }
    assert waivers == [
        {
            "expires": "2026-12-01",
            "owner": "support",
            "policy": None,
            "reason": "the reviewer is ill",
            "resource": "prompt:support/late",
            "rule": "overdue-review",
            "waiver": "waiver:late",
        }
    ]


@pytest.mark.usefixtures("keys")
def test_a_tree_with_changes_is_said_to_be_one(well: Well, commit: Commit, write: Write, git: Git) -> None:
    commit({})
    write(SECOND)
    well("compile", "--sign", KEY)
    assert statement()["clean"] is False
    git("update-index", "--assume-unchanged", "prompts/triage.prompt.md")
    well("compile", "--sign", KEY)
    assert statement()["clean"] is False
    well("compile", "--sign", KEY, "--at", "HEAD")
    assert statement()["clean"] is True


@pytest.mark.usefixtures("keys")
def test_outside_of_git_no_commit_is_claimed(well: Well, repository: Path) -> None:
    (repository / ".git").rename(repository.parent / "elsewhere")
    well("compile", "--sign", KEY)
    assert (statement()["revision"], statement()["clean"], statement()["reviewers"]) == (None, False, [])


@pytest.mark.usefixtures("keys")
def test_what_a_forge_says_of_reviews_is_signed(well: Well, run: Run, commit: Commit, tmp_path: Path) -> None:
    reviews = tmp_path / "reviews.json"
    reviewed = commit({})
    reviews.write_text(json.dumps([{"user": {"login": "ada"}, "state": "APPROVED", "commit_id": reviewed}]))
    well("compile", "--sign", KEY, "--reviews", str(reviews), "--publish", "store")
    assert statement()["reviewers"] == [{"by": "forge", "name": "ada"}]
    well("promote", "prod", "--bundle", "HEAD", "--key", KEY, "--reviewers", "1")
    commit(SECOND)
    result = run("compile", "--sign", KEY, "--reviews", str(reviews), "--publish", "store")
    assert f"note: ada approved commit {reviewed[:12]}, which is not what is released" in result.stderr
    refused = run("promote", "prod", "--bundle", "HEAD", "--key", KEY, "--reviewers", "1")
    assert refused.exit_code
    assert "unreviewed-change" in refused.stderr


@pytest.mark.usefixtures("keys")
def test_nothing_is_signed_while_there_are_errors(run: Run, write: Write) -> None:
    write(
        {
            "prompts/bad.prompt.md": "---\nname: support/bad\nmodel: gone\n---\nHello.\n",
            "promptops.yaml": "name: shop\nfail_on: never\n",
        }
    )
    result = run("compile", "--sign", KEY, "--publish", "store")
    assert (result.exit_code, "nothing is signed" in result.stderr) == (1, True)
    assert not Path("store").exists()
    assert not list(Path("build").rglob("*.dsse.json"))


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("words", [("--watch",), ("--reviews", "gone.json"), ("--publish", "exec:")])
def test_options_that_make_no_sense_with_signing_are_refused(run: Run, words: tuple[str, ...]) -> None:
    assert run("compile", "--sign", KEY, *words).exit_code == 2
    assert not Path("build").exists()


@pytest.mark.usefixtures("keys")
def test_the_cache_is_never_believed(
    well: Well, commit: Commit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit({})
    well("compile")
    for file in (tmp_path / "cache").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes().replace(b"support/triage", b"support/hacked"))
    well("compile", "--sign", KEY)
    (bundle,) = (path for path in Path("build/bundles").iterdir() if path.name.count(".") == 1)
    assert b"support/triage" in bundle.read_bytes()
    monkeypatch.setenv("PROMPTOPS_CACHE_DIR", str(tmp_path / "fresh"))
    well("compile", "--sign", KEY)
    assert not (tmp_path / "fresh").exists()


@pytest.mark.usefixtures("keys")
def test_bundles_that_were_compiled_before_are_signed_if_they_come_out_the_same(
    well: Well, run: Run, commit: Commit, write: Write
) -> None:
    commit({})
    well("compile")
    (bundle,) = Path("build/bundles").iterdir()
    well("sign", str(bundle), "--key", KEY, "--publish", "store")
    assert "ok: bundle of shop for prod" in well("verify", str(bundle), bundle.stem)
    write(SECOND)
    result = run("sign", str(bundle), "--key", KEY)
    assert (result.exit_code, "is not what these files compile to" in result.stderr) == (2, True)
    well("sign", str(bundle), "--key", KEY, "--at", "HEAD")


@pytest.mark.usefixtures("keys")
def test_what_was_signed_of_an_older_bundle_goes_with_it(well: Well, write: Write) -> None:
    well("compile", "--sign", KEY)
    before = {path.name for path in Path("build/bundles").iterdir()}
    well("compile")
    assert {path.name for path in Path("build/bundles").iterdir()} == before
    write(SECOND)
    well("compile")
    after = {path.name for path in Path("build/bundles").iterdir()}
    assert (len(before), len(after), before & after) == (3, 1, set())


@pytest.mark.usefixtures("keys")
def test_a_bundle_for_another_environment_is_told(run: Run, well: Well, commit: Commit) -> None:
    commit({})
    well("compile", "--sign", KEY, "--publish", "store")
    well("keys", "trust", "keys/release.pub", "--channel", "beta")
    result = run("promote", "beta", "--bundle", "HEAD", "--key", KEY)
    assert (result.exit_code, result.stderr) == (0, "note: this bundle was compiled for `prod`\n")


@pytest.mark.usefixtures("keys")
def test_names_of_strangers_do_not_steer_the_terminal(run: Run, well: Well, commit: Commit) -> None:
    commit({})
    hostile = "\x1b[2J\u202e"
    signed = run("compile", "--sign", KEY, "--publish", "store", "--publish", f"to{hostile}")
    assert "published prod to to\\u{1b}[2J\\u{202e}\n" in signed.stderr
    (file,) = Path("store/bundles").glob("*.dsse.json")
    said = payload(file)
    said["predicate"]["environment"] = f"prod{hostile}"
    file.write_bytes(sign_envelope(canonical_bytes(said), STATEMENT_PAYLOAD, opened_keys([KEY])))
    result = run("promote", "prod", "--bundle", "HEAD", "--key", KEY)
    assert (result.exit_code, result.stderr) == (0, "note: this bundle was compiled for `prod\\u{1b}[2J\\u{202e}`\n")
    assert hostile not in run("status", "prod").output
    assert well("keys", "trust", "keys/release.pub", "--trust", f"{hostile}.json").startswith("wrote \\u{1b}[2J")


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("options", [(), ("--remove",)])
def test_a_folder_is_no_trust_file(run: Run, options: tuple[str, ...]) -> None:
    Path("folder.json").mkdir()
    result = run("keys", "trust", "keys/release.pub", "--trust", "folder.json", *options)
    assert (result.exit_code, result.stderr) == (
        2,
        "error: the trust file `folder.json` cannot be read: Is a directory\n",
    )


@pytest.mark.parametrize("option", ["--publish", "--reviewer", "--reviews"])
def test_what_is_not_signed_is_neither_published_nor_reviewed(run: Run, write: Write, option: str) -> None:
    write(FILES)
    result = run("compile", option, "store")
    assert (result.exit_code, f"`{option}` is about what is signed" in result.stderr) == (2, True)
    assert not Path("build").exists()


@pytest.mark.usefixtures("keys")
def test_without_environments_a_bundle_is_for_any_channel(run: Run, well: Well, commit: Commit) -> None:
    Path("environments/prod.yaml").unlink()
    commit({})
    well("compile", "--sign", KEY, "--publish", "store")
    result = run("promote", "prod", "--bundle", "HEAD", "--key", KEY)
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.usefixtures("keys")
def test_a_release_goes_out_and_back_and_is_restricted(well: Well, run: Run, commit: Commit) -> None:
    commit(FILES)
    first = release(well)
    commit(SECOND)
    release(well)
    assert well("verify", "prod").count("ok: ") == 5
    plan = well("rollback", "prod", "--plan")
    assert "  ~ prompt:support/triage@1" in plan
    assert first.split()[2] in well("rollback", "prod", "--key", KEY).splitlines()[-1]
    assert "off      prompt:support/triage@1: it lies" in well(
        "kill", "prod", "triage", "--reason", "it lies", "--key", KEY
    )
    assert "shop prod: RESTRICTED" in well("status", "prod")
    status = json.loads(well("status", "prod", "--format", "json"))
    assert status["pointer"]["sequence"] == 4
    Draft202012Validator(json.loads((published_schemas() / "status.schema.json").read_bytes())).validate(status)
    well("kill", "prod", "--undo", "triage", "--key", KEY)
    assert "shop prod: WELL" in well("status", "prod")
    (
        Path("store/bundles")
        / f"{json.loads(well('status', 'prod', '--format', 'json'))['pointer']['bundle']['sha256']}.json"
    ).write_bytes(b"{}")
    result = run("verify", "prod")
    assert (result.exit_code, "[truncated-bundle]" in result.stdout) == (1, True)
    result = run("status", "prod")
    assert (result.exit_code, "shop prod: REFUSED" in result.stdout) == (1, True)


@pytest.mark.usefixtures("keys")
def test_nothing_in_a_status_acts_on_a_terminal(well: Well, commit: Commit) -> None:
    commit(FILES)
    release(well)
    reason = "it\u202e lies\x9b2J\u200b ##[error]"
    well("kill", "prod", "triage", "--reason", reason, "--key", KEY)
    for written in (well("status", "prod"), well("status", "prod", "--format", "json")):
        assert "lies" in written
        assert not any(character in written for character in "\u202e\x9b\u200b")
        assert "##[" not in written
    assert reason in json.loads(written)["kill"]["disabled"]["prompt:support/triage@1"].values()


VARIANTS = (
    "---\nname: support/triage\nversion: 1.0.0\nvariants:\n- {name: terse, weight: 1, body: Sort it.}\n"
    "- {name: warm, weight: 1, body: 'Sort it, please.'}\n---\nSort the request.\n"
)


@pytest.mark.usefixtures("keys")
def test_a_decision_is_made_again_from_its_stamp(well: Well, run: Run, commit: Commit) -> None:
    commit({"prompts/triage.prompt.md": VARIANTS})
    release(well)
    (bundle,) = (path.stem for path in Path("store/bundles").iterdir() if path.name.count(".") == 1)
    stamps = {name: f"sha256-{bundle}:support/triage@1.0.0:{name}:-:split" for name in ("terse", "warm")}
    said = {name: run("explain", stamp, "--unit", "customer-42") for name, stamp in stamps.items()}
    assert sorted(result.exit_code for result in said.values()) == [0, 1]
    for result in said.values():
        assert "variants terse, warm, in buckets salted with" in result.stdout
        assert ("another decision" in result.stdout) == bool(result.exit_code)
    (drawn,) = (name for name, result in said.items() if result.exit_code == 0)
    well("kill", "prod", f"support/triage#{drawn}", "--reason", "it lies", "--key", KEY)
    assert run("explain", stamps[drawn], "--unit", "customer-42", "--channel", "prod").exit_code == 1
    well("explain", stamps[drawn], "--unit", "customer-42", "--context", "plan=pro", "--name", "support/triage@1")


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    "words",
    [
        ("no stamp",),
        ("sha256-" + "0" * 64 + ":support/triage@1.0.0:-:-:default",),
        ("sha256-" + "0" * 64 + ":support/triage@1.0.0:-:-:default", "--context", "plan"),
    ],
)
def test_what_cannot_be_explained_is_refused(run: Run, words: tuple[str, ...]) -> None:
    assert run("explain", *words, "--unit", "x").exit_code == 2


def _spent() -> float:
    """Return the processor time of all processes that were started, in seconds: others may share the processor."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@pytest.mark.usefixtures("keys")
def test_a_rollback_takes_less_than_a_second(well: Well, commit: Commit, spawn: Spawn) -> None:
    many = {
        f"prompts/p{number}.prompt.md": f"---\nname: p{number}\n---\n{'Sort it. ' * 400}\n" for number in range(300)
    }
    commit({**FILES, **many})
    release(well)
    commit(SECOND)
    release(well)
    before = _spent()
    done = spawn("rollback", "prod", PROMPTOPS_KEY=KEY)
    assert done.returncode == 0, done.stderr
    assert _spent() - before < 1


@pytest.mark.usefixtures("keys")
def test_a_program_publishes_content_first_and_the_pointer_last(
    well: Well, run: Run, commit: Commit, write: Write
) -> None:
    commit({})
    write(
        {
            "upload.py": "import pathlib, sys\nplace = pathlib.Path('bucket', sys.argv[1])\n"
            "place.parent.mkdir(parents=True, exist_ok=True)\nplace.write_bytes(sys.stdin.buffer.read())\n"
            "open('log', 'a').write(sys.argv[1].rpartition('/')[0] + ' ' + sys.argv[1].partition('.')[2] + '\\n')\n"
        }
    )
    upload = f"exec:{sys.executable} upload.py"
    well("compile", "--sign", KEY, "--publish", upload)
    well("promote", "prod", "--store", "bucket", "--publish", upload, "--bundle", "HEAD", "--key", KEY)
    assert Path("log").read_text().splitlines() == [
        "bundles json",
        "bundles dsse.json",
        "bundles bom.cdx.json",
        "channels/prod.history history/1.1.json",
        "channels json",
    ]
    assert well("verify", "prod", "--store", "bucket").count("ok: ") == 5
    assert run("compile", "--sign", KEY, "--publish", "exec:false").exit_code == 2


@pytest.mark.usefixtures("keys")
def test_a_program_signs(well: Well, run: Run, commit: Commit) -> None:
    commit({})
    script = (
        "import sys; from pathlib import Path; from promptops.trust.signing import load_private_key as load; "
        f"sys.stdout.buffer.write(load(Path('{KEY}').read_bytes()).sign(sys.stdin.buffer.read()))"
    )
    well("compile", "--sign", f'exec:{sys.executable} -c "{script}"', "--publish", "store")
    well("promote", "prod", "--bundle", "HEAD", "--signer", KEY)
    assert run("compile", "--sign", "exec:false").exit_code == 2


@pytest.mark.usefixtures("keys")
def test_a_store_on_the_web_is_read_and_not_written_to(run: Run) -> None:
    for command in (("status", "prod"), ("verify", "prod"), ("rollback", "prod", "--key", KEY)):
        result = run(*command, "--store", "http://127.0.0.1:1/")
        assert (result.exit_code, "cannot be read" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("status", "prod"), "the trust file `trust.json` cannot be read"),
        (("verify", "prod"), "the trust file `trust.json` cannot be read"),
        (("verify", "gone.json"), "cannot be read"),
        (("sign", "gone.json", "--key", "gone.key"), "the key `gone.key` cannot be read"),
        (("sign", "gone.json"), "nothing says what to sign with"),
        (("promote", "prod", "--expires", "soon"), "is no time such as"),
        (("keys", "trust", "gone.pub"), "cannot be read"),
    ],
)
def test_what_is_missing_is_told(run: Run, arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, message in result.stderr) == (2, True), result.output


@pytest.mark.parametrize("data", [b"\xff", b"{}", b"[" * 100_000])
def test_a_trust_file_that_is_none_is_refused(run: Run, write: Write, data: bytes) -> None:
    write({"trust.json": data})
    for command, status in (("status", 2), ("verify", 1)):
        result = run(command, "prod")
        assert (result.exit_code, "the trust file `trust.json` cannot be used" in result.output) == (status, True)


@pytest.mark.usefixtures("keys")
def test_a_key_is_told_apart_by_its_digest(well: Well) -> None:
    said = well("keys", "generate", "oncall", "--type", "ecdsa-p256")
    well("keys", "trust", "keys/oncall.pub", "--role", "kill:prod")
    trusted = json.loads(Path("trust.json").read_bytes())
    keyid = said.split()[-1]
    body = "".join(trusted["keys"][keyid]["public_key"].splitlines()[1:-1])
    assert hashlib.sha256(base64.b64decode(body)).hexdigest() == keyid
    assert keyid in trusted["roles"]["kill:prod"]["keys"]
    assert keyid not in trusted["roles"]["bundle"]["keys"]
    well("keys", "trust", "keys/oncall.pub", "--remove")
    assert keyid not in Path("trust.json").read_text()
