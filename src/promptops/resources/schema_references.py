"""Local references inside a JSON Schema: whether each leads somewhere, and comes to an end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from promptops.resources.rejections import Problem, quoted
from promptops.spelling import closest

if TYPE_CHECKING:
    from promptops.sources.documents import KeyPath

_MISSING = object()


def reference_problems(root: Any, references: list[tuple[str, KeyPath]]) -> list[Problem]:
    """Return what is wrong with references (`#/$defs/item`, each with its path of keys) into `root`.

    A reference by anchor or to another document is not followed.
    """
    settled: set[str] = set()
    problems = []
    for text, keys in references:
        problem = _missing(root, text) or _endless(root, text, settled)
        if problem is not None:
            problems.append(problem._replace(keys=keys))
    return problems


def _missing(root: Any, text: str) -> Problem | None:
    target = _target(root, text)
    if target is _MISSING:
        above, _, last = text.rpartition("/")
        siblings = _target(root, above)
        meant = closest(last, siblings) if isinstance(siblings, dict) else None
        advice = f"did you mean {quoted(f'{above}/{meant}')}?" if meant else None
        return Problem(f"points to {quoted(text)}, which is not there", advice)
    if not isinstance(target, dict | bool):
        return Problem(f"points to {quoted(text)}, which is not a schema")
    return None


def _endless(root: Any, text: str, settled: set[str]) -> Problem | None:
    """Follow a chain of references; `settled` are those that need not be followed again."""
    chain: set[str] = set()
    while text not in settled:
        if text in chain:
            settled |= chain
            return Problem("leads back to itself")
        chain.add(text)
        target = _target(root, text)
        following = target.get("$ref") if isinstance(target, dict) else None
        if not isinstance(following, str):
            break
        text = following
    settled |= chain
    return None


def _target(root: Any, text: str) -> Any:
    """Return what a pointer points to, `_MISSING` when it is not there, True when it is not a pointer into `root`."""
    if text != "#" and not text.startswith("#/"):
        return True
    current = root
    for step in text.split("/")[1:]:
        name = unquote(step).replace("~1", "/").replace("~0", "~")
        if isinstance(current, dict) and name in current:
            current = current[name]
        elif isinstance(current, list) and name.isascii() and name.isdigit() and int(name[:9]) < len(current):
            current = current[int(name[:9])]
        else:
            return _MISSING
    return current
