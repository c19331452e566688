"""What libyaml says of a syntax error, said so that the author of the file can put it right."""

from __future__ import annotations

import re
from typing import NamedTuple

from yaml import MarkedYAMLError

from promptops.diagnostics import Fault
from promptops.sources.documents import Offsets
from promptops.sources.text import INVALID, shown
from promptops.sources.yaml_composer import LimitError
from promptops.sources.yaml_layout import Layout
from promptops.sources.yaml_templates import error_fault

_NOT_ALLOWED = re.compile(r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PROPERTY = re.compile(r"[*&!][^\s,\[\]{}]*")
_IN_QUOTES = "put the value in quotes"


class _Advice(NamedTuple):
    """Message and help for one of libyaml's problems; `at_context` when it is its beginning that should be shown."""

    message: str
    help: str | None
    at_context: bool = False


_TAB = _Advice("a tab stands where only spaces may", "indent with spaces")
_TAG = _Advice("a tag is written wrongly", _IN_QUOTES, at_context=True)
_OPEN_QUOTE = _Advice("the quote opened here is not closed", "close it", at_context=True)
_BEHIND_VALUE = _Advice("text stands behind a value that has ended", "put the whole value in one pair of quotes")
_ENDS_EARLY = _Advice("the text ends inside brackets", "close them")
_COLON_IN_VALUE = _Advice("an unquoted value contains `: `", _IN_QUOTES)
_KEY_IN_VALUE = _Advice(
    "a key stands where the value above it goes on", "indent it as far as the other keys, or put the value in quotes"
)
_ADVICE = {
    "could not find expected ':'": _Advice(
        "a line among keys has no `:`",
        "write `key: value`, or indent the line to make it part of the value above",
        at_context=True,
    ),
    "did not find expected key": _Advice(
        "the line fits no mapping above it", "indent it as far as the other keys of its mapping"
    ),
    "did not find expected '-' indicator": _Advice(
        "the line is no item of the list above it", "begin it with `- `, or indent it as far as a key above"
    ),
    "did not find expected <document start>": _Advice(
        "text stands behind the end of the document", "begin a further document with a line `---`"
    ),
    "block sequence entries are not allowed in this context": _Advice(
        "a list cannot begin here", "begin it on the next line, or write `[a, b]`"
    ),
    "found unexpected ':'": _Advice("`:` stands where no key ends", _IN_QUOTES),
    "mapping keys are not allowed in this context": _Advice("`?` cannot stand here", _IN_QUOTES),
    "did not find expected comment or line break": _Advice(
        "text stands behind the sign that begins a block", "begin the text on the next line, indented"
    ),
    "did not find expected alphabetic or numeric character": _Advice(
        "a value that begins with `*` or `&` is an alias or an anchor, and this is neither", _IN_QUOTES, at_context=True
    ),
    "found unexpected end of stream": _OPEN_QUOTE,
    "found unexpected document indicator": _OPEN_QUOTE,
    "found unknown escape character": _Advice(
        "no such escape exists in double quotes", "double the backslash, or use single quotes"
    ),
    "did not find expected hexdecimal number": _Advice(
        "the escape lacks hexadecimal digits", "double the backslash, or use single quotes"
    ),
    "found invalid Unicode character escape code": _Advice(
        "the escape stands for no character", "write the character itself, or eight digits after `\\U`"
    ),
    "found a tab character where an indentation space is expected": _TAB,
    "found a tab character that violates indentation": _TAB,
    "did not find expected whitespace or line break": _TAG,
    "did not find expected tag URI": _TAG,
    "did not find the expected '>'": _TAG,
    "found unknown directive name": _Advice("this is no directive of YAML", _IN_QUOTES, at_context=True),
    "found incompatible YAML document": _Advice("the file asks for another YAML than 1.2", "remove the `%YAML` line"),
}
_PLAIN_KEY = re.compile(r"[A-Za-z_][\w-]{0,59}")
_BLOCK_BEHIND_QUOTES = re.compile(r"[\"'] *[|>][^\"']*\Z")
_FOUND_MORE = (
    "did not find expected key",
    "did not find expected '-' indicator",
    "did not find expected <document start>",
)
_MISSING_CLOSERS = {"did not find expected ',' or ']'": "]", "did not find expected ',' or '}'": "}"}


def explain(error: Exception, layout: Layout) -> Fault:
    """Return the fault for what `compose` was stopped by."""
    if isinstance(error, LimitError):
        place = layout.lines.range(error.offset, error.offset)
        return Fault(INVALID, str(error), place, "split the file, or write the values out")
    if isinstance(error, MarkedYAMLError):
        return _explain_syntax(error, layout)
    found = _NOT_ALLOWED.search(layout.text)
    start, end = found.span() if found else (0, 0)
    name = "".join(f"U+{ord(character):04X}" for character in layout.text[start:end])
    advice = "remove it, or write it as an escape in double quotes"
    return Fault(INVALID, f"the character {name} is not allowed", layout.lines.range(start, end), advice)


def _explain_syntax(error: MarkedYAMLError, layout: Layout) -> Fault:
    context = error.context_mark.index if error.context_mark else None
    problem = error.problem_mark.index if error.problem_mark else context or 0
    reason = error.problem or ""
    closer = _MISSING_CLOSERS.get(reason)
    template = error_fault(layout, problem, context)
    if template:
        return template
    if closer:
        return _unclosed(layout, problem, context or 0, closer)
    if reason == "second occurrence":
        return _repeated_anchor(layout, problem, context or 0)
    advice = _advice(reason, layout, problem)
    if advice.at_context and context is not None:
        quote = layout.text[context : context + 1] in ('"', "'")
        return _fault(layout, advice, (context, context + 1 if quote else layout.lines.line_end(context)))
    return _fault(layout, advice, _word(layout, problem))


def _advice(reason: str, layout: Layout, problem: int) -> _Advice:
    before = layout.text[layout.lines.line_start(problem) : problem]
    if reason == "mapping values are not allowed in this context":
        return _COLON_IN_VALUE if ": " in before else _key_in_value(layout, problem)
    if (reason in _FOUND_MORE and before.strip(" ")) or _BLOCK_BEHIND_QUOTES.search(before):
        return _BEHIND_VALUE
    word = layout.text[slice(*_word(layout, problem))]
    return _ADVICE.get(reason) or _advice_on_word(reason, word)


def _key_in_value(layout: Layout, problem: int) -> _Advice:
    """Return what to say of a key that seems to go on with what stands above it: mostly a key that lacks its colon."""
    above = layout.text[: layout.lines.line_start(problem)].rstrip().rpartition("\n")[2].strip()
    if _PLAIN_KEY.fullmatch(above):
        return _KEY_IN_VALUE._replace(help=f"is the colon missing after `{above}`, on the line above?")
    return _KEY_IN_VALUE


def _advice_on_word(reason: str, word: str) -> _Advice:
    name = "a backtick" if word == "`" else f"`{shown(word)}`"
    if reason == "found character that cannot start any token":
        return _TAB if word == "\t" else _Advice(f"{name} cannot begin a value", _IN_QUOTES)
    if reason == "found undefined alias":
        return _Advice(f"alias {name} repeats nothing", f"name the value above `&{shown(word[1:])}`, or {_IN_QUOTES}")
    if reason == "found undefined tag handle":
        return _Advice(f"tag {name} is not read", "remove the tag")
    if reason == "did not find expected node content":
        return _Advice("a value is missing here", _IN_QUOTES) if word.strip() else _ENDS_EARLY
    return _Advice(f"invalid YAML: {reason}", None)


def _unclosed(layout: Layout, problem: int, context: int, closer: str) -> Fault:
    """Return the fault of a bracket that is not closed: there, unless the text goes on as if a comma was missing."""
    stopped = layout.lines.range(problem, problem)
    opened = layout.lines.range(context, context + 1)
    advice = f"close it with `{closer}`, or put a comma between its items"
    lines = layout.lines
    inside = lines.indent(stopped.line) > lines.indent(opened.line) or stopped.line == opened.line
    if inside and problem < len(layout.text):
        related = ((opened, "opened here"),)
        return Fault(INVALID, f"`,` or `{closer}` is missing before this", stopped, advice, (), related)
    related = ((stopped, "reading stopped here"),)
    return Fault(
        INVALID, f"the `{layout.text[context : context + 1]}` opened here is not closed", opened, advice, (), related
    )


def _repeated_anchor(layout: Layout, problem: int, context: int) -> Fault:
    place, first = _word(layout, problem), _word(layout, context)
    message = f"anchor `{shown(layout.text[slice(*place)])}` is given twice"
    advice = "give each anchor a name of its own"
    related = ((layout.lines.range(*first), "first given here"),)
    return Fault(INVALID, message, layout.lines.range(*place), advice, (), related)


def _fault(layout: Layout, advice: _Advice, place: Offsets) -> Fault:
    return Fault(INVALID, advice.message, layout.lines.range(*place), advice.help)


def _word(layout: Layout, offset: int) -> Offsets:
    """Return the alias, anchor or tag that begins at an offset, else the one character there, unless it ends a line."""
    found = _PROPERTY.match(layout.text, offset)
    if found:
        return found.span()
    return offset, min(offset + 1, max(offset, layout.lines.line_end(offset)))
