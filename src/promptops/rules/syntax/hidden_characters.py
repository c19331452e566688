r"""A file holds characters that nobody sees and every model reads.

## Why is this bad?

A reviewer approves what the screen shows. Characters that turn the direction of writing show a line in another order
than the model reads it; tag characters and runs of variation selectors carry whole sentences that the screen does not
show at all; a zero-width space splits a word, so that neither a search nor a parser finds it.

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

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from zlib import crc32

from promptops.diagnostics import Severity
from promptops.rules.contexts import FileContext, Problem
from promptops.rules.invisible import Hidden, hidden_in
from promptops.rules.rule import file_rule
from promptops.sources.documents import MAX_FAULTS
from promptops.sources.text import LineIndex, shown

_HELP = "delete what you cannot say the purpose of"


@file_rule(severity=Severity.WARNING, since="0.1.0")
def hidden_characters(context: FileContext) -> Iterator[Problem]:
    """Yield every line with hidden characters, in the file and in the files that its resources name."""
    found = hidden_in(context.text)
    if found:
        known = {fault.place[:2] for fault in context.faults}
        lines = LineIndex(context.text)
        for characters in _by_line(found, lines):
            if lines.position(characters[0].offset) not in known:
                yield _problem(characters, lines)
    for resource in context.resources:
        for keys, file in resource.attachments.items():
            hidden = hidden_in(file.text)
            if hidden:
                line, _ = LineIndex(file.text).position(hidden[0].offset)
                message = f"`{file.path}` holds {_named(hidden)}, in line {line}"
                yield Problem(message, resource.entry.at(*keys), _HELP)


def _by_line(found: Sequence[Hidden], lines: LineIndex) -> Iterator[Sequence[Hidden]]:
    grouped = groupby(found, key=lambda character: lines.position(character.offset)[0])
    return (tuple(characters) for _, characters in islice(grouped, MAX_FAULTS))


def _problem(found: Sequence[Hidden], lines: LineIndex) -> Problem:
    edits = [(lines.range(*run), "") for run in _runs([each for each in found if each.means_nothing])]
    return Problem(
        f"the line holds {_named(found)}",
        lines.range(*next(_runs(found))),
        _HELP,
        subject=f"{crc32(lines.line_text(lines.position(found[0].offset)[0]).encode(errors='replace')):08x}",
        fix_title="delete what has no meaning" if edits else None,
        edits=tuple(edits),
    )


def _named(found: Sequence[Hidden]) -> str:
    """Return how many there are, which the first is, and what they spell."""
    first = found[0]
    count = "" if len(found) == 1 else f"{len(found)} hidden characters, the first "
    spelt = "".join(character.spells for character in found)
    return f"{count}`{first.name}`" + (f"; they spell `{shown(spelt)}`" if spelt else "")


def _runs(found: Sequence[Hidden]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each stretch of characters that stand side by side."""
    for _, run in groupby(enumerate(found), key=lambda numbered: numbered[1].offset - numbered[0]):
        offsets = [character.offset for _, character in run]
        yield offsets[0], offsets[-1] + 1
