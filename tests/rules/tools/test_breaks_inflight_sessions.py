from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]
Files = Mapping[str, str | None]

RULE = "breaks-inflight-sessions"
WORDS = "Pays back what was paid for an order that was never sent."
TOOL = f"kind: Tool\nname: refund\ndescription: {WORDS}\n"
AGENT = "kind: Agent\nname: desk\nprompt: desk\ntools: [refund, look]\nhandoffs: [boss]\n"
LOOK = "kind: Tool\nname: look\ndescription: Looks.\nparameters: {type: object, properties: {a: {enum: [x, y]}}}\n"
BEFORE: Files = {
    "refund.yaml": TOOL,
    "look.yaml": LOOK,
    "boss.yaml": "kind: Agent\nname: boss\n",
    "desk.yaml": AGENT,
    "desk.prompt.md": "---\nname: desk\nversion: 1.0.0\n---\nHelp.\n",
}
NARROWED = LOOK.replace("x, y", "x")
HISTORIES = "rollback: {imprints: {histories: They end on the bundle that they began with.}}\n"
ROLLOUT = "kind: Rollout\nname: desk\ntarget: TARGET\n" + HISTORIES


def lost(found: tuple[ChangeFinding, ...]) -> list[tuple[str, int, list[str]]]:
    """Return where each finding stands, and what it lists."""
    said = [each.diagnostic for each in found]
    assert all(each.severity == "warning" for each in said)
    return [(each.primary.path, each.primary.line, [other.text for other in each.related]) for each in said]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"refund.yaml": None}, [("desk.yaml", 4, ["the tool `refund` is gone"])]),
        (
            {"refund.yaml": None, "desk.yaml": AGENT.replace("refund, ", "")},
            [("desk.yaml", 2, ["the tool `refund` is gone"])],
        ),
        (
            {"refund.yaml": TOOL.replace("refund", "pay-back"), "desk.yaml": AGENT.replace("refund", "pay-back")},
            [("desk.yaml", 2, ["the tool `refund` is `pay-back`"])],
        ),
        ({"desk.yaml": AGENT.replace("refund, ", "")}, [("desk.yaml", 2, ["it may no longer call `refund`"])]),
        ({"look.yaml": NARROWED}, [("desk.yaml", 4, ["`look` takes less"])]),
        ({"desk.yaml": AGENT.replace("[boss]", "[]")}, [("desk.yaml", 2, ["it no longer hands off to `agent:boss`"])]),
        ({"desk.yaml": None}, [("desk.yaml", 2, ["the agent `desk` is gone"])]),
        (
            {"desk.prompt.md": "---\nname: desk\nversion: 2.0.0\n---\nHelp.\n"},
            [("desk.yaml", 3, ["it follows `prompt:desk@2` in place of `prompt:desk@1`"])],
        ),
        (
            {"refund.yaml": None, "look.yaml": NARROWED, "desk.yaml": AGENT.replace("[boss]", "[]")},
            [
                (
                    "desk.yaml",
                    4,
                    ["the tool `refund` is gone", "`look` takes less", "it no longer hands off to `agent:boss`"],
                )
            ],
        ),
        ({"desk.prompt.md": "---\nname: desk\nversion: 1.1.0\n---\nHelp politely.\n"}, []),
        ({"more.yaml": TOOL.replace("refund", "cancel"), "desk.yaml": AGENT.replace("look", "look, cancel")}, []),
        ({"desk.yaml": AGENT.replace("refund, look", "look, refund")}, []),
        ({"look.yaml": "kind: Tool\nname: look\ndescription: Looks up.\n"}, []),
        ({"refund.yaml": "kind: Tool\nname: refund\neffects: maybe\n"}, []),
        ({"desk.prompt.md": None}, []),
        ({"boss.yaml": None}, []),
    ],
)
def test_one_finding_lists_what_an_agent_loses(
    diff: Diff, changed: Files, expected: list[tuple[str, int, list[str]]]
) -> None:
    found = diff(BEFORE, changed, RULE)
    ours = tuple(each for each in found if "agent:desk" in each.diagnostic.message)
    assert lost(ours) == expected


def test_the_message_says_the_first_and_how_many_more(diff: Diff) -> None:
    (found,) = diff(BEFORE, {"refund.yaml": None, "look.yaml": NARROWED}, RULE)
    assert found.diagnostic.message == (
        "sessions of `agent:desk` that are in flight lose what they rely on: the tool `refund` is gone, and 1 more"
    )
    assert [consumer.name for consumer in found.consumers] == ["agent:desk"]
    assert found.bump == "none"


@pytest.mark.parametrize(
    "files",
    [
        {"r.yaml": ROLLOUT.replace("TARGET", "agent:desk")},
        {
            "r.yaml": ROLLOUT.replace("TARGET", "feature:help"),
            "f.yaml": "kind: Feature\nname: help\nparts: [agent:desk]\n",
        },
    ],
    ids=["agent", "feature"],
)
def test_a_rollout_that_says_what_becomes_of_conversations_is_an_answer(diff: Diff, files: Files) -> None:
    assert diff(BEFORE, {"refund.yaml": None, **files}, RULE) == ()


def test_a_rollout_that_says_nothing_of_them_is_none(diff: Diff) -> None:
    rollout = "kind: Rollout\nname: desk\ntarget: agent:desk\nstages: [{percent: 10}]\n"
    assert len(diff(BEFORE, {"refund.yaml": None, "r.yaml": rollout}, RULE)) == 1


PROMPT = "---\nname: chat\ntools: [refund]\n---\nHelp.\n"


def test_of_a_prompt_only_what_happens_to_its_tools_counts(diff: Diff) -> None:
    before = {"refund.yaml": TOOL, "p.prompt.md": PROMPT}
    assert lost(diff(before, {"refund.yaml": None}, RULE)) == [("p.prompt.md", 3, ["the tool `refund` is gone"])]
    assert diff(before, {"p.prompt.md": PROMPT.replace("[refund]", "[]")}, RULE) == ()
    assert diff(before, {"p.prompt.md": None}, RULE) == ()


def test_a_prompt_that_an_agent_follows_is_told_once_with_the_agent(diff: Diff) -> None:
    before = {"refund.yaml": TOOL, "p.prompt.md": PROMPT, "a.yaml": "kind: Agent\nname: a\nprompt: chat\n"}
    assert lost(diff(before, {"refund.yaml": None}, RULE)) == [("a.yaml", 2, ["the tool `refund` is gone"])]


def test_an_experimental_agent_is_for_the_reader(diff: Diff) -> None:
    before = {**BEFORE, "desk.yaml": f"{AGENT}lifecycle: experimental\n"}
    (found,) = diff(before, {"refund.yaml": None}, RULE)
    assert found.diagnostic.severity == "info"


def test_undoing_a_loss_is_none(diff: Diff) -> None:
    assert diff({**BEFORE, "refund.yaml": "kind: Team\nname: x\n"}, {"refund.yaml": TOOL}, RULE) == ()
