"""The instructions of a declarative agent: in the manifest, or in files that `$[file('instruction.txt')]` names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from promptops.resources.rejections import quoted
from promptops.sources.listing import UNLISTED
from promptops.sources.text import normalise_breaks
from promptops.sources.trees import MISSING, Unreadable

_CALL = re.compile(r"\$\[ *(?P<function>[a-zA-Z]+)\((?P<argument>[^\]]*)\) *\]")
_PLACEHOLDER = re.compile(r"\$\{\{ *[a-zA-Z_][a-zA-Z0-9_]* *\}\}")
_READABLE = (".txt", ".md")
MAX_CALLS = 20
"""No more files than this many make up one text."""


class Refusal(NamedTuple):
    """Why the text cannot be put together: the rule that reports it, the fact and what to do."""

    rule: str
    message: str
    help: str | None = None


class Instructions(NamedTuple):
    """What an agent is told: None when nothing is, or when a file of it cannot be read.

    `files` are the paths that it is read from; `dynamic` says that a part is known only where it is deployed.
    """

    text: str | None = None
    files: tuple[str, ...] = ()
    dynamic: bool = False
    refusal: Refusal | None = None


def is_dynamic(text: str) -> bool:
    """Say whether a text holds `${{NAME}}`, which the deployment replaces."""
    return "${{" in text and _PLACEHOLDER.search(text) is not None


def is_absent(why: Unreadable) -> bool:
    """Say whether a file is not read because the project has none of that name."""
    return why in (MISSING, UNLISTED)


def read_instructions(written: Any, beside: Callable[[str], str | Unreadable]) -> Instructions:
    """Return the text of instructions as written, with the files that it names in their place."""
    if not isinstance(written, str):
        return Instructions()
    calls = list(_CALL.finditer(written)) if "$[" in written else []
    parts, files, end, dynamic = list[str](), list[str](), 0, False
    for call in calls[:MAX_CALLS]:
        parts.append(written[end : call.start()])
        end = call.end()
        argument = call["argument"].strip()
        if call["function"] == "file" and _is_unknown(argument):
            parts.append(call[0])
            dynamic = True
            continue
        found = _included(call["function"], argument, beside)
        if not isinstance(found, str):
            return Instructions(files=tuple(files), refusal=found)
        files.append(argument[1:-1])
        parts.append(found)
    text = "".join((*parts, written[end:]))
    return Instructions(text, tuple(files), dynamic or len(calls) > MAX_CALLS or is_dynamic(text))


def _is_unknown(argument: str) -> bool:
    """Say whether the path of a file is known only to the deployment: from a variable, or from another file."""
    return is_dynamic(argument) or argument.startswith("file(")


def _included(function: str, argument: str, beside: Callable[[str], str | Unreadable]) -> str | Refusal | None:
    """Return the text of a file, why upstream refuses it, or None where only this tool cannot read it."""
    if function != "file":
        return Refusal(
            "invalid-value", f"there is no function {quoted(function)} to call", "`$[file('…')]` is the only one"
        )
    if len(argument) < len("'a'") or argument[0] != "'" or argument[-1] != "'":
        return Refusal("invalid-value", "the path of a file stands in single quotes", "write `$[file('…')]`")
    path = argument[1:-1]
    if not path.lower().endswith(_READABLE):
        return Refusal("invalid-value", f"{quoted(path)} cannot be included", "include a `.txt` or `.md` file")
    text = beside(path)
    if isinstance(text, Unreadable):
        message = f"the file {quoted(path)} cannot be read: {text.reason}"
        return Refusal("unknown-reference", message, text.help) if is_absent(text) else None
    return normalise_breaks(text)
