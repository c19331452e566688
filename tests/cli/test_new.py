from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from jsonschema import Draft202012Validator

from promptops.resources import KINDS, SLUGS

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]

_STRICT = "name: shop\nextends: strict\n"
_TEAMS = {
    "teams/support.yaml": "kind: Team\nname: support\n",
    "teams/billing.yaml": "kind: Team\nname: billing\n",
}


def assert_clean(run: Run) -> None:
    """Fail unless no rule has anything to say, however little."""
    report = run("lint", "--format", "json", "--fail-on", "info")
    assert json.loads(report.stdout)["diagnostics"] == []


@pytest.mark.parametrize("kind", ["prompt", "waiver"])
def test_after_the_last_day_there_is_none(run: Run, repository: Path, kind: str) -> None:
    result = run("new", kind, "a", "--owner", "support", "--as-of", "9999-12-31")
    assert result.exit_code == 0, result.stderr
    assert "9999-12-31" in "".join(path.read_text() for path in repository.rglob("a.*"))


@pytest.mark.parametrize("config", ["", _STRICT])
def test_resources_of_every_kind_pass_every_rule(run: Run, write: Write, config: str) -> None:
    if config:
        write({"promptops.yaml": config})
    for kind in KINDS:
        result = run("new", kind, f"shop/{kind.lower()}", "--owner", "support")
        assert result.exit_code == 0, result.stderr
        assert_clean(run)
    assert run("compile").exit_code == 0


@pytest.mark.parametrize("kind", SLUGS)
def test_each_kind_begins_a_fresh_repository(run: Run, write: Write, kind: str) -> None:
    write({"promptops.yaml": _STRICT})
    result = run("new", kind, "first", "--owner", "support")
    assert result.exit_code == 0, result.stderr
    assert_clean(run)


@pytest.mark.parametrize("kind", [slug for slug in SLUGS if slug not in ("prompt", "fragment")])
def test_editors_are_led_to_the_schema_that_the_file_conforms_to(run: Run, repository: Path, kind: str) -> None:
    run("init", "--schemas", "all")
    (path, *_) = [line.removeprefix("wrote ") for line in run("new", kind, "a/b", "--owner", "x").stdout.splitlines()]
    text = (repository / path).read_text(encoding="utf-8")
    comment = text.partition("\n")[0]
    assert comment == f"# yaml-language-server: $schema=../../.promptops/schemas/{kind}.schema.json"
    schema = json.loads(((repository / path).parent / comment.partition("$schema=")[2]).read_bytes())
    Draft202012Validator(schema).validate(_texts(yaml.safe_load(text)))


def _texts(value: object) -> object:
    """Return a value with dates as texts, as YAML 1.2 has them."""
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return value if isinstance(value, str | int | float) else str(value)


def test_dates_are_counted_from_the_day_that_is_given(run: Run, repository: Path) -> None:
    run("new", "prompt", "a", "--owner", "x", "--as-of", "2026-11-01")
    assert "review_by: 2027-04-30\n" in (repository / "prompts/a.prompt.md").read_text(encoding="utf-8")
    run("new", "waiver", "a", "--owner", "x", "--as-of", "2026-11-01")
    assert "expires: 2027-01-30\n" in (repository / "waivers/a.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("prompt", "prompts/a/b.prompt.md"),
        ("Fragment", "fragments/a/b.fragment.md"),
        ("TOOL", "tools/a/b.yaml"),
        ("index", "indexes/a/b.yaml"),
        ("policy", "policies/a/b.yaml"),
    ],
)
def test_each_kind_has_its_folder(run: Run, kind: str, path: str) -> None:
    assert run("new", kind, "a/b", "--owner", "x").stdout.splitlines()[0] == f"wrote {path}"


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("x/y", "x/y/b.yaml"), (".", "b.yaml"), ("tools/../z", "z/b.yaml"), ("prompts", "prompts/b.yaml")],
)
def test_another_folder_may_be_named(run: Run, folder: str, expected: str) -> None:
    result = run("new", "tool", "a/b", "--owner", "x", "--dir", folder)
    assert result.stdout.splitlines()[0] == f"wrote {expected}"
    assert_clean(run)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("promt", "a"), "there is no kind `promt`\n  = help: did you mean `prompt`?"),
        (("zzz", "a"), "there is no kind `zzz`\n  = help: the kinds are prompt, fragment, "),
        (("prompt", "a b"), "`a b` is no name of a resource"),
        (("prompt", "../a"), "`../a` is no name of a resource"),
        (("prompt", "a/"), "`a/` is no name of a resource"),
        (("prompt", "a" * 201), "is no name of a resource"),
        (("prompt", "taken"), "there is a prompt `taken` already, in `prompts/taken.prompt.md`"),
        (("tool", "in-the-way"), "there is a file `tools/in-the-way.yaml` already"),
        (("tool", "file/below"), "is in the way"),
        (("tool", "a", "--dir", ".."), "the folder `..` lies outside of the project"),
        (("tool", "a", "--dir", "away"), "the folder `away` lies outside of the project"),
        (("tool", "a", "--dir", "left-out"), "`promptops.yaml` leaves out `left-out/a.yaml`"),
        (("prompt", "a", "--dir", "patterns"), "`promptops.yaml` reads as markdown what is at `patterns/a.prompt.md`"),
        (("tool", "a", "--owner", "suport"), "did you mean `support`? `promptops new team suport`"),
        (("tool", "a", "--owner", "a b"), "`a b` is no name of a team"),
        (("tool", "a", "--for", "taken"), "a tool is about no other resource\n  = help: leave `--for` out"),
        (("eval", "a", "--for", "takn"), "there is no prompt or tool or agent or fragment or model or feature `takn`"),
        (("eval", "a", "--for", "takn"), "did you mean `taken`?"),
        (("eval", "a", "--for", "prompt:none"), "`promptops graph` lists what there is"),
        (("eval", "a", "--for", "team:support"), "no eval is about a team"),
        (("eval", "a", "--for", "{{ x }}"), "there is no prompt or tool"),
        (("tool",), "Missing argument 'NAME'"),
    ],
)
def test_misuse_writes_nothing(
    run: Run, write: Write, repository: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    write(
        {
            "promptops.yaml": "exclude: left-out\nsources: [{files: patterns/**, dialect: markdown}]\n",
            "prompts/taken.prompt.md": "---\nname: taken\nowner: support\n---\nHello.\n",
            "tools/in-the-way.yaml": "x: 1\n",
            "tools/file": "",
            **_TEAMS,
        }
    )
    (repository / "away").symlink_to(tmp_path)
    before = sorted(repository.rglob("*"))

    result = run("new", *(("--owner", "support") if "--owner" not in arguments else ()), *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert sorted(repository.rglob("*")) == before


def _owner_line(file: Path) -> str:
    return next((line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("owner:")), "")


@pytest.mark.parametrize(
    ("files", "options", "expected"),
    [
        ({}, ("--owner", "support"), "owner: support"),
        ({"_defaults.yaml": "owner: support\n"}, (), ""),
        ({"tools/_defaults.yaml": "owner: support\n"}, (), ""),
        ({"_defaults.yaml": "owner: support\n"}, ("--owner", "support"), ""),
        ({"_defaults.yaml": "owner: support\n"}, ("--owner", "billing"), "owner: billing"),
        ({"promptops.yaml": "owners: {tools/**: support}\n"}, (), ""),
        ({"teams/support.yaml": _TEAMS["teams/support.yaml"]}, (), "owner: support"),
        ({"teams/no.yaml": "kind: Team\nname: 'no'\n"}, (), 'owner: "no"'),
        (_TEAMS, ("--owner", "billing"), "owner: billing"),
    ],
)
def test_the_owner_is_the_one_that_was_named_or_that_it_can_only_be(
    run: Run, write: Write, repository: Path, files: dict[str, str], options: tuple[str, ...], expected: str
) -> None:
    write(files)
    if "_defaults.yaml" in files:
        write({"prompts/x.prompt.md": "---\nname: x\n---\nHello.\n"})
    assert run("new", "tool", "a", *options).exit_code == 0
    assert _owner_line(repository / "tools/a.yaml") == expected
    assert_clean(run)


_HANDLES = {
    "teams/support.yaml": 'kind: Team\nname: support\ncodeowners: ["@acme/support"]\n',
    "teams/billing.yaml": 'kind: Team\nname: billing\ncodeowners: ["@Acme/Billing"]\n',
}


@pytest.mark.parametrize(
    ("codeowners", "defaults", "expected"),
    [
        ("/tools/ @acme/billing\n", None, "owner: billing"),
        ("/tools/ @acme/legal @acme/billing\n", None, "owner: billing"),
        ("* @acme/billing\n/tools/ @acme/support\n", None, "owner: support"),
        ("/tools/ @acme/billing\n", "owner: support\n", "owner: billing"),
        ("/tools/ @acme/billing @acme/support\n", "owner: support\n", ""),
        ("/prompts/ @acme/billing\n", "owner: support\n", ""),
    ],
)
def test_codeowners_is_not_contradicted(
    run: Run, write: Write, repository: Path, codeowners: str, defaults: str | None, expected: str
) -> None:
    write({**_HANDLES, "CODEOWNERS": codeowners, **({} if defaults is None else {"tools/_defaults.yaml": defaults})})
    assert run("new", "tool", "a").exit_code == 0
    assert _owner_line(repository / "tools/a.yaml") == expected
    assert_clean(run)


@pytest.mark.parametrize(
    ("files", "advice"),
    [({}, "add `--owner TEAM`\n"), (_TEAMS, "add `--owner TEAM`; the teams are billing, support\n")],
)
def test_nobody_is_made_an_owner_by_guess(run: Run, write: Write, files: dict[str, str], advice: str) -> None:
    write(files)
    result = run("new", "tool", "a")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"error: nobody would own `tools/a.yaml`\n  = help: {advice}"


def test_a_team_that_is_missing_is_written_where_teams_are_declared(run: Run, write: Write, repository: Path) -> None:
    write(_TEAMS)
    assert "wrote teams/legal.yaml\n" in run("new", "tool", "a", "--owner", "legal").stdout
    assert_clean(run)
    assert (repository / "teams/legal.yaml").is_file()


def test_a_project_whose_teams_are_elsewhere_gets_none(run: Run, repository: Path) -> None:
    run("new", "tool", "a", "--owner", "support")
    assert not (repository / "teams").exists()


def test_the_first_team_brings_all_others_that_the_project_names(run: Run) -> None:
    run("new", "tool", "a", "--owner", "support")
    run("new", "tool", "b", "--owner", "billing")
    written = run("new", "budget", "c", "--owner", "legal").stdout
    assert all(f"wrote teams/{team}.yaml\n" in written for team in ("legal", "support", "billing"))
    assert_clean(run)


@pytest.mark.parametrize("kind", ["agent", "consumer", "eval", "feature", "rollout", "waiver"])
def test_what_is_about_something_finds_it_or_writes_it(run: Run, repository: Path, kind: str) -> None:
    run("new", "prompt", "support/reply", "--owner", "support")
    assert "prompt" not in run("new", kind, "support/reply", "--owner", "support").stdout.partition("next")[0]
    assert "wrote prompts/other.prompt.md\n" in run("new", kind, "other", "--owner", "support").stdout
    run("new", "prompt", "fourth", "--owner", "support")
    run("new", kind, "third", "--owner", "support", "--for", "fourth@1")
    assert "prompt:fourth@1" in next(repository.glob(f"{kind}s/third.yaml")).read_text(encoding="utf-8")
    assert_clean(run)


@pytest.mark.parametrize("name", ["123", "true", "1.0", "null", "on", "0x10", "1e3", "a.b-c_d/E9"])
def test_any_name_is_written_as_a_text(run: Run, name: str) -> None:
    for kind in ("team", *(slug for slug in SLUGS if slug != "team")):
        assert run("new", kind, name, "--owner", name).exit_code == 0
    assert_clean(run)


def test_a_file_that_cannot_be_written_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, **_: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    result = run("new", "tool", "a", "--owner", "support")
    assert result.exit_code == 2
    assert "error: `tools/a.yaml` cannot be written: No space left on device" in result.stderr
