"""`lint` and `compile` with `--against`: what a change is compared with judges the files as they stand, too."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]
Change = Callable[[Mapping[str, str | bytes]], None]
Told = Callable[..., list[tuple[str, str]]]

CONFIG, ACCEPTED = "promptops.yaml", "promptops-baseline.json"
AGENT = "kind: Agent\nname: desk\nowner: support\nprompt: support/nowhere\n"
UNREAD = "---\nname: spaced\nowner: support\n---\nHello.\u200b\n"
BASE: Mapping[str, str | bytes] = {
    CONFIG: "name: shop\n",
    "teams/support.yaml": "kind: Team\nname: support\noncall: support@example.com\n",
}
ERROR, WARNING = ("unknown-reference", "error"), ("hidden-characters", "warning")
OF_FILES = {ERROR[0], WARNING[0]}


def waiver(rule: str, resource: str, until: str = "2026-12-01") -> str:
    text = f"kind: Waiver\nname: excuse-{rule}\nrule: {rule}\nresource: {resource}\nowner: support\n"
    return f"{text}reason: The prompt comes next week.\nexpires: {until}\n"


def report(result: Result) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


@pytest.fixture
def merged(write: Write, git: Git) -> Change:
    """Return `merged(files)`, which commits files to the default branch, and leaves the repository on another one."""

    def commit(files: Mapping[str, str | bytes]) -> None:
        write(files)
        git("add", "--all")
        git("commit", "--quiet", "--message", "merged")
        git("switch", "--quiet", "--create", "feature")

    return commit


@pytest.fixture
def told(run: Run) -> Told:
    """Return `told(*arguments)`: the rules over files that speak when a change is linted, with their severities."""

    def rules(*arguments: str) -> list[tuple[str, str]]:
        result = run("lint", "--against", "main", "--as-of", "2026-11-01", "--format", "json", *arguments)
        found = [(each["rule"], each["severity"]) for each in report(result)["diagnostics"]]
        assert result.exit_code == int(any(severity == "error" for _, severity in found))
        return sorted(each for each in found if each[0] in OF_FILES)

    return rules


LOOSENED = {
    "nothing": "name: shop\n",
    "the rules off": "rules: {unknown-reference: off, hidden-characters: off}\n",
    "the rules less grave": "rules: {unknown-reference: info, hidden-characters: info}\n",
    "for some paths": "overrides: [{paths: ['**'], rules: {unknown-reference: off, hidden-characters: off}}]\n",
    "for an owner": "overrides: [{owners: [support], rules: {unknown-reference: off, hidden-characters: off}}]\n",
    "an option": "rules: {unknown-reference: off, hidden-characters: {options: {allow: U+200B}}}\n",
    "for an owner that only the head has": (
        "owners: {'**': newcomers}\noverrides: [{owners: [newcomers, support], rules: {unknown-reference: off}}]\n"
    ),
    "no failing": "fail_on: never\n",
}


@pytest.mark.parametrize("trust", ["head", "baseline"])
@pytest.mark.parametrize("config", LOOSENED.values(), ids=LOOSENED)
def test_a_change_does_not_loosen_what_judges_its_files(
    merged: Change, write: Write, told: Told, config: str, trust: str
) -> None:
    merged(BASE)
    write({CONFIG: config, "agent.yaml": AGENT, "spaced.prompt.md": UNREAD})
    assert told("--trust", trust) == [WARNING, ERROR]


def test_the_reader_is_told_why_it_is_so_grave(merged: Change, write: Write, run: Run) -> None:
    merged(BASE)
    write({CONFIG: "rules: {unknown-reference: off}\n", "agent.yaml": AGENT})
    text = run("lint", "--against", "main").stdout
    assert "warning[relaxed-policy]: `unknown-reference` was an error, and is off\n" in text
    assert "merge these first, or waive this finding" in " ".join(text.split())
    strangers = run("lint", "--against", "main", "--trust", "baseline").stdout
    assert "they count once they are merged" in " ".join(strangers.split())
    assert "merge" not in run("lint").stdout


def test_the_command_that_the_report_gives_waives_it(merged: Change, write: Write, run: Run, told: Told) -> None:
    merged(BASE)
    write({CONFIG: "rules: {unknown-reference: off}\n", "agent.yaml": AGENT})
    found = report(run("lint", "--against", "main", "--format", "json"))["diagnostics"]
    (fingerprint,) = (each["fingerprint"] for each in found if each["rule"] == ERROR[0])
    until = ("--until", "2026-12-01", "--as-of", "2026-11-01")
    result = run("waive", fingerprint, "--reason", "The prompt comes next week.", *until)
    assert result.exit_code == 0, result.output
    assert told() == []


@pytest.mark.parametrize("trust", ["head", "baseline"])
def test_what_a_change_asks_for_besides_holds_for_itself(merged: Change, write: Write, told: Told, trust: str) -> None:
    merged({**BASE, CONFIG: "rules: {unknown-reference: off, hidden-characters: {options: {allow: U+200B}}}\n"})
    write({CONFIG: "rules: {hidden-characters: error}\n", "agent.yaml": AGENT, "spaced.prompt.md": UNREAD})
    assert told("--trust", trust) == [("hidden-characters", "error"), ERROR]


def test_settings_that_were_loose_before_stay_so(merged: Change, write: Write, told: Told) -> None:
    loose = "rules: {unknown-reference: warning}\noverrides: [{paths: ['old/**'], rules: {hidden-characters: off}}]\n"
    merged({**BASE, CONFIG: loose})
    write({CONFIG: f"name: shop\n{loose}", "agent.yaml": AGENT, "old/spaced.prompt.md": UNREAD})
    assert told() == [("unknown-reference", "warning")]


def test_where_files_are_and_whose_is_for_the_change_to_say(merged: Change, write: Write, told: Told) -> None:
    merged({**BASE, CONFIG: "overrides: [{owners: [labs], rules: {hidden-characters: error}}]\n"})
    more = "sources: [{files: ['texts/*.txt'], dialect: text}]\nowners: {'texts/**': labs}\n"
    write({CONFIG: f"rules: {{hidden-characters: off}}\n{more}", "texts/a.txt": "Hello.\u200b\n"})
    assert told() == [("hidden-characters", "error")]


@pytest.mark.parametrize(("trust", "expected"), [("head", []), ("baseline", [ERROR])])
def test_a_first_configuration_counts_where_the_head_is_trusted(
    merged: Change, write: Write, told: Told, trust: str, expected: list[tuple[str, str]]
) -> None:
    merged({"README.md": "Ours.\n"})
    write({**BASE, CONFIG: "rules: {unknown-reference: off}\n", "agent.yaml": AGENT})
    assert told("--trust", trust) == expected


def test_a_configuration_that_is_gone_judged_what_was_there(merged: Change, repository: Path, told: Told) -> None:
    merged({**BASE, CONFIG: "rules: {hidden-characters: error}\n", "spaced.prompt.md": UNREAD})
    (repository / CONFIG).unlink()
    assert told() == [("hidden-characters", "error")]


@pytest.mark.parametrize(
    ("before", "trust", "expected"),
    [({}, "head", []), ({}, "baseline", [ERROR]), ({"waiver.yaml": waiver(ERROR[0], "agent:desk")}, "baseline", [])],
)
def test_waivers_of_strangers_do_not_count(
    merged: Change, write: Write, told: Told, before: Mapping[str, str], trust: str, expected: list[tuple[str, str]]
) -> None:
    merged({**BASE, **before})
    write({"agent.yaml": AGENT, "waiver.yaml": waiver(ERROR[0], "agent:desk")})
    assert told("--trust", trust) == expected


def test_a_waiver_lets_pass_what_a_setting_of_the_same_change_would(merged: Change, write: Write, told: Told) -> None:
    merged(BASE)
    write({CONFIG: "rules: {unknown-reference: off}\n", "agent.yaml": AGENT})
    write({"waiver.yaml": waiver(ERROR[0], "agent:desk")})
    assert told() == []


@pytest.mark.parametrize("trust", ["head", "baseline"])
def test_a_comment_of_the_head_counts_and_is_counted(merged: Change, write: Write, run: Run, trust: str) -> None:
    comment = "# promptops: ignore[unknown-reference] the prompt comes next\n"
    merged({**BASE, "old.yaml": AGENT.replace("desk", "old").replace("prompt:", f"{comment}prompt:")})
    write({CONFIG: "fail_on: never\n", "agent.yaml": AGENT.replace("prompt:", f"{comment}prompt:")})
    compared = ("lint", "--against", "main", "--trust", trust)
    found = report(run(*compared, "--format", "json"))
    assert [each for each in found["diagnostics"] if each["rule"] in OF_FILES] == []
    assert (found["new_comments"], found["summary"]["suppressed"]) == (1, 2)
    assert "\n1 comment that silences findings is new\n" in run(*compared).stdout


def accepted(run: Run, repository: Path) -> str:
    run("lint", "--write-baseline")
    return (repository / ACCEPTED).read_text(encoding="utf-8")


@pytest.mark.parametrize("trust", ["head", "baseline"])
def test_what_a_change_accepts_of_itself_is_told(
    merged: Change, run: Run, write: Write, repository: Path, told: Told, trust: str
) -> None:
    old = {**BASE, "old.yaml": AGENT.replace("desk", "old")}
    write(old)
    merged({**old, ACCEPTED: accepted(run, repository)})
    assert told("--trust", trust) == []
    write({"agent.yaml": AGENT})
    accepted(run, repository)
    assert run("lint").exit_code == 0
    assert told("--trust", trust) == [ERROR]
    write({CONFIG: "baseline: other.json\n", "other.json": (repository / ACCEPTED).read_bytes()})
    assert told("--trust", trust) == [ERROR]


@pytest.mark.parametrize(("trust", "expected"), [("head", []), ("baseline", [ERROR])])
def test_a_first_baseline_counts_where_the_head_is_trusted(
    merged: Change, run: Run, repository: Path, told: Told, trust: str, expected: list[tuple[str, str]]
) -> None:
    merged({**BASE, "agent.yaml": AGENT})
    accepted(run, repository)
    assert told("--trust", trust) == expected


def test_what_was_accepted_moves_with_its_file_and_only_so(
    merged: Change, run: Run, write: Write, repository: Path, told: Told
) -> None:
    write({**BASE, "agent.yaml": AGENT})
    merged({ACCEPTED: accepted(run, repository)})
    (repository / "agent.yaml").rename(repository / "moved.yaml")
    assert told() == [ERROR]
    accepted(run, repository)
    assert told() == []
    write({"agent.yaml": AGENT.replace("desk", "other")})
    accepted(run, repository)
    assert told() == [ERROR, ERROR]


def test_whoever_accepts_findings_now_has_accepted_them(merged: Change, run: Run, write: Write) -> None:
    merged(BASE)
    write({"agent.yaml": AGENT})
    assert run("lint", "--against", "main", "--write-baseline").exit_code == 0


def test_what_is_fixed_and_accepted_no_longer_is_no_stale_entry(
    merged: Change, run: Run, write: Write, repository: Path
) -> None:
    write({**BASE, "agent.yaml": AGENT})
    merged({ACCEPTED: accepted(run, repository)})
    (repository / "agent.yaml").unlink()
    compared = ("lint", "--against", "main", "--format", "json")
    assert report(run(*compared))["summary"]["stale_baseline"] == 1
    accepted(run, repository)
    assert report(run(*compared))["summary"]["stale_baseline"] == 0


@pytest.mark.parametrize("config", ["strict.yaml", "ci/strict.yaml"])
def test_a_configuration_that_is_named_is_that_of_the_baseline_too(
    merged: Change, write: Write, told: Told, config: str
) -> None:
    merged({**BASE, config: "rules: {hidden-characters: error}\n"})
    write({config: "rules: {hidden-characters: off}\n", "spaced.prompt.md": UNREAD})
    assert told("--config", config) == [("hidden-characters", "error")]


@pytest.mark.parametrize(("trust", "status"), [("head", 0), ("baseline", 2)])
def test_no_stranger_takes_a_folder_out_of_its_project(
    merged: Change, write: Write, run: Run, trust: str, status: int
) -> None:
    merged(
        {
            **BASE,
            CONFIG: "rules: {hidden-characters: error}\n",
            "own/desk.yaml": AGENT.replace("prompt: support/nowhere\n", ""),
        }
    )
    write({"own/spaced.prompt.md": UNREAD, f"own/{CONFIG}": "rules: {hidden-characters: off}\n"})
    result = run("lint", "own", "--against", "main", "--trust", trust)
    assert (result.exit_code, "takes this folder out of the project" in result.output) == (status, status == 2)


def test_a_configuration_above_the_root_is_that_of_the_baseline_too(
    merged: Change, write: Write, told: Told, repository: Path
) -> None:
    merged({"strict.yaml": "rules: {hidden-characters: error}\n", "own/teams.yaml": "kind: Team\nname: support\n"})
    write({"strict.yaml": "rules: {hidden-characters: off}\n", "own/spaced.prompt.md": UNREAD})
    assert told("own", "--config", "strict.yaml") == [("hidden-characters", "error")]
    (repository / "strict.yaml").unlink()
    (repository / "strict.yaml").symlink_to("own/loose.yaml")
    write({"own/loose.yaml": "rules: {hidden-characters: off}\n"})
    assert told("own", "--config", "strict.yaml") == [("hidden-characters", "error")]


@pytest.mark.parametrize(("trust", "expected"), [("head", []), ("baseline", [WARNING])])
def test_a_named_configuration_that_the_baseline_has_not(
    merged: Change, write: Write, told: Told, trust: str, expected: list[tuple[str, str]]
) -> None:
    merged(BASE)
    write({"own.yaml": "rules: {hidden-characters: off}\n", "spaced.prompt.md": UNREAD})
    assert told("--config", "own.yaml", "--trust", trust) == expected


def test_a_configuration_of_somebody_elses_is_theirs_alone(
    merged: Change, write: Write, told: Told, tmp_path: Path
) -> None:
    merged(BASE)
    write({"spaced.prompt.md": UNREAD})
    (tmp_path / "own.yaml").write_text("rules: {hidden-characters: off}\n", encoding="utf-8")
    assert told("--config", str(tmp_path / "own.yaml"), "--trust", "baseline") == []


def test_settings_of_the_baseline_that_cannot_be_used_say_whose_they_are(
    merged: Change, write: Write, run: Run
) -> None:
    merged({**BASE, CONFIG: "rules: {nothing: off}\n"})
    write({CONFIG: "name: shop\n"})
    result = run("lint", "--against", "main")
    assert result.exit_code == 2
    assert "what the change is compared with cannot judge it: promptops.yaml:1:9: " in result.output
    assert "mend it there first" in result.output


def test_there_is_no_bundle_of_what_the_baseline_refuses(
    merged: Change, write: Write, run: Run, repository: Path
) -> None:
    merged({**BASE, "environments/prod.yaml": "kind: Environment\nname: prod\nowner: support\n"})
    write({CONFIG: "rules: {unknown-reference: off}\n", "agent.yaml": AGENT})
    bundles = repository / "build" / "bundles"
    assert run("compile").exit_code == 0
    assert list(bundles.iterdir())
    assert run("compile", "--against", "main").exit_code == 1
    assert list(bundles.iterdir()) == []


@pytest.mark.parametrize("config", ["rules: {unknown-reference: off}\n", LOOSENED["an option"]])
def test_no_answer_is_one_that_was_judged_by_others(
    merged: Change, write: Write, run: Run, told: Told, config: str
) -> None:
    """Each run finds the cache as the one before it has left it, and none of them is wrong about who judges."""

    def plain() -> list[str]:
        found = report(run("lint", "--as-of", "2026-11-01", "--format", "json"))["diagnostics"]
        return sorted(each["rule"] for each in found if each["rule"] in OF_FILES)

    merged(BASE)
    files = {"agent.yaml": AGENT, "spaced.prompt.md": UNREAD}
    write({CONFIG: config, **files})
    loose = [] if "allow" in config else [WARNING[0]]
    for _ in range(2):
        assert (plain(), told(), told("--no-cache")) == (loose, [WARNING, ERROR], [WARNING, ERROR])
    write({CONFIG: BASE[CONFIG]})
    assert (told(), plain()) == ([WARNING, ERROR], [WARNING[0], ERROR[0]])
    write({CONFIG: config})
    assert (told(), plain()) == ([WARNING, ERROR], loose)
    write({"spaced.prompt.md": UNREAD.replace("Hello", "Goodbye")})  # which alone is compiled, and the verdict patched
    assert (told(), plain()) == ([WARNING, ERROR], loose)
