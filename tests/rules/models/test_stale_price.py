from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "stale-price"


def model(price: str, more: str = "") -> dict[str, str]:
    return {"m.yaml": f"kind: Model\nname: m\nprice: {price}\n{more}"}


@pytest.mark.parametrize(
    ("price", "words"),
    [
        ("{input: 1, output: 2, as_of: 2026-11-01}", None),
        ("{input: 1, output: 2, as_of: 2026-05-05}", None),
        ("{input: 1, output: 2, as_of: 2026-05-04}", "was looked up 181 days ago, on 2026-05-04"),
        ("{input: 1, as_of: 0001-01-01}", "days ago, on 0001-01-01"),
        ("{input: 1, output: 2, as_of: 2026-11-02}", "is of 2026-11-02, which is still to come"),
        ("{input: 1, output: 2, as_of: 9999-12-31}", "is of 9999-12-31, which is still to come"),
        ("{input: 1, output: 2}", None),
    ],
)
def test_a_price_ages(price: str, words: str | None, lint: Lint) -> None:
    found = lint(model(price), RULE)
    assert [(each.primary.line, each.severity) for each in found] == [(3, "warning")] * bool(words)
    assert all(str(words) in each.message for each in found)


def test_the_age_may_be_set_and_what_is_retired_is_left_alone(lint: Lint) -> None:
    old = model("{input: 1, as_of: 2026-01-01}")
    config = {"promptops.yaml": f"rules: {{{RULE}: {{options: {{max_age_days: 304}}}}}}\n"}
    assert lint({**old, **config}, RULE) == ()
    assert lint(model("{input: 1, as_of: 2026-01-01}", "lifecycle: retired\n"), RULE) == ()


GPT = "id: gpt-4o-2024-08-06\nprovider: openai\n---\nkind: Provider\nname: openai\n"


@pytest.mark.parametrize(
    ("price", "told"),
    [
        ("{input: 5, output: 15, as_of: 2024-08-06}", True),  # what it cost before August 2024
        ("{input: 2.5, output: 15, as_of: 2024-08-06}", True),
        ("{input: 0.0025, output: 0.01, per: 1000, as_of: 2026-10-01}", False),
        ("{input: 5, output: 15, as_of: 9999-12-31}", False),  # looked up later than the catalogue was
    ],
)
def test_a_price_that_is_no_longer_asked_is_told_with_the_one_that_is(price: str, told: bool, lint: Lint) -> None:  # noqa: FBT001 - a column
    found = [each for each in lint(model(price, GPT), RULE) if " costs " in each.message]
    assert len(found) == told
    assert all("costs 2.50 USD and 10 USD for a million tokens since 20" in each.message for each in found)
