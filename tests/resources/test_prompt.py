from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import pytest

from promptops.resources.conditions import Condition

NOT_A_PATH = "paths are relative to the file that names them, as in `./refund.schema.json`"


def one_of(*values: str) -> Condition:
    return Condition.model_validate({"in": values})


def test_the_example_is_held_in_its_full_form(accept: Callable[..., Any]) -> None:
    prompt = accept("Prompt")
    assert prompt.review_by == dt.date(2027, 3, 1)
    assert prompt.tools == ("issue-refund", "tool:lookup-order@1")
    assert prompt.inputs == {
        "type": "object",
        "properties": {
            "order_id": {"type": "string"},
            "tone": {"enum": ["plain", "warm"], "default": "plain"},
            "note": {"type": "string"},
        },
        "required": ["order_id"],
        "additionalProperties": False,
    }
    assert prompt.output.schema_["required"] == ["reply"]
    assert prompt.examples[0].output == {"reply": "Done."}
    assert [variant.weight for variant in prompt.variants] == [90, 10, 0, 1]
    assert prompt.variants[1].segment == {"plan": one_of("pro", "team"), "region": one_of("eu")}
    assert prompt.variants[2].segment == {"segment": one_of("testers")}


def test_messages_stand_in_place_of_a_body(accept: Callable[..., Any]) -> None:
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "{{ question }}"}]
    prompt = accept("Prompt", body=..., messages=messages)
    assert [(message.role, message.content) for message in prompt.messages] == [
        ("system", "Be brief."),
        ("user", "{{ question }}"),
    ]


def test_a_blank_body_is_no_second_text(accept: Callable[..., Any]) -> None:
    assert accept("Prompt", body="\n", messages=[{"role": "user", "content": "Hello"}]).messages


def test_variants_can_hold_all_text(accept: Callable[..., Any]) -> None:
    variants = [{"name": "a", "body": "One."}, {"name": "b", "file": "b.md"}]
    assert accept("Prompt", body="", variants=variants).variants[1].has_text


def test_a_schema_alone_means_json(accept: Callable[..., Any]) -> None:
    output = accept("Prompt", output={"schema": "./refund.schema.json"}).output
    assert (output.format, output.schema_) == ("json", "./refund.schema.json")


def test_examples_can_stand_in_a_file(accept: Callable[..., Any]) -> None:
    assert accept("Prompt", examples="./refund.examples.yaml").examples == "./refund.examples.yaml"


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        ({"tools": "a"}, ("tools",), "`tools` must be a list, not a string", "put it in brackets, or behind a dash"),
        (
            {"tools": ["prompt:a"]},
            ("tools", 0),
            "`tools[0]` must be the name of a tool, not of a prompt",
            None,
        ),
        (
            {"body": ..., "messages": [{"role": "sytem", "content": ""}]},
            ("messages", 0, "role"),
            "`messages[0].role` must be `system`, `developer`, `user`, `assistant` or `tool`, not `sytem`",
            "did you mean `system`?",
        ),
        (
            {"messages": [{"role": "user", "content": "Hello"}]},
            ("messages",),
            "`messages` cannot stand beside a body",
            "keep one of the two",
        ),
        ({"output": {"role": "answer"}}, ("output",), "`output.format` is missing", None),
        (
            {"output": {"format": "jsn"}},
            ("output", "format"),
            "`output.format` cannot be `jsn`",
            "did you mean `json`?",
        ),
        (
            {"output": {"schema": "/etc/passwd"}},
            ("output", "schema"),
            "`output.schema` must be a relative path with forward slashes, not `/etc/passwd`",
            NOT_A_PATH,
        ),
        (
            {"output": {"schema": {"properties": {"a": {"type": "strng"}}}}},
            ("output", "schema", "properties", "a", "type"),
            "`output.schema.properties.a.type` is `strng`, which is not a type",
            "did you mean `string`?",
        ),
        (
            {"output": {"schema": ["a"]}},
            ("output", "schema"),
            "`output.schema` must be a JSON Schema, not a list",
            None,
        ),
        (
            {"parameters": {"temperature": "0.2"}},
            ("parameters", "temperature"),
            "`parameters.temperature` must be a number, not a string",
            "write digits only, without quotes",
        ),
        (
            {"contract": {"a b": "x"}},
            ("contract", "a b"),
            "`contract` has a key that must be a plain name such as `hard-cases`, not `a b`",
            "a plain name is letters, digits, `.`, `_` and `-`",
        ),
        ({"parameters": [0.2]}, ("parameters",), "`parameters` must be a mapping, not a list", None),
        ({"annotations": ["a"]}, ("annotations",), "`annotations` must be a mapping, not a list", None),
        ({"contract": {"a": " "}}, ("contract", "a"), "`contract.a` is blank", None),
        (
            {"examples": [{"inputs": {}}]},
            ("examples", 0),
            "`examples[0].output` is missing",
            None,
        ),
        (
            {"examples": {"inputs": {}}},
            ("examples",),
            "`examples` must be a list, not a mapping",
            None,
        ),
        (
            {"variants": [{"name": "a", "weight": -1}]},
            ("variants", 0, "weight"),
            "`variants[0].weight` must be at least 0, not `-1`",
            None,
        ),
        (
            {"variants": [{"name": "a", "body": "x", "file": "y"}]},
            ("variants", 0, "file"),
            "`variants[0].file` cannot stand beside `body`",
            "keep one of the two",
        ),
        (
            {"variants": [{"name": "a", "segment": ""}]},
            ("variants", 0, "segment"),
            "`variants[0].segment` is blank",
            None,
        ),
        ({"tuned_for": ""}, ("tuned_for",), "`tuned_for` is blank", None),
    ],
)
def test_what_is_refused(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Prompt", changes, keys, message, advice)


@pytest.mark.parametrize(
    ("changes", "keys", "message", "advice"),
    [
        (
            {"variants": [{"name": "a"}, {"name": "b"}, {"name": "a"}]},
            ("variants", 2, "name"),
            "`variants[2].name` repeats `a`",
            "give each its own name",
        ),
        (
            {"body": ..., "variants": [{"name": "a", "body": "x"}, {"name": "b"}]},
            (),
            "the resource has no text",
            "write it below the front matter, as `body` or as `messages`",
        ),
        (
            {"annotations": {"costs": [1, math.nan]}},
            ("annotations", "costs", 1),
            "`annotations.costs[1]` must be a finite number",
            None,
        ),
        (
            {"examples": [{"output": math.inf}]},
            ("examples", 0, "output"),
            "`examples[0].output` must be a finite number",
            None,
        ),
        (
            {"parameters": {"seed": 2**60}},
            ("parameters", "seed"),
            "`parameters.seed` is beyond 2^53, where JSON loses digits",
            "write it as a string, in quotes",
        ),
    ],
)
def test_what_no_json_schema_refuses(
    refuse: Callable[..., None], changes: dict[str, Any], keys: tuple[str | int, ...], message: str, advice: str | None
) -> None:
    refuse("Prompt", changes, keys, message, advice, beyond_schema=True)
