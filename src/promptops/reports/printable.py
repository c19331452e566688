r"""Text of strangers, made harmless for whatever shows it.

Three kinds of text do harm when they are printed as they are: control characters steer the terminal, bidirectional
and zero-width characters make a line look like another one, and `##[command]` or `##vso[command]` anywhere in a line
is an order to the runners of GitHub Actions and Azure Pipelines. All are spelled out, as in `\u{202e}`.
"""

from __future__ import annotations

from typing import Final

from promptops.regex import regex

_INVISIBLE: Final = (
    r"\x00-\x09\x0b-\x1f\x7f-\x9f"  # control characters, but for the line feed
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, line separators, bidirectional controls
    r"\u3164\ufe00-\ufe0d\ufeff\uffa0"  # fillers, variation selectors, byte order mark
    r"\ufff0-\ufffc\ufffe\uffff\ud800-\udfff"  # specials, non-characters, lone surrogates (UTF-8 cannot encode them)
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # format controls, tags, more selectors
)
_RUNNER_COMMAND: Final = r"#(?=#[A-Za-z]{0,16}\[)"

UNSAFE_IN_LINES: Final = regex(rf"[{_INVISIBLE}]|{_RUNNER_COMMAND}")
"""One character at a time, in text of which the line feeds are meant."""
UNSAFE: Final = regex(rf"[\n{_INVISIBLE}]|{_RUNNER_COMMAND}")
"""One character at a time, in text that has to stay on one line."""

_LINE_FEED: Final = regex(r"(?<!\\)\n|\\(?=n)")
"""One that no backslash stands before, or the backslash of what would look like one that is shown."""

_WORKFLOW_COMMAND: Final = regex(r"\A(\s*):(?=:)")


def spelled(character: str) -> str:
    r"""Return a character by its number, as in `\u{202e}`."""
    return f"\\u{{{ord(character):x}}}"


def printable(text: str) -> str:
    """Return `text` on one line and with nothing in it that acts on what shows it."""
    return UNSAFE.sub(lambda match: spelled(match[0]), text)


def in_prose(text: str) -> str:
    r"""Return `text` printable, its line feeds as `\n`; an `n` that has a backslash before it is shown with another."""
    return printable(_LINE_FEED.sub(lambda match: r"\n" if match[0] == "\n" else r"\\", text))


def line_start(text: str) -> str:
    """Return `text` printable at the start of a line, where `::` begins a command to GitHub Actions."""
    return printable(_WORKFLOW_COMMAND.sub(lambda match: match[1] + spelled(":"), text))
