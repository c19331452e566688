"""What stands in a template for its readers alone: comments, which no model gets to see."""

from __future__ import annotations

from collections.abc import Iterator

from promptops.regex import regex
from promptops.templates.model import Language, PromptText

_JINJA: tuple[Language, ...] = ("jinja", "nunjucks", "baml")
_OPENING = regex(r"\{(?:[{#]|%(?P<raw>[-+]?\s{0,80}raw\s{0,80}-?%\})?)")
_CLOSING = {"{#": "#}", "{{": "}}", "{%": "%}"}
_END_OF_RAW = regex(r"\{%[-+]?\s{0,80}endraw")
_COMMENT = regex(r"(?<!\\)\{\{~?!(?P<long>--)?")
_END_OF_COMMENT = regex(r"\}\}")
_END_OF_LONG_COMMENT = regex(r"--~?\}\}")
_CHOOSES_DELIMITERS = "{{="
_NOT_A_BREAK = regex(r"[^\r\n]")


def without_comments(text: PromptText, language: Language) -> PromptText:
    """Return a text with blanks in the place of its comments; a text that is no template keeps what looks like one.

    Nothing moves: what stands at an offset stays there.
    """
    written = text.text
    if text.template.error is not None or ("{#" not in written and "{{" not in written):
        return text
    places = list(_comments(written, language))
    if not places:
        return text
    parts, at = [], 0
    for start, end in places:
        parts += [written[at:start], _NOT_A_BREAK.sub(" ", written[start:end])]
        at = end
    return text._replace(text="".join([*parts, written[at:]]))


def may_have_comments(text: str, language: Language) -> bool:
    """Say whether something in the text of a template may be a comment: of one that has none, nothing is blanked."""
    return "{#" in text if language in _JINJA else "{{" in text


def _comments(text: str, language: Language) -> Iterator[tuple[int, int]]:
    if language in _JINJA and "{#" in text:
        yield from _of_jinja(text)
    elif language in ("handlebars", "mustache") and _CHOOSES_DELIMITERS not in text:
        yield from _in_double_braces(text, language)


def _of_jinja(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while found := _OPENING.search(text, at):
        if found["raw"]:
            raw = _END_OF_RAW.search(text, found.end())
            end = -1 if raw is None else raw.end()
        else:
            end = text.find(_CLOSING[found[0][:2]], found.start() + 2) + 2
        if end < found.end():  # which no template is that can be read
            return
        if found[0] == "{#":
            yield found.start(), end
        at = end


def _in_double_braces(text: str, language: Language) -> Iterator[tuple[int, int]]:
    at = 0
    while found := _COMMENT.search(text, at):
        is_long = language == "handlebars" and found["long"] is not None
        end = (_END_OF_LONG_COMMENT if is_long else _END_OF_COMMENT).search(text, found.end())
        if end is None:
            return
        at = end.end()
        yield found.start(), at
