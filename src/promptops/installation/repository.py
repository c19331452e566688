"""The repository at hand, as far as it decides how well the compiler can do its work there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from promptops.compiler.request import CONFIG_NAME
from promptops.compiler.roots import find_place
from promptops.errors import PromptopsError
from promptops.installation.facts import Fact, good, note, wrong
from promptops.sources.git import open_tree
from promptops.sources.git_command import repository_top, run_git
from promptops.sources.trees import Unreadable


def look_at_repository(path: Path) -> Iterator[Fact]:
    """Yield what there is to say of the project at or above a path.

    Raises:
        UsageError: there is nothing at the path.
    """
    root = find_place(path).root
    yield from _git_facts(root)
    yield _configuration(root)
    number = len(open_tree(root, None).files())
    yield good(f"{number:,} file{'s'[: number != 1]} below `{root}`")


def _git_facts(root: Path) -> Iterator[Fact]:
    top = repository_top(root)
    if top is None:
        yield note("there is no git repository here", "`--at` needs one, and every file is read on every run")
        return
    shallow = run_git(root, "rev-parse", "--is-shallow-repository")
    if shallow is None:
        yield wrong(f"git refuses to read the repository `{top}`", "run `git status` there: it says why")
    elif shallow.strip() == b"true":
        yield note(f"the repository `{top}` is a shallow clone", "`--at` knows the commits alone that were fetched")
    else:
        yield good(f"git repository `{top}`")


def _configuration(root: Path) -> Fact:
    """Return whether there is a configuration, and whether it can be used."""
    if not (root / CONFIG_NAME).exists():
        return note(f"there is no `{CONFIG_NAME}`", "none is needed; `promptops init` writes one")
    data = open_tree(root, None).read(CONFIG_NAME)
    if isinstance(data, Unreadable):
        return wrong(f"`{CONFIG_NAME}` cannot be read: {data.reason}", data.help)
    try:
        from promptops.config.loading import load_settings  # noqa: PLC0415 - what it needs may not be installed
        from promptops.rules import rule_options  # noqa: PLC0415 - as above

        load_settings(data, CONFIG_NAME, rule_options())
    except PromptopsError as error:
        return wrong(str(error), error.help or f"put `{CONFIG_NAME}` right")
    except Exception as error:  # noqa: BLE001 - dependencies that do not work have been told of before
        return note(f"`{CONFIG_NAME}` cannot be checked: {error}")
    return good(f"`{CONFIG_NAME}` is valid")
