"""`promptops diff` on real repositories, and `compile` and `lint` with `--against`."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]

PROMPT, CONSUMER, CONFIG = "prompts/reply.prompt.md", "consumers/parser.yaml", "promptops.yaml"
BEFORE = "End with `VERDICT: PASS` or `VERDICT: FAIL`."
AFTER = "End with `DECISION: OK` or `DECISION: KO`."
ONLY = ("--select", "broken-expectation", "--format", "json")


def prompt(body: str, version: str = "1.0.0") -> str:
    return f"---\nname: support/reply\nowner: support\nversion: {version}\n---\n{body}\n"


FILES: Mapping[str, str | bytes] = {
    CONFIG: "name: shop\n",
    "teams/support.yaml": "kind: Team\nname: support\noncall: support@example.com\n",
    PROMPT: prompt(BEFORE),
    CONSUMER: (
        "kind: Consumer\nname: support/parser\nowner: support\nof: prompt:support/reply\n"
        "expects:\n- label: 'VERDICT:'\n"
    ),
}
BROKEN = [(CONSUMER, 6, "broken-expectation", "error")]


def said(result: Result) -> list[tuple[str, int, str, str]]:
    found = [each for each in report(result)["diagnostics"] if each["rule"] == "broken-expectation"]
    return [(each["path"], each["line"], each["rule"], each["severity"]) for each in found]


def report(result: Result) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


@pytest.fixture
def commit(write: Write, git: Git) -> Callable[..., None]:
    """Return `commit(files)`, which writes files and commits all that is there."""

    def commit_files(files: Mapping[str, str | bytes]) -> None:
        write(files)
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "--message", "change")

    return commit_files


@pytest.fixture
def feature(commit: Callable[..., None], git: Git) -> None:
    """Leave the repository on a branch whose one commit breaks a consumer."""
    commit(FILES)
    git("tag", "v1.0.0")
    git("switch", "--quiet", "--create", "feature")
    commit({PROMPT: prompt(AFTER, "2.0.0")})


@pytest.mark.usefixtures("feature")
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "main"),
        (("--against", "main"), "main"),
        (("--against", "v1.0.0"), "v1.0.0"),
        (("--against", "HEAD~1"), "HEAD~1"),
        (("--at", "feature"), "main"),
        (("--at", "feature", "--against", "v1.0.0"), "v1.0.0"),
        (("--no-cache",), "main"),
    ],
)
def test_a_branch_is_compared_with_where_it_parted(run: Run, arguments: tuple[str, ...], named: str) -> None:
    result = run("diff", *ONLY, *arguments)
    assert (result.exit_code, said(result)) == (1, BROKEN)
    assert report(result)["baseline"]["named"] == named


def test_what_others_did_meanwhile_is_no_part_of_the_change(
    feature: None, run: Run, git: Git, commit: Callable[..., None]
) -> None:
    del feature
    git("switch", "--quiet", "main")
    commit({"prompts/other.prompt.md": prompt("Other.").replace("support/reply", "support/other")})
    git("switch", "--quiet", "feature")
    result = run("diff", "--format", "json")
    assert [each["reference"] for each in report(result)["changes"]] == ["prompt:support/reply@2"]


def test_on_the_default_branch_the_last_commit_counts(run: Run, commit: Callable[..., None]) -> None:
    commit(FILES)
    commit({PROMPT: prompt(AFTER, "2.0.0")})
    result = run("diff", *ONLY)
    assert (result.exit_code, said(result)) == (1, BROKEN)


def test_a_work_tree_that_is_not_committed_counts(run: Run, write: Write, commit: Callable[..., None]) -> None:
    commit(FILES)
    write({PROMPT: prompt(AFTER, "2.0.0")})
    assert said(run("diff", *ONLY)) == BROKEN
    assert said(run("diff", *ONLY, "--against", "HEAD")) == BROKEN


def test_a_folder_is_compared_with(run: Run, write: Write, commit: Callable[..., None], tmp_path: Path) -> None:
    commit(FILES)
    for path, text in FILES.items():
        place = tmp_path / "old" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode() if isinstance(text, str) else text)
    write({PROMPT: prompt(AFTER, "2.0.0")})
    result = run("diff", *ONLY, "--against", "../old")
    assert (result.exit_code, said(result)) == (1, BROKEN)
    assert report(result)["baseline"]["commit"] is None


def test_nothing_changed_is_no_failure(run: Run, commit: Callable[..., None]) -> None:
    commit(FILES)
    commit({"readme.txt": "Hello."})
    result = run("diff", "--format", "json")
    assert (result.exit_code, report(result)["changes"], report(result)["diagnostics"]) == (0, [], [])


@pytest.mark.usefixtures("feature")
@pytest.mark.parametrize(
    ("arguments", "status", "rules"),
    [
        (("--select", "broken-expectation"), 1, {"broken-expectation"}),
        (("--select", "wording"), 1, {"broken-expectation", "changed-directive"}),
        (("--select", "changed-directive"), 0, {"changed-directive"}),
        (("--select", "changed-directive", "--fail-on", "info"), 1, {"changed-directive"}),
        (("--select", "wording", "--ignore", "broken-expectation"), 0, {"changed-directive"}),
        (("--select", "broken-expectation", "--fail-on", "never"), 0, {"broken-expectation"}),
        (("--select", "broken-expectation", "--fail-on", "warning"), 1, {"broken-expectation"}),
    ],
)
def test_findings_are_those_that_were_asked_for(
    run: Run, arguments: tuple[str, ...], status: int, rules: set[str]
) -> None:
    result = run("diff", "--format", "json", *arguments)
    assert result.exit_code == status
    assert {each["rule"] for each in report(result)["diagnostics"]} == rules


@pytest.mark.usefixtures("feature")
@pytest.mark.parametrize("format", ["text", "json", "sarif", "github", "gitlab", "junit", "markdown"])
def test_every_format_names_both_ends(run: Run, format: str, tmp_path: Path) -> None:
    file = tmp_path / "report"
    result = run("diff", "--select", "broken-expectation", "--format", f"{format}={file}")
    assert (result.exit_code, result.stdout) == (1, "")
    text = file.read_text()
    assert "VERDICT:" in text
    assert CONSUMER in text
    assert "support/reply" in text


@pytest.mark.usefixtures("feature")
@pytest.mark.parametrize("command", ["compile", "lint"])
def test_other_commands_add_what_the_change_breaks(run: Run, command: str) -> None:
    assert run(command, "--format", "json").exit_code == 0
    result = run(command, "--against", "main", *ONLY)
    assert (result.exit_code, said(result)) == (1, BROKEN)
    assert run(command, "--format", "json").exit_code == 0


@pytest.mark.usefixtures("feature")
def test_after_a_break_there_is_no_bundle(run: Run, repository: Path, write: Write) -> None:
    write({"environments/production.yaml": "kind: Environment\nname: production\nowner: support\n"})
    bundles = repository / "build" / "bundles"
    run("compile")
    assert list(bundles.iterdir())
    run("compile", "--against", "main", "--select", "syntax")
    assert list(bundles.iterdir()) == []


def test_a_change_that_switches_a_rule_off_is_judged_by_the_old_setting(feature: None, run: Run, write: Write) -> None:
    del feature
    write({CONFIG: "name: shop\nrules: {broken-expectation: off}\nfail_on: never\n"})
    for command in (("diff",), ("lint", "--against", "main"), ("compile", "--against", "main")):
        result = run(*command, *ONLY)
        assert (command, result.exit_code, said(result)) == (command, 1, BROKEN)


@pytest.mark.parametrize("trust", ["head", "baseline"])
def test_a_first_configuration_counts_where_the_head_is_trusted(
    run: Run, commit: Callable[..., None], trust: str
) -> None:
    commit({path: text for path, text in FILES.items() if path != CONFIG})
    commit({PROMPT: prompt(AFTER, "2.0.0"), CONFIG: "rules: {broken-expectation: off}\n"})
    assert said(run("diff", "--trust", trust, *ONLY)) == ([] if trust == "head" else BROKEN)


def test_a_rule_that_was_off_stays_off(run: Run, commit: Callable[..., None]) -> None:
    commit({**FILES, CONFIG: "name: shop\nrules: {broken-expectation: off}\n"})
    commit({CONFIG: "name: shop\n", PROMPT: prompt(AFTER, "2.0.0")})
    assert said(run("diff", *ONLY)) == []


def test_a_configuration_of_the_command_line_is_that_of_both_sides(feature: None, run: Run, tmp_path: Path) -> None:
    del feature
    (tmp_path / "own.yaml").write_text("rules: {broken-expectation: warning}\n")
    result = run("diff", *ONLY, "--config", str(tmp_path / "own.yaml"))
    assert (result.exit_code, [each[3] for each in said(result)]) == (0, ["warning"])


def test_a_baseline_that_does_not_compile_hides_nothing(run: Run, commit: Callable[..., None]) -> None:
    commit({**FILES, "prompts/broken.prompt.md": "---\nname: [\n---\nHello.\n"})
    commit({"prompts/broken.prompt.md": prompt("Hi.").replace("/reply", "/hi"), PROMPT: prompt(AFTER, "2.0.0")})
    result = run("diff", *ONLY)
    assert (result.exit_code, said(result)) == (1, BROKEN)
    assert report(result)["baseline"]["errors"] == 1
    assert report(result)["not_compared"] == ["prompts/broken.prompt.md"]


def test_what_could_not_be_read_at_the_baseline_is_not_said_to_be_unchanged(
    run: Run, commit: Callable[..., None]
) -> None:
    commit({**FILES, PROMPT: "---\nname: [\n---\nHello.\n"})
    commit({PROMPT: prompt(BEFORE)})
    result = run("diff")
    assert result.exit_code == 0
    assert f"\n1 file could not be compared, as it cannot be read at HEAD~1: {PROMPT}\n" in result.stdout
    assert "no resource changed" not in result.stdout
    assert "all good" not in result.stdout


def test_errors_of_the_files_themselves_are_counted(run: Run, commit: Callable[..., None]) -> None:
    commit(FILES)
    commit({"agent.yaml": "kind: Agent\nname: desk\nowner: support\nprompt: support/nowhere\n"})
    result = run("diff")
    assert result.exit_code == 0
    assert "\n1 error in the files as they stand: `promptops lint` shows it\n" in result.stdout
    assert "all good" not in result.stdout
    assert [report(run("diff", "--format", "json", *more))["not_shown"] for more in ((), ("consumers",))] == [1, 0]
    assert report(run("lint", "--format", "json", "--against", "HEAD~1"))["not_shown"] == 0
    run("lint", "--write-baseline")
    assert "`promptops lint` shows" not in run("diff", "--against", "HEAD~1").stdout


def test_both_ends_are_named_in_json(run: Run, commit: Callable[..., None], git: Git, write: Write) -> None:
    commit(FILES)
    write({PROMPT: prompt(AFTER, "2.0.0")})
    head = git("rev-parse", "HEAD").strip()
    baseline = report(run("diff", "--format", "json"))["baseline"]
    assert (baseline["commit"], baseline["head"], baseline["work_tree"]) == (head, head, True)
    assert "compared the work tree with HEAD (" in run("diff").stdout
    commit({})
    baseline = report(run("diff", "--format", "json", "--at", "HEAD"))["baseline"]
    assert (baseline["commit"], baseline["head"], baseline["work_tree"]) == (
        head,
        git("rev-parse", "HEAD").strip(),
        False,
    )


def test_a_rename_that_everyone_follows_needs_no_version(run: Run, commit: Callable[..., None], git: Git) -> None:
    agent = "kind: Agent\nname: desk\nowner: support\nprompt: {}@1\n"
    commit({"a.prompt.md": prompt(BEFORE, "1.8.0"), "agent.yaml": agent.format("support/reply")})
    git("mv", "a.prompt.md", "b.prompt.md")
    renamed = prompt(BEFORE, "1.8.0").replace("support/reply", "support/answer")
    commit({"b.prompt.md": renamed, "agent.yaml": agent.format("support/answer")})
    changes = report(run("diff", "--format", "json"))["changes"]
    (change,) = (each for each in changes if each["kind"] == "prompt")
    assert (change["status"], change["needed_version"], change["bump"]) == ("renamed", None, "none")
    assert "needs" not in run("diff").stdout


def test_what_cannot_be_read_at_the_head_is_said_and_not_gone(run: Run, commit: Callable[..., None]) -> None:
    commit(FILES)
    commit({PROMPT: "---\nname: [\n---\nHello.\n"})
    result = run("diff", "--format", "json")
    assert result.exit_code == 1
    assert [each["rule"] for each in report(result)["diagnostics"]] == ["invalid-yaml"]
    assert (report(result)["changes"], report(result)["not_compared"]) == ([], [PROMPT])
    assert f"as it cannot be read now: {PROMPT}\n" in run("diff").stdout


@pytest.mark.parametrize(
    ("config", "message"),
    [("rules: {nothing: off}\n", "nothing"), ("rules: [\n", "promptops.yaml"), (b"\xff\xfe\0", "promptops.yaml")],
)
def test_a_configuration_of_the_baseline_that_cannot_be_used(
    run: Run, commit: Callable[..., None], config: str | bytes, message: str
) -> None:
    commit({**FILES, CONFIG: config})
    commit({CONFIG: "name: shop\n", PROMPT: prompt(AFTER, "2.0.0")})
    result = run("diff")
    assert result.exit_code == 2
    assert message in result.output
    assert "No changes" not in result.output


def test_a_folder_that_was_renamed(run: Run, commit: Callable[..., None], git: Git) -> None:
    commit(FILES)
    git("mv", "prompts", "texts")
    commit({"texts/reply.prompt.md": prompt(AFTER, "2.0.0")})
    result = run("diff", "--format", "json")
    assert said(result) == BROKEN
    assert [each["status"] for each in report(result)["changes"]] == ["changed"]


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ("---\nkind: Fragment\nname: support/reply\nowner: support\n---\nHello.\n", "prompts/reply.fragment.md"),
        ("---\nname: support/reply\nmodel: {api: chat}\n---\nsystem:\nHello.\n", "prompts/reply.prompty"),
        (b"\0\1\2", PROMPT),
        ("", PROMPT),
    ],
)
def test_a_resource_that_became_something_else(
    run: Run, commit: Callable[..., None], repository: Path, head: str | bytes, path: str
) -> None:
    commit(FILES)
    (repository / PROMPT).unlink()
    commit({path: head})
    result = run("diff", "--format", "json")
    assert (result.exit_code, result.exception.__class__) == (1, SystemExit)
    assert report(result)["diagnostics"]


def test_catastrophic_expressions_take_no_time(run: Run, commit: Callable[..., None]) -> None:
    expressions = [
        "(a+)+ VERDICT: (PASS|FAIL)",
        "(a+)+VERDICT$",
        "(a|aa)+VERDICT: $",
        "(.*)*VERDICT: X",
        "(?=(a+))VERDICT\\\\1b",
        "((VERDICT: )+)+$",
    ]
    expects = "".join(f"- pattern: '{each}'\n" for each in expressions)
    body = f"{'a' * 50_000} VERDICT: PASS\n{BEFORE}"
    code = "import re\nP = load('support/reply')\n" + "".join(f"re.search(r'{each}', a)\n" for each in expressions)
    consumer = f"kind: Consumer\nname: support/parser\nowner: support\nof: prompt:support/reply\nexpects:\n{expects}"
    commit({**FILES, PROMPT: prompt(body), CONSUMER: consumer, "src/parse.py": code})
    commit({PROMPT: prompt(f"{'a' * 50_000}!", "2.0.0")})
    begun = time.process_time()
    result = run("diff", *ONLY)
    assert time.process_time() - begun < 10
    assert [each[0] for each in said(result) if each[3] == "error"] == [CONSUMER, "src/parse.py"]


def test_files_that_are_not_for_reading(run: Run, commit: Callable[..., None]) -> None:
    huge = b'P = load("support/reply")\nok = "VERDICT: PASS" in answer\n' * (50 * 1024 * 1024 // 58)
    commit(
        {**FILES, "src/huge.py": huge, "src/binary.py": b"\0VERDICT: PASS\xff" * 1_000, "src/image.ts": b"\x89PNG\r\n"}
    )
    commit({PROMPT: prompt(AFTER, "2.0.0")})
    result = run("diff", *ONLY)
    assert (result.exit_code, said(result)) == (1, BROKEN)


def refusal(result: Result) -> str:
    """Return the message of a run that could not compare: it says why, ends with 2 and claims nothing."""
    assert (result.exit_code, result.exception.__class__) == (2, SystemExit)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.mark.usefixtures("feature")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--against", "nowhere"), "git knows no commit `nowhere`"),
        (("--against", "mian"), "did you mean `main`?"),
        (("--against", "./nowhere"), "there is no folder `./nowhere`"),
        (("--against", "--all"), "begins like an option"),
        (("--against", "main..feature"), "no single commit"),
        (("--against", ""), "empty"),
        (("--at", "nowhere"), "git knows no commit `nowhere`"),
        (("--select", "broken-expectations"), "broken-expectation"),
        (("--format", "yaml"), "there is no format `yaml`"),
    ],
)
@pytest.mark.parametrize("command", ["diff", "lint"])
def test_what_cannot_be_compared_is_refused(run: Run, command: str, arguments: tuple[str, ...], message: str) -> None:
    against = () if "--against" in arguments else ("--against", "main")
    assert message in refusal(run(command, *against, *arguments))


def test_histories_without_a_common_ancestor(feature: None, run: Run, git: Git, commit: Callable[..., None]) -> None:
    del feature
    git("switch", "--quiet", "--orphan", "rewritten")
    commit({**FILES, "readme.txt": "Another history."})
    assert "no commit in common" in refusal(run("diff"))
    assert "no commit in common" in refusal(run("compile", "--against", "main"))


def test_a_first_commit_has_nothing_before_it(run: Run, commit: Callable[..., None]) -> None:
    commit(FILES)
    assert "first commit" in refusal(run("diff"))


def test_a_repository_without_commits(run: Run, write: Write) -> None:
    write(FILES)
    assert "no commits here yet" in refusal(run("diff", "--against", "HEAD"))


def test_a_shallow_clone_says_what_to_fetch(
    feature: None, run: Run, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del feature
    clone = tmp_path / "clone"
    command = ["git", "clone", "--quiet", "--depth=1", "--branch=feature", f"file://{repository}", str(clone)]
    subprocess.run(command, check=True, capture_output=True)
    monkeypatch.chdir(clone)
    message = refusal(run("diff"))
    assert "--fetch" in message
    assert said(run("diff", *ONLY, "--against", "main", "--fetch")) == BROKEN


def test_no_repository_at_all(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    for path, text in FILES.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(text.encode() if isinstance(text, str) else text)
    monkeypatch.chdir(folder)
    assert "no git repository here" in refusal(run("diff"))


def test_an_old_file_that_cannot_be_read_is_no_matter_of_the_change(run: Run, commit: Callable[..., None]) -> None:
    commit({**FILES, "broken.yaml": "kind: Prompt\nname: [\n"})
    commit({"teams/support.yaml": "kind: Team\nname: support\noncall: us@example.com\n"})
    result = run("diff", "--format", "json")
    assert (result.exit_code, report(result)["diagnostics"]) == (0, [])
