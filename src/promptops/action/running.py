"""Running the command line, with every report that the Action needs of it written into a folder."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from promptops.action.base import base_of
from promptops.action.event import Event
from promptops.action.inputs import Inputs


class Run:
    """One run: `status` is the exit status of the command line, which has then written its reports to `folder`."""

    def __init__(self, inputs: Inputs, event: Event, environment: Mapping[str, str]) -> None:
        self._inputs = inputs
        self._event = event
        self._environment = environment
        self.folder = Path(tempfile.mkdtemp(prefix="promptops-report-", dir=environment.get("RUNNER_TEMP")))

    def file(self, name: str) -> Path:
        """Return the path of a report: `report.json`, `report.md`, `report.html`, `report.txt` or `report.sarif`."""
        return self.folder / name

    @cached_property
    def status(self) -> int:
        """Run the command line, whose annotations go to the log, and return its exit status."""
        command = [sys.executable, "-P", "-m", "promptops", *self._words()]
        sys.stdout.flush()
        environment = {**self._environment, "NO_COLOR": "1", "PROMPTOPS_CACHE_DIR": ""}
        environment.pop("PROMPTOPS_TOKEN", None)  # what reads a stranger's files needs no token
        return subprocess.run(command, check=False, env=environment).returncode  # noqa: S603 - our own program

    def _words(self) -> Iterator[str]:
        inputs = self._inputs
        yield from (inputs.command, inputs.root)
        yield from ("--format", "github", "--format", f"text={self.file('report.txt')}")
        yield from ("--format", f"json={self.file('report.json')}", "--format", f"markdown={self.file('report.md')}")
        yield from ("--format", f"html={self.file('report.html')}")
        if inputs.sarif:
            yield from ("--format", f"sarif={self.file('report.sarif')}")
        for option, value in (("config", inputs.config), ("fail-on", inputs.fail_on), ("as-of", inputs.as_of)):
            if value:
                yield f"--{option}={value}"
        yield from (f"--select={rule}" for rule in inputs.select)
        if inputs.command == "compile":
            yield from (f"--environment={name}" for name in inputs.environments)
        yield from self._comparison()

    def _comparison(self) -> Iterator[str]:
        base = self._inputs.base or base_of(self._event, self._environment, Path(self._inputs.root))
        if base:
            yield f"--against={base}"
        if base or self._inputs.command == "diff":
            yield "--fetch"
            yield f"--trust={'baseline' if self._is_from_stranger else 'head'}"

    @property
    def _is_from_stranger(self) -> bool:
        pull_request = self._event.pull_request
        return pull_request is not None and pull_request.is_from_fork
