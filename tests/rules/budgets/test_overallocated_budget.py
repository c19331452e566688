from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "overallocated-budget"
MODELS = (
    "kind: Model\nname: dear\nprice: {input: 2, output: 10}\n---\n"
    "kind: Model\nname: cheap\nprice: {input: 1, output: 4}\n---\nkind: Model\nname: unpriced\n"
)


def budget(name: str, amount: str, window: str | None = "month", more: str = "") -> str:
    holds = f"window: {window}\n" if window else ""
    return f"kind: Budget\nname: {name}\nholder: team:support\namount: {amount}\n{holds}{more}"


def part(amount: str, window: str | None = "month", more: str = "", name: str = "part") -> str:
    return budget(name, amount, window, f"parent: whole\n{more}")


def said(found: tuple[Diagnostic, ...]) -> list[tuple[str, int, str]]:
    return [(each.primary.path, each.primary.line, each.severity.value) for each in found]


@pytest.mark.parametrize(
    ("whole", "parts", "told"),
    [
        pytest.param(budget("whole", "{usd: 100}"), [part("{usd: 100}")], None, id="all of it"),
        pytest.param(budget("whole", "{usd: 100}"), [part("{usd: 100.000001}")], "100.000001 USD a month", id="a bit"),
        pytest.param(
            budget("whole", "{usd: 0.3}"),
            [part("{usd: 0.1}", name="a"), part("{usd: 0.2}", name="b")],
            None,
            id="no float",
        ),
        pytest.param(budget("whole", "{usd: 310}"), [part("{usd: 10}", "day")], None, id="31 days"),
        pytest.param(budget("whole", "{usd: 309}"), [part("{usd: 10}", "day")], "takes 310 USD a month", id="30 days"),
        pytest.param(budget("whole", "{usd: 10}", "day"), [part("{usd: 280}")], None, id="a month in days"),
        pytest.param(budget("whole", "{usd: 10}", "day"), [part("{usd: 281}")], "USD a day", id="not in February"),
        pytest.param(budget("whole", "{usd: 10}", None), [part("{usd: 1}")], "is given anew each month", id="endless"),
        pytest.param(budget("whole", "{usd: 10}", None), [part("{usd: 0}")], None, id="nothing, without end"),
        pytest.param(budget("whole", "{usd: 10}"), [part("{usd: 900}", None)], None, id="once, in any month"),
        pytest.param(budget("whole", "{usd: 10}", None), [part("{usd: 11}", None)], "for good", id="once in once"),
        pytest.param(budget("whole", "{tokens: 9}"), [part("{tokens: 10}")], "takes 10 tokens", id="tokens"),
        pytest.param(budget("whole", "{usd: 0}"), [part("{usd: 0}")], None, id="nothing of nothing"),
        pytest.param(
            budget("whole", "{usd: 9, tokens: 9}"), [part("{usd: 1, tokens: 10}")], "10 tokens", id="one of two"
        ),
        pytest.param(
            budget("whole", "{usd: 1}"),
            [part("{tokens: 1000001}", more="models: [dear, cheap]\n")],
            "1.000001 USD",
            id="tokens at the least price",
        ),
        pytest.param(
            budget("whole", "{usd: 1}"), [part("{tokens: 1000000}", more="models: [cheap]\n")], None, id="it may fit"
        ),
        pytest.param(
            budget("whole", "{tokens: 99999}", more="models: [dear]\n"),
            [part("{usd: 1}")],
            "takes 100,000 tokens",
            id="USD at the greatest price, of the models of the whole",
        ),
        pytest.param(
            budget("whole", "{usd: 999999999}"), [part("{usd: '9007199254'}", "minute")], "USD a month", id="huge"
        ),
    ],
)
def test_the_parts_are_added_up(whole: str, parts: list[str], told: str | None, lint: Lint) -> None:
    files = {"models.yaml": MODELS, "whole.yaml": whole, "parts.yaml": "---\n".join(parts)}
    found = lint(files, RULE)
    assert said(found) == ([] if told is None else [("whole.yaml", 4, "error")])
    assert told is None or told in found[0].message


def test_the_finding_shows_the_sum(lint: Lint) -> None:
    parts = [part("{usd: 10}", "day", name="a"), part("{usd: 120}", "quarter", name="b"), part("{usd: 1}", name="c")]
    files = {"whole.yaml": budget("whole", "{usd: 300}"), "parts.yaml": "---\n".join(parts)}
    (found,) = lint(files, RULE)
    assert found.message == "the 3 parts of `whole` take 351 USD a month, and the whole is 300 USD"
    assert [each.text for each in found.related] == [
        "`a` takes 31 times 10 USD a day: 310 USD",
        "`b` takes 120 USD a quarter in 3 of `whole`: 40 USD",
        "`c` takes 1 USD a month",
    ]


@pytest.mark.parametrize("models", ["", "models: [unpriced]\n", "models: [dear, unpriced]\n", "models: [gone]\n"])
def test_what_nobody_can_compare_is_an_info(models: str, lint: Lint) -> None:
    parts = [part("{tokens: 5}", more=models, name=name) for name in ("a", "b")]
    files = {"models.yaml": MODELS, "whole.yaml": budget("whole", "{usd: 1}"), "parts.yaml": "---\n".join(parts)}
    found = lint(files, RULE)
    assert said(found) == [("parts.yaml", 4, "info")]


def test_one_unit_in_common_is_enough(lint: Lint) -> None:
    files = {"whole.yaml": budget("whole", "{usd: 1, tokens: 9}"), "part.yaml": part("{tokens: 5}")}
    assert lint(files, RULE) == ()


@pytest.mark.parametrize(
    ("overrides", "where", "told"),
    [
        ("budget:part: {amount: {usd: 101}}", "", " in `prod`"),
        ("budget:whole: {amount: {usd: 99}}", "", " in `prod`"),
        ("budget:part: {amount: {usd: 101}}", "environment: test\n", None),
        ("budget:part: {amount: {usd: 99}}", "", None),
    ],
)
def test_an_environment_may_override_amounts(overrides: str, where: str, told: str | None, lint: Lint) -> None:
    files = {
        "prod.yaml": f"kind: Environment\nname: prod\noverrides:\n  {overrides}\n---\nkind: Environment\nname: test\n",
        "whole.yaml": budget("whole", "{usd: 100}"),
        "part.yaml": part("{usd: 100}", more=where),
    }
    found = lint(files, RULE)
    assert [told is not None and told in each.message for each in found] == [True] * (told is not None)


def test_parts_of_all_environments_take_from_one_whole(lint: Lint) -> None:
    parts = [part("{usd: 60}", more=f"environment: {name}\n", name=name) for name in ("prod", "test")]
    environments = "kind: Environment\nname: prod\n---\nkind: Environment\nname: test\n"
    files = {"e.yaml": environments, "w.yaml": budget("whole", "{usd: 100}"), "p.yaml": "---\n".join(parts)}
    assert said(lint(files, RULE)) == [("w.yaml", 4, "error")]


def test_a_retired_part_takes_nothing(lint: Lint) -> None:
    files = {"w.yaml": budget("whole", "{usd: 1}"), "p.yaml": part("{usd: 5}", more="lifecycle: retired\n")}
    assert lint(files, RULE) == ()


@pytest.mark.parametrize("amount", ["{eur: 5}", "{usd: 5, eur: 5}"])
def test_there_is_one_currency(amount: str, lint: Lint) -> None:
    found = lint({"w.yaml": budget("whole", amount)})
    assert ("unknown-key", 4) in [(each.rule, each.primary.line) for each in found]


@pytest.mark.parametrize("amount", ["-1", ".nan", ".inf", "1e18", "'1000000000000000000'", "0.0000001", "many", "true"])
def test_an_absurd_amount_is_refused(amount: str, lint: Lint) -> None:
    found = lint({"w.yaml": budget("whole", f"{{usd: {amount}}}"), "p.yaml": part("{usd: 5}")})
    assert [(each.rule, each.primary.path) for each in found] == [("invalid-value", "w.yaml")]
