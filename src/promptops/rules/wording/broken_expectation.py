"""A text no longer has the words that something else looks for.

## What it does
It knows what is declared: what a consumer expects, what an evaluation asserts, the strings at which an answer is cut.
And it finds what nobody declared: words of the prompt that a rubric, a tool's description or another prompt quotes, and
what source code that names the prompt looks for: the strings and regular expressions that it searches for, the keys
that it reads, the placeholders that it replaces, the word JSON where it parses it, and the values of a list that it
knows one and all. A value of such a list that is called otherwise is broken, one that is left out is not, and one more
is `unknown-value`. Of code that names no prompt, but stands within two folders of one, it hears the labels that it
compares or searches for, `search_database`, `VERDICT:` or `<answer>`, where three files at most have them and no other
text says them. Only what held before the change and does not hold after it is reported, where it is still expected.

It is an error where nothing else can be meant. It is a warning elsewhere: where other files say the words, too, where
the code names no prompt or has no more than its bare name in a string, and where it reads a key as an attribute, as in
`const { category } = JSON.parse(text)`.

## Why is this bad?
Nothing fails when a word changes: the model answers in other words, the parser finds nothing, the rubric gives no
marks, and it all looks like a bad day of the model.

## Before
```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.0.0
---
Decide whether the customer gets a refund. End with `VERDICT: PASS` or `VERDICT: FAIL`.
```

```yaml consumers/parser.yaml
kind: Consumer
name: support/parser
of: prompt:support/reply
source: src/parse.py:41
expects:
- label: "VERDICT:"
```

## Example
```markdown prompts/reply.prompt.md
---
name: support/reply
version: 2.0.0
---
Decide whether the customer gets a refund. End with `DECISION: OK` or `DECISION: KO`.
```

```yaml consumers/parser.yaml
kind: Consumer
name: support/parser
of: prompt:support/reply
source: src/parse.py:41
expects:
- label: "VERDICT:"  # error: [broken-expectation]
```

## Near miss
The words around it may change.

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 1.1.0
---
Decide whether the customer gets a refund.
The last line of the answer is `VERDICT: PASS` or `VERDICT: FAIL`.
```

## Use instead
Change whoever looks for it together with the text.

```markdown prompts/reply.prompt.md
---
name: support/reply
version: 2.0.0
---
Decide whether the customer gets a refund. End with `DECISION: OK` or `DECISION: KO`.
```

```yaml consumers/parser.yaml
kind: Consumer
name: support/parser
of: prompt:support/reply
source: src/parse.py:41
expects:
- label: "DECISION:"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from promptops.changes.change import Consumer
from promptops.changes.reliance import Broken
from promptops.diagnostics import Severity
from promptops.expectations.expectation import Expectation
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.rules.sentence_notes import fate_of, shortened

_LOST = {
    "key": "has no key `{}`",
    "clause": "has no clause `{}`",
}
_ADVICE = {
    "declared": "keep the words, or change what `{}` expects together with them",
    "quoted": "keep the words, or change the quotation together with them",
    "code": "keep the words, or change the code together with them",
}


@change_rule(severity=Severity.ERROR, direction="text", bump="major", since="0.1.0")
def broken_expectation(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each expectation of a resource that its own change broke, where it is still expected."""
    for broken in context.reliance.broken:
        if not broken.is_indirect and not broken.is_drift:
            yield problem_of(broken)


def problem_of(broken: Broken) -> ChangeProblem:
    """Return the problem that a broken expectation is."""
    expectation, change = broken.expectation, broken.change
    consumer = consumer_of(expectation)
    return ChangeProblem(
        _said(broken),
        change,
        expectation.at,
        _ADVICE[expectation.origin].format(consumer.name),
        related=()
        if broken.was is None
        else ((broken.was.at, "it stood here"), *((at, "included here") for at in broken.via)),
        subject=f"{consumer.name}: {expectation.kind}",
        old=expectation.value,
        consumers=(consumer,),
        notes=() if broken.was is None else fate_of(broken.was, change),
        # What the words around the literal stand for, only the model's answers tell.
        is_proven=expectation.is_certain and not broken.is_reworded,
    )


def consumer_of(expectation: Expectation) -> Consumer:
    """Return who has an expectation."""
    return Consumer(expectation.consumer, expectation.owner, expectation.at, expectation.evidence)


def _said(broken: Broken) -> str:
    expectation, subject = broken.expectation, broken.subject.name
    if broken.is_reworded:
        pattern = shortened(expectation.value)
        return f"`{subject}` says nothing more that `{pattern}` finds, for which `{expectation.consumer}` looks"
    lost = _LOST.get(expectation.kind, "no longer says `{}`").format(_shown(broken))
    return f"`{subject}` {lost}, which `{expectation.consumer}` {expectation.evidence}"


def _shown(broken: Broken) -> str:
    """Return the words that are gone: of a regular expression, those that it must find."""
    if broken.expectation.kind == "pattern" and broken.was is not None:
        return shortened(broken.was.words)
    return shortened(broken.expectation.value)
