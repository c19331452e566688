"""Catalogues from files that others maintain, told apart by what is in them; everything in them may be absurd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from promptops.catalog.catalog import Catalog
from promptops.catalog.reading import RULE, read_catalog
from promptops.catalog.upstream.building import Upstream, build
from promptops.diagnostics import START, Fault
from promptops.errors import PromptopsError, UsageError
from promptops.sources.json import read_json
from promptops.sources.text import decode

Content: TypeAlias = str | Upstream
"""A catalogue as promptops keeps it, or what others maintain."""


class GivenFile(NamedTuple):
    """A file by the name that somebody gave, and its bytes."""

    name: str
    data: bytes


def catalogue_of(files: Sequence[GivenFile], as_of: date, known: Catalog) -> str:
    """Return the text of the catalogue that files make: one catalogue, or a price file, or notices, or both.

    In the place of the one that is not given stands what the `known` catalogue has of it.

    Raises:
        PromptopsError: a file is nothing of these, or something is wrong with it; the message has line and column.
        UsageError: the files cannot be put together.
    """
    contents = [_content(file) for file in files]
    texts = [each for each in contents if isinstance(each, str)]
    if texts and len(contents) > 1:
        raise UsageError("a catalogue is complete by itself", help="name it alone")
    if texts:
        return texts[0]
    text = build(_joined([each for each in contents if isinstance(each, Upstream)]), as_of, known)
    found = read_catalog(text)
    if isinstance(found, Fault):  # what others write is checked on its way; this would be a defect
        raise PromptopsError(f"the catalogue that was made cannot be read: {found.message}")
    return text


def _joined(files: Sequence[Upstream]) -> Upstream:
    prices = [each.prices for each in files if each.prices is not None]
    notices = [each.notices for each in files if each.notices is not None]
    if len(prices) > 1 or len(notices) > 1:
        raise UsageError("two of the files are of one kind", help="name one file of prices and one of notices")
    return Upstream(prices[0] if prices else None, notices[0] if notices else None)


def _content(file: GivenFile) -> Content:
    text, faults = decode(file.data)
    if text is None or faults:
        raise _refused(file, faults[0])
    first = text.partition("\n")[0]
    if '"catalog":' in first and '"sources":' in first:
        found = read_catalog(text)
        if isinstance(found, Fault):
            raise _refused(file, found)
        return text
    document, faults = read_json(text)
    if document is None or faults:
        raise _refused(file, faults[0])
    return _told_apart(file, document.value)


def _told_apart(file: GivenFile, value: Any) -> Upstream:
    if isinstance(value, dict) and any("litellm_provider" in each for each in value.values() if isinstance(each, dict)):
        prices: Mapping[str, Any] = value
        return Upstream(prices=prices)
    if isinstance(value, list) and any("model_id" in each for each in value if isinstance(each, dict)):
        return Upstream(notices=value)
    message = "is no catalogue, no price file of litellm and no notices of deprecations.info"
    raise _refused(file, Fault(RULE, message, START, "see `promptops catalog update --help`"))


def _refused(file: GivenFile, fault: Fault) -> PromptopsError:
    where = f":{fault.place.line}:{fault.place.column}" if fault.place != START else ""
    return PromptopsError(f"`{file.name}{where}`: {fault.message}", help=fault.help)
