from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "budget-below-worst-case"
FILES = {
    "m.yaml": (
        "kind: Model\nname: m\ncontext_window: 1000\nmax_output_tokens: 100\nprice: {input: 1000, output: 1000}\n"
    ),
    "p.yaml": "kind: Prompt\nname: p\nmodel: m\nbody: Help.\n",
    "t.yaml": "kind: Tool\nname: look\ndescription: Looks.\neffects: read\n",
}


def project(amount: str, limits: str = "{max_turns: 4, timeout: 1m}", holder: str = "team:support") -> dict[str, str]:
    draws = "budget: b\n" if holder == "team:support" else ""
    return {
        **FILES,
        "a.yaml": f"kind: Agent\nname: a\nprompt: p\ntools: [look]\nlimits: {limits}\n{draws}",
        "b.yaml": f"kind: Budget\nname: b\nholder: {holder}\namount: {amount}\nwindow: day\n",
    }


@pytest.mark.parametrize("holder", ["team:support", "agent:a"])
@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("{usd: 3.99}", True),  # four turns of a thousand tokens, at a dollar a thousand
        ("{usd: 4}", False),
        ("{usd: 0}", True),
        ("{tokens: 4399}", True),
        ("{tokens: 4400}", False),
        ("{tokens: 4400, usd: 3}", True),
    ],
)
def test_one_request_fits_into_the_budget(amount: str, told: bool, holder: str, lint: Lint) -> None:  # noqa: FBT001 - a column
    found = lint(project(amount, holder=holder), RULE)
    assert [(each.primary.path, each.primary.line, each.severity) for each in found] == [
        ("b.yaml", 4, "warning")
    ] * told


def test_the_finding_shows_both_numbers_and_who_draws(lint: Lint) -> None:
    (found,) = lint(project("{usd: 1.5}"), RULE)
    assert found.message == "one request to the agent `a` may take 4 USD, and `b` has 1.50 USD a day"
    assert [(each.span.path, each.span.line) for each in found.related] == [("a.yaml", 6)]


@pytest.mark.parametrize("limits", ["{timeout: 1m}", "{max_turns: 4, max_cost: 0.5}"])
def test_what_has_no_bound_or_a_limit_of_its_own_is_left_to_others(limits: str, lint: Lint) -> None:
    assert lint(project("{usd: 2}", limits), RULE) == ()


def test_an_eval_draws_for_one_case(lint: Lint) -> None:
    files = {
        **project("{usd: 3}"),
        "a.yaml": "kind: Eval\nname: e\nsubjects: [prompt:p]\nbudget: b\n",
    }
    assert lint(files, RULE) == ()
    (found,) = lint({**files, "b.yaml": files["b.yaml"].replace("usd: 3", "usd: 0.05")}, RULE)
    assert found.message.startswith("one case of the eval `e` may take 0.")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("{usd: 40}", None),
        (
            "{usd: 39}",
            "the 10 requests of the busiest minute of the agent `a` may take 40 USD, and `b` has 39 USD a day",
        ),
        ("{usd: 3}", "one request to the agent `a` may take 4 USD"),
    ],
)
def test_the_busiest_minute_fits_where_it_is_known(amount: str, words: str | None, lint: Lint) -> None:
    files = project(amount)
    files["a.yaml"] += "traffic: {requests_per_minute: 10}\n"
    found = lint(files, RULE)
    assert len(found) == (words is not None)
    assert all(str(words) in each.message for each in found)
