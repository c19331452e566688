"""Which resources do not satisfy which policies: the schemas of the policies, run over resources within a budget."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from promptops.changes.schemas.budget import Budget, ExhaustedError
from promptops.changes.schemas.evaluation import Evaluation
from promptops.changes.schemas.nodes import Enum, Matching, Node, Others, Pattern, Pool, Unique
from promptops.changes.schemas.reading import Reader
from promptops.resources.enforceable import looks_at
from promptops.resources.entries import Entry
from promptops.resources.project import GOVERNANCE_KEYS, Project
from promptops.rules.contexts import ProjectContext
from promptops.rules.enforcement import InForce

MAX_STEPS: Final = 60_000
"""Most steps that one resource may take one policy, about a microsecond each."""
MAX_STEPS_OF_RUN: Final = 10_000_000
"""Most steps that all policies may take of all resources: some ten seconds."""

_OF_A_STEP = 100
"""Characters that are looked at in the time of a step."""
_OF_A_PATTERN = 20
"""Characters of a pattern that are made ready in the time of a step."""
_BODY = "body"
_WITH_BODY = frozenset({"prompt", "fragment"})
_MONEY: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "agent": (("limits", "max_cost"),),
    "budget": (("amount", "usd"),),
    "environment": (("overrides", "*", "limits", "max_cost"), ("overrides", "*", "amount", "usd")),
    "model": (("price", "input"), ("price", "output")),
}
"""Where amounts of money stand, which are kept as texts: a schema compares numbers."""


class Breach(NamedTuple):
    """A resource that does not satisfy a policy: `value` is what was judged.

    `is_known` is False where nobody can say whether it does; `untried` counts the resources after it that no policy was
    tried on, as the work of the run was at an end.
    """

    policy: InForce
    entry: Entry
    value: Mapping[str, Any] = {}
    is_known: bool = True
    untried: int = 0


def breaches(context: ProjectContext, policies: Iterable[InForce]) -> Iterator[Breach]:
    """Yield each resource with each policy that it does not satisfy, in the order of files.

    Of policies on the same terms the last one counts.
    """
    entries = context.project.entries
    known = {policy.terms: policy for policy in policies}
    judges = [_Judge(policy) for policy in known.values()]
    kinds = {entry.kind for entry in entries}
    of_kind = {kind: [judge for judge in judges if judge.speaks_of(kind)] for kind in kinds}
    left = Budget(MAX_STEPS_OF_RUN)
    for number, entry in enumerate(entries):
        try:
            yield from _of(entry, of_kind[entry.kind], context, left)
        except ExhaustedError:
            rest = len(entries) - number - 1
            yield from (Breach(judge.policy, entry, is_known=False, untried=rest) for judge in judges)
            return


def _of(entry: Entry, judges: Iterable[_Judge], context: ProjectContext, left: Budget) -> Iterator[Breach]:
    """Yield the policies that a resource does not satisfy. Raises `ExhaustedError`."""
    value: dict[str, Any] = {}
    for judge in judges:
        left.spend(1 + judge.policy.size)
        if judge.selects(context.project, entry):
            value = value or compiled(context.project, entry)
            if judge.looks_at_body and _BODY not in value:
                value.update((_BODY, text) for text in _bodies(context, entry))
            answer = judge.holds(value, left)
            if answer is not True:
                yield Breach(judge.policy, entry, value, is_known=answer is False)


def compiled(project: Project, entry: Entry) -> dict[str, Any]:
    """Return a resource as a policy judges it: its keys with those that it inherits, without the text of its file."""
    value: dict[str, Any] = json.loads(entry.data)
    governance = ((key, project.governance(entry, key)) for key in GOVERNANCE_KEYS)
    value.update((key, given) for key, given in governance if given is not None)
    owner = project.owner(entry)
    if owner is not None:
        value["owner"] = owner
    for keys in _MONEY.get(entry.kind, ()):
        _count(value, keys)
    return value


def _count(value: Any, keys: tuple[str, ...]) -> None:
    """Put a number in the place of the text of an amount, where there is one."""
    step, *rest = keys
    for key in (value if step == "*" else (step,)) if isinstance(value, dict) else ():
        if rest:
            _count(value.get(key), tuple(rest))
        elif isinstance(value.get(key), str):
            value[key] = float(value[key])


def _bodies(context: ProjectContext, entry: Entry) -> list[str]:
    """Return the text that a file holds below its header, as the only item, if there is one."""
    texts = context.texts(entry) if context.texts is not None and entry.kind in _WITH_BODY else ()
    return [text.text for text in texts if text.keys == (_BODY,)]


class _Judge:
    """One policy, ready to judge resources."""

    def __init__(self, policy: InForce) -> None:
        self.policy = policy
        self.selects = policy.selection()
        self.looks_at_body = looks_at(policy.require, _BODY)
        self._kinds = policy.kinds
        self._node = Reader(Pool(), policy.require).read()

    def speaks_of(self, kind: str) -> bool:
        """Say whether the policy may select resources of a kind."""
        return not self._kinds or kind in self._kinds

    def holds(self, value: Any, left: Budget) -> bool | None:
        """Say whether a resource satisfies the policy, None where that is not known. Raises `ExhaustedError`."""
        steps = min(MAX_STEPS, left.left)
        budget = Budget(steps)
        try:
            answer = _Charged(budget).holds(self._node, value)
        except (ExhaustedError, RecursionError):
            answer = None
        left.spend(steps - budget.left)
        return answer


class _Charged(Evaluation):
    """An evaluation that also counts the looking that a node does by itself: values may be as large as files."""

    __slots__ = ()

    def holds(self, node: Node, value: Any) -> bool | None:
        """Say whether a value satisfies a node. Raises `ExhaustedError`."""
        cost = _COSTS.get(type(node))
        if cost is not None:
            self._budget.spend(cost(node, value))
        return super().holds(node, value)


def _of_pattern(node: Pattern, value: Any) -> int:
    return _running((node.pattern,), 1, len(value)) if isinstance(value, str) else 0


def _of_names(patterns: Collection[str], value: Any) -> int:
    return _running(patterns, len(value), sum(map(len, value))) if isinstance(value, dict) else 0


def _running(patterns: Collection[str], texts: int, characters: int) -> int:
    """Return the steps of running patterns over some texts of so many characters together."""
    ready = sum(1 + len(pattern) // _OF_A_PATTERN for pattern in patterns)
    return ready * texts + len(patterns) * characters // _OF_A_STEP


def _parts(value: Any) -> int:
    """Return how many parts a value has, at any depth."""
    if isinstance(value, dict | list):
        return len(value) + sum(map(_parts, value.values() if isinstance(value, dict) else value))
    return 0


_COSTS: Mapping[type[Node], Callable[[Any, Any], int]] = {
    Enum: lambda _, value: _parts(value),
    Unique: lambda _, value: _parts(value),
    Pattern: _of_pattern,
    Matching: lambda node, value: _of_names((node.pattern,), value),
    Others: lambda node, value: _of_names(node.patterns, value),
}
"""Steps that nodes take beyond one for each part of a value that they pass on."""
