"""Where the command begins: an unchanged tree is answered before anything else is loaded."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from promptops.sources.git import WorkTree

ANSWERED = frozenset({"compile", "diff", "lint"})
"""Commands whose last answer is kept."""
_HELP = frozenset({"-h", "--help"})
# A distribution called `promptops` writes its files over this one's.
_REPAIR = "`pip uninstall promptops`, then `pip install --force-reinstall promptops-compiler`"


def main() -> NoReturn:
    """Run the command line. Raises `SystemExit` with the exit status."""
    # A batch run leaves its memory to the end of the process; collecting it costs a tenth of the time. The end itself
    # would collect it as well, but for what is frozen.
    gc.disable()
    atexit.register(gc.freeze)
    try:
        os.getcwd()  # noqa: PTH109 - importing pathlib would cost help a tenth of its time
    except OSError:
        _fail("the folder that you stand in is gone", "change to another one")
    # Nor are there plugins in this process; looking for some reads the metadata of everything that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    words, opened = sys.argv[1:], None
    if ANSWERED.intersection(words[:1]) and not _HELP.intersection(words):
        opened = _answer(words)
    try:
        from promptops.cli.main import main as run  # noqa: PLC0415 - an answer needs none of it
    except ImportError as error:
        _fail(f"promptops cannot be loaded: {error}", _REPAIR)
    run(tree=opened)


def _answer(words: list[str]) -> WorkTree | None:
    """Print the answer of the last time and end, if there is one that still holds; else return the tree as git told."""
    from promptops.cli.caching import Question  # noqa: PLC0415 - help does not need it

    question = Question(words)
    try:
        answer = question.answer()
    except Exception:  # noqa: BLE001 - whatever is wrong with what was kept: the question can be worked out
        return None
    if answer is not None:
        try:
            sys.stdout.buffer.write(answer.text.encode(errors="replace"))
            sys.stdout.buffer.flush()
        except OSError:  # nobody listens any more
            os._exit(2)
        sys.exit(answer.status)
    return question.tree


def _fail(message: str, help: str) -> NoReturn:
    sys.stderr.write(f"error: {message}\n  = help: {help}\n")
    sys.exit(2)
