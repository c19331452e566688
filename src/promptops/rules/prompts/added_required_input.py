"""A prompt needs an input that its callers did not have to pass.

## Why is this bad?
Whoever passes what was enough until now is refused, or gets a text with a hole in the middle. Prompts ship apart from
the code that calls them, so the call cannot change at the same moment.

It is an error where the input is declared as required, and where a caller is known not to pass it: a text that
includes the fragment, a consumer that lists its variables, test cases, an example, and a call in source code that names
the prompt and passes all that it needed until now, as in `reply.render(order_id=order.id)`. A call that passes a name
which the text no longer uses is told there. Where a prompt declares no inputs, it is a warning if nothing is known of
its callers, if another text may be meant by a call, and if the text gets a hole and nothing else.

## Before
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.3.0
inputs: {order_id: string}
---
You answer refund requests for order {{ order_id }}.
```

```yaml consumers/chat.yaml
kind: Consumer
name: support/chat
of: prompt:support/refund
source: src/chat.py:12
```

## Example
```markdown prompts/refund.prompt.md
---
name: support/refund
version: 2.0.0
inputs:
  order_id: string
  language: string  # error: [added-required-input]
---
You answer refund requests for order {{ order_id }} in the language {{ language }}.
```

## Near miss
Callers may leave it out.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
inputs: {order_id: string, language: string?}
---
You answer refund requests for order {{ order_id }} in the language {{ language or "English" }}.
```

## Use instead
Give it a default, or a new major version a name of its own, until every caller passes it.

```markdown prompts/refund.prompt.md
---
name: support/refund
version: 1.4.0
inputs:
  order_id: string
  language: {type: string, default: English}
---
You answer refund requests for order {{ order_id }} in the language {{ language }}.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from promptops.changes.callers import Caller, called_also, callers
from promptops.changes.change import Consumer, Earlier, Kept, Where
from promptops.changes.inputs import declared_inputs, is_optional, required_inputs, takes
from promptops.changes.snapshot import Snapshot
from promptops.diagnostics import Severity
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule

_HELP = "let callers leave it out until all of them pass it"


class _Needed(NamedTuple):
    """A variable that callers must pass now, and where that is said; it `is_declared`, or only used."""

    name: str
    at: Where
    is_declared: bool
    message: str


@change_rule(severity=Severity.ERROR, direction="input", bump="major", since="0.1.0")
def added_required_input(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each caller that is known not to pass a new input, one where none is known."""
    for change in context.comparison.kept("prompt", "fragment"):
        needed = (*_declared(*change.both), *_used(*change.both))
        known = callers(context.comparison, change) if needed else ()
        for each in needed:
            yield from _problems(change, known, each)


def _problems(change: Kept, known: Sequence[Caller], needed: _Needed) -> Iterator[ChangeProblem]:
    name = needed.name
    without = [each for each in known if each.passes_no_other and name not in each.passes]
    for caller in without:
        told = f"`{caller.consumer.name}` does not pass it" if caller.consumer else "this example does not pass it"
        left_over = _left_over(change, caller)
        stale = left_over[0] if len(left_over) == 1 else ""
        is_refused = needed.is_declared and change.is_promised
        # A format string cannot be filled in without it; other templates just have a hole there.
        fails = needed.is_declared or not caller.is_code or bool(left_over) or change.after.entry.template == "format"
        yield ChangeProblem(
            f"{needed.message}; {told}",
            change,
            caller.passes.get(stale, caller.at),
            f"pass `{name}`{f' instead of `{stale}`' if stale else ''}, or let callers leave it out",
            related=((needed.at, "it is needed since this change"), *called_also(caller)),
            subject=f"{name} {caller.consumer.name if caller.consumer else 'example'}",
            new=name,
            consumers=(caller.consumer,) if caller.consumer else None,
            is_proven=is_refused or (caller.is_certain and fails),
        )
    if without:
        return
    passing = {each.consumer for each in known if name in each.passes}
    left = tuple(each for each in change.consumers if each not in passing)
    including = {each.consumer for each in known if each.includes}
    if not needed.is_declared:
        # Who stands in the same file is changed along with it.
        left = tuple(each for each in left if not _is_beside(each, change))
    is_proven = needed.is_declared and change.is_promised and any(each not in including for each in left)
    related = ((change.was_at("inputs"), "it was not required here"),) if needed.is_declared else ()
    yield ChangeProblem(
        needed.message,
        change,
        needed.at,
        _HELP,
        related=related,
        subject=name,
        new=name,
        consumers=left,
        is_proven=is_proven,
    )


def _left_over(change: Kept, caller: Caller) -> Sequence[str]:
    """Return the names of the values that a call passes to a text that took them and does not take them now."""
    gone = takes(change.before) - takes(change.after)
    return [name for name in caller.passes if name in gone] if caller.is_code else []


def _is_beside(consumer: Consumer, change: Kept) -> bool:
    at = consumer.at.place if isinstance(consumer.at, Earlier) else consumer.at
    return at.path == change.known.entry.path


def _declared(before: Snapshot, after: Snapshot) -> Iterator[_Needed]:
    """Yield the inputs that are required and were not; one that the text used undeclared had to be passed before."""
    declared = declared_inputs(before)
    used = set() if before.entry.inputs is not None and declared else {use.name for use in before.entry.variables}
    is_refused = after.entry.native or after.entry.inputs is not None
    for name in sorted(required_inputs(after) - required_inputs(before)):
        if name in declared or name not in used:
            fact = "is required now and was not" if name in declared else "must be passed now"
            message = f"the input `{name}` of `{after.entry.name}` {fact}"
            yield _Needed(name, after.entry.key("inputs", name), is_refused, message)


def _used(before: Snapshot, after: Snapshot) -> Iterator[_Needed]:
    """Yield the variables that a text uses and did not, where nothing says what callers pass."""
    if after.entry.inputs is not None or before.entry.opaque:
        return
    met = {use.name for use in before.entry.variables} | {*declared_inputs(before)} | {*declared_inputs(after)}
    met |= {use.name for use in after.entry.variables if is_optional(after, use)}
    for use in after.entry.variables:
        if use.name not in met and not use.name.startswith("_"):
            met.add(use.name)
            message = f"the text of `{after.entry.name}` uses `{use.name}`, which callers did not have to pass"
            yield _Needed(use.name, after.entry.at_name(use), is_declared=False, message=message)
