from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptops.resources import KINDS, model_of
from promptops.resources.references import references
from promptops.resources.rejections import Rejection
from promptops.resources.validation import MAX_REJECTIONS, validate

JARGON = ("Input", "input_", "pydantic", "http", "NoneType", "dict", "tuple", "validat", "Extra", "instance")
"""Words by which a message of the validator itself would show."""

PROMPT = {"name": "a", "body": "Hello"}


@pytest.mark.parametrize(
    ("kind", "advice"), [("Promt", "did you mean `Prompt`?"), ("prompt", "did you mean `Prompt`?")]
)
def test_a_kind_that_does_not_exist(kind: str, advice: str) -> None:
    resource, (rejection,) = validate(kind, PROMPT)
    assert resource is None
    assert rejection == Rejection("invalid-value", ("kind",), "value", f"there is no kind `{kind}`", advice)


def test_a_kind_that_is_like_none() -> None:
    _, (rejection,) = validate("Deployment", PROMPT)
    assert rejection.help == f"the kinds are {', '.join(KINDS)}"


def test_another_kind_than_was_asked_for() -> None:
    _, (rejection,) = validate("Prompt", {**PROMPT, "kind": "Tool"})
    assert (rejection.keys, rejection.message) == (("kind",), "`kind` must be `Prompt`, not `Tool`")


@pytest.mark.parametrize(("data", "given"), [([], "a list"), ("x", "a string"), (3, "`3`"), (None, "null")])
def test_what_is_no_mapping(data: Any, given: str) -> None:
    resource, (rejection,) = validate("Prompt", data)
    assert resource is None
    assert rejection.keys == ()
    assert rejection.message in (f"the resource must be a mapping, not {given}", "the resource has no value")


def test_unknown_keys_are_dropped_at_every_depth() -> None:
    data = {**PROMPT, "modle": "m", "output": {"format": "json", "shema": {}}, "variants": [{"name": "v", "wieght": 1}]}
    resource, rejections = validate("Prompt", data)
    clean = {**PROMPT, "output": {"format": "json"}, "variants": [{"name": "v"}]}
    assert resource == model_of("Prompt").model_validate(clean)
    assert {(found.rule, found.keys, found.part, found.help) for found in rejections} == {
        ("unknown-key", ("modle",), "key", "did you mean `model`?"),
        ("unknown-key", ("output", "shema"), "key", "did you mean `schema`?"),
        ("unknown-key", ("variants", 0, "wieght"), "key", "did you mean `weight`?"),
    }


def test_an_unknown_key_beside_another_fault_leaves_no_resource() -> None:
    resource, rejections = validate("Prompt", {**PROMPT, "modle": "m", "version": "1"})
    assert resource is None
    assert sorted(found.rule for found in rejections) == ["invalid-value", "unknown-key"]


def test_an_unknown_key_does_not_hide_a_fault_across_keys() -> None:
    resource, rejections = validate("Prompt", {"name": "a", "bdy": "Hello"})
    assert resource is None
    assert [found.message for found in rejections] == ["unknown key `bdy`", "the resource has no text"]


def test_every_fault_is_told_at_once() -> None:
    data = {
        "name": "a b",
        "version": 1.0,
        "owner": "",
        "tools": [1, "prompt:x"],
        "parameters": {"top_p": "x", "n": 0.5},
    }
    _, rejections = validate("Prompt", data)
    assert [found.keys for found in rejections] == [
        ("name",),
        ("version",),
        ("owner",),
        ("tools", 0),
        ("tools", 1),
        ("parameters", "top_p"),
        ("parameters", "n"),
    ]


def test_what_is_missing_is_told_at_the_block_that_lacks_it() -> None:
    _, rejections = validate("Agent", {"completion": {}, "name": "a"})
    assert [(found.keys, found.part) for found in rejections] == [(("completion",), "key")]
    _, rejections = validate("Prompt", {**PROMPT, "variants": [{}]})
    assert [(found.keys, found.part) for found in rejections] == [(("variants", 0), "value")]


def test_a_bad_key_of_a_mapping_is_told_at_the_key() -> None:
    _, (rejection,) = validate("Prompt", {**PROMPT, "labels": {"[key]": "x"}})
    assert (rejection.keys, rejection.part) == (("labels", "[key]"), "key")
    _, (rejection,) = validate("Team", {"name": "a", "labels": {"a": 1}})
    assert (rejection.keys, rejection.part) == (("labels", "a"), "value")


THREE_NUMBERS = "write three numbers, as in `2.1.0` or `1.0.0-rc.1`"


@pytest.mark.parametrize(
    ("value", "problem", "advice"),
    [
        (1.0, "must be a semantic version such as `2.1.0`, not `1.0`", THREE_NUMBERS),
        (2, "must be a semantic version such as `2.1.0`, not `2`", THREE_NUMBERS),
        ("1.0", "must be a semantic version such as `2.1.0`, not `1.0`", THREE_NUMBERS),
        (["1.0.0"], "must be a semantic version such as `2.1.0`, not a list", THREE_NUMBERS),
        ("", "is blank", THREE_NUMBERS),
        ("1" * 101, "is longer than 100 characters", None),
    ],
)
def test_versions(value: Any, problem: str, advice: str | None) -> None:
    _, (rejection,) = validate("Prompt", {**PROMPT, "version": value})
    assert (rejection.message, rejection.help) == (f"`version` {problem}", advice)


def test_a_number_that_would_do_in_quotes_is_told_so() -> None:
    _, (rejection,) = validate("Prompt", {**PROMPT, "name": 42})
    assert (rejection.message, rejection.help) == (
        "`name` must be a name such as `support/refund-reply`, not `42`",
        "put it in quotes",
    )


def test_a_replacement_is_of_the_same_kind() -> None:
    _, (rejection,) = validate("Prompt", {**PROMPT, "deprecation": {"replaced_by": "tool:a"}})
    assert (rejection.keys, rejection.message) == (
        ("deprecation", "replaced_by"),
        "`deprecation.replaced_by` must be the name of a prompt, not of a tool",
    )
    for text in ("a", "a@2", "prompt:a@2"):
        assert validate("Prompt", {**PROMPT, "deprecation": {"replaced_by": text}})[1] == ()


def test_no_more_faults_are_told_than_anyone_reads() -> None:
    many = {f"key{index}": 1 for index in range(3000)}
    begun = time.process_time()
    resource, rejections = validate("Prompt", {**PROMPT, **many})
    assert time.process_time() - begun < 2
    assert resource is not None
    assert len(rejections) == MAX_REJECTIONS + 1
    assert rejections[-1].message == f"the resource has more than {MAX_REJECTIONS} faults"


def test_text_of_the_user_is_shown_short_and_printable() -> None:
    _, (rejection,) = validate("Prompt", {**PROMPT, "model": "\x1b[31m" + "x" * 300})
    assert "\x1b" not in rejection.message
    assert len(rejection.message) < 120


def test_half_a_surrogate_pair_raises_nothing() -> None:
    _, (rejection,) = validate("Prompt", {**PROMPT, "tuned_for": "\ud800"})
    assert rejection.keys == ("tuned_for",)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["prompt:a", "2027-03-01", "30s", "0.15", "1.0.0", "string", "a@1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=5) | st.sampled_from(["type", "name", "properties", "from"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_written_is_accepted_or_explained(
    full: Callable[..., Any], schema_accepts: Callable[..., Any], kind: str, data: st.DataObject
) -> None:
    keys = st.sampled_from([*model_of(kind).attributes(), "modle"])
    written = full(kind, **data.draw(st.dictionaries(keys, JSON, min_size=1, max_size=3)))
    resource, rejections = validate(kind, written)
    if rejections:
        assert resource is None or all(found.rule == "unknown-key" for found in rejections)
        assert not [word for found in rejections for word in JARGON if word in found.message.replace(repr(written), "")]
    else:
        assert resource is not None
        assert schema_accepts(kind, written)
        assert references(resource) is not None
        again, faults = validate(kind, resource.model_dump(mode="json", exclude_defaults=True))
        assert (again, faults) == (resource, ())
