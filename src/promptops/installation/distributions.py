"""Which installed distributions own the package and the command `promptops`.

The distribution is called `promptops-compiler`. One that is called `promptops` installs a package of the same name, and
several others a command: whatever is installed last overwrites the others' files.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, is_zipfile

from promptops import __version__
from promptops.installation.facts import Fact, good, note, wrong

DISTRIBUTION = "promptops-compiler"
_NAME = "promptops"
_START = f"`python -P -m {_NAME}`"
"""How to run this compiler where its command is not to be had; without `-P`, a file in the current folder could run."""
_OUR_MODULES = "promptops.cli."
_IMPORT = re.compile(r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import\b", re.MULTILINE)
_SCRIPT_BYTES = 65_536


class Owner(NamedTuple):
    """A distribution that provides the package `promptops`, the command, or both."""

    name: str
    version: str
    has_package: bool
    has_command: bool

    @property
    def is_ours(self) -> bool:
        """Say whether it is this compiler's own distribution."""
        return self.name == DISTRIBUTION


def owners(path: Sequence[str]) -> tuple[Owner, ...]:
    """Return the owners in the folders of an import path, in that order."""
    found = (_owner(each) for each in metadata.distributions(path=list(path)))
    return tuple(owner for owner in found if owner.is_ours or owner.has_package or owner.has_command)


def _owner(distribution: metadata.Distribution) -> Owner:
    # A distribution whose metadata is damaged has no name.
    name = re.sub(r"[-_.]+", "-", distribution.metadata["Name"] or "").lower()
    record = f"\n{distribution.read_text('RECORD') or ''}"
    tops = (distribution.read_text("top_level.txt") or "").split()
    has_package = _NAME in tops or f"\n{_NAME}/" in record
    scripts = distribution.entry_points.select(group="console_scripts", name=_NAME)
    return Owner(name, distribution.version or "of no version", has_package, bool(scripts))


def look_at_package(found: Sequence[Owner], folder: Path) -> Iterator[Fact]:
    """Yield which distribution the running package, in `folder`, belongs to, and who else claims its name."""
    ours = next((owner for owner in found if owner.is_ours), None)
    if ours is None:
        yield note(f"promptops {__version__} runs from `{folder}` without being installed")
    elif ours.version != __version__:
        advice = f"install {DISTRIBUTION} again, or take the other one's folder off `PYTHONPATH`"
        yield wrong(f"{DISTRIBUTION} {ours.version} is installed, but {__version__} runs, from `{folder}`", advice)
    else:
        yield good(f"{DISTRIBUTION} {__version__} in `{folder}`")
    for owner in found:
        if owner.has_package and not owner.is_ours:
            advice = f"`pip uninstall {owner.name}`, then `pip install --force-reinstall {DISTRIBUTION}`"
            yield wrong(f"`{owner.name}` {owner.version} installs a package `{_NAME}` over this one", advice)


def look_at_command(found: Sequence[Owner], search_path: str) -> Iterator[Fact]:
    """Yield who installs the command, and what the first one on `search_path`, the value of PATH, leads to."""
    for owner in found:
        if owner.has_command and not owner.is_ours:
            advice = f"keep `{owner.name}` in an environment of its own, or start this one by {_START}"
            yield wrong(f"`{owner.name}` {owner.version} installs a command `{_NAME}`, too", advice)
    script = shutil.which(_NAME, path=search_path)
    if script is None:
        yield note(f"no command `{_NAME}` is on PATH", f"start it by {_START}")
        return
    module = _module_of(Path(script))
    if module is None:
        yield note(f"the command is `{script}`, and cannot be seen to be this one")
    elif module.startswith(_OUR_MODULES):
        yield good(f"the command is `{script}`")
    else:
        advice = f"put the folder of this one before it on PATH, or start this one by {_START}"
        yield wrong(f"the command is `{script}`, which is another tool's: it runs `{module}`", advice)


def _module_of(script: Path) -> str | None:
    """Return the module that a script imports its function from, None when that cannot be told."""
    try:
        if is_zipfile(script):  # the launchers on Windows carry the script in a zip
            with ZipFile(script) as archive, archive.open("__main__.py") as file:
                data = file.read(_SCRIPT_BYTES)
        else:
            with script.open("rb") as file:
                data = file.read(_SCRIPT_BYTES)
    except (OSError, KeyError, BadZipFile):
        return None
    text = data.decode(errors="replace")
    modules = _IMPORT.findall(text)
    return next((module for module in modules if module.startswith(_OUR_MODULES)), next(iter(modules), None))
