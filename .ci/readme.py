"""Print a shell block of a Markdown file, so that CI runs what readers are told to run.

`python .ci/readme.py README.md test` prints the fenced block below the line `<!-- ci: test -->`.
"""

from __future__ import annotations

import sys
from pathlib import Path

_OPENINGS = ("```sh", "```bash", "```shell")
_CLOSING = "```"


def shell_block(markdown: str, name: str) -> str:
    """Return the lines of the shell block that is marked with `name`.

    Raises `ValueError` when there is not exactly one such mark, or no shell block with commands right below it.
    """
    lines = [line.rstrip() for line in markdown.splitlines()]
    mark = f"<!-- ci: {name} -->"
    if lines.count(mark) != 1:
        message = f"{lines.count(mark)} lines read `{mark}`, one is needed"
        raise ValueError(message)
    below = lines[lines.index(mark) + 1 :]
    while below and not below[0]:
        del below[0]
    if not below or below[0] not in _OPENINGS or _CLOSING not in below:
        message = f"no shell block stands below `{mark}`"
        raise ValueError(message)
    block = "\n".join(below[1 : below.index(_CLOSING)])
    if not block.strip():
        message = f"the shell block below `{mark}` is empty"
        raise ValueError(message)
    return block


def main(arguments: list[str]) -> None:
    """Print the block that the arguments, a file and a name, ask for; end with a message if there is none."""
    file, name = arguments
    try:
        print(shell_block(Path(file).read_text(encoding="utf-8"), name))
    except (OSError, ValueError) as error:
        sys.exit(f"{file}: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
