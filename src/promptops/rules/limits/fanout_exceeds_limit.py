"""The calls of models that requests come to are more than a provider takes in a minute.

## What it does
For each feature, and each agent with `traffic`, it counts the calls that one request comes to at each provider with
`limits`: through turns, tools, hand-offs, retries and fallbacks. It speaks if one request alone may exceed
`requests_per_minute`, or as many of them as `traffic.requests_per_minute` says. Tokens are compared by the least that
a request takes, as the most is a full context window for each call. Of limits that differ by environment the highest
counts. Of an agent nothing is said where it is said of a feature that leads to it, and nothing where `max_cost` is what
the number comes from: how many cheap calls an amount pays for is no forecast. `promptops bounds` shows how the number
comes about.

## Why is this bad?
What exceeds the limit is refused, and refusals are retried: one click of one user becomes an outage for all.

## Example
```yaml features/research.yaml
kind: Feature
name: research  # warning: [fanout-exceeds-limit]
accountable: support
parts: [agent:research/planner]
```

```yaml agents/planner.yaml
kind: Agent
name: research/planner
model: chat-large
tools: [summarise]
limits: {max_turns: 6, max_tool_calls: 40}
```

```yaml tools/summarise.yaml
kind: Tool
name: summarise
description: Summarises a page.
effects: none
invokes: [model:chat-large]
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
oncall: platform-oncall
timeout: 30s
limits: {requests_per_minute: 100}
retries: {max_attempts: 3}
slo: [{objective: 99.5 %, unit: availability, measured: attempt}]
```

## Near miss
Six turns and twenty calls of the tool, three attempts each: 78 calls.

```yaml features/research.yaml
kind: Feature
name: research
accountable: support
parts: [agent:research/planner]
```

```yaml agents/planner.yaml
kind: Agent
name: research/planner
model: chat-large
tools: [summarise]
limits: {max_turns: 6, max_tool_calls: 20}
```

```yaml tools/summarise.yaml
kind: Tool
name: summarise
description: Summarises a page.
effects: none
invokes: [model:chat-large]
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
oncall: platform-oncall
timeout: 30s
limits: {requests_per_minute: 100}
retries: {max_attempts: 3}
slo: [{objective: 99.5 %, unit: availability, measured: attempt}]
```

## Use instead
Let a run take less, try less often, or agree on a higher limit.

```yaml features/research.yaml
kind: Feature
name: research
accountable: support
parts: [agent:research/planner]
traffic: {requests_per_minute: 4}
```

```yaml agents/planner.yaml
kind: Agent
name: research/planner
model: chat-large
tools: [summarise]
limits: {max_turns: 4, max_tool_calls: 8}
```

```yaml tools/summarise.yaml
kind: Tool
name: summarise
description: Summarises a page.
effects: none
invokes: [model:chat-large]
```

```yaml models/chat-large.yaml
kind: Model
name: chat-large
provider: meridian
```

```yaml providers/meridian.yaml
kind: Provider
name: meridian
oncall: platform-oncall
timeout: 30s
limits: {requests_per_minute: 100}
retries: {max_attempts: 2}
slo: [{objective: 99.5 %, unit: availability, measured: attempt}]
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from promptops.bounds import Bound
from promptops.bounds.reach import reachable
from promptops.diagnostics import Severity
from promptops.resources.entries import Entry, Identity, Place
from promptops.resources.rejections import quoted
from promptops.rules.bounding import rough_bounds_of
from promptops.rules.contexts import Problem, ProjectContext
from promptops.rules.rate_limits import Asking, RateLimit, askings, rate_limits
from promptops.rules.rule import project_rule

_ADVICE = "lower the limits of the agents, retry less, or agree on a higher limit with the provider"
_SHOWN: Final = 3


class _Excess(NamedTuple):
    """What is more than the limit of a provider, in words, and where that limit is written."""

    words: str
    provider: Entry
    at: Place


_Found: TypeAlias = Mapping[Identity, list[_Excess]]


@project_rule(severity=Severity.WARNING, since="0.1.0")
def fanout_exceeds_limit(context: ProjectContext) -> Iterator[Problem]:
    """Yield a problem for each feature or agent whose requests come to more than a provider takes in a minute."""
    rough = [(asking, rough_bounds_of(context).request(asking.entry)) for asking in askings(context.project)]
    found: dict[Identity, list[_Excess]] = {asking.entry.identity: [] for asking, _ in rough}
    for limit in rate_limits(context) if rough else ():
        for asking, most in rough:
            words = _excess(asking, limit) if _may_exceed(asking, limit, most) else None
            if words is not None:
                found[asking.entry.identity].append(_Excess(words, limit.provider, limit.at))
    told = _told_by_features(context, [asking.entry for asking, _ in rough], found)
    for asking, _ in rough:
        known = told.get(asking.entry.identity, set()) if asking.entry.kind == "agent" else set()
        left = [excess for excess in found[asking.entry.identity] if excess.provider.identity not in known]
        if left:
            related = tuple((excess.at, f"the limit of {quoted(excess.provider.name)}") for excess in left[:_SHOWN])
            yield Problem(_message(left), _place(asking), _ADVICE, related)


def _told_by_features(
    context: ProjectContext, asked: Sequence[Entry], found: _Found
) -> Mapping[Identity, set[Identity]]:
    """Return, of all that features lead to, the providers whose limits these exceed."""
    telling: dict[Identity, list[Entry]] = {}
    if any(entry.kind == "agent" and found[entry.identity] for entry in asked):
        for feature in (entry for entry in asked if entry.kind == "feature"):
            for excess in found[feature.identity]:
                telling.setdefault(excess.provider.identity, []).append(feature)
    told: dict[Identity, set[Identity]] = {}
    for provider, features in telling.items():
        for below in reachable(features, rough_bounds_of(context).step):
            told.setdefault(below.identity, set()).add(provider)
    return told


def _message(found: Sequence[_Excess]) -> str:
    """Return what is more than the first limit, and which others it is more than."""
    first, *others = found
    if not others:
        return first.words
    names = ", ".join(quoted(each.provider.name) for each in others[: _SHOWN - 1])
    several = f" and {len(others) - _SHOWN + 1:,} more" if len(others) >= _SHOWN else ""
    return f"{first.words}; it is too much for {names}{several} as well"


def _may_exceed(asking: Asking, limit: RateLimit, rough: Bound) -> bool:
    rate = asking.rate or 0
    ends = ((max(rate, 1), rough.calls.greatest, limit.requests), (rate, rough.input.greatest, limit.tokens))
    return any(times and most is not None and (end is None or times * end > most) for times, end, most in ends)


def _excess(asking: Asking, limit: RateLimit) -> str | None:
    """Return what is more than a limit, in words, None where nothing is, or nothing that was counted."""
    bound = limit.bounds.request(asking.entry)
    name, rate = f"the {asking.entry.kind} {quoted(asking.entry.name)}", asking.rate or 0
    takes = f"{quoted(limit.provider.name)} takes"
    for least, most, unit in (
        (bound.calls.least, limit.requests, "calls"),
        (bound.input.least, limit.tokens, "tokens"),
    ):
        if most is not None and rate * least > most:
            words = f"{rate:,} requests a minute to {name} are at least {rate * least:,} {unit}"
            return f"{words}, and {takes} {most:,}"
    calls = bound.calls.greatest
    if calls is None or limit.requests is None or max(rate, 1) * calls <= limit.requests:
        return None
    if limit.counted.request(asking.entry).calls.greatest != calls:
        return None
    if calls > limit.requests:
        words = f"one request to {name} may come to {calls:,} calls"
    else:
        words = f"{rate:,} requests a minute to {name} may come to {rate * calls:,} calls"
    return f"{words}, and {takes} {limit.requests:,} a minute"


def _place(asking: Asking) -> Place:
    entry = asking.entry
    return entry.at("traffic", "requests_per_minute") if asking.rate is not None else entry.at("name")
