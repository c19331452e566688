from __future__ import annotations

import ast
from functools import reduce
from typing import Any

import pytest
from tests.publishing.shop import PROMPT, resource

from promptops.publishing.stubs import stubs_of


def rendering(properties: dict[str, Any], **schema: Any) -> str:
    """Return the parameters of the one prompt's `render`, in source that Python reads."""
    inputs = {"properties": properties, "additionalProperties": False, **schema}
    bundle = {"project": "shop", "environment": "prod", "resources": {PROMPT: resource(PROMPT, inputs=inputs)}}
    source = stubs_of(bundle)
    compile(source, "prompts.py", "exec")
    functions = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.FunctionDef)]
    return next(ast.unparse(each.args) for each in functions if each.name == "render")


@pytest.mark.parametrize("name", ["self", "others", "__debug__", "class", "a b", "\ufb01"])
def test_what_no_parameter_can_be_called_is_one_of_the_others(name: str) -> None:
    assert rendering({name: {}, "fi": {"type": "string"}}) == "self, /, *, fi: str=..., **others: Any"


@pytest.mark.parametrize("odd", [{"enum": 5}, {"enum": {"x": 1}}, {"type": [["a"]]}, {"type": 5}, {"type": {}}, 7])
def test_an_odd_schema_takes_anything(odd: Any) -> None:
    assert rendering({"fi": odd}, required=5) == "self, /, *, fi: Any=..."


def test_a_type_that_stands_there_often_counts_once() -> None:
    deep: dict[str, Any] = reduce(lambda inner, _: {"type": ["array"] * 100, "items": inner}, range(7), {})
    assert rendering({"fi": deep}).startswith("self, /, *, fi: Sequence[Sequence[")
