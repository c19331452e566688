"""Asking a script of the reader in JavaScript, a line for a line."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

SCRIPTS: Final = Path(__file__).parents[2] / "clients" / "js" / "scripts"
NEEDS_NODE: Final = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")

Ask = Callable[[Any], Any]
"""Sends a value of JSON, and returns the answer."""


@contextmanager
def asking(script: str) -> Iterator[Ask]:
    """Run a script for as long as it is asked."""
    command = ["node", str(SCRIPTS / script)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        sent, received = process.stdin, process.stdout

        def ask(value: Any) -> Any:
            sent.write(json.dumps(value) + "\n")
            sent.flush()
            return json.loads(received.readline())

        yield ask
        sent.close()
