r"""A file holds characters that nobody sees and every model reads.

## Why is this bad?

A reviewer approves what the screen shows. Characters that turn the direction of writing show a line in another order
than the model reads it; tag characters and runs of variation selectors carry whole sentences that the screen does not
show at all; a zero-width space splits a word, so that neither a search nor a parser finds it. A control character is
mostly what a wrong encoding left of another one.

Characters that do the same are one finding for a file, at the first of them.

## Example

```markdown prompts/refund.prompt.md
---
name: support/refund
---
Refund at most \u{202e}000,1\u{202c} dollars.  {# warning: [hidden-characters] #}
End with "APP\u{200b}ROVED" or "DENIED".  {# warning: [hidden-characters] #}
Be friendly.\u{e0041}\u{e006c}\u{e006c}\u{e006f}\u{e0077}  {# warning: [hidden-characters] #}
```

## Near miss

The same characters belong to some scripts and pictures: joiners in Persian and in Hindi, marks of direction beside
Hebrew, spaces without width in Thai, the flag of Scotland, a family. One that stands alone between blanks splits no
word.

```markdown prompts/greet.prompt.md
---
name: support/greet
---
Greet in Persian with \u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}.
Greet in Hindi with \u{915}\u{94d}\u{200d}\u{937}.
Greet in Hebrew with \u{5e9}\u{5dc}\u{5d5}\u{5dd}!\u{200f}
Greet in Thai with \u{e2a}\u{e27}\u{e31}\u{e2a}\u{e14}\u{e35}\u{200b}\u{e04}\u{e23}\u{e31}\u{e1a}.
Use \u{2764}\u{fe0f}, \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} or
\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}.
```

## Use instead

```markdown prompts/refund.prompt.md
---
name: support/refund
---
Refund at most 1,000 dollars.
End with "APPROVED" or "DENIED".
Be friendly.
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from zlib import crc32

from promptops.config.options import RuleOptions, words
from promptops.diagnostics import Severity
from promptops.rules.contexts import FileContext, Problem
from promptops.rules.invisible import Hidden, character_of, hidden_in
from promptops.rules.rule import file_rule
from promptops.sources.text import LineIndex, shown

MAX_RELATED = 10
"""Further lines that a finding points at."""
MAX_EDITS = 1_000
"""Deletions that a finding proposes."""

_HELP = "delete what you cannot say the purpose of"
_HELP_CONTROL = "write the character that was meant: it was lost when the text was copied or converted"


def _refusal(word: str) -> str | None:
    return None if character_of(word) else "is no hidden character, written as `U+200B`"


class Options(RuleOptions):
    """What may be set."""

    allow: tuple[str, ...] = words(
        "Characters that a language or a format of yours needs where this rule does not expect them.",
        example=["U+200B"],
        what="a list of hidden characters, each written as `U+200B`",
        refusal=_refusal,
    )


@file_rule(severity=Severity.WARNING, since="0.1.0", options=Options)
def hidden_characters(context: FileContext) -> Iterator[Problem]:
    """Yield each sort of hidden characters, in the file and in the files that its resources name."""
    lines = LineIndex(context.text)
    found = _refused(context, context.text)
    known = {fault.place[:2] for fault in context.faults} if found else set()
    for same in _by_sort([line for line in _by_line(found, lines) if lines.position(line[0].offset) not in known]):
        yield _problem(same, lines)
    for resource in context.resources:
        for keys, file in resource.attachments.items():
            hidden = _refused(context, file.text)
            if hidden:
                line, _ = LineIndex(file.text).position(hidden[0].offset)
                message = f"`{file.path}` holds {_named(hidden)}, in line {line}"
                yield Problem(message, resource.entry.at(*keys), _advice(hidden[0], file.text))


def _refused(context: FileContext, text: str) -> Sequence[Hidden]:
    """Return the hidden characters of a text but for those that are allowed."""
    found = hidden_in(text)
    allow = context.options(Options).allow if found else ()
    return hidden_in(text, frozenset(filter(None, map(character_of, allow)))) if allow else found


def _by_line(found: Sequence[Hidden], lines: LineIndex) -> Iterator[Sequence[Hidden]]:
    grouped = groupby(found, key=lambda character: lines.position(character.offset)[0])
    return (tuple(characters) for _, characters in grouped)


def _by_sort(found: Iterable[Sequence[Hidden]]) -> Iterable[Sequence[Hidden]]:
    """Return the characters of some lines, those of one sort together."""
    sorts: dict[str, list[Hidden]] = {}
    for line in found:
        for character in line:
            sorts.setdefault(character.sort, []).append(character)
    return sorts.values()


def _problem(found: Sequence[Hidden], lines: LineIndex) -> Problem:
    in_lines = tuple(_by_line(found, lines))
    others = ((lines.range(*next(_runs(line))), "here, too") for line in in_lines[1:])
    edits = [(lines.range(*run), "") for run in _runs(found)] if found[0].sort in ("blank", "message") else []
    where = "the line holds" if len(in_lines) == 1 else f"{len(in_lines):,} lines hold"
    return Problem(
        f"{where} {_named(found)}",
        lines.range(*next(_runs(found))),
        _advice(found[0], lines.text),
        tuple(islice(others, MAX_RELATED)),
        subject=f"{found[0].sort} {_checksum(in_lines, lines):08x}",
        fix_title="delete what has no meaning" if edits else None,
        edits=tuple(edits[:MAX_EDITS]),
    )


def _checksum(found: Iterable[Sequence[Hidden]], lines: LineIndex) -> int:
    """Return what changes with the lines in question: what was accepted in them is not accepted in others."""
    checksum = 0
    for line in found:
        text = lines.line_text(lines.position(line[0].offset)[0])
        checksum = crc32(text.encode(errors="replace"), checksum)
    return checksum


def _advice(first: Hidden, text: str) -> str:
    if first.sort != "control":
        return _HELP
    from promptops.rules.mojibake import original_of  # noqa: PLC0415 - few projects have such characters

    meant = original_of(text, first.offset)
    return _HELP_CONTROL if meant is None else f"write `{meant}`: the text was read in another encoding than its own"


def _named(found: Sequence[Hidden]) -> str:
    """Return how many there are, which the first is, and what they spell."""
    first = found[0]
    count = "" if len(found) == 1 else f"{len(found):,} hidden characters, the first "
    spelt = "".join(character.spells for character in found)
    return f"{count}`{first.name}`" + (f"; they spell `{shown(spelt)}`" if spelt else "")


def _runs(found: Sequence[Hidden]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each stretch of characters that stand side by side."""
    for _, run in groupby(enumerate(found), key=lambda numbered: numbered[1].offset - numbered[0]):
        offsets = [character.offset for _, character in run]
        yield offsets[0], offsets[-1] + 1
