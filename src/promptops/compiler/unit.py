"""What compiling one file yields: its entries and its findings, ready to be linked, or to be kept for the next run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from promptops.diagnostics import Edit, Fix, Range, Related, Severity, Span
from promptops.resources.entries import Entry


class Finding(NamedTuple):
    """A problem with its line and column. Whether it is said, and how loudly, is decided after linking.

    `ordinal` is the resource's place in the file, None for the file as a whole; `keys` end with what tells two findings
    at the same keys apart. `under` are the numbers of those settings of the rule's options under which it was found,
    empty when it was found under all of them. `at_most` is the greatest severity that it may have.
    """

    rule: str
    message: str
    primary: Span
    ordinal: int | None
    keys: tuple[str | int, ...] = ()
    help: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    snippet: str = ""
    under: tuple[int, ...] = ()
    at_most: Severity = Severity.ERROR

    @classmethod
    def from_row(cls, row: list[Any]) -> Finding:
        """Return the finding whose fields, as JSON, are `row`."""
        rule, message, primary, ordinal, keys, advice, related, fix, snippet, under, at_most = row
        return cls(
            rule,
            message,
            Span(*primary),
            ordinal,
            tuple(keys),
            advice,
            tuple(Related(Span(*span), text) for span, text in related),
            None if fix is None else Fix(fix[0], tuple(Edit(Span(*span), text) for span, text in fix[1])),
            snippet,
            tuple(under),
            Severity(at_most),
        )


class Comment(NamedTuple):
    """A `# promptops: ignore[...] reason` comment.

    `place` is the whole comment, `target` the line that it speaks for. `ids_place` is what stands in the brackets, and
    `cut` what goes when the comment goes, None where that would change the text around it.
    """

    ids: tuple[str, ...]
    reason: str
    place: Range
    target: int
    ids_place: Range
    cut: Range | None

    @classmethod
    def from_row(cls, row: list[Any]) -> Comment:
        """Return the comment whose fields, as JSON, are `row`."""
        ids, reason, place, target, ids_place, cut = row
        return cls(tuple(ids), reason, Range(*place), target, Range(*ids_place), None if cut is None else Range(*cut))


NO_ATTACHMENTS: Mapping[str, str] = {}
"""Most files have none: all of them share these."""


class Unit(NamedTuple):
    """One compiled file.

    `blob` identifies its content, or says why it has none; `attachments` does so for the path of every file that was
    read along with it: the unit holds as long as these do. `defaults` are the keys of a `_defaults.yaml`.
    """

    path: str
    blob: str
    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    comments: tuple[Comment, ...] = ()
    attachments: Mapping[str, str] = NO_ATTACHMENTS
    defaults: Mapping[str, Any] | None = None

    @property
    def interface(self) -> tuple[Any, ...]:
        """Return what rules over the project can see of the file: all of it but digests and offsets."""
        return tuple(entry.interface for entry in self.entries), self.defaults

    @property
    def held_something(self) -> bool:
        """Say whether the file turned out to be one of the project's."""
        return bool(self.entries or self.findings or self.comments or self.defaults is not None)

    def row(self) -> list[Any]:
        """Return what the file held as a JSON array, empty for a file that is none of ours."""
        if not self.held_something:
            return []
        return [[entry.row() for entry in self.entries], self.findings, self.comments, self.defaults]

    @classmethod
    def from_row(cls, path: str, blob: str, row: list[Any], attachments: Mapping[str, str]) -> Unit:
        """Return the unit that `row` made this row of."""
        if not row:
            return cls(path, blob, attachments=attachments)
        entries, findings, comments, defaults = row
        return cls(
            path,
            blob,
            tuple([Entry.from_row(path, entry) for entry in entries]),
            tuple([Finding.from_row(finding) for finding in findings]),
            tuple([Comment.from_row(comment) for comment in comments]),
            attachments,
            defaults,
        )
