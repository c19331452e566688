"""The parameters of a prompt's calls changed.

## What it does
It tells of each parameter that was added, removed or given another value, in a prompt or in what an environment
overrides. Stop strings are left to the rule `stop-hits-contract`. Both ways are the same change, so there is no
mirror of this rule.

## Why is this bad?
It need not be. A temperature that goes up makes answers vary, one that goes down makes them repeat, and fewer output
tokens cut the longest of them: none of this shows in the prompt's text, so whoever reviews the change should see it.

## Before
```markdown prompts/reply.prompt.md
---
name: support/reply
parameters:
  temperature: 0.2
  max_output_tokens: 800
---
Answer the customer's question in two sentences.
```

## Example
```markdown prompts/reply.prompt.md
---
name: support/reply
parameters:
  temperature: 0.9  # info: [changed-sampling]
  max_output_tokens: 800
---
Answer the customer's question in two sentences.
```

## Near miss
The same values, written otherwise and in another order.

```markdown prompts/reply.prompt.md
---
name: support/reply
parameters: {max_output_tokens: 800, temperature: 0.20}
---
Answer the customer's question in two sentences.
```

## Use instead
Where only some calls need other values, give these a prompt of their own.

```markdown prompts/reply.prompt.md
---
name: support/reply
parameters: {temperature: 0.2, max_output_tokens: 800}
---
Answer the customer's question in two sentences.
```

```markdown prompts/greeting.prompt.md
---
name: support/greeting
parameters: {temperature: 0.9}
---
Greet the customer in one sentence.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from promptops.canonical import canonical_json
from promptops.changes.change import Change
from promptops.changes.models.needs import OUTPUT_LIMITS
from promptops.diagnostics import Severity
from promptops.expectations.stop_strings import STOPS
from promptops.resources.rejections import quoted
from promptops.rules.change_contexts import ChangeContext, ChangeProblem
from promptops.rules.rule import change_rule
from promptops.sources.text import shown

_KEY = "parameters"
_MOST = 50
"""Parameters of one resource that are told of."""


@change_rule(severity=Severity.INFO, direction="run", bump="patch", since="0.1.0")
def changed_sampling(context: ChangeContext) -> Iterator[ChangeProblem]:
    """Yield a problem for each parameter of a call that has another value than before."""
    for change in context.comparison.kept("prompt", "environment"):
        old, new = (_sets(each.data) for each in change.both)
        for above in {**old, **new}:
            yield from _changed(change, above, old.get(above, {}), new.get(above, {}))


def _sets(data: Mapping[str, Any]) -> dict[tuple[str, ...], Mapping[str, Any]]:
    """Return the sets of parameters in a resource by their paths of keys."""
    found: dict[tuple[str, ...], Mapping[str, Any]] = {(_KEY,): data.get(_KEY) or {}}
    for name, override in (data.get("overrides") or {}).items():
        found["overrides", name, _KEY] = override.get(_KEY) or {}
    return found


def _changed(
    change: Change, above: tuple[str, ...], old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[ChangeProblem]:
    names = [name for name in {**old, **new} if name not in STOPS and not _is_computed(change, (*above, name))]
    differing = [name for name in names if _canonical(old, name) != _canonical(new, name)]
    for name in differing[:_MOST]:
        before, after = _canonical(old, name), _canonical(new, name)
        keys = (*above, name) if after else above
        yield ChangeProblem(
            f"{_who(change, above)} {_told(name, old, new)}",
            change,
            change.at(*keys),
            _advice(name, old, new),
            related=((change.was_at(*((*above, name) if before else above)), "the parameters before"),),
            subject=".".join((*above, name)),
            old=before,
            new=after,
        )


def _canonical(values: Mapping[str, Any], name: str) -> str:
    return canonical_json(values[name]) if name in values else ""


def _who(change: Change, above: tuple[str, ...]) -> str:
    name = f"the {change.kind} `{change.name}`"
    return f"{quoted(above[1])} in {name}" if len(above) > 1 else name


def _told(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    if name not in new:
        return f"no longer sets {quoted(name)}, which was {_shown(old[name])}"
    if name not in old:
        return f"sets {quoted(name)} to {_shown(new[name])}"
    return f"sets {quoted(name)} to {_shown(new[name])}, which was {_shown(old[name])}"


def _shown(value: Any) -> str:
    return f"`{shown(canonical_json(value))}`"


def _advice(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    if name not in OUTPUT_LIMITS or not isinstance(new.get(name), int):
        return None
    before = old.get(name)
    is_less = before is None or (isinstance(before, int) and new[name] < before)
    return "see that the longest answer still fits" if is_less else None


def _is_computed(change: Change, keys: tuple[str, ...]) -> bool:
    sides = (each.entry for each in (change.before, change.after) if each is not None)
    return any(entry.is_computed(*keys) for entry in sides)
