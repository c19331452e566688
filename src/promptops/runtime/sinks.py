"""Where events can go without further ado."""

from __future__ import annotations

import json
import os

from promptops.runtime.events import Event


class JsonLines:
    """Appends each event to a file as one line of JSON: `name`, `time_unix_nano` and `attributes`.

    Processes may share the file: a line is appended by one write. It is opened for each event, so it may be rotated.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)

    def __call__(self, event: Event) -> None:
        """Append an event.

        Raises:
            OSError: the file cannot be written to; the event is lost, and counted as failed.
        """
        name, time, attributes = event
        line = json.dumps({"name": name, "time_unix_nano": time, "attributes": attributes}, ensure_ascii=False)
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(file, f"{line}\n".encode())
        finally:
            os.close(file)
