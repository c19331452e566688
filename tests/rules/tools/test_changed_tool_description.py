from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

RULE = "changed-tool-description"
AGENT = "kind: Agent\nname: refunds\ntools: [refund]\n"


def native(description: str, lifecycle: str = "stable") -> str:
    return f"kind: Tool\nname: refund\nlifecycle: {lifecycle}\ndescription: {json.dumps(description)}\n"


def listed(description: str | None, **parameters: str) -> str:
    properties = {name: {"type": "string", "description": text} for name, text in parameters.items()}
    tool = {"name": "refund", "inputSchema": {"type": "object", "properties": properties}}
    return json.dumps(tool if description is None else {**tool, "description": description})


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str]]:
    return [(each.diagnostic.severity.value, each.diagnostic.message) for each in found]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Pays back. Ask first.", "Pays back.  Ask first."),
        ("Pays back. Ask first.", "Pays back.\nAsk first.\n"),
        ("- Pays back.\n- Asks.", "* Pays back.\n* Asks.\n"),
        ("Pays back.", "Pays back."),
    ],
)
def test_other_blanks_are_no_change(diff: Diff, before: str, after: str) -> None:
    assert diff({"t.yaml": native(before), "a.yaml": AGENT}, {"t.yaml": native(after)}, RULE) == ()


@pytest.mark.parametrize(
    ("lifecycle", "agent", "after", "severity"),
    [
        ("stable", AGENT, "Pays an order back.", "warning"),
        ("stable", "", "Pays an order back.", "info"),
        ("deprecated", AGENT, "Pays an order back.", "info"),
        ("stable", AGENT, "Pays an order back. Ask the customer for the reason first.", "info"),
        ("stable", AGENT, "Pays an order back. Ask the customer first. Say when it is done.", "info"),
    ],
)
def test_only_a_lost_sentence_of_a_stable_tool_is_a_warning(
    diff: Diff, lifecycle: str, agent: str, after: str, severity: str
) -> None:
    before = {"t.yaml": native("Pays an order back. Ask the customer first.", lifecycle)}
    if agent:
        before["a.yaml"] = agent
    (found,) = diff(before, {"t.yaml": native(after, lifecycle)}, RULE)
    assert found.diagnostic.severity == severity
    assert found.diagnostic.notes


def test_the_words_that_changed_are_shown(diff: Diff) -> None:
    (found,) = diff({"t.json": listed("Pays an order back.")}, {"t.json": listed("Pays a whole order back.")}, RULE)
    assert told((found,)) == [("info", "the description of the tool `refund` says something else")]
    assert found.diagnostic.notes == ("Pays [-an-] {+a whole+} order back.",)


def test_descriptions_of_parameters_count(diff: Diff) -> None:
    before, after = (
        listed("Pays.", order="The number.", gone="x"),
        listed("Pays.", order="The order's number.", new="y"),
    )
    (found,) = diff({"t.json": before}, {"t.json": after}, RULE)
    assert found.diagnostic.message == "the description of the parameter `order` of `refund` says something else"


def test_a_description_that_comes_or_goes_is_told(diff: Diff) -> None:
    (found,) = diff({"t.json": listed(None)}, {"t.json": listed("Pays.")}, RULE)
    assert told((found,)) == [("info", "the description of the tool `refund` says something else")]
    (found,) = diff({"t.json": listed("Pays.")}, {"t.json": listed(None)}, RULE)
    assert told((found,)) == [("info", "the description of the tool `refund` lost a sentence")]
