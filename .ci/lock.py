"""Lock the requirements: one version each for every supported system, and the hashes of its files.

`python .ci/lock.py` keeps each version that still fits; `python .ci/lock.py --upgrade` takes the newest. It needs `uv`
on PATH and asks the public index only: what pip is told about local files and other indexes plays no part.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_COMPILE = (
    *("uv", "--no-config", "pip", "compile", "--quiet", "--universal", "--python-version=3.11"),
    *("--only-binary=:all:", "--generate-hashes", "--no-emit-index-url", "--no-header"),
)
_RUNTIME = "requirements/runtime.txt"
_LOCKS = (
    ("--output-file", _RUNTIME, "pyproject.toml"),
    # the same versions of the runtime's own dependencies in both
    ("--output-file", "requirements/dev.txt", "--constraint", _RUNTIME, "pyproject.toml", "requirements/dev.in"),
)


def main(options: list[str]) -> None:
    """Write both files; `options` go to uv as they are."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
    for lock in _LOCKS:
        subprocess.run([*_COMPILE, *options, *lock], cwd=_ROOT, env=environment, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
