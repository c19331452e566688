"""Workflow commands: lines of a log that a runner of GitHub Actions acts on, and text on which it does not."""

from __future__ import annotations

import secrets
from typing import Final

from promptops.reports.printable import UNSAFE_IN_LINES, spelled

_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})


def error(message: str, help: str | None = None) -> str:
    """Return the command that shows an error, with advice."""
    return _annotation("error", message, help)


def warning(message: str, help: str | None = None) -> str:
    """Return the command that shows a warning, with advice."""
    return _annotation("warning", message, help)


def grouped(title: str, text: str) -> str:
    """Return a text of several lines folded below a title; nothing in it is a command."""
    token = secrets.token_hex(16)
    shown = UNSAFE_IN_LINES.sub(lambda match: spelled(match[0]), text)
    return f"::group::{title}\n::stop-commands::{token}\n{shown.rstrip()}\n::{token}::\n::endgroup::\n"


def _annotation(name: str, message: str, help: str | None) -> str:
    text = f"{message}\nhelp: {help}" if help else message
    return f"::{name} title=promptops::{_shown(text).translate(_DATA)}\n"


def _shown(text: str) -> str:
    return UNSAFE_IN_LINES.sub(lambda match: spelled(match[0]), text)
