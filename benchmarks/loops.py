"""The loops that a compiler is compared with: `python loops.py read|yaml LIST` over the files that LIST names.

It imports nothing that its loop does not need, since the import is part of what is measured.
"""

from __future__ import annotations

import sys


def read(paths: list[str]) -> None:
    """Read every file and do nothing with it."""
    for path in paths:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (pathlib's import would be measured too)
            file.read()


def load(paths: list[str]) -> None:
    """Load the YAML of every file with PyYAML's C loader: front matter of Markdown, whole files of the rest."""
    import yaml  # noqa: PLC0415 (only this loop pays for it)

    for path in paths:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (as above)
            data = file.read()
        if path.endswith(".md"):
            data = data[4 : data.index(b"\n---\n", 4) + 1]
        for _ in yaml.load_all(data, Loader=yaml.CSafeLoader):
            pass


def main() -> None:
    """Run the loop that the first argument names over the files that the second one lists."""
    name, listing = sys.argv[1:]
    with open(listing, encoding="utf-8") as file:  # noqa: PTH123 (as above)
        paths = file.read().split("\n")
    (load if name == "yaml" else read)([path for path in paths if path.endswith((".prompt.md", ".yaml"))])


if __name__ == "__main__":
    main()
