from __future__ import annotations

import io
import sys

import pytest

from promptops.cli.progress import LONG, progress
from promptops.sources.trees import TreeFile


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _files(number: int) -> list[TreeFile]:
    return [TreeFile(f"{index}.yaml", None) for index in range(number)]


@pytest.mark.parametrize(
    ("stream", "enabled", "number", "shown"),
    [
        (Terminal(), True, LONG, True),
        (Terminal(), True, LONG - 1, False),
        (Terminal(), False, LONG, False),
        (io.StringIO(), True, LONG, False),
    ],
)
def test_a_bar_is_for_long_work_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
    stream: io.StringIO,
    enabled: bool,  # noqa: FBT001 - a case
    number: int,
    shown: bool,  # noqa: FBT001 - a case
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    files = _files(number)
    assert list(progress(enabled=enabled)(files)) == files
    assert ("compiling" in stream.getvalue()) is shown
