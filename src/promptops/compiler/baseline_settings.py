"""The settings by which a change is judged: those of what it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptops.compiler.change_waivers import Trust
from promptops.compiler.request import CONFIG_NAME, Request
from promptops.compiler.roots import configured_folder, path_below
from promptops.config.loading import load_settings
from promptops.config.settings import Settings
from promptops.errors import ConfigError
from promptops.rules import rule_options
from promptops.sources.commits import CommitTree, files_in_commit
from promptops.sources.git_command import repository_top
from promptops.sources.trees import MISSING, Tree, Unreadable

if TYPE_CHECKING:
    from pathlib import Path


def settings_of(baseline: Tree, request: Request, own: Settings, trust: Trust) -> Settings:
    """Return the settings of a baseline, of which a head that was asked for has its `own`.

    They are the head's where a file outside of the repository gives them, and where the head is trusted and the first
    to have any.

    Raises:
        ConfigError: they cannot be used.
    """
    data = baseline.read(CONFIG_NAME) if request.config is None else _named(request.config, request.root, baseline)
    if data is None or (data == MISSING and trust == "head"):
        return own
    name = own.path or CONFIG_NAME
    if isinstance(data, Unreadable) and data != MISSING:
        raise _useless(f"`{name}` cannot be read: {data.reason}", data.help)
    if data == MISSING and request.config is None:
        _refuse_to_leave(baseline, request.root)
    try:
        return load_settings(None if isinstance(data, Unreadable) else data, name, rule_options())
    except ConfigError as error:
        raise _useless(f"{error}", error.help) from error


def _refuse_to_leave(baseline: Tree, root: Path) -> None:
    """Refuse a change by a stranger that takes a folder out of the project that it was a part of."""
    above = configured_folder(root, baseline.commit) if isinstance(baseline, CommitTree) else None
    if above is not None:
        message = f"a new `{CONFIG_NAME}` takes this folder out of the project `{above.name}`, which judged it so far"
        raise ConfigError(message, help="somebody whom the repository trusts has to propose that")


def _useless(why: str, advice: str | None) -> ConfigError:
    message = f"what the change is compared with cannot judge it: {why}"
    return ConfigError(message, help=f"{advice}; mend it there first" if advice else "mend it there first")


def _named(config: Path, root: Path, baseline: Tree) -> bytes | Unreadable | None:
    """Return what a file that the command line names was at the baseline; None for one outside of the repository."""
    below = path_below(root, config)
    if below is not None:
        return baseline.read(below)
    top = repository_top(root)
    path = None if top is None else path_below(top, config)
    if top is None or path is None or not isinstance(baseline, CommitTree):
        return None
    return baseline.read_from_top(path) if files_in_commit(top, baseline.commit, [path]) else MISSING
