"""Which files of a tree have some words in them, found without parsing any: one pass over the bytes of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from promptops.compiler.word_runs import WordRuns
from promptops.config.settings import Settings
from promptops.sources.codeowners import CodeOwners, read_codeowners
from promptops.sources.listing import Listing
from promptops.sources.trees import Unreadable

if TYPE_CHECKING:
    from promptops.expectations.code import SourceDetails, SourceFacts

MANY = 500
"""More runs of words than this are looked up, word by word: a regular expression over them would be too large."""
MAX_READ = 2_000
"""Files of source code of which it is kept what they say: of a large change, that is asked more than once."""
_BETWEEN = rb"\W{1,8}"
_MARK = rb"(?:[\"'`]|\xe2\x80\x9c)"
_MEMORY = 64 * 1024 * 1024


class TextSearch:
    """Looks through the files of one tree: those of resources, and those of source code in a language that is read."""

    def __init__(
        self, listing: Listing, settings: Settings, resources: Collection[str], also: Settings | None = None
    ) -> None:
        """Look through the files that belong to the project as the settings say, or as others `also` say."""
        self._also = also
        self._listing = listing
        self._resources = resources
        self._settings = settings
        self.facts = lru_cache(maxsize=MAX_READ)(self._facts)
        self.details = lru_cache(maxsize=MAX_READ)(self._details)
        self._code_with = lru_cache(maxsize=4)(self._found_in_code)

    def owner_of(self, path: str) -> str | None:
        """Return who answers for a file of source code: a team as the configuration has it, or as CODEOWNERS does."""
        line = None if self._codeowners is None else self._codeowners.line_of(path)
        return self._settings.owner_of(path) or (line.owners[0] if line is not None and line.owners else None)

    @cached_property
    def _codeowners(self) -> CodeOwners | None:
        return read_codeowners(self._listing.tree)

    def resources_with(self, runs: Iterable[str], quoted: Iterable[str]) -> list[str]:
        """Return the files of resources that have any of some runs of words, or of the words that begin a quotation."""
        return list(self._with(runs, quoted, self._resources))

    def code_with(
        self, runs: Iterable[str], quoted: Iterable[str] = (), counts: Callable[[str], bool] | None = None
    ) -> tuple[str, ...]:
        """Return the files of source code that have any of them, of those whose path `counts`."""
        return self._code_with(tuple(runs), tuple(quoted), counts)

    def _found_in_code(
        self, runs: Iterable[str], quoted: Iterable[str], counts: Callable[[str], bool] | None
    ) -> tuple[str, ...]:
        return tuple(self._with(runs, quoted, filter(counts, self._code)))

    def has_code(self, path: str) -> bool:
        """Say whether there is a file of source code at a path."""
        return path in self._code

    @cached_property
    def _code(self) -> dict[str, None]:
        from promptops.expectations.code import SUFFIXES  # noqa: PLC0415 - only a change of wording needs it

        paths = (file.path for file in self._listing.files)
        return dict.fromkeys(path for path in paths if path[path.rfind(".") :] in SUFFIXES and self._reads(path))

    def _reads(self, path: str) -> bool:
        return self._settings.reads(path) or (self._also is not None and self._also.reads(path))

    def _facts(self, path: str) -> SourceFacts:
        """Return what a file of source code says."""
        from promptops.expectations.code import SourceFacts, read_source  # noqa: PLC0415 - as above

        data = self._listing.read(path)
        return SourceFacts() if isinstance(data, Unreadable) else read_source(path, data)

    def _details(self, path: str) -> SourceDetails:
        """Return what is asked only of source code that uses what changed."""
        from promptops.expectations.code import SourceDetails, read_details  # noqa: PLC0415 - as above

        data = self._listing.read(path)
        return SourceDetails() if isinstance(data, Unreadable) else read_details(path, data)

    def _with(self, runs: Iterable[str], quoted: Iterable[str], paths: Iterable[str]) -> Iterator[str]:
        files = list(paths)
        # What is looked for in no file need not be made ready.
        wanted = (list(filter(str.strip, dict.fromkeys(runs))), list(dict.fromkeys(quoted))) if files else ((), ())
        matches = matcher_of(*wanted)
        for path in files if matches is not None else ():
            data = self._listing.read(path)
            if matches is not None and not isinstance(data, Unreadable) and matches(data):
                yield path


def matcher_of(runs: Sequence[str], quoted: Sequence[str] = ()) -> Callable[[bytes], Any] | None:
    """Return what says whether some bytes have any of the runs of words, or of the words behind a quotation mark.

    None stands for what nothing is looked for in.
    """
    if not runs and not quoted:
        return None
    if len(runs) + len(quoted) > MANY:
        return WordRuns(runs, quoted).stand_in
    # Words are escaped: nothing out of the repository is read as a pattern.
    return _searcher([*map(_words, runs), *(_MARK + _words(words) for words in quoted)])


def _words(text: str) -> bytes:
    return _BETWEEN.join(re.escape(word.encode(errors="replace")) for word in text.split())


def _searcher(patterns: Sequence[bytes]) -> Callable[[bytes], Any]:
    import re2  # noqa: PLC0415 - takes 7 ms, and most changes need no search

    options = re2.Options()
    options.max_mem = _MEMORY
    options.encoding = options.Encoding.LATIN1  # of bytes, as what is looked through may be in any encoding
    options.log_errors = False
    search: Callable[[bytes], Any] = re2.compile(b"(?i)(?:" + b"|".join(patterns) + b")", options).search
    return search
