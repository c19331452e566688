from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from promptops import __version__
from promptops.cli.main import COMMANDS
from promptops.errors import UsageError

Run = Callable[..., Result]
Spawn = Callable[..., subprocess.CompletedProcess[str]]


def test_help_lists_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert all(f"  {name} " in result.stdout for name in COMMANDS)
    assert "_PROMPTOPS_COMPLETE=bash_source" in result.stdout


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_is_told(run: Run, option: str) -> None:
    assert run(option).stdout == f"promptops, version {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(run: Run, command: str) -> None:
    result = run(command, "-h")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: promptops {command} [OPTIONS]")
    assert f"Examples:\n  promptops {command}" in result.stdout


@pytest.mark.parametrize("arguments", [*((command, "--nonsense") for command in COMMANDS), ("--nonsense",)])
def test_an_unknown_option_is_misuse(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "--nonsense" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("command", "meant"),
    [("lnt", "did you mean `lint`?"), ("Compile", "did you mean `compile`?"), ("deploy", "there is no command")],
)
def test_an_unknown_command_is_misuse(run: Run, command: str, meant: str) -> None:
    result = run(command)
    assert result.exit_code == 2
    assert f"there is no command `{command}`" in result.stderr
    assert meant in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [("{}",), ("lint", "--{}"), ("lint", "--as-of", "{}"), ("lint", "--fail-on", "{}"), ("lint", "--format", "{}")],
)
def test_what_is_misused_does_not_steer_the_terminal(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*(each.format("\u202e\a") for each in arguments))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.replace("\n", "").isprintable()


def _failing(error: BaseException) -> click.Command:
    def fail() -> None:
        raise error

    return click.Command("fail", callback=fail)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (
            UsageError("it is\x1b[2J wrong", help="do\u202e it"),
            2,
            "error: it is\\u{1b}[2J wrong\n  = help: do\\u{202e} it\n",
        ),
        (click.FileError("x", "no disk"), 2, "no disk"),
        (click.ClickException("no"), 2, "no"),
        (KeyboardInterrupt(), 130, "\n"),
        (click.Abort(), 130, ""),
        (ZeroDivisionError("here"), 2, "ZeroDivisionError: here\nerror: promptops failed"),
    ],
)
def test_every_failure_has_its_exit_status(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, said: str
) -> None:
    monkeypatch.setattr("promptops.cli.doctor.command", _failing(error))
    result = run("doctor")
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_that_goes_to_a_program_is_utf_8(spawn: Spawn, encoding: str) -> None:
    done = spawn("lint", "日本", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is nothing at `日本`" in done.stderr


_GONE = "error: the folder that you stand in is gone\n  = help: change to another one\n"


@pytest.mark.parametrize("arguments", [("lint",), ("init",), ("--help",)])
def test_a_folder_that_is_gone_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = (
        f"import os; os.chdir({str(gone)!r}); os.rmdir({str(gone)!r}); from promptops.cli.entry import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", _GONE)


def test_the_end_of_the_process_collects_nothing() -> None:
    told = "atexit.register(lambda: print(gc.get_freeze_count() > 0))"
    program = f"import atexit, gc; {told}; from promptops.cli.entry import main; main()"
    done = subprocess.run([sys.executable, "-c", program, "--version"], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "True"


def test_no_command_at_all_shows_the_help(run: Run) -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: promptops [OPTIONS] COMMAND")


def test_a_package_that_another_one_has_overwritten_is_told() -> None:
    program = "import promptops; del promptops.__version__; from promptops.cli.entry import main; main()"
    done = subprocess.run([sys.executable, "-c", program, "doctor"], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: promptops cannot be loaded: cannot import name '__version__'")
    assert "  = help: `pip uninstall promptops`, then " in done.stderr
