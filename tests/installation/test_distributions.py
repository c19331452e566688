from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

from promptops import __version__
from promptops.installation.distributions import look_at_command, look_at_package, owners
from promptops.installation.facts import Fact, State

Install = Callable[..., None]

_COMMAND = {"entry_points.txt": "[console_scripts]\npromptops = {module}:app\n"}
_OURS = "promptops-compiler"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


@pytest.fixture
def install(site: Path) -> Install:
    """Return `install(name, version, files)`, which puts the metadata of a distribution into the folder `site`."""

    def install_distribution(name: str, version: str, files: Mapping[str, str] | None = None) -> None:
        folder = site / f"{name.replace('-', '_')}-{version}.dist-info"
        folder.mkdir()
        metadata = {"METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"}
        for file, text in {**metadata, **(files or {})}.items():
            (folder / file).write_text(text, encoding="utf-8")

    return install_distribution


def _said(facts: list[Fact]) -> list[tuple[State, str]]:
    return [(fact.state, fact.text) for fact in facts]


def test_nothing_installed_is_a_note(site: Path) -> None:
    (fact,) = look_at_package(owners([str(site)]), Path("src"))
    assert fact[:2] == (State.NOTE, f"promptops {__version__} runs from `src` without being installed")


def test_our_own_distribution_is_good(site: Path, install: Install) -> None:
    install(_OURS, __version__, {"RECORD": "promptops/__init__.py,,\n"})
    assert _said(list(look_at_package(owners([str(site)]), site))) == [
        (State.GOOD, f"{_OURS} {__version__} in `{site}`"),
    ]


def test_another_version_than_the_installed_one_is_wrong(site: Path, install: Install) -> None:
    install(_OURS, "0.0.1")
    (fact,) = look_at_package(owners([str(site)]), Path("src"))
    assert fact.state is State.WRONG
    assert fact.text == f"{_OURS} 0.0.1 is installed, but {__version__} runs, from `src`"
    assert fact.help


@pytest.mark.parametrize(
    "files", [{"top_level.txt": "local_runner\npromptops\n"}, {"RECORD": "a/b.py,,\npromptops/main.py,sha256=x,1\n"}]
)
@pytest.mark.parametrize("name", ["promptops", "Prompt_Ops.Toolkit"])
def test_who_else_installs_the_package_is_wrong(
    site: Path, install: Install, name: str, files: Mapping[str, str]
) -> None:
    install(_OURS, __version__)
    install(name, "0.1.11", files)
    _, foreign = look_at_package(owners([str(site)]), site)
    plain = name.lower().replace("_", "-").replace(".", "-")
    assert foreign == Fact(
        State.WRONG,
        f"`{plain}` 0.1.11 installs a package `promptops` over this one",
        f"`pip uninstall {plain}`, then `pip install --force-reinstall {_OURS}`",
    )


@pytest.mark.parametrize(
    "files",
    [
        {"top_level.txt": "promptops_client\n", "RECORD": "promptops_client/__init__.py,,\n"},
        {"RECORD": "x/promptops/a.py,,\n../bin/promptops-x,,\n"},
        {"entry_points.txt": "[console_scripts]\npromptops-x = x:main\n[gui_scripts]\npromptops = x:main\n"},
        {},
    ],
)
def test_names_that_only_look_alike_are_let_be(site: Path, install: Install, files: Mapping[str, str]) -> None:
    install("promptops-client", "1.0", files)
    assert owners([str(site)]) == ()


def test_damaged_metadata_is_passed_over(site: Path, install: Install) -> None:
    (site / "broken-1.0.dist-info").mkdir()
    install(_OURS, __version__)
    assert [owner.name for owner in owners([str(site)])] == [_OURS]


def test_who_else_installs_the_command_is_wrong(site: Path, install: Install) -> None:
    files = {name: text.format(module="cli.main") for name, text in _COMMAND.items()}
    install("llmhq-promptops", "0.6.1", {**files, "top_level.txt": "cli\nllmhq_promptops\n"})
    install(_OURS, __version__, {name: text.format(module="promptops.cli.entry") for name, text in _COMMAND.items()})

    found = owners([str(site)])

    assert [fact.state for fact in look_at_package(found, site)] == [State.GOOD]
    fact, _ = look_at_command(found, "")
    assert (fact.state, fact.text) == (State.WRONG, "`llmhq-promptops` 0.6.1 installs a command `promptops`, too")
    assert fact.help is not None
    assert "`python -P -m promptops`" in fact.help


def _script(folder: Path, content: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    script = folder / "promptops"
    script.write_bytes(content.encode() if isinstance(content, str) else content)
    script.chmod(0o755)
    return script


@pytest.mark.parametrize(
    ("content", "state", "said"),
    [
        ("#!/bin/python\nimport sys\nfrom promptops.cli.entry import main\n", State.GOOD, "the command is `{}`"),
        ("#!/bin/python\r\nfrom promptops.cli.entry import main\r\n", State.GOOD, "the command is `{}`"),
        (
            "#!/bin/python\nfrom promptops.main import entry_main\n",
            State.WRONG,
            "the command is `{}`, which is another tool's: it runs `promptops.main`",
        ),
        (
            "#!/bin/sh\nexec pyenv exec promptops\n",
            State.NOTE,
            "the command is `{}`, and cannot be seen to be this one",
        ),
        (b"\x7fELF\0\xff", State.NOTE, "the command is `{}`, and cannot be seen to be this one"),
        ("", State.NOTE, "the command is `{}`, and cannot be seen to be this one"),
    ],
)
def test_the_first_command_on_the_path_is_looked_into(
    tmp_path: Path, content: str | bytes, state: State, said: str
) -> None:
    first = _script(tmp_path / "first", content)
    _script(tmp_path / "second", "#!/bin/python\nfrom promptops.cli.entry import main\n")
    search_path = os.pathsep.join([str(tmp_path / "none"), str(tmp_path / "first"), str(tmp_path / "second")])
    assert _said(list(look_at_command((), search_path))) == [(state, said.format(first))]


@pytest.mark.parametrize(
    ("module", "state"), [("promptops.cli.entry", State.GOOD), ("cli.main", State.WRONG), (None, State.NOTE)]
)
def test_a_launcher_is_looked_into(tmp_path: Path, module: str | None, state: State) -> None:
    script = _script(tmp_path / "bin", b"MZ")
    with ZipFile(script, "a") as archive:
        archive.writestr("__main__.py" if module else "other.py", f"from {module} import main\n")
    script.chmod(0o755)
    assert [fact.state for fact in look_at_command((), str(tmp_path / "bin"))] == [state]


def test_no_command_at_all_is_a_note(tmp_path: Path) -> None:
    assert list(look_at_command((), str(tmp_path))) == [
        Fact(State.NOTE, "no command `promptops` is on PATH", "start it by `python -P -m promptops`")
    ]
