"""Demands on the form of the answer that stand in a prompt's text, found only where the wording leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, takewhile

from promptops.regex import regex

_JSON = regex(r"(?<![`\w.])JSON\b(?!\.\w|\(|-\w)", re.IGNORECASE)
_OF_JSON = r"schemas?|files?|parsers?|parsing|web|lines?|patch|pointers?|path|errors?|syntax|apis?|keys?"
_OTHER_NOUN = regex(rf"[ \t]+(?:{_OF_JSON})\b", re.IGNORECASE)
_TOKEN = regex(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)?|[.!?:;]|\n[ \t]*\n")
_REACH = 90
_MOST_PLACES = 200


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# "Respond only with valid JSON", "Your answer must be JSON": a verb, or its noun, and nothing but such words between.
_VERBS = _words("answer emit format generate output produce provide reply respond return write")
_NOUNS = _words("answer format output reply response result")
_OBLIGATIONS = _words("must should shall")
_BETWEEN = _words(
    "a an and answer as back be clean compact everything exactly exclusively final flat following format formed in it"
    " just minified must nothing object of one only output plain pure raw reply response result results shall should"
    " single strict strictly structured the them this to user using valid well with your"
)
_DETERMINERS = _words("a an any each in its that the their this your")
_DENIALS = _words(
    "api apis avoid can can't cannot could developers don't function functions how if may might never no not people"
    " that they tool tools user users when which who without would"
)
_DENIAL_REACH = 3
_QUOTES = tuple("\"'`\u201c\u2018")


def json_demand(text: str) -> tuple[int, int] | None:
    """Return the offsets of the first words that tell the model to answer in JSON, None when none surely do."""
    if "JSON" not in text and "json" not in text:
        return None
    for match in islice(_JSON.finditer(text), _MOST_PLACES):
        if _OTHER_NOUN.match(text, match.end()) is None:
            start = _demand_before(text, match.start())
            if start is not None:
                return start, match.end()
    return None


def _demand_before(text: str, end: int) -> int | None:
    """Return where the demand begins whose last word stands at an offset."""
    tokens = list(_TOKEN.finditer(text, max(0, end - _REACH), end))
    words = [token[0].lower().replace("\u2019", "'") for token in reversed(tokens)]
    for index, word in enumerate(words):
        start = tokens[-1 - index].start()
        if (word in _VERBS or word in _NOUNS) and _is_demand(word, words[:index], words[index + 1 :]):
            return None if text[start - 1 : start] in _QUOTES else start
        if word not in _BETWEEN:
            return None
    return None


def _is_demand(verb: str, behind: Sequence[str], before: Sequence[str]) -> bool:
    """Say whether a verb, with the words on both sides of it read backwards, tells somebody to do it."""
    earlier = list(takewhile(str.isalnum, (word.replace("'", "") for word in before)))
    if not _DENIALS.isdisjoint(before[: min(len(earlier), _DENIAL_REACH)]):
        return False
    if verb == "format" and "as" not in behind:
        return False
    if not _OBLIGATIONS.isdisjoint(behind):
        return True
    is_noun = verb in _NOUNS and bool(earlier) and earlier[0] in _DETERMINERS
    return verb in _VERBS and not is_noun
