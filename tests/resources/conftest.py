"""The full example of every kind, and what every refusal has in common."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from jsonschema import Draft202012Validator

from promptops.resources import slug_of
from promptops.resources.base import Resource
from promptops.resources.json_schema import resource_schemas
from promptops.resources.validation import validate

Full: TypeAlias = Callable[..., dict[str, Any]]
Accepts: TypeAlias = Callable[[str, dict[str, Any]], bool]


@pytest.fixture(scope="session")
def full() -> Full:
    """Return the example of a kind that uses every key, after changes; a key whose value is `...` is left out."""
    folder = Path(__file__).parent / "full"
    texts = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}

    def read(kind: str, /, **changes: Any) -> dict[str, Any]:
        data = {**json.loads(texts[slug_of(kind)]), **changes}
        return {key: value for key, value in data.items() if value is not ...}

    return read


@pytest.fixture(scope="session")
def schema_accepts() -> Accepts:
    """Say whether the published JSON Schema of a kind accepts data."""
    validators = {name: Draft202012Validator(schema) for name, schema in resource_schemas().items()}
    return lambda kind, data: validators[slug_of(kind)].is_valid(data)


@pytest.fixture(scope="session")
def accept(full: Full, schema_accepts: Accepts) -> Callable[..., Any]:
    """Return the resource of a kind's example with some changes, which model and JSON Schema both take."""

    def read(kind: str, /, **changes: Any) -> Resource:
        data = full(kind, **changes)
        resource, rejections = validate(kind, data)
        assert rejections == ()
        assert resource is not None
        assert schema_accepts(kind, data)
        return resource

    return read


@pytest.fixture(scope="session")
def refuse(full: Full, schema_accepts: Accepts) -> Callable[..., None]:
    """Check the one thing that is wrong with a kind's example after some changes.

    The JSON Schema refuses it too, but for what no JSON Schema can say (`beyond_schema`).
    """

    def check(kind: str, changes: dict[str, Any], *expected: Any, beyond_schema: bool = False) -> None:
        data = full(kind, **changes)
        resource, rejections = validate(kind, data)
        assert [(found.keys, found.message, found.help) for found in rejections] == [expected]
        assert resource is None
        assert schema_accepts(kind, data) is beyond_schema

    return check
