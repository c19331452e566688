"""The notices of deprecations.info, which reads the providers' own pages day by day, as records of a catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from promptops.catalog.form import ID, KEY, MAX_URL, day_of
from promptops.catalog.records import Record

SOURCE: Final = "deprecations"

_PLATFORMS: Final[Mapping[str, str]] = {
    "Anthropic": "anthropic",
    "Azure": "azure",
    "Cohere": "cohere",
    "Google": "google",
    "Google Vertex": "vertex",
    "Groq": "groq",
    "OpenAI": "openai",
    "xAI": "xai",
}
_NO_ID = re.compile(r"/ft-|-completions\Z")
"""Names by which a notice tells the uses of one model apart."""
_FIRM: Final = frozenset({"anthropic", "cohere", "groq", "openai", "xai"})
"""Providers whose notices name a day. Those of the others name the first day on which it may happen."""


def records_of(document: Sequence[Any], listed: Mapping[str, Any], today: date) -> Iterator[tuple[str, Record]]:
    """Yield the key of each model that is going or gone, with what its provider's notice says.

    `listed` are the days of retirement, or None, that another source gives to the models that it has.
    """
    for given in document:
        platform = _PLATFORMS.get(str(given.get("provider"))) if isinstance(given, dict) else None
        key = f"{platform}/{str(given.get('model_id')).lower()}" if platform else ""
        if KEY.fullmatch(key) and not _NO_ID.search(key):
            record = _facts(key, given, listed, today)
            if record:
                yield key, {"source": SOURCE, **record}


def _facts(key: str, given: Mapping[str, Any], listed: Mapping[str, Any], today: date) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    end, announced = day_of(given.get("shutdown_date")), day_of(given.get("deprecation_date"))
    if end is not None:
        facts |= _end(key, end, listed, today)
    if announced is not None and announced != end:
        facts["deprecated_on"] = announced.isoformat()
    replacements = given.get("replacement_models")
    if facts and isinstance(replacements, list) and replacements and ID.fullmatch(str(replacements[0])):
        facts["replacement"] = str(replacements[0])
    seen, url = day_of(given.get("last_observed")), given.get("url")
    if facts and seen is not None:
        facts["as_of"] = seen.isoformat()
    if facts and isinstance(url, str) and url.startswith("https://") and len(url) <= MAX_URL and url.isprintable():
        facts["url"] = url
    return facts


def _end(key: str, end: date, listed: Mapping[str, Any], today: date) -> dict[str, str]:
    """Return the day of retirement: that of the notice, or the later one where two sources do not agree."""
    other = listed.get(key)
    if other is not None and other != end:
        return {"retires": max(other, end).isoformat(), "precision": "earliest"}
    has_gone = end <= today and key not in listed and not key.startswith("azure/")
    is_firm = key.partition("/")[0] in _FIRM or has_gone
    return {"retires": end.isoformat(), "precision": "day" if is_firm else "earliest"}
