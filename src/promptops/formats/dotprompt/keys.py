"""Keys of dotprompt's front matter that every implementation of it passes over.

A program may read more keys itself, so only those count whose meaning is plain: parameters of the model at the top, a
type beside `schema`, and a misspelt key of dotprompt's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from promptops.diagnostics import Fault
from promptops.formats.dotprompt.picoschema import is_type
from promptops.formats.drafts import Positioned
from promptops.resources.rejections import enumerated, quoted
from promptops.sources.documents import KeyPath
from promptops.spelling import certain

_KEYS = (
    "config",
    "description",
    "ext",
    "input",
    "maxTurns",
    "metadata",
    "model",
    "name",
    "output",
    "raw",
    "returnToolRequests",
    "toolChoice",
    "toolDefs",
    "tools",
    "use",
    "variant",
    "version",
)
_PARAMETERS = frozenset(
    {"temperature", "topP", "topK", "top_p", "top_k", "maxOutputTokens", "max_output_tokens", "maxTokens"}
    | {"max_tokens", "stopSequences", "stop_sequences"}
)
_PARTS = {"input": ("default", "schema"), "output": ("format", "schema")}


def ignored_keys(header: dict[str, Any], document: Positioned) -> Iterator[Fault]:
    """Yield a fault for each key that is passed over."""
    for key in header:
        if key in _PARAMETERS:
            yield _fault(document, (key,), f"dotprompt passes over {quoted(key)} here", "put it below `config`")
        elif key not in _KEYS and "." not in key:
            meant = certain(key, _KEYS)
            if meant is not None and meant not in header:
                yield _misspelt(document, (key,), meant)
    for name, known in _PARTS.items():
        part = header.get(name)
        if isinstance(part, dict):
            for key in [key for key in part if key not in known]:
                yield from _in_part(document, (name, key), known, part)


def header_of_partial(header: dict[str, Any], document: Positioned) -> Iterator[Fault]:
    """Yield a fault for the front matter of a partial, at its first key."""
    for key in list(header)[:1]:
        message = "a partial has no front matter: dotprompt drops it, or writes it into the prompt"
        yield _fault(document, (key,), message, "move what the prompt needs to the prompts that include it")


def _in_part(document: Positioned, keys: KeyPath, known: tuple[str, ...], part: dict[str, Any]) -> Iterator[Fault]:
    """Yield a fault for a key that is misspelt, or has a type and so belongs into the schema."""
    name, key = str(keys[0]), str(keys[1])
    meant = certain(key, known)
    if meant is not None and meant not in part:
        yield _misspelt(document, keys, meant)
    elif is_type(part[key]):
        message = f"dotprompt passes over {quoted(key)} below `{name}`, which takes only {enumerated(known, 'and')}"
        yield _fault(document, keys, message, "put it below `schema`")


def _misspelt(document: Positioned, keys: KeyPath, meant: str) -> Fault:
    message = f"dotprompt passes over {quoted(str(keys[-1]))}"
    return _fault(document, keys, message, f"did you mean `{meant}`?")


def _fault(document: Positioned, keys: KeyPath, message: str, help: str) -> Fault:
    return Fault("ignored-key", message, document.range_of(keys, "key"), help, keys)
