"""promptfoo's assertions in the terms of the native model.

An assertion that is turned round (`not-`), that a program decides, or whose value is only known when it runs says
nothing that a text could be held against.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from promptops.formats.promptfoo.keys import RUBRICS
from promptops.sources.documents import KeyPath

_MAX_PATTERN = 10_000
_MAX_DEPTH = 10
_MAX_RUBRICS = 1_000
_PROGRAMS = frozenset({"javascript", "python", "ruby", "webhook"})
_GROUPS = frozenset({"assert-set", "and"})
_QUOTED_ITEM = re.compile(r'\s*"((?:[^"]|"")*)"\s*(?:,|\Z)|([^,]*)(?:,|\Z)')


class Assertion(NamedTuple):
    """An assertion that is written out in the file, and its path of keys; `single` when it must hold by itself."""

    keys: KeyPath
    written: Mapping[str, Any]
    single: bool


class Expected(NamedTuple):
    """What an assertion asks of an answer, in the terms of the native model, and the keys of its value."""

    expectation: dict[str, str]
    keys: KeyPath


def assertions(listed: Any, keys: KeyPath, *, single: bool = True, depth: int = 0) -> Iterator[Assertion]:
    """Yield the assertions in a list and in the sets of it."""
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if not isinstance(item, dict):
            continue
        at = (*keys, index)
        yield Assertion(at, item, single)
        if depth < _MAX_DEPTH and isinstance(item.get("assert"), list):
            holds = single and str(item.get("type")) in _GROUPS and "threshold" not in item
            yield from assertions(item["assert"], (*at, "assert"), single=holds, depth=depth + 1)


def expected(found: Iterator[Assertion]) -> list[Expected]:
    """Return what answers must have, each once."""
    kept: dict[tuple[tuple[str, str], ...], Expected] = {}
    for assertion in found:
        translate = _TRANSLATIONS.get(str(assertion.written.get("type"))) if assertion.single else None
        value = assertion.written.get("value")
        if translate is not None and not is_computed(value) and not assertion.written.get("transform"):
            for expectation in translate(value):
                kept.setdefault(tuple(expectation.items()), Expected(expectation, (*assertion.keys, "value")))
    return list(kept.values())


def rubric(found: Iterator[Assertion]) -> Expected | None:
    """Return what a judging model is to look for where exactly one assertion says so."""
    rubrics = [
        Expected({"rubric": assertion.written["value"]}, (*assertion.keys, "value"))
        for assertion in found
        if str(assertion.written.get("type")) in RUBRICS and _is_words(assertion.written.get("value"))
    ]
    return rubrics[0] if len(rubrics) == 1 else None


def rubrics(data: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Yield all that a configuration tells judging models to look for, templates too, with its paths of keys."""
    tests = data.get("tests")
    cases: list[tuple[KeyPath, Any]] = [(("defaultTest",), data.get("defaultTest"))]
    cases += [(("tests", number), case) for number, case in enumerate(tests if isinstance(tests, list) else ())]
    found = (
        assertion
        for keys, case in cases
        for assertion in assertions(case.get("assert") if isinstance(case, dict) else None, (*keys, "assert"))
    )
    for assertion in islice(found, _MAX_RUBRICS):
        value = assertion.written.get("value")
        if str(assertion.written.get("type")) in RUBRICS and isinstance(value, str) and not value.startswith("file://"):
            yield (*assertion.keys, "value"), value


def is_program(assertion: Assertion) -> bool:
    """Say whether only a program knows what an assertion asks."""
    base = str(assertion.written.get("type")).removeprefix("not-")
    return base in _PROGRAMS or is_computed(assertion.written.get("value"))


def is_computed(value: Any) -> bool:
    """Say whether a value is known only when the evaluation runs: a template, or what a file holds."""
    if isinstance(value, list):
        return any(is_computed(item) for item in value)
    return isinstance(value, str) and (value.startswith("file://") or "{{" in value or "{%" in value)


def _is_words(value: Any) -> bool:
    return isinstance(value, str) and not is_computed(value) and bool(value.strip())


def _texts(value: Any) -> list[str]:
    """Return the texts of a list, or those between the commas of one text."""
    if isinstance(value, str):
        value = [quoted.replace('""', '"') or plain.strip() for quoted, plain in _QUOTED_ITEM.findall(value)]
    return [text for item in (value if isinstance(value, list) else ()) if (text := _text(item))]


def _text(value: Any) -> str:
    """Return a text or a number as the text that is looked for, nothing for anything else."""
    if isinstance(value, str):
        return value if value.strip() else ""
    return str(value) if type(value) is int else ""


def _phrase(value: Any) -> Iterator[dict[str, str]]:
    if text := _text(value):
        yield {"phrase": text}


def _label(value: Any) -> Iterator[dict[str, str]]:
    if text := _text(value):
        yield {"label": text}


def _phrases(value: Any) -> Iterator[dict[str, str]]:
    for text in _texts(value):
        yield {"phrase": text}


def _any_case(value: Any) -> Iterator[dict[str, str]]:
    if text := _text(value):
        yield from _pattern(f"(?i){re.escape(text)}")


def _all_any_case(value: Any) -> Iterator[dict[str, str]]:
    for text in _texts(value):
        yield from _any_case(text)


def _one_of(value: Any) -> Iterator[dict[str, str]]:
    if texts := _texts(value):
        yield from _pattern("|".join(re.escape(text) for text in texts))


def _one_of_any_case(value: Any) -> Iterator[dict[str, str]]:
    if texts := _texts(value):
        yield from _pattern(f"(?i){'|'.join(re.escape(text) for text in texts)}")


def _pattern(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, str) and 0 < len(value) <= _MAX_PATTERN:
        yield {"pattern": value}


_TRANSLATIONS: Mapping[str, Callable[[Any], Iterator[dict[str, str]]]] = {
    "contains": _phrase,
    "starts-with": _phrase,
    "ends-with": _phrase,
    "equals": _label,
    "contains-all": _phrases,
    "icontains": _any_case,
    "icontains-all": _all_any_case,
    "contains-any": _one_of,
    "icontains-any": _one_of_any_case,
    "regex": _pattern,
}
