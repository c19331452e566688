"""Where a text names a tool of a known name.

A name of several words, such as `go_to_url`, stands for the tool wherever it stands by itself. A name that is a word of
the language, such as `search`, does so only where the text marks it: it calls it a tool, tells to call it, or shows a
call.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple


class ToolName(NamedTuple):
    """A place that names a tool: code point offsets of the name. `is_marked` says that the text makes a tool of it."""

    start: int
    end: int
    is_marked: bool


MAX_PLACES = 1_000
"""Places of one text at which one name is looked at; a text with more of them is no prompt."""
_WINDOW = 64

_SEVERAL_WORDS = re.compile(r"[A-Za-z0-9]_+[A-Za-z0-9]|^[a-z].*[a-z0-9][A-Z]")
"""Is found in names that are identifiers and nothing else: `go_to_url`, `goToUrl`."""
_COMPOUND = re.compile(r"[A-Za-z0-9][.-][A-Za-z0-9]|[a-z0-9][A-Z]")
"""Is found in names that may be a word or a proper name as well: `follow-up`, `JavaScript`."""

# What may stand directly before a name that stands by itself, and what may not stand behind it.
_OPEN = re.compile(
    r"(?:\A|[^A-Za-z0-9_.$@/\\-]|</|(?<![A-Za-z0-9_])\.{2,3}|(?:\A|\n)[ \t]*-"
    r"|(?<![A-Za-z0-9_.])(?:functions?|tools?|actions?)\.|(?<![A-Za-z0-9_])mcp__[A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)*__)\Z"
)
_CLOSED = re.compile(r"(?![A-Za-z0-9_$]|[-.][A-Za-z0-9_]|/[A-Za-z0-9_]|=(?!=))")
_SLASHED_BEFORE = re.compile(r"(?<![A-Za-z0-9_.$@/\\-])(?P<names>(?:[A-Za-z0-9_-]+/)+)\Z")
_SLASHED_BEHIND = re.compile(r"(?P<names>(?:/[A-Za-z0-9_-]+)+)(?![A-Za-z0-9_/-]|\.[A-Za-z0-9_])")

_MARKED_BEFORE = re.compile(
    # the tool `scroll`, call `scroll`, "tool": "scroll", "action": [{"scroll", <invoke name="scroll">
    r"(?i:\b(?:tools?|functions?|actions?)(?:[ \t]+(?:named|called))?:?[ \t]+[`\"']{1,3}"
    r"|\b(?:call|calling|invoke|invoking|use|using)[ \t]+(?:the[ \t]+)?[`\"']{1,3}"
    r"|\"(?:tool|tool_?name|function|action)\"\s{0,8}:\s{0,8}\"|<tool_?name>|<invoke[ \t]+name=\"|\bmcp__\w{1,40}__"
    r"|\"actions?\"\s{0,8}:\s{0,8}\[?\s{0,8}\{{1,2}\s{0,8}\")\Z"
)
_MARKED_BEHIND = re.compile(
    # `scroll` tool, scroll(…), "scroll", "arguments":
    r"[`\"']{1,3}[ \t]+(?:tool|function|action)\b(?![\w-])|[`\"']?\("
    r"|\"\s{0,8},\s{0,40}\"(?:arguments|input|parameters)\"\s{0,8}:"
)
_DENIED = re.compile(
    r"(?i:\b(?:no|not|never|without|cannot|nobody)\b|n['\u2019]t\b)(?:(?![.!?:;][ \t]|[.!?:;]?\n).){0,48}\Z"
)
_THE = re.compile(r"(?i:\bthe[ \t]+)\Z")
_TOOL = re.compile(r"[ \t]+tool\b(?![\w-])")
_BYGONE_BEFORE = re.compile(
    r"(?i:\b(?:former|formerly|previously|renamed from|used to be|replaces)(?:[ \t]+(?:known as|called|named))?"
    r"|\bno longer[ \t]+(?:called|named))[ \t]+(?:the[ \t]+)?[`\"']{0,3}\Z"
)
_BYGONE_BEHIND = re.compile(
    r"[`\"']{0,3}[ \t]+(?:(?:tool|function|action)[ \t]+)?(?i:(?:is|was|has been)[ \t]+(?:now[ \t]+)?"
    r"(?:gone|removed|renamed|replaced by)|is now called|is no longer|no longer[ \t]+(?:exists|works))\b"
)


def is_certain(name: str) -> bool:
    """Say whether a name is an identifier of several words, and cannot be a word of the language."""
    return _SEVERAL_WORDS.search(name) is not None


def named_in(text: str, name: str, names: Collection[str] = ()) -> Iterator[ToolName]:
    """Yield the places at which a text names a tool, in order.

    `names` are those of all tools: between slashes, `switch_tab/close_tab`, a name counts when all of them are tools.
    A text that says that the name is history, as in "formerly `go_to_url`", does not use it.
    """
    needs_mark = not is_certain(name) and _COMPOUND.search(name) is None
    for start in islice(_places(text, name), MAX_PLACES):
        end = start + len(name)
        before = text[max(0, start - _WINDOW) : start]
        if not _stands_alone(before, text, end, names):
            continue
        if _BYGONE_BEFORE.search(before) or _BYGONE_BEHIND.match(text, end):
            continue
        is_marked = _is_marked(before, text, end)
        if is_marked or not needs_mark:
            yield ToolName(start, end, is_marked)


def is_denied(text: str, start: int) -> bool:
    """Say whether the words before a place deny what stands there, as in "never call `go_to_url`"."""
    return _DENIED.search(text[max(0, start - _WINDOW) : start]) is not None


def _is_marked(before: str, text: str, end: int) -> bool:
    """Say whether a text makes a tool of a name."""
    if _MARKED_BEFORE.search(before) or _MARKED_BEHIND.match(text, end):
        return True
    return _THE.search(before) is not None and _TOOL.match(text, end) is not None


def _places(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + len(name))


def _stands_alone(before: str, text: str, end: int, names: Collection[str]) -> bool:
    """Say whether a name is no part of a longer one, of a path or of a variable."""
    if _OPEN.search(before) is None:
        slashed = _SLASHED_BEFORE.search(before)
        if slashed is None or not _are_tools(slashed, names):
            return False
    if _CLOSED.match(text, end) is None:
        slashed = _SLASHED_BEHIND.match(text, end, end + _WINDOW)
        return slashed is not None and _are_tools(slashed, names)
    return True


def _are_tools(slashed: re.Match[str], names: Collection[str]) -> bool:
    return all(name in names for name in slashed["names"].strip("/").split("/"))
