"""Colours of the terminal, where they are wanted."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from promptops.diagnostics import Severity


class Style(StrEnum):
    """Parameters of the ANSI sequence that selects a rendition."""

    BOLD = "1"
    DIM = "2"
    GOOD = "1;32"
    ERROR = "1;31"
    WARNING = "1;33"
    INFO = "1;36"


STYLES = {Severity.ERROR: Style.ERROR, Severity.WARNING: Style.WARNING, Severity.INFO: Style.INFO}


class Ink(NamedTuple):
    """Paints text, or leaves it as it is where `colour` is false."""

    colour: bool

    def paint(self, text: str, style: Style) -> str:
        """Return `text` in `style`; an empty text stays empty."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour and text else text
