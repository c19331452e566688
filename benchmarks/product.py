"""The compiler itself: cold, warm, with one file changed, and asked for help."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from cases import Case
from measure import Command

COMMANDS: Final = ("lint", "compile")


def cold(command: str) -> str:
    """Return the name of the case of a first run."""
    return f"{command}, cold"


def warm(command: str) -> str:
    """Return the name of the case of a second run on the same files."""
    return f"{command}, nothing changed"


def changed(command: str) -> str:
    """Return the name of the case of a run after one prompt has changed."""
    return f"{command}, one file changed"


def usage(command: str) -> str:
    """Return the name of the case of a request for help, of the whole program where `command` is empty."""
    return f"{command} --help".lstrip()


def find_product() -> list[str] | None:
    """Return the command that a user of this interpreter would type, None where the package is not there."""
    script = Path(sys.executable).with_name("promptops")
    if script.exists():
        return [str(script)]
    if find_spec("promptops") and find_spec("promptops.__main__"):
        return [sys.executable, "-m", "promptops"]
    return None


class Scene:
    """A repository whose cache can be emptied, and one of whose prompts can be changed and put back."""

    def __init__(self, root: Path, cache: Path, prompt: Path) -> None:
        self._root = root
        self._cache = cache
        self._prompt = prompt
        self._times = prompt.stat()
        self._text = prompt.read_bytes()
        self._changes = 0

    def cold(self) -> None:
        """Remove everything that an earlier run has left."""
        self.restore()
        shutil.rmtree(self._cache, ignore_errors=True)
        shutil.rmtree(self._root / "build", ignore_errors=True)

    def change(self) -> None:
        """Append a sentence to the prompt, another one every time."""
        self._changes += 1
        sentence = f"Reminder number {self._changes}: say what you do not know.\n"
        self._prompt.write_bytes(self._text + sentence.encode())

    def restore(self) -> None:
        """Put the prompt back as it was committed."""
        self._prompt.write_bytes(self._text)
        os.utime(self._prompt, ns=(self._times.st_atime_ns, self._times.st_mtime_ns))


def product_cases(product: Sequence[str], scene: Scene, root: Path, cache: Path, files: int) -> Iterator[Case]:
    """Yield the cases of the compiler in an order in which each finds what the one before has left."""
    environment = {"PROMPTOPS_CACHE_DIR": str(cache)}
    for name in COMMANDS:
        run = Command([*product, name, str(root)], root, environment)
        yield Case(cold(name), files, run, scene.cold)
        yield Case(warm(name), files, run)
        yield Case(changed(name), files, run, scene.change)
    for name in ("", *COMMANDS):
        yield Case(usage(name), files, Command([*product, *name.split(), "--help"], root), scene.restore)
