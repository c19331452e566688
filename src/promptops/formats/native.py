"""The native dialect: YAML with one resource a document, and Markdown whose body is a prompt's text."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any

from promptops.diagnostics import START, Fault, Range
from promptops.formats.drafts import NOT_OURS, Draft, Positioned, Reading
from promptops.regex import regex
from promptops.resources import KINDS
from promptops.resources.project import GOVERNANCE_KEYS
from promptops.resources.validation import validate
from promptops.sources.documents import KeyPath, Part
from promptops.sources.front_matter import FrontMatter, read_front_matter
from promptops.sources.text import LineIndex, shown
from promptops.sources.yaml import read_yaml
from promptops.spelling import certain, closest

MARKDOWN_KINDS = {".prompt.md": "Prompt", ".fragment.md": "Fragment"}
"""Suffix of a Markdown file to the kind that it implies."""

_FOREIGN = regex(r"^apiVersion[ \t]*:", re.MULTILINE)
"""What a Kubernetes manifest has, also one that a chart has yet to turn into YAML."""
_EDITOR_PROMPT_KEYS = frozenset({"mode", "agent", "argument-hint"})
_OWN_KEYS = frozenset({"kind", "version", "owner", "inputs", "lifecycle"})


class MarkdownDocument:
    """A header and a body as one document: the body stands at the key `body`."""

    def __init__(self, front: FrontMatter) -> None:
        self._header = front.header
        self._body = LineIndex(front.body, front.body_line)
        values = {} if front.header is None else front.header.value
        self.value: Any = {**values, "body": front.body} if isinstance(values, dict) else values

    def range_of(self, keys: KeyPath, part: Part = "value") -> Range:
        """Return the range of a header key, or of the body."""
        if keys[:1] == ("body",):
            return self._body.range(0, len(self._body.text))
        return START if self._header is None else self._header.range_of(keys, part)

    def range_in(self, keys: KeyPath, start: int, end: int) -> Range:
        """Return the range of a stretch of the body, or of a string in the header."""
        if keys[:1] == ("body",):
            return self._body.range(start, end)
        return START if self._header is None else self._header.range_in(keys, start, end)


def read_markdown(path: str, text: str, *, configured: bool) -> Reading:
    """Read a `.prompt.md` or `.fragment.md` file, or another Markdown file whose front matter names its kind.

    Editors use the first suffix for prompt files of their own: those are left alone, and so is a file without a name
    in a repository that has no `promptops.yaml`.
    """
    front, faults = read_front_matter(text)
    if faults and front.header is None:
        return Reading("native", faults=faults) if configured else NOT_OURS
    document = MarkdownDocument(front)
    data = document.value
    if not isinstance(data, dict):
        fault = Fault("invalid-value", "the front matter must be a mapping of keys", document.range_of(()))
        return Reading("native", faults=(*faults, fault))
    if _is_editor_prompt(path, data) or not (configured or "name" in data):
        return NOT_OURS
    implied = next((kind for suffix, kind in MARKDOWN_KINDS.items() if path.endswith(suffix)), None)
    return _reading([({"kind": implied, **data}, document)], list(faults))


def _is_editor_prompt(path: str, data: dict[str, Any]) -> bool:
    if _OWN_KEYS & data.keys():
        return False
    return path.startswith((".github/", ".vscode/")) or bool(_EDITOR_PROMPT_KEYS & data.keys())


def read_documents(text: str, *, configured: bool) -> Reading:
    """Read a YAML file of native resources."""
    documents, faults = read_yaml(text)
    ours: list[tuple[dict[str, Any], Positioned]] = []
    found = list(faults)
    for document in documents:
        data = document.value
        if isinstance(data, dict) and "apiVersion" in data:
            continue
        if isinstance(data, dict) and "kind" in data and (configured or _is_sure(data)):
            ours.append((data, document))
        elif configured and ours:
            message = "a document in a file of resources must be a mapping with a `kind`"
            found.append(Fault("invalid-value", message, document.range_of(())))
    if not ours and (not faults or _FOREIGN.search(text)):
        return NOT_OURS
    return _reading(ours, found)


def _is_sure(data: dict[str, Any]) -> bool:
    """Say whether a document is ours even where no `promptops.yaml` says that the repository is."""
    return isinstance(data["kind"], str) and data["kind"] in KINDS and "name" in data


def read_defaults(text: str) -> Reading:
    """Read a `_defaults.yaml`: governance keys for every resource below its folder.

    A key that the file was meant to hold and whose value cannot be known has the value None.
    """
    documents, faults = read_yaml(text)
    found = list(faults)
    values: dict[str, Any] = {} if documents or not faults else dict.fromkeys(GOVERNANCE_KEYS)
    for document in documents[:1]:
        if not isinstance(document.value, dict):
            found.append(Fault("invalid-value", "defaults must be a mapping of keys", document.range_of(())))
            continue
        values = document.value
        found.extend(_unknown_default(document, key, values) for key in values if key not in GOVERNANCE_KEYS)
        invalid = tuple(_invalid_defaults(document, values))
        found.extend(invalid)
        values = values | dict.fromkeys(str(key) for fault in invalid for key in fault.keys[:1])
    found.extend(
        Fault("invalid-value", "a file of defaults holds one document", document.range_of(()))
        for document in documents[1:]
    )
    kept = {key: value for key, value in values.items() if key in GOVERNANCE_KEYS}
    misspelt = (closest(key, GOVERNANCE_KEYS) for key in values if key not in GOVERNANCE_KEYS)
    meant = {key: None for key in misspelt if key is not None}
    return Reading("native", faults=tuple(found), defaults=meant | kept)


def _invalid_defaults(document: Positioned, values: dict[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with values that would be wrong in any resource."""
    given = {key: value for key, value in values.items() if key in GOVERNANCE_KEYS}
    _, rejections = validate("Team", {"kind": "Team", "name": "name", **given})
    for rejection in rejections:
        place = document.range_of(rejection.keys, rejection.part)
        yield Fault(rejection.rule, rejection.message, place, rejection.help, rejection.keys)


def _unknown_default(document: Positioned, key: str, present: Container[str]) -> Fault:
    meant = closest(key, GOVERNANCE_KEYS)
    listed = f"it may hold {', '.join(f'`{name}`' for name in GOVERNANCE_KEYS)}"
    advice = f"did you mean `{meant}`?" if meant else listed
    place = document.range_of((key,), "key")
    fault = Fault("unknown-key", f"`{shown(key)}` cannot be inherited", place, advice, (key,))
    sure = certain(key, GOVERNANCE_KEYS)
    if sure is None or sure in present:
        return fault
    return fault._replace(fix_title=f"write `{sure}`", edits=((place, sure),))


def _reading(ours: list[tuple[dict[str, Any], Positioned]], faults: list[Fault]) -> Reading:
    drafts = []
    for data, document in ours:
        kind = data["kind"]
        if isinstance(kind, str) and kind in KINDS:
            drafts.append(Draft(kind, data, document, template="jinja", closed=True))
        else:
            faults.append(_unknown_kind(document, kind))
    return Reading("native", tuple(drafts), tuple(faults))


def _unknown_kind(document: Positioned, kind: object) -> Fault:
    meant = closest(str(kind), KINDS)
    advice = f"did you mean `{meant}`?" if meant else f"the kinds are {', '.join(KINDS)}"
    message = f"there is no kind `{shown(str(kind))}`"
    return Fault("invalid-value", message, document.range_of(("kind",)), advice, ("kind",))
