from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_PYTHONS = ("3.11", "3.12", "3.13")
_LOCKS = ("runtime", "dev")


class Lock(NamedTuple):
    """A file of locked requirements, each with the hashes of its files."""

    pins: list[Requirement]
    hashes: list[list[str]]

    def version(self, name: str, python: str) -> str:
        """Return the version of a distribution that is locked for one Python on this system."""
        environment = {"python_version": python, "python_full_version": f"{python}.0"}
        for pin in self.pins:
            if canonicalize_name(pin.name) == name and (pin.marker is None or pin.marker.evaluate(environment)):
                return str(pin.specifier).removeprefix("==")
        raise LookupError(name)


def requirement_lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


@pytest.fixture(scope="module")
def locks(root: Path) -> dict[str, Lock]:
    locks = {}
    for name in _LOCKS:
        lines = [re.split(r"\s+--hash=", line) for line in requirement_lines(root / "requirements" / f"{name}.txt")]
        locks[name] = Lock([Requirement(head) for head, *_ in lines], [hashes for _, *hashes in lines])
    return locks


@pytest.mark.parametrize("name", _LOCKS)
def test_every_requirement_is_one_version_with_hashes(locks: dict[str, Lock], name: str) -> None:
    for pin, hashes in zip(*locks[name], strict=True):
        assert re.fullmatch(r"==[\w.!+]+", str(pin.specifier)), pin
        assert hashes, pin
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes), pin


@pytest.mark.parametrize("python", _PYTHONS)
@pytest.mark.parametrize("name", _LOCKS)
def test_the_locks_hold_what_the_project_depends_on(
    locks: dict[str, Lock], pyproject: dict[str, Any], name: str, python: str
) -> None:
    for dependency in map(Requirement, pyproject["project"]["dependencies"]):
        version = locks[name].version(canonicalize_name(dependency.name), python)
        assert version in dependency.specifier, dependency


@pytest.mark.parametrize("python", _PYTHONS)
def test_the_development_lock_holds_all_tools(
    locks: dict[str, Lock], pyproject: dict[str, Any], root: Path, python: str
) -> None:
    tools = requirement_lines(root / "requirements" / "dev.in")
    for tool in map(Requirement, [*tools, *pyproject["build-system"]["requires"]]):
        version = locks["dev"].version(canonicalize_name(tool.name), python)
        assert version in tool.specifier, tool


def test_development_runs_on_the_versions_that_users_get(locks: dict[str, Lock]) -> None:
    runtime = {str(pin) for pin in locks["runtime"].pins}
    assert runtime <= {str(pin) for pin in locks["dev"].pins}
