"""What each key of a catalogue may hold, and what is said of one that holds something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from promptops.catalog.form import AMOUNT, FIRST_DAY, ID, KEY, LABEL, LAST_DAY, MAX_URL, day_of
from promptops.resources.rejections import described, enumerated
from promptops.sources.documents import KeyPath

_MAX_TOKENS = 1_000_000_000
_MAX_ITEMS = 100
_MAX_TITLE = 200


class Flaw(NamedTuple):
    """What is wrong with a value: the path of keys to it, how its sentence goes on, what to do."""

    keys: KeyPath
    text: str
    help: str | None = None


Check = Callable[[Any], str | None]
"""Says what is wrong with a value, None when nothing is."""


class Form(NamedTuple):
    """A mapping: the check of each key that it may have, and the keys that it must have."""

    keys: Mapping[str, Check]
    required: tuple[str, ...] = ()


def flaw_in(value: Any, form: Form, above: KeyPath = ()) -> Flaw | None:
    """Return the first thing that is wrong with what ought to be a mapping of a form."""
    if not isinstance(value, dict):
        return Flaw(above, f"must be a mapping, not {described(value)}")
    for key in form.required:
        if key not in value:
            return Flaw(above, f"lacks `{key}`")
    for key, item in value.items():
        check = form.keys.get(key)
        text = "is no key that a catalogue has" if check is None else check(item)
        if text is not None:
            return Flaw((*above, key), text)
    return None


def must(what: str, holds: Callable[[Any], Any]) -> Check:
    """Return a check that says what a value must be where something does not hold of it."""
    return lambda value: None if holds(value) else f"must be {what}, not {described(value)}"


def _text(value: Any, most: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= most and value.isprintable()


def _labels(value: Any) -> bool:
    return isinstance(value, list) and 0 < len(value) <= _MAX_ITEMS and all(_is_label(item) for item in value)


def _is_label(value: Any) -> bool:
    return isinstance(value, str) and LABEL.fullmatch(value) is not None


def _refusals(value: Any) -> bool:
    if not isinstance(value, dict) or not 0 < len(value) <= _MAX_ITEMS:
        return False
    return all(_is_label(name) and (item == "" or _is_label(item)) for name, item in value.items())


def _price(value: Any) -> str | None:
    if not isinstance(value, dict) or "input" not in value:
        return "must be a mapping with `input`"
    for key, amount in value.items():
        if key not in ("input", "output", "most_input", "most_output"):
            return f"has {described(key)}, which is no key of a price"
        if not isinstance(amount, str) or not AMOUNT.fullmatch(amount):
            return f"must give USD for a million tokens as a text such as `2.50`, not {described(amount)}"
    return None


def _among(*words: str) -> Check:
    return must(enumerated(words), lambda value: isinstance(value, str) and value in words)


_ID = must("the identifier of a model", lambda value: isinstance(value, str) and ID.fullmatch(value))
_URL = must("an `https` address", lambda value: _text(value, MAX_URL) and value.startswith("https://"))
_DAY = must(f"a day from {FIRST_DAY} to {LAST_DAY}", day_of)
_TITLE = must(f"a text of 1 to {_MAX_TITLE} characters", lambda value: _text(value, _MAX_TITLE))
_TOKENS = must("a number of tokens", lambda value: type(value) is int and 0 < value <= _MAX_TOKENS)
_NAME = must("a short name", _is_label)
_LABELS = must("a list of short names", _labels)

HEAD: Final = Form(
    {
        "catalog": must("a version", lambda value: type(value) is int),
        "as_of": _DAY,
        "sources": must("a mapping of sources", lambda value: isinstance(value, dict) and len(value) <= _MAX_ITEMS),
    },
    ("catalog", "as_of", "sources"),
)
SOURCE: Final = Form(
    {"title": _TITLE, "as_of": _DAY, "license": _TITLE, "url": _URL}, ("title", "as_of", "license", "url")
)
ROW: Final = Form(
    {
        "model": must(
            "a provider and an identifier such as `openai/gpt-4o`",
            lambda value: isinstance(value, str) and KEY.fullmatch(value),
        ),
        "says": must("a list of records", lambda value: isinstance(value, list) and 0 < len(value) <= _MAX_ITEMS),
    },
    ("model", "says"),
)
RECORD: Final = Form(
    {
        "source": _NAME,
        "as_of": _DAY,
        "url": _URL,
        "type": _among("chat", "embedding", "rerank"),
        "context_window": _TOKENS,
        "max_input_tokens": _TOKENS,
        "max_output_tokens": _TOKENS,
        "has": _LABELS,
        "lacks": _LABELS,
        "refuses": must("a mapping of parameters", _refusals),
        "price": _price,
        "deprecated_on": _DAY,
        "retires": _DAY,
        "precision": _among("day", "earliest"),
        "after": _among("fails", "rerouted", "unknown"),
        "replacement": _ID,
        "snapshot": _ID,
        "is_pinned": must("true", lambda value: value is True),
    },
    ("source",),
)
