from __future__ import annotations

import platform
import sys
from importlib import metadata
from pathlib import Path

import pytest
import yaml

from promptops.installation import dependencies
from promptops.installation.dependencies import (
    look_at_dependencies,
    look_at_libyaml,
    look_at_python,
    look_at_re2,
    requirements,
)
from promptops.installation.facts import State

_ROOT = Path(__file__).parents[2]


def test_everything_here_is_as_it_should_be() -> None:
    required = requirements(_ROOT)
    assert required
    facts = [look_at_python(), *look_at_dependencies(required), look_at_libyaml(), look_at_re2()]
    assert [fact for fact in facts if fact.state is not State.GOOD] == []
    assert len(facts) == len([each for each in required if "extra ==" not in each]) + 3


@pytest.mark.parametrize(("version", "state"), [("3.10.14", State.WRONG), ("3.11.0", State.GOOD), ("4.0", State.GOOD)])
def test_an_old_python_is_wrong(monkeypatch: pytest.MonkeyPatch, version: str, state: State) -> None:
    monkeypatch.setattr(platform, "python_version", lambda: version)
    assert look_at_python().state is state


@pytest.mark.parametrize(
    ("requirement", "installed", "state", "said"),
    [
        ("click>=8.1.7", "8.1.7", State.GOOD, "click 8.1.7"),
        ("click>=8.1.7", "8.10.0", State.GOOD, "click 8.10.0"),
        ("click >= 8.1.7", "8.1.6", State.WRONG, "click 8.1.6 is older than 8.1.7"),
        ("click>=8.1.7,<9", "8.0", State.WRONG, "click 8.0 is older than 8.1.7"),
        ("click", "1.0", State.GOOD, "click 1.0"),
        ("click>=8.1.7", None, State.WRONG, "click is not installed"),
        (
            "no-such-module>=1",
            "2",
            State.WRONG,
            "no-such-module 2 cannot be imported: No module named 'no_such_module'",
        ),
    ],
)
def test_each_dependency_is_held_against_its_minimum(
    monkeypatch: pytest.MonkeyPatch, requirement: str, installed: str | None, state: State, said: str
) -> None:
    def version(name: str) -> str:
        if installed is None:
            raise metadata.PackageNotFoundError(name)
        return installed

    monkeypatch.setattr(metadata, "version", version)
    (fact,) = look_at_dependencies([requirement, "other>=1; extra == 'dev'"])
    assert (fact.state, fact.text) == (state, said)
    assert bool(fact.help) is (state is State.WRONG)


def test_unknown_requirements_are_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> list[str]:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", missing)
    assert requirements(_ROOT)
    assert requirements(tmp_path) is None
    assert [fact.state for fact in look_at_dependencies(None)] == [State.NOTE]


def test_metadata_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: ["click>=9000"])
    assert requirements(tmp_path) == ["click>=9000"]


def test_pyyaml_without_libyaml_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert look_at_libyaml().state is State.WRONG


@pytest.mark.parametrize(("module", "look"), [("yaml", look_at_libyaml), ("re2", look_at_re2)])
def test_a_module_that_cannot_be_imported_is_wrong(monkeypatch: pytest.MonkeyPatch, module: str, look: object) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    assert callable(look)
    assert look().state is State.WRONG


def test_a_package_that_does_not_fit_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise SystemError(f"{name} does not fit")

    monkeypatch.setattr(dependencies, "import_module", refuse)
    (fact,) = look_at_dependencies(["click"])
    assert (fact.state, fact.text.partition(" cannot ")[2]) == (State.WRONG, "be imported: click does not fit")
