"""What a consumer needs of a text or schema: one mechanism for parsers, rubrics, quotations, labels, keys and code."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple, TypeAlias

from promptops.diagnostics import Span
from promptops.expectations.quotations import SHINGLE, words_in
from promptops.resources.entries import Place

Kind: TypeAlias = Literal["phrase", "pattern", "label", "stop", "key", "variable", "clause"]
"""`phrase` is wording that stands in a text, `pattern` a regular expression that finds something in it.

`label` is a token that the model is to write, `stop` one at which its answer ends; `key` is a key of structured output,
`variable` an input that callers pass, `clause` the name of a clause of the contract.
"""

Origin: TypeAlias = Literal["declared", "quoted", "code"]
"""Whether somebody wrote it down as an expectation, quotes the text elsewhere, or looks for it in source code."""

_LABEL = re.compile(
    r"""
      \W*[A-Z][A-Z0-9_ :=-]{2,}\W*        # VERDICT, FINAL ANSWER, RESULT:FIXED
    | .*\w[ ]?[:\uff1a]\s*                # Answer:
    | \s*</?[A-Za-z][\w-]*>\s*            # <answer>
    | \s*\#{1,6}[ ].+                     # ### Answer
    | \s*["'`][\w-]+["'`]\s*:?\s*         # "status":
    | \s*\[\[?[\w ]+\]?\]\s*              # [[DONE]]
    | \s*\w+(?:_\w+)+\s*                  # exec_summary
    """,
    re.VERBOSE,
)
REPEATS: Final = "repeats"
"""The evidence of another prompt that says the same in so many words: the two may be meant to differ from now on."""
MAX_LABEL = 120
"""Longer texts are no labels."""


class Expectation(NamedTuple):
    """One thing that a consumer needs.

    `consumer` is a resource's reference, or the path of a source file; `at` is where it says so. `is_certain` says that
    it can only be about this subject, and that an answer without it breaks the consumer; `evidence` says what it does
    with the value, as in `which the parser looks for`.
    """

    kind: Kind
    value: str
    consumer: str
    owner: str | None
    at: Place | Span
    origin: Origin
    is_certain: bool = True
    evidence: str = "expects"

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what makes two expectations of one consumer the same."""
        return self.consumer, self.kind, self.value

    @property
    def forms(self) -> tuple[str, ...]:
        """Return how it is looked for, the surest way first.

        A regular expression in code that names the resource is made for answers: the text need only have its words.
        A long quotation is one in other case and punctuation, too; texts that are alike are so to the letter.
        """
        is_quotation = self.origin == "quoted" and self.evidence != REPEATS
        if is_quotation and len(words_in(self.value)) >= SHINGLE:
            return ("quotation",)
        is_for_answers = self.origin == "code" and self.kind == "pattern" and self.is_certain
        return (self.kind, "wording") if is_for_answers else (self.kind,)


def is_label(text: str) -> bool:
    """Say whether a text looks like what is written for a program to find: `VERDICT:`, `<answer>`, `### Answer`."""
    return len(text) <= MAX_LABEL and "\n" not in text.strip() and _LABEL.fullmatch(text) is not None
