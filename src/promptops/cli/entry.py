"""Where the command begins: an unchanged tree is answered before anything else is loaded."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

_ANSWERED = frozenset({"compile", "lint"})
_HELP = frozenset({"-h", "--help"})
# A distribution called `promptops` writes its files over this one's.
_REPAIR = "`pip uninstall promptops`, then `pip install --force-reinstall promptops-compiler`"


def main() -> NoReturn:
    """Run the command line. Raises `SystemExit` with the exit status."""
    # A batch run leaves its memory to the end of the process; collecting it costs a tenth of the time.
    gc.disable()
    try:
        os.getcwd()  # noqa: PTH109 - importing pathlib would cost help a tenth of its time
    except OSError:
        _fail("the folder that you stand in is gone", "change to another one")
    words = sys.argv[1:]
    if _ANSWERED.intersection(words[:1]) and not _HELP.intersection(words):
        _answer(words)
    try:
        from promptops.cli.main import main as run  # noqa: PLC0415 - an answer needs none of it
    except ImportError as error:
        _fail(f"promptops cannot be loaded: {error}", _REPAIR)
    run()


def _answer(words: list[str]) -> None:
    """Print the answer of the last time and end, if there is one that still holds."""
    from promptops.cli.caching import Question  # noqa: PLC0415 - help does not need it

    try:
        answer = Question(words).answer()
    except Exception:  # noqa: BLE001 - whatever is wrong with what was kept: the question can be worked out
        return
    if answer is not None:
        try:
            sys.stdout.buffer.write(answer.text.encode(errors="replace"))
            sys.stdout.buffer.flush()
        except OSError:  # nobody listens any more
            os._exit(2)
        sys.exit(answer.status)


def _fail(message: str, help: str) -> NoReturn:
    sys.stderr.write(f"error: {message}\n  = help: {help}\n")
    sys.exit(2)
