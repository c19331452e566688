"""What the model is told of its tools comes from the bundle that its prompt comes from."""

from __future__ import annotations

from typing import Any

import pytest
from tests.runtime.shop import Shop, prompt, resource

import promptops.runtime as promptops

PARAMETERS = {"type": "object", "properties": {"order": {"type": "string"}}, "required": ["order"]}
RESOURCES = {
    "prompt:desk@1": prompt(
        "prompt:desk@1", "Hi", {"/tools/0": "tool:pay@1", "/tools/1": "tool:wait@1"}, tools=["pay@1", "wait"]
    ),
    "tool:pay@1": resource("tool:pay@1", description="Pays.", parameters=PARAMETERS),
    "tool:pay@2": resource("tool:pay@2", description="Pays twice."),
    "tool:wait@1": resource("tool:wait@1"),
}


def desk(shop: Shop) -> promptops.Decision:
    return shop.open().session("user-1").resolve("desk")


def test_tools_are_defined_as_the_prompt_names_them(shop: Shop) -> None:
    shop.publish(RESOURCES)
    pay, wait = desk(shop).tool_definitions

    assert desk(shop).tools == ("pay", "wait")
    assert pay._asdict() == {
        "reference": "tool:pay@1",
        "name": "pay",
        "description": "Pays.",
        "parameters": PARAMETERS,
    }
    assert (wait.description, wait.parameters) == ("", {"type": "object", "properties": {}})


def test_a_definition_is_a_copy(shop: Shop) -> None:
    shop.publish(RESOURCES)
    decision = desk(shop)
    changed: Any = decision.tool_definitions[0].parameters
    changed["properties"].clear()

    assert decision.tool_definitions[0].parameters == PARAMETERS


@pytest.mark.parametrize("killed", ["tool:pay@1", "tool:pay"])
def test_a_tool_that_is_switched_off_is_not_defined(shop: Shop, killed: str) -> None:
    shop.publish(RESOURCES)
    shop.switch_off(disabled={killed: {"reason": "it pays twice"}})

    assert [tool.name for tool in desk(shop).tool_definitions] == ["wait"]


@pytest.mark.parametrize(("own", "left"), [(["wait"], ("wait",)), (["pay@2", "wait"], ("wait",)), ([], ())])
def test_a_prompt_in_anothers_place_gets_no_tool_that_it_does_not_name(
    shop: Shop, own: list[str], left: tuple[str, ...]
) -> None:
    links = {f"/tools/{n}": f"tool:{each}" if "@" in each else f"tool:{each}@1" for n, each in enumerate(own)}
    agent = resource("agent:till@1", {"/prompt": "prompt:desk@1", "/tools/0": "tool:pay@1", "/tools/1": "tool:wait@1"})
    agent["attributes"] |= {"prompt": "desk", "tools": ["pay@1", "wait"]}
    sorry = prompt("prompt:sorry@1", "Sorry", links, tools=own)
    asked = prompt("prompt:desk@1", "Hi", {"/fallback": "prompt:sorry@1"}, fallback="sorry")
    shop.publish({**RESOURCES, "prompt:desk@1": asked, "prompt:sorry@1": sorry, "agent:till@1": agent})
    session = shop.open().session("user-1")
    assert session.resolve("agent:till").tools == ("pay", "wait")

    shop.switch_off(disabled={"prompt:desk@1": {"reason": "it promises"}})
    assert shop.open().session("user-1").resolve("agent:till").tools == left
