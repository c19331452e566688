"""Tools of neighbouring fields that say what a branch breaks, on as many files of their own kind."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from branches import MAIN, ONE
from cases import Case
from measure import Command
from prose import Prose
from python_modules import python_modules
from repository import commit, commit_all, git, write_files

_FOUND: Final = {"griffe": 1, "buf": 100}
"""The status with which each says that something breaks."""


class ComparisonPeers:
    """The cases of the peers that are installed; `missing` says which are not, once the cases have been read."""

    def __init__(self, root: Path, files: int, folders: Sequence[Path]) -> None:
        self._root = root
        self._files = files
        places = [*folders, Path(sys.executable).parent]
        self._path = os.pathsep.join([*map(str, places), os.environ.get("PATH", "")])
        self.missing: list[str] = []

    def cases(self) -> Iterator[Case]:
        """Yield the case of every peer; its files are written by then."""
        for name, cases in (("griffe", self._griffe), ("buf", self._buf)):
            program = shutil.which(name, path=self._path)
            if program:
                yield cases(program)
            else:
                self.missing.append(f"{name}: skipped, it is not installed")

    def _griffe(self, program: str) -> Case:
        modules = ((f"app/{path}", text) for path, text in python_modules(self._files, seed=1))
        folder = self._repository("griffe", modules, "_count: int", "_total: int")
        run = Command(
            [program, "check", "app", "--against", MAIN, "--search", "."], folder, statuses=(_FOUND["griffe"],)
        )
        return Case("griffe check", self._files, run)

    def _buf(self, program: str) -> Case:
        folder = self._repository("buf", _messages(self._files), "string field_3", "int32 field_3")
        run = Command([program, "breaking", "--against", f".git#branch={MAIN}"], folder, statuses=(_FOUND["buf"],))
        return Case("buf breaking", self._files, run)

    def _repository(self, name: str, files: Iterator[tuple[str, str]], old: str, new: str) -> Path:
        """Write files to a repository of their own, with a branch that changes one of them."""
        folder = self._root.with_name(f"{self._root.name}-{name}")
        path, text = next(files)
        write_files(folder, iter([(path, text)]))
        write_files(folder, files)
        commit(folder)
        git(folder, "switch", "--quiet", "--create", ONE)
        (folder / path).write_text(text.replace(old, new), encoding="utf-8")
        commit_all(folder, "Change one file")
        return folder


def _messages(files: int) -> Iterator[tuple[str, str]]:
    """Yield Protocol Buffers files with a service, a request and a reply each, spread over packages of fifty."""
    for number in range(files):
        fields = [f"  string field_{field} = {field};" for field in range(1, Prose(f"proto:{number}").number(10, 20))]
        package = f"package_{number // 50}"
        lines = ['syntax = "proto3";', f"package {package}.part_{number};"]
        for message in ("Request", "Reply"):
            lines += [f"message {message} {{", *fields, "}"]
        lines += ["service Service {", "  rpc Run(Request) returns (Reply);", "}", ""]
        yield f"{package}/part_{number}.proto", "\n".join(lines)
