from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from promptops import packaged
from promptops.errors import PromptopsError

_SCRIPT = Path(__file__).with_name("print_shipped_files.py")


def shipped_files(*arguments: str | Path, cwd: Path, python: Path | str = sys.executable) -> dict[str, str]:
    command = [python, "-I", *arguments]
    done = subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True, encoding="utf-8")
    files: dict[str, str] = json.loads(done.stdout)
    return files


@pytest.fixture(scope="module")
def expected(root: Path) -> dict[str, str]:
    files = [path for name in ("policies", "schemas") for path in (root / name).rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_a_source_tree_finds_the_folders_beside_src(root: Path, tmp_path: Path, expected: dict[str, str]) -> None:
    assert shipped_files("-S", _SCRIPT, root / "src", cwd=tmp_path) == expected


def test_an_installed_wheel_finds_its_own_files(wheel: Path, tmp_path: Path, expected: dict[str, str]) -> None:
    venv.create(tmp_path / "venv", symlinks=True)
    (python,) = (tmp_path / "venv").glob("*/python")
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)

    assert shipped_files(_SCRIPT, cwd=tmp_path, python=python) == expected


def test_a_wheel_is_read_as_a_zip(wheel: Path, tmp_path: Path, expected: dict[str, str]) -> None:
    assert shipped_files("-S", _SCRIPT, wheel, cwd=tmp_path) == expected


@pytest.mark.parametrize(
    ("find", "folder"), [(packaged.policy_packs, "policies"), (packaged.published_schemas, "schemas")]
)
def test_an_installation_takes_no_folder_that_lies_above_it(
    find: Callable[[], object], folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "lib" / "promptops"
    package.mkdir(parents=True)
    (tmp_path / folder).mkdir()
    monkeypatch.setattr(packaged, "_PACKAGE", package)

    with pytest.raises(PromptopsError, match=f"lacks its folder `{folder}`") as caught:
        find()

    assert caught.value.help
