"""Whether one schema is contained in another: a validator has the last word, on generated schemas and instances."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from promptops.changes.schemas import compare, contained
from promptops.changes.schemas.budget import Budget
from promptops.changes.schemas.evaluation import Evaluation
from promptops.changes.schemas.nodes import Pool
from promptops.changes.schemas.reading import Reader

NAMES = st.sampled_from("abc")
SCALARS = (
    st.none() | st.booleans() | st.integers(-4, 4) | st.sampled_from([0.5, -1.5, 2.0, 2.5]) | st.text("ab1", max_size=4)
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6
)
TYPES = st.sampled_from(["string", "integer", "number", "boolean", "null", "array", "object"])
COUNTS = st.integers(0, 3)
PATTERNS = st.sampled_from(["^a", "b$", "^[ab]+$", "a|1", "^a?b{1,2}$", "^$", "[^a]", "^(ab)*$", "1", "^[^1]{2,}$"])


def schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3)
    keywords = {
        "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
        "enum": st.lists(VALUES, min_size=1, max_size=4),
        "const": SCALARS,
        "minimum": st.integers(-3, 3),
        "maximum": st.sampled_from([-1, 0, 0.5, 2, 2.5]),
        "exclusiveMinimum": st.integers(-3, 3),
        "exclusiveMaximum": st.integers(-3, 3),
        "multipleOf": st.sampled_from([1, 2, 3, 0.5, 1.5]),
        "minLength": COUNTS,
        "maxLength": COUNTS,
        "pattern": PATTERNS,
        "required": st.lists(NAMES, unique=True, max_size=2),
        "properties": st.dictionaries(NAMES, inner, max_size=3),
        "additionalProperties": inner,
        "patternProperties": st.dictionaries(st.sampled_from(["^a", "b", "^[^a]"]), inner, max_size=2),
        "propertyNames": inner,
        "minProperties": COUNTS,
        "maxProperties": COUNTS,
        "dependentRequired": st.dictionaries(NAMES, st.lists(NAMES, unique=True, max_size=2), max_size=2),
        "dependentSchemas": st.dictionaries(NAMES, inner, max_size=1),
        "items": inner,
        "prefixItems": several,
        "contains": inner,
        "minContains": COUNTS,
        "maxContains": COUNTS,
        "uniqueItems": st.booleans(),
        "minItems": COUNTS,
        "maxItems": COUNTS,
        "allOf": several,
        "anyOf": several,
        "oneOf": several,
        "not": inner,
        "if": inner,
        "then": inner,
        "else": inner,
        "unevaluatedProperties": inner,
        "unevaluatedItems": inner,
        "$ref": st.just("#/$defs/node"),
        "description": st.just("words"),
    }
    some = st.lists(st.sampled_from(sorted(keywords)), max_size=3, unique=True)
    return some.flatmap(lambda names: st.fixed_dictionaries({name: keywords[name] for name in names}))


PARTS = st.recursive(st.booleans() | schemas(st.booleans()), schemas, max_leaves=8)
GUARDED = schemas(PARTS).filter(lambda part: "$ref" not in part)


def whole(part: Any, node: Any) -> Any:
    """Return a schema in which references lead somewhere, and come to an end."""
    guarded = {"type": ["object", "array", "integer"], "properties": {"a": node}, "items": {"$ref": "#/$defs/node"}}
    return {**part, "$defs": {"node": guarded}} if isinstance(part, dict) else part


SCHEMAS = st.builds(whole, PARTS, PARTS)


@st.composite
def mutated(draw: st.DrawFn, schema: Any) -> Any:
    """Return a schema that differs from another in one place."""
    if not isinstance(schema, dict) or not schema or draw(st.integers(0, 3)) == 0:
        return draw(PARTS)
    key = draw(st.sampled_from(sorted(schema)))
    value = schema[key]
    if draw(st.booleans()) or key == "$defs":
        fresh = draw(schemas(st.booleans()))
        return {**{name: value for name, value in schema.items() if name != key}, **fresh}
    if isinstance(value, dict) and key in {"properties", "patternProperties"} and value:
        name = draw(st.sampled_from(sorted(value)))
        return {**schema, key: {**value, name: draw(mutated(value[name]))}}
    if key in {"items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else"}:
        return {**schema, key: draw(mutated(value))}
    return {name: value for name, value in schema.items() if name != key}


PAIRS = st.tuples(SCHEMAS, SCHEMAS) | SCHEMAS.flatmap(
    lambda schema: st.tuples(st.just(schema), mutated(schema).map(lambda part: whole(part, schema)))
)


def accepts(schema: Any, value: Any) -> bool:
    try:
        return bool(Draft202012Validator(schema).is_valid(value))
    except RecursionError:
        assume(False)  # noqa: FBT003 - the schema refers to itself without end
        raise


@given(PAIRS, st.lists(VALUES, max_size=8))
@settings(max_examples=150, deadline=None)
def test_no_verdict_is_contradicted(pair: tuple[Any, Any], values: list[Any]) -> None:
    inner, outer = pair
    verdict = contained(inner, outer)
    if verdict.holds:
        assert [value for value in values if accepts(inner, value) and not accepts(outer, value)] == []
    elif verdict.holds is False:
        assert accepts(inner, verdict.witness)
        assert not accepts(outer, verdict.witness)
    else:
        assert verdict.why


@given(SCHEMAS)
@settings(max_examples=80, deadline=None)
def test_a_schema_contains_itself(schema: Any) -> None:
    verdict = contained(schema, {"allOf": [schema], "$defs": schema["$defs"]} if isinstance(schema, dict) else schema)
    assert verdict.holds is True or (verdict.holds is None and verdict.why)


@given(PAIRS)
@settings(max_examples=80, deadline=None)
def test_a_choice_contains_its_alternatives_and_a_conjunction_is_in_its_parts(pair: tuple[Any, Any]) -> None:
    one, two = (inline(schema) for schema in pair)
    assert contained(one, {"anyOf": [one, two]}).holds is not False
    assert contained({"allOf": [one, two]}, two).holds is not False
    assert contained({"not": {"anyOf": [one, two]}}, {"not": one}).holds is not False


@given(SCHEMAS.flatmap(lambda a: mutated(a).flatmap(lambda b: st.tuples(st.just(a), st.just(b), mutated(b)))))
@settings(max_examples=80, deadline=None)
def test_containment_is_transitive_where_it_is_decided(chain: tuple[Any, Any, Any]) -> None:
    one, two, three = (inline(schema) for schema in chain)
    if contained(one, two).holds and contained(two, three).holds:
        assert contained(one, three).holds is not False


@given(PAIRS, st.lists(VALUES, max_size=8))
@settings(max_examples=150, deadline=None)
def test_every_difference_is_proved_and_none_is_left_out(pair: tuple[Any, Any], values: list[Any]) -> None:
    before, after = pair
    differences = compare(before, after)
    schemas_of = {"before": (before, after), "after": (after, before)}
    for difference in differences:
        if difference.accepts and difference.direction != "undecided":
            inner, outer = schemas_of[difference.accepts]
            assert accepts(inner, difference.witness)
            assert not accepts(outer, difference.witness)
    for side, (inner, outer) in schemas_of.items():
        if all(difference.accepts != side for difference in differences):
            assert [value for value in values if accepts(inner, value) and not accepts(outer, value)] == []


@given(SCHEMAS, st.lists(VALUES, max_size=4))
@settings(max_examples=150, deadline=None)
def test_what_a_node_says_of_a_value_the_validator_says_of_its_schema(schema: Any, values: list[Any]) -> None:
    node = Reader(Pool(), schema).read()
    for value in values:
        holds = Evaluation(Budget()).holds(node, value)
        assert holds is None or holds is accepts(schema, value)


@given(SCHEMAS)
@settings(max_examples=50, deadline=None)
def test_nothing_differs_from_itself(schema: Any) -> None:
    assert compare(schema, json.loads(json.dumps(schema))) == ()


def inline(schema: Any) -> Any:
    """Return a schema without references, so that it may stand inside another."""
    if isinstance(schema, dict):
        return {key: inline(value) for key, value in schema.items() if key not in {"$ref", "$defs"}}
    return [inline(item) for item in schema] if isinstance(schema, list) else schema
