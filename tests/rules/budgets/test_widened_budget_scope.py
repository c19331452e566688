from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

RULE = "widened-budget-scope"
OTHERS = {
    "models.yaml": "kind: Model\nname: a\n---\nkind: Model\nname: b\n",
    "prod.yaml": "kind: Environment\nname: prod\n---\nkind: Environment\nname: dev\n",
    "agent.yaml": "kind: Agent\nname: desk\n",
    "feature.yaml": "kind: Feature\nname: chat\n",
}


def budget(holder: str = "team:support", more: str = "") -> str:
    return f"kind: Budget\nname: chat\nholder: {holder}\namount: {{usd: 10}}\n{more}"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (budget(more="models: [a]"), budget(more="models: [a, b]"), "may be spent on `b` as well"),
        (budget(more="models: [a, b]"), budget(), "may be spent on any model now, and was for `a` and `b`"),
        (budget(more="models: [a]"), budget(more="models: []"), "may be spent on any model now, and was for `a`"),
        (budget(more="models: [a, b]"), budget(more="models: [b]"), None),
        (budget(), budget(more="models: [b]"), None),
        (budget(more="models: [a, b]"), budget(more="models: [b, 'model:a']"), None),
        (budget(more="environment: prod"), budget(), "holds for every environment now, and held for `prod`"),
        (budget(), budget(more="environment: prod"), None),
        (budget(more="environment: prod"), budget(more="environment: dev"), None),
        (budget(more="purpose: production"), budget(), "holds for every purpose now, and held for `production`"),
        (budget("agent:desk"), budget("feature:chat"), "is held by `feature:chat` now, and was held by `agent:desk`"),
        (budget("feature:chat"), budget(), "is held by `team:support` now, and was held by `feature:chat`"),
        (budget(), budget("{team: support}"), None),
        (budget(), budget("agent:desk"), None),
    ],
)
def test_each_way_to_spend_on_more_is_told(before: str, after: str, expected: str | None, diff: Diff) -> None:
    found = diff({**OTHERS, "chat.yaml": before}, {"chat.yaml": after}, RULE)
    said = [(each.diagnostic.message, each.diagnostic.severity.value) for each in found]
    assert said == ([] if expected is None else [(f"the budget `chat` {expected}", "warning")])


def test_several_at_once_are_told_apart(diff: Diff) -> None:
    before = budget("agent:desk", "models: [a]\npurpose: production\nenvironment: prod\n")
    found = diff({**OTHERS, "chat.yaml": before}, {"chat.yaml": budget()}, RULE)
    assert len({each.diagnostic.keys for each in found}) == len(found) == 4
