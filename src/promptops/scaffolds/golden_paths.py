"""The golden path of each kind: where its file goes, what is in it, and what else it needs to be complete."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import NamedTuple

from promptops.resources import SLUGS

_FOLDERS = {"index": "indexes", "policy": "policies"}
_SUFFIXES = {"prompt": ".prompt.md", "fragment": ".fragment.md"}
_ABOUT = {
    "agent": ("prompt",),
    "consumer": ("prompt", "fragment", "tool", "agent"),
    "eval": ("prompt", "tool", "agent", "fragment", "model", "feature"),
    "feature": ("prompt", "tool", "agent", "eval", "model", "index"),
    "rollout": ("prompt", "agent", "model", "feature", "tool"),
    "waiver": tuple(SLUGS),
}
_NAMES_TEAM = frozenset({"budget", "feature"})
_CASES = "dataset.jsonl"


class GoldenPath(NamedTuple):
    """How a kind, spelt as in references, is begun.

    `folder` and `suffix` make the path of the file; `about` are the kinds of the resource that it speaks of, if it
    speaks of one; `names_team` says that it refers to its owner as a resource, which must exist then.
    """

    kind: str
    folder: str
    suffix: str
    about: tuple[str, ...]
    names_team: bool

    @property
    def is_governed(self) -> bool:
        """Say whether somebody owns such a resource: a team is an owner, and has none."""
        return self.kind != "team"

    def text(self, values: Mapping[str, str]) -> str:
        """Return the file, filled with values by name that are YAML already."""
        return _filled(f"{self.kind}{self.suffix}", values)

    @property
    def cases(self) -> str | None:
        """Return the text of the file of cases that belongs to it, None for a kind without one."""
        return _filled(_CASES, {}) if self.kind == "dataset" else None


def golden_path(kind: str) -> GoldenPath:
    """Return the golden path of a kind, spelt as in references."""
    return GoldenPath(
        kind,
        _FOLDERS.get(kind, f"{kind}s"),
        _SUFFIXES.get(kind, ".yaml"),
        _ABOUT.get(kind, ()),
        kind in _NAMES_TEAM,
    )


def _filled(name: str, values: Mapping[str, str]) -> str:
    text = (files("promptops.scaffolds") / "golden_paths" / f"{name}.tmpl").read_text(encoding="utf-8")
    return Template(text).substitute(values)
