"""Resources as native files: prompts and fragments as Markdown with front matter, the others as YAML."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from promptops.conversion.yaml_text import yaml_text
from promptops.formats.naming import segment
from promptops.resources import slug_of
from promptops.scaffolds.ownership import is_name

_MARKDOWN = ("Prompt", "Fragment")
_IMPLIED = ("kind", "body")
_ORDER = ("kind", "name", "version", "owner", "description", "model", "inputs", "output", "tools", "parameters")
_EDITORS_OWN = (".github/", ".vscode/")
"""Folders in which a Markdown prompt is taken for one of an editor's, unless it says its kind."""


def path_of(data: Mapping[str, Any], source: str, folder: str) -> str:
    """Return the path of the file for a resource that was read at `source`.

    It lies below `folder` where the other lies below the root, and the name of the resource goes on from there.
    """
    home = posixpath.dirname(source)
    named_home = "/".join(segment(part) for part in home.split("/"))
    name = data["name"].removeprefix(f"{named_home}/") if home else data["name"]
    suffix = f"{slug_of(data['kind'])}.{'md' if is_markdown(data) else 'yaml'}"
    path = posixpath.normpath(posixpath.join(folder, home, f"{name}.{suffix}"))
    return (
        path
        if path != source
        else posixpath.join(posixpath.dirname(path), f"{posixpath.basename(name)}.native.{suffix}")
    )


def native_name(kind: str, name: str) -> str:
    """Return the name for a resource of another dialect: a tool's is the one that models see, others can be altered."""
    return name if kind == "Tool" or is_name(name) else "/".join(segment(part) for part in name.split("/"))


def is_markdown(data: Mapping[str, Any]) -> bool:
    """Say whether a resource goes into a Markdown file: its text is what stands below the header."""
    body = data.get("body")
    return data["kind"] in _MARKDOWN and isinstance(body, str) and bool(body.strip()) and "\r" not in body


def native_text(data: Mapping[str, Any], path: str) -> str:
    """Return the text of the file at `path` for a resource, by the keys that a user would write."""
    ordered = {key: data[key] for key in _ORDER if key in data}
    ordered |= {key: value for key, value in data.items() if key not in _ORDER and key != "annotations"}
    if "annotations" in data:
        ordered["annotations"] = data["annotations"]
    if not is_markdown(data):
        return yaml_text(ordered)
    says_kind = path.startswith(_EDITORS_OWN)
    header = {key: value for key, value in ordered.items() if key not in _IMPLIED or (key == "kind" and says_kind)}
    return f"---\n{yaml_text(header)}---\n{data['body']}\n"
