from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

_REGISTRY = re.compile(
    r"\b(?:pypi\.(?:org|python\.org)|pythonhosted\.org|anaconda\.org|npmjs\.(?:org|com)|yarnpkg\.com|crates\.io"
    r"|rubygems\.org|proxy\.golang\.org|docker\.io|ghcr\.io|quay\.io)\b"
)
_MACHINE_PATH = re.compile(r"(?:(?<![\w./~$}-])|(?<=//))/(?:root|home|opt|work)(?![\w-])")


def foreign_names(text: str) -> list[str]:
    """Return the registry hosts and the paths of one machine that a text names."""
    return [match[0] for pattern in (_REGISTRY, _MACHINE_PATH) for match in pattern.finditer(text)]


# `|` stands for the first slash and `!` for the last dot, so that this file itself names none.
@pytest.mark.parametrize(
    "text",
    [
        "--index-url https://pypi!org/simple",
        "https://files.pythonhosted!org/packages/x.whl",
        "registry.npmjs!org",
        "--find-links |opt/wheels",
        "file://|root/project",
        "`|home/someone`",
        "cd |work",
    ],
)
def test_a_host_or_path_is_seen(text: str) -> None:
    assert foreign_names(text.replace("|", "/").replace("!", "."))


@pytest.mark.parametrize(
    "text", ["docs/home/x", "~|work", "$root|work", "http:/|work.example", "http://www.apache.org|optional", "a.b|opt"]
)
def test_what_only_looks_like_one_is_let_be(text: str) -> None:
    assert not foreign_names(text.replace("|", "/"))


def test_no_tracked_file_names_a_registry_or_a_path_of_one_machine(root: Path) -> None:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True).stdout
    tracked = [path for name in listing.decode().split("\0") if name and (path := root / name).is_file()]
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8", errors="replace") for path in tracked}
    assert texts
    assert {path: found for path, text in texts.items() if (found := foreign_names(text))} == {}
