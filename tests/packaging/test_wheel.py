from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest


@pytest.fixture(scope="module")
def archive(wheel: Path) -> Iterator[ZipFile]:
    with ZipFile(wheel) as opened:
        yield opened


def test_the_wheel_holds_the_package_and_nothing_else(archive: ZipFile, root: Path) -> None:
    package = root / "src" / "promptops"
    sources = {path.relative_to(package).as_posix() for path in package.rglob("*.py")}
    names = {Path(name) for name in archive.namelist()}
    tops = {name.parts[0] for name in names}
    modules = {name.relative_to("promptops").as_posix() for name in names if name.suffix == ".py"}

    assert {top.partition("-")[0] for top in tops} == {"promptops", "promptops_compiler"}
    assert modules == sources


def test_the_wheel_says_that_it_is_typed(archive: ZipFile) -> None:
    assert "promptops/py.typed" in archive.namelist()


def test_the_wheel_carries_the_licence(archive: ZipFile, root: Path) -> None:
    (licence,) = (name for name in archive.namelist() if name.endswith("/licenses/LICENSE"))
    assert archive.read(licence) == (root / "LICENSE").read_bytes()


def test_the_wheel_installs_one_command(archive: ZipFile) -> None:
    (entry_points,) = (name for name in archive.namelist() if name.endswith("/entry_points.txt"))
    lines = archive.read(entry_points).decode().split("\n")
    assert [line for line in lines if line] == ["[console_scripts]", "promptops = promptops.cli.entry:main"]


def test_two_builds_give_the_same_bytes(wheel: Path, second_wheel: Path) -> None:
    assert wheel.read_bytes() == second_wheel.read_bytes()


def test_every_supported_python_is_tested(pyproject: dict[str, Any], root: Path) -> None:
    prefix = "Programming Language :: Python :: "
    declared = [line.removeprefix(prefix) for line in pyproject["project"]["classifiers"] if line.startswith(prefix)]
    workflow = (root / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")

    assert f"python: {declared}".replace("'", '"') in workflow
    assert pyproject["project"]["requires-python"] == f">={declared[0]}"
