"""Print, as JSON, the text of every file that the installation at hand ships.

Run by the tests with other interpreters; the arguments are put in front of the import path.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable


def texts(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from texts(item, f"{prefix}/{item.name}")
        else:
            yield f"{prefix}/{item.name}", item.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.path[:0] = sys.argv[1:]
    from promptops.packaged import policy_packs, published_schemas

    shipped = {"policies": policy_packs(), "schemas": published_schemas()}
    files = {path: text for name, folder in shipped.items() for path, text in texts(folder, name)}
    json.dump(files, sys.stdout)
