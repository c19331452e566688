"""Runs a composite action on this machine as GitHub's runner does: inputs, steps, outputs, commands in the log."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

_EXPRESSION: Final = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_COMMAND: Final = re.compile(r"::([A-Za-z-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)", re.DOTALL)
_HEREDOC: Final = re.compile(r"([^=\n]+)<<(.+)")


class Annotation(NamedTuple):
    """What the runner would show beside a line."""

    level: str
    properties: Mapping[str, str]
    message: str


class Result(NamedTuple):
    """What a run of the action leaves behind; `log` is all that its steps printed."""

    status: int
    log: str
    outputs: Mapping[str, str]
    summary: str

    @property
    def annotations(self) -> list[Annotation]:
        """Return the errors, warnings and notices of the log."""
        return [each for each in commands(self.log) if each.level in {"error", "warning", "notice"}]


class CompositeAction:
    """The action in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._action: dict[str, Any] = yaml.safe_load((folder / "action.yml").read_text(encoding="utf-8"))

    def run(self, inputs: Mapping[str, str], environment: Mapping[str, str], workspace: Path, temp: Path) -> Result:
        """Run the steps one after the other, up to the first that fails."""
        unknown = inputs.keys() - self._action["inputs"].keys()
        assert not unknown, f"no such inputs: {unknown}"
        known = {f"github.{name}": environment[f"GITHUB_{name.upper()}"] for name in ("token",)}
        known["github.action_path"] = os.fspath(self._folder)
        for name, declared in self._action["inputs"].items():
            known[f"inputs.{name}"] = inputs.get(name, _evaluated(str(declared.get("default", "")), known))
        log, summary, status = "", "", 0
        for number, step in enumerate(self._action["runs"]["steps"]):
            assert "${{" not in step["run"], "an expression in a script is code that a stranger writes"
            files = _files(temp / f"step-{number}")
            own = {name: _evaluated(str(value), known) for name, value in step.get("env", {}).items()}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=workspace,
                env={**environment, **files, **own},
                check=False,
                capture_output=True,
                text=True,
            )
            log += done.stdout + done.stderr
            summary += Path(files["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")
            for name, value in _assignments(Path(files["GITHUB_OUTPUT"]).read_text(encoding="utf-8")):
                known[f"steps.{step['id']}.outputs.{name}"] = value
            status = done.returncode
            if status:
                break
        outputs = {name: _evaluated(each["value"], known, "") for name, each in self._action["outputs"].items()}
        return Result(status, log, outputs, summary)


def commands(log: str) -> Iterator[Annotation]:
    """Yield the commands that a runner finds in a log; between `stop-commands` and its token it looks for none."""
    token = None
    for line in log.splitlines():
        if token is not None:
            token = None if line.strip() == f"::{token}::" else token
            continue
        match = _COMMAND.fullmatch(line.lstrip())
        if match is None:
            continue
        name, properties, data = match.groups()
        if name == "stop-commands":
            token = data
        else:
            pairs = (pair.partition("=") for pair in (properties or "").split(",") if pair)
            yield Annotation(name, {key: _unescaped(value) for key, _, value in pairs}, _unescaped(data))


def _unescaped(text: str) -> str:
    for escape, character in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        text = text.replace(escape, character)
    return text


def _evaluated(text: str, known: Mapping[str, str], default: str | None = None) -> str:
    def value(match: re.Match[str]) -> str:
        return known[match[1]] if default is None else known.get(match[1], default)

    return _EXPRESSION.sub(value, text)


def _files(folder: Path) -> dict[str, str]:
    folder.mkdir()
    names = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE")
    for name in names:
        (folder / name).touch()
    return {name: os.fspath(folder / name) for name in names}


def _assignments(text: str) -> Iterator[tuple[str, str]]:
    lines = iter(text.splitlines())
    for line in lines:
        heredoc = _HEREDOC.fullmatch(line)
        if heredoc is None:
            name, _, value = line.partition("=")
            yield name, value
            continue
        value_lines = []
        for each in lines:
            if each == heredoc[2]:
                break
            value_lines.append(each)
        yield heredoc[1], "\n".join(value_lines)
