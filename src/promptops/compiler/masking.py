"""What is said and kept of a file shows none of the credentials in it: reports and manifests are read by many."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from promptops.compiler.unit import Finding
from promptops.diagnostics import Fix, Related, Span
from promptops.resources.entries import Entry
from promptops.rules.credentials import Credential, credentials, masked
from promptops.sources.text import LineIndex

_TELLING = 12
"""Characters by which a credential is known again, as messages may cut it short."""


class Mask:
    """Hides the credentials of one file's text, which are looked for when there is a finding."""

    def __init__(self, lines: LineIndex) -> None:
        self._lines = lines

    def finding(self, found: Finding) -> Finding:
        """Return a finding without the credentials on its lines."""
        near = self._near(found.primary) if self._credentials else ()
        if not near:
            return found
        secrets = [self._lines.text[credential.start : credential.end] for credential in near]
        return found._replace(
            message=_without(found.message, secrets),
            keys=tuple(_without(key, secrets) if isinstance(key, str) else key for key in found.keys),
            help=None if found.help is None else _without(found.help, secrets),
            related=tuple(Related(span, _without(text, secrets)) for span, text in found.related),
            fix=None if found.fix is None or _writes(found.fix, secrets) else found.fix,
            snippet=masked(found.snippet, near, self._lines.offset(found.primary.line, 1)),
        )

    @cached_property
    def _credentials(self) -> tuple[Credential, ...]:
        return credentials(self._lines.text)

    def _near(self, place: Span) -> Sequence[Credential]:
        """Return the credentials on the lines of a place."""
        start = self._lines.offset(place.line, 1)
        end = self._lines.line_end(self._lines.offset(place.end_line, place.end_column))
        first = bisect_right(self._credentials, start, key=lambda credential: credential.end)
        last = bisect_right(self._credentials, end, key=lambda credential: credential.start)
        return self._credentials[first:last]


def _without(said: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        start = said.find(secret[:_TELLING])
        if start >= 0:
            said = masked(said, (Credential("", start, start + _length_in_common(secret, said[start:])),))
    return said


def _length_in_common(left: str, right: str) -> int:
    pairs = enumerate(zip(left, right, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(left), len(right)))


def _writes(fix: Fix, secrets: Sequence[str]) -> bool:
    return any(secret in edit.text for edit in fix.edits for secret in secrets)


def without_credentials(entry: Entry) -> Entry:
    """Return an entry with a mask in the place of each credential; its digest is that of the data as they were."""
    if not entry.data:
        return entry
    data = json.dumps(_masked_values(json.loads(entry.data)), ensure_ascii=False, separators=(",", ":"))
    return entry._replace(data=data, governance=_masked_values(entry.governance))


def _masked_values(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _masked_values(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_masked_values(item, key) for item in value]
    if not isinstance(value, str):
        return value
    named = f"{key}: {value}"  # what some credentials are is told by their names alone
    return masked(named, credentials(named))[len(key) + 2 :]
