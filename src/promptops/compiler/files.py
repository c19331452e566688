"""The file stage: one file to one unit. Everything here depends on that file and its attachments alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from promptops import formats
from promptops.compiler.attachments import Attachments
from promptops.compiler.comments import find_comments
from promptops.compiler.file_rules import FileRules
from promptops.compiler.locating import FileLocator
from promptops.compiler.masking import without_credentials
from promptops.compiler.salvage import salvaged
from promptops.compiler.symbols import Origin, read_resource, texts_of
from promptops.compiler.unit import NO_ATTACHMENTS, Finding, Unit
from promptops.config.settings import Settings
from promptops.diagnostics import START, Fault, Range
from promptops.errors import TreeError
from promptops.formats import NOT_OURS, Draft, Reading, SourceFile
from promptops.resources.entries import Entry
from promptops.rules import file_rules, rule_ids
from promptops.rules.contexts import FileContext, ReadResource
from promptops.sources import lfs
from promptops.sources.front_matter import body_offsets
from promptops.sources.listing import Listing
from promptops.sources.text import decode
from promptops.sources.trees import TreeFile, Unreadable
from promptops.templates import Language, PromptText, may_have_comments, parse_template, without_comments

_CREDENTIALS = "inlined-secret"
_NATIVE = "native"
_LFS = Unreadable("it is a Git LFS pointer", "fetch it with `git lfs pull` before compiling")


class FileCompiler:
    """Compiles the files of one tree with the rules that look at one file."""

    def __init__(self, listing: Listing, settings: Settings) -> None:
        self._listing = listing
        self._settings = settings
        self._configured = settings.path is not None
        self._rules = FileRules(settings)
        self._later = frozenset(rule_ids()) - frozenset(rule.id for rule in file_rules())

    def compile(self, file: TreeFile) -> Unit:
        """Return the unit of a file; an empty one when the file is not written in any dialect."""
        data = self._listing.read(file.path)
        blob = self._listing.identity_of(file.path, data)
        if isinstance(data, Unreadable):
            return self._unreadable(file.path, blob, data)
        dialects = self._dialects(file.path, data)
        if not dialects:
            return Unit(file.path, blob)
        if data.startswith(lfs.POINTER):
            return self._unreadable(file.path, blob, _LFS)
        text, faults = decode(data)
        if text is None and dialects[0] not in formats.OWN and not self._is_certain(file.path):
            return Unit(file.path, blob)
        attachments = Attachments(self._listing, file.path)
        reading = Reading(dialects[0]) if text is None else self._read(file.path, text, dialects, attachments)
        if reading is NOT_OURS:
            return Unit(file.path, blob, attachments=attachments.identities)
        reading = reading._replace(faults=(*faults, *reading.faults))
        return self._unit(file.path, blob, text or "", reading, attachments)

    def open(self, path: str) -> FileLocator:
        """Read a file again to locate places in it; a file that has vanished has no places but its start."""
        text, dialects = self._text_again(path)
        body = body_offsets(text) if dialects[:1] == (_NATIVE,) and formats.has_body(path, _NATIVE) else None
        return FileLocator(path, text, lambda: self._read_again(path, text, dialects).drafts, body)

    def drafts_of(self, path: str) -> Sequence[Draft]:
        """Read a file again for what it holds, as it is written there; the entry's `ordinal` says which draft is its.

        A file that has vanished holds nothing.
        """
        return self._read_again(path, *self._text_again(path)).drafts

    def texts_of(self, path: str) -> Sequence[tuple[PromptText, ...]]:
        """Read a file again for the texts of each resource in it, in the order of the ordinals of its entries.

        They have blanks in the place of comments, which no model gets to see.
        """
        reading = self._read_again(path, *self._text_again(path))
        native, attachments = reading.dialect == _NATIVE, Attachments(self._listing, path)
        texts = [texts_of(draft, attachments.read(draft)[0] if native else {}) for draft in reading.drafts]
        return [
            tuple(without_comments(text, draft.template) for text in of_draft)
            for of_draft, draft in zip(texts, reading.drafts, strict=True)
        ]

    def body_of(self, entry: Entry) -> tuple[PromptText, ...]:
        """Read the body of a Markdown file of the native dialect again, without its header, as `texts_of` has it."""
        body = formats.body_of(self._text_again(entry.path)[0], entry.dialect)
        return (_body(body, entry.template),) if body else ()

    def said_in_body(self, entry: Entry) -> str:
        """Read the same, and no more of it than the text."""
        body = formats.body_of(self._text_again(entry.path)[0], entry.dialect)
        return _body(body, entry.template).text if may_have_comments(body, entry.template) else body

    def _text_again(self, path: str) -> tuple[str, Sequence[str]]:
        """Return the text of a file as it is now, and the dialects that it may be in; both are empty if it has none."""
        data = self._listing.read(path)
        dialects = () if isinstance(data, Unreadable) else self._dialects(path, data)
        text = None if isinstance(data, Unreadable) else decode(data)[0]
        return text or "", () if text is None else dialects

    def _read_again(self, path: str, text: str, dialects: Sequence[str]) -> Reading:
        return self._read(path, text, dialects, Attachments(self._listing, path)) if dialects else NOT_OURS

    def text_of(self, entry: Entry, blob: str) -> str | None:
        """Return the body of a Markdown or text file, None for a resource whose text stands in its keys.

        Raises:
            TreeError: the file is no longer what it was when it was compiled.
        """
        if not formats.has_body(entry.path, entry.dialect):
            return None
        data = self._listing.read(entry.path)
        is_same = self._listing.identity_of(entry.path, data) == blob
        text = None if isinstance(data, Unreadable) or not is_same else decode(data)[0]
        if text is None:
            raise TreeError(f"`{entry.path}` changed while it was compiled", help="run it again")
        return formats.body_of(text, entry.dialect)

    def _dialects(self, path: str, data: bytes) -> Sequence[str]:
        source = self._settings.source_of(path)
        if source is not None:
            return (source.dialect,)
        return formats.recognise(path, data, configured=self._configured) if formats.is_candidate(path) else ()

    def _read(self, path: str, text: str, dialects: Sequence[str], attachments: Attachments) -> Reading:
        file = SourceFile(path, text, attachments.text_of)
        return formats.read_file(file, dialects, self._settings.source_of(path), configured=self._configured)

    def _is_certain(self, path: str) -> bool:
        """Say whether a file that cannot be read is known to be one that ought to be."""
        return self._settings.source_of(path) is not None or formats.is_certain(path, configured=self._configured)

    def _unreadable(self, path: str, blob: str, why: Unreadable) -> Unit:
        if not self._is_certain(path):
            return Unit(path, blob)
        fault = Fault("unreadable-file", f"the file cannot be read: {why.reason}", START, why.help)
        return self._unit(path, blob, "", Reading("", faults=(fault,)), Attachments(self._listing, path))

    def _unit(self, path: str, blob: str, text: str, reading: Reading, attachments: Attachments) -> Unit:
        """Validate what was read, run the file rules over it, and pack both."""
        faults = list(reading.faults)
        resources: list[ReadResource] = []
        entries: list[Entry] = []
        for index, draft in enumerate(reading.drafts):
            resource, found = read_resource(Origin(path, index, reading.dialect), draft, attachments)
            faults.extend(found)
            if isinstance(resource, ReadResource):
                resources.append(resource)
            if resource is not None:
                entries.append(resource.entry if isinstance(resource, ReadResource) else resource)
        entries.extend(salvaged(path, text, reading, tuple(entries)))
        context = FileContext(path, text, reading.dialect, tuple(resources), tuple(faults), self._rules.given)
        findings = self._findings(context, FileLocator(path, text, lambda: reading.drafts))
        if any(finding.rule == _CREDENTIALS for finding in findings):
            entries = [without_credentials(entry) for entry in entries]
        comments = find_comments(text, lambda: _texts(reading, resources))
        files = attachments.identities or NO_ATTACHMENTS
        return Unit(path, blob, tuple(entries), findings, comments, files, reading.defaults)

    def _findings(self, context: FileContext, locator: FileLocator) -> tuple[Finding, ...]:
        found = list(self._rules.findings(context, locator))
        # What the readers found for a rule over the project needs nothing of the project.
        for rule_id in sorted({fault.rule for fault in context.faults} & self._later):
            found.extend([locator.finding(rule_id, problem) for problem in context.faults_of(rule_id)])
        return tuple(found)


def _body(text: str, language: Language) -> PromptText:
    return without_comments(PromptText(("body",), text, parse_template(text, language)), language)


def _texts(reading: Reading, resources: Iterable[ReadResource]) -> Iterator[Range]:
    for resource in resources:
        draft = reading.drafts[resource.entry.ordinal]
        yield from (draft.range_of(text.keys) for text in resource.texts)
