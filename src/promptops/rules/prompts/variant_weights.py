"""Weights of a prompt's variants do not divide the traffic as they say.

## What it does
Weights are relative: each variant gets its weight's part of their sum, whatever that is. It reports a variant without a
weight beside others that have one, which no session gets, unless a `segment` is given it; weights that are all zero; a
weight beside no other, which makes its variant the only one; and weights that are meant as parts of 1 or of 100 and add
up to something else, by more than rounding explains. No sum is wrong of equal weights or of parts such as 3 to 1, and
none is known beside a segment.

The first is an error; all else is a warning.

## Why is this bad?
A weight of 10 beside no other is not a tenth: everybody gets the trial. One forgotten weight is a trial that ends with
the numbers of the other variants and none of its own.

## Example
```markdown prompts/reply.prompt.md
---
name: support/reply
variants:
  - {name: control, weight: 90}
  - {name: brief, body: Answer in one sentence.}  # error: [variant-weights]
---
Answer the customer's question.
```

## Near miss
Three parts to one, a variant that is kept and not used, and a third of the traffic for each of three.

```markdown prompts/reply.prompt.md
---
name: support/reply
variants:
  - {name: control, weight: 3}
  - {name: brief, weight: 1, body: Answer in one sentence.}
  - {name: long, weight: 0, body: Answer in ten sentences.}
---
Answer the customer's question.
```

```markdown prompts/greeting.prompt.md
---
name: support/greeting
variants:
  - {name: control, weight: 33}
  - {name: warm, weight: 33, body: Welcome the customer by name.}
  - {name: short, weight: 33, body: Say hello.}
---
Welcome the customer.
```

## Use instead
```markdown prompts/reply.prompt.md
---
name: support/reply
variants:
  - {name: control, weight: 90}
  - {name: brief, weight: 10, body: Answer in one sentence.}
---
Answer the customer's question.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from promptops.diagnostics import Severity
from promptops.resources.entries import Entry
from promptops.resources.prompt import Prompt, Variant
from promptops.rules.contexts import FileContext, Problem
from promptops.rules.rule import file_rule

_NEAR: Final = Decimal("0.1")
"""Of a whole, how far from it a sum of percentages may be that still is one."""
_PERCENT: Final = Decimal(100)


@file_rule(severity=Severity.ERROR, since="0.1.0")
def variant_weights(context: FileContext) -> Iterator[Problem]:
    """Yield a problem for each variant that nobody gets, and for weights that do not add up."""
    for resource in context.resources:
        model = resource.model
        if isinstance(model, Prompt) and any(variant.weight is not None for variant in model.variants):
            yield from _problems(resource.entry, model)


def _problems(entry: Entry, prompt: Prompt) -> Iterator[Problem]:
    shares = [variant for variant in prompt.variants if variant.weight is not None]
    left_out = [variant for variant in prompt.variants if variant.weight is None and variant.segment is None]
    if not any(variant.weight for variant in shares):
        yield _all_zero(entry, prompt)
        return
    for variant in left_out:
        message = f"no session gets the variant `{variant.name}`, which has no weight beside others that have one"
        at = entry.at("variants", prompt.variants.index(variant))
        yield Problem(message, at, "give it a weight; 0 says that it is kept and not used", subject=variant.name)
    if not left_out and not any(variant.segment for variant in prompt.variants):
        yield from _sum(entry, shares)


def _all_zero(entry: Entry, prompt: Prompt) -> Problem:
    has_text = bool(prompt.messages or (prompt.body and prompt.body.strip()))
    taken = "its own text" if has_text else f"its first variant, `{prompt.variants[0].name}`"
    message = f"sessions get {taken}, as all weights of `{entry.name}` are zero"
    return Problem(
        message, entry.key("variants"), "give one of them a weight, or remove them", at_most=Severity.WARNING
    )


def _sum(entry: Entry, shares: Sequence[Variant]) -> Iterator[Problem]:
    weights = [Decimal(str(variant.weight)) for variant in shares]
    total, first = sum(weights), shares[0].name
    if len(weights) == 1 and total not in (1, _PERCENT):
        message = f"the variant `{first}` gets every session: its weight of {_written(total)} stands beside no other"
        advice = "declare a variant for the rest of the sessions; one without a text of its own stands for the prompt's"
        yield Problem(message, entry.key("variants"), advice, at_most=Severity.WARNING)
    whole = _whole(weights)
    if whole is not None and abs(total - whole) > sum(_rounding(weight, whole) for weight in weights):
        part = _written(weights[0] / total * _PERCENT)
        message = f"the weights of `{entry.name}` add up to {_written(total)}, so that `{first}` gets {part} %"
        yield Problem(message, entry.key("variants"), f"make them add up to {whole}", at_most=Severity.WARNING)


def _whole(weights: Sequence[Decimal]) -> Decimal | None:
    """Return what weights are parts of, going by how they are written; None for those that are parts of their sum."""
    if len(set(weights)) == 1:
        return None
    if all(weight < 1 for weight in weights):
        return Decimal(1)
    return _PERCENT if abs(sum(weights) - _PERCENT) <= _PERCENT * _NEAR else None


def _rounding(weight: Decimal, whole: Decimal) -> Decimal:
    """Return half of the last digit that is written, which is half of a hundredth of the whole at most."""
    exponent = weight.normalize().as_tuple().exponent
    digit = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else whole
    return min(digit, whole / _PERCENT) / 2


def _written(number: Decimal | int) -> str:
    return f"{float(number):.4g}"
