"""Tools of neighbouring fields, on as many files of their own kind."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from cases import Case
from measure import Command

_TOOL_SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["kind", "name", "version", "owner", "description", "parameters"],
    "additionalProperties": False,
    "properties": {
        "kind": {"const": "Tool"},
        "name": {"type": "string", "pattern": "^[a-z0-9-]+(/[a-z0-9-]+)*$"},
        "version": {"type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+$"},
        "owner": {"type": "string"},
        "lifecycle": {"enum": ["experimental", "stable", "deprecated", "retired"]},
        "access": {"enum": ["private", "internal", "public"]},
        "review_by": {"type": "string"},
        "labels": {"type": "object"},
        "description": {"type": "string", "minLength": 1},
        "parameters": {"$ref": "#/$defs/schema"},
        "result": {"$ref": "#/$defs/schema"},
        "effects": {"enum": ["none", "read", "write", "irreversible"]},
        "idempotent": {"type": "boolean"},
        "timeout": {"type": "string"},
        "retries": {"type": "object"},
    },
    "$defs": {
        "schema": {
            "type": "object",
            "properties": {
                "type": {"enum": ["object", "array", "string", "integer", "number", "boolean"]},
                "properties": {"type": "object", "additionalProperties": {"$ref": "#/$defs/schema"}},
                "items": {"$ref": "#/$defs/schema"},
                "required": {"type": "array", "items": {"type": "string"}},
                "enum": {"type": "array", "minItems": 1},
            },
        }
    },
}


class Peers:
    """The cases of the peers that are installed; `missing` says which are not, once the cases have been read."""

    def __init__(self, root: Path, files: int, folders: Sequence[Path]) -> None:
        self._root = root
        self._files = files
        places = [*folders, Path(sys.executable).parent]
        self._path = os.pathsep.join([*map(str, places), os.environ.get("PATH", "")])
        self.missing: list[str] = []

    def cases(self) -> Iterator[Case]:
        """Yield the cases of every peer, each in an order in which it finds what the one before has left."""
        for name, cases in (
            ("ruff", self._ruff),
            ("yamllint", self._yamllint),
            ("check-jsonschema", self._check_jsonschema),
            ("dbt", self._dbt),
        ):
            program = shutil.which(name, path=self._path)
            if program:
                yield from cases(program)
            else:
                self.missing.append(f"{name}: skipped, it is not installed")

    def _beside(self, suffix: str) -> Path:
        return self._root.with_name(f"{self._root.name}-{suffix}")

    def _ruff(self, program: str) -> Iterator[Case]:
        folder = self._beside("python")
        cache = self._beside("ruff-cache")
        run = Command([program, "check", "--isolated", "--quiet", "--cache-dir", str(cache), "."], folder)
        module = next(folder.rglob("*.py"))
        yield from self._incremental("ruff check", run, cache, appending(module, "REMINDER_{} = True\n"))

    def _dbt(self, program: str) -> Iterator[Case]:
        folder = self._beside("dbt")
        quiet = ["--quiet", "--no-version-check", "--no-send-anonymous-usage-stats"]
        run = Command([program, *quiet, "parse", "--profiles-dir", "."], folder)
        model = next(folder.rglob("*.sql"))
        yield from self._incremental("dbt parse", run, folder / "target", appending(model, "-- reminder {}\n"))

    def _incremental(self, name: str, run: Command, cache: Path, change: Callable[[], None]) -> Iterator[Case]:
        yield Case(f"{name}, cold", self._files, run, lambda: shutil.rmtree(cache, ignore_errors=True))
        yield Case(f"{name}, nothing changed", self._files, run)
        yield Case(f"{name}, one file changed", self._files, run, change)

    def _yamllint(self, program: str) -> Iterator[Case]:
        yield Case("yamllint", self._files, Command([program, "-d", "relaxed", "."], self._beside("yaml")))

    def _check_jsonschema(self, program: str) -> Iterator[Case]:
        schema = self._beside("tool.schema.json")
        schema.write_text(json.dumps(_TOOL_SCHEMA), encoding="utf-8")
        tools = sorted(path.relative_to(self._root).as_posix() for path in self._root.glob("tools/*/*.yaml"))
        run = Command([program, "--schemafile", str(schema), *tools], self._root)
        yield Case("check-jsonschema on the tools", len(tools), run)


def appending(file: Path, line: str) -> Callable[[], None]:
    """Return a function that appends a line to a file, with another number in it every time."""
    numbers = iter(range(1, sys.maxsize))

    def append() -> None:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(line.format(next(numbers)))

    return append
