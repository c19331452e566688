"""`promptops budget`: the tree, what a request takes of it, and what a change moves."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from promptops.scaffolds.schemas import schema_text

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]
Git = Callable[..., str]

AGENT = (
    "kind: Agent\nname: desk\nprompt: p\ntools: [look]\nbudget: chat\n"
    "limits: {max_turns: 4, max_tool_calls: 3, max_cost: 2}\n"
)
BUDGETS = (
    "kind: Budget\nname: all\nholder: team:support\namount: {usd: 3100}\nwindow: month\n---\n"
    "kind: Budget\nname: chat\nholder: team:support\nparent: all\namount: {usd: 90}\nwindow: day\n"
    "purpose: production\non_exceed: block\n---\n"
    "kind: Budget\nname: tests\nholder: team:support\nparent: all\namount: {tokens: 1000}\nenvironment: test\n"
)
FILES: Mapping[str, str | bytes] = {
    "promptops.yaml": "name: shop\n",
    "_defaults.yaml": "owner: support\n",
    "team.yaml": "kind: Team\nname: support\n",
    "m.yaml": (
        "kind: Model\nname: m\ncontext_window: 1000\nmax_output_tokens: 100\nprice: {input: 1000, output: 1000}\n"
    ),
    "p.yaml": "kind: Prompt\nname: p\nmodel: m\nbody: Help.\n",
    "look.yaml": "kind: Tool\nname: look\ndescription: Looks.\neffects: read\n",
    "a.yaml": AGENT,
    "b.yaml": BUDGETS,
    "e.yaml": (
        "kind: Environment\nname: test\noverrides:\n  agent:desk: {budget: tests, limits: {max_cost: 0.5}}\n"
        "  budget:chat: {amount: {usd: 1}}\n---\nkind: Environment\nname: prod\n"
    ),
}


@pytest.fixture(autouse=True)
def _files(write: Write) -> None:
    write(FILES)


def loaded(run: Run, *arguments: str) -> dict[str, Any]:
    result = run("budget", "--format", "json", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    Draft202012Validator(json.loads(schema_text("budgets"))).validate(found)
    return found


def units(found: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    keys = ("unit", "amount", "parts", "headroom", "uncompared")
    return {each["reference"]: tuple(each["units"][0][key] for key in keys) for each in found["budgets"]}


def test_the_tree_with_allocation_and_headroom(run: Run) -> None:
    found = loaded(run)
    assert units(found) == {
        "budget:all": ("usd", 3_100_000_000, 2_790_000_000, 310_000_000, 1),
        "budget:chat": ("usd", 90_000_000, 0, 90_000_000, 0),
        "budget:tests": ("tokens", 1_000, 0, 1_000, 0),
    }
    assert [(each["depth"], each["parent"]) for each in found["budgets"]] == [
        (0, None),
        (1, "budget:all"),
        (1, "budget:all"),
    ]


def test_the_worst_case_of_a_request_is_that_of_the_bounds(run: Run) -> None:
    """Four calls of a thousand tokens at a dollar a thousand; the last one is made below two dollars, and ends it."""
    found = loaded(run)
    (desk,) = found["requests"]
    assert (desk["reference"], desk["budgets"]) == ("agent:desk", ["chat"])
    assert desk["worst"]["usd"] == 3_000_000
    worst = {each["reference"]: each["units"][0]["worst"] for each in found["budgets"]}
    assert worst == {"budget:all": 3_000_000, "budget:chat": 3_000_000, "budget:tests": 0}
    assert [each["units"][0]["requests"] for each in found["budgets"]] == [1_033, 30, None]


def test_an_environment_has_its_own_budgets_amounts_and_limits(run: Run) -> None:
    found = loaded(run, "--environment", "test")
    assert units(found)["budget:chat"] == ("usd", 1_000_000, 0, 1_000_000, 0)
    assert units(found)["budget:all"][2] == 31_000_000
    (desk,) = found["requests"]
    assert (desk["budgets"], desk["worst"]["usd"]) == (["tests"], 1_500_000)
    assert "budget:tests" not in units(loaded(run, "--environment", "prod"))


def test_an_environment_that_nobody_knows_is_refused(run: Run) -> None:
    result = run("budget", "--environment", "tset")
    assert result.exit_code == 2
    assert "there is no environment `tset`" in result.stderr
    assert "`test`" in result.stderr


def test_what_a_change_brings(run: Run, write: Write, git: Git) -> None:
    git("add", ".")
    git("commit", "--quiet", "--message", "begin")
    assert loaded(run, "--against", "HEAD")["against"] == {"named": "HEAD", "changes": []}
    write({"a.yaml": AGENT.replace("max_cost: 2", "max_cost: 3"), "b.yaml": BUDGETS.replace("usd: 90", "usd: 95")})
    write({"c.yaml": "kind: Agent\nname: loop\nprompt: p\ntools: [look]\n"})
    changes = loaded(run, "--against", "HEAD")["against"]["changes"]
    assert [tuple(each.values()) for each in changes] == [
        ("budget:all", "parts", "usd", {"amount": 2_790_000_000}, {"amount": 2_945_000_000}, 155_000_000),
        ("budget:chat", "amount", "usd", {"amount": 90_000_000}, {"amount": 95_000_000}, 5_000_000),
        ("agent:desk", "worst_case", "usd", {"amount": 3_000_000}, {"amount": 4_000_000}, 1_000_000),
        ("agent:desk", "worst_case", "tokens", {"amount": 3_400}, {"amount": 4_400}, 1_000),
        ("agent:loop", "worst_case", "usd", None, {"amount": None}, None),
        ("agent:loop", "worst_case", "tokens", None, {"amount": None}, None),
    ]
    text = run("budget", "--against", "HEAD", "--no-color").stdout
    assert "agent:desk worst case: 3 USD → 4 USD (+1 USD)" in text
    assert "agent:loop worst case: none → no bound in USD" in text


def test_a_baseline_that_is_not_there_is_an_error(run: Run) -> None:
    assert run("budget", "--against", "gone").exit_code == 2


@pytest.mark.parametrize(
    ("budgets", "words"),
    [
        (BUDGETS, "3,100 USD a month, parts 2,790 USD, 310 USD left, 1 part not compared, 3 USD a request at most"),
        (BUDGETS.replace("usd: 90", "usd: 200"), "parts 6,200 USD, 3,100 USD too much"),
        (BUDGETS.replace("window: month\n", ""), "3,100 USD for good, the parts take all of it in the end"),
        (BUDGETS.replace("parent: all", "parent: chat"), "3 budgets"),
        ("", "`promptops new budget NAME` writes one"),
    ],
)
def test_the_text_says_it_in_words(run: Run, write: Write, budgets: str, words: str) -> None:
    write({"b.yaml": budgets})
    result = run("budget", "--no-color")
    assert result.exit_code == 0
    assert words in result.stdout
