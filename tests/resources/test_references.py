from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from promptops.resources import KINDS, SLUGS
from promptops.resources.base import Resource
from promptops.resources.references import ModelReference, Reference, parse_reference, references
from promptops.resources.shapes import Items, Map
from promptops.resources.texts import Label

OWNER = ("owner", "team", "support")
HELD: dict[str, list[tuple[str, str, str]]] = {
    "Prompt": [
        ("model", "model", "support-chat"),
        ("tools", "tool", "issue-refund"),
        ("tools", "tool", "tool:lookup-order@1"),
        ("fallback", "prompt", "support/refund-apology"),
    ],
    "Fragment": [],
    "Tool": [
        ("invokes", "prompt tool agent model", text)
        for text in ("prompt:support/classify", "model:support-chat", "agent:triage", "tool:lookup-order")
    ],
    "Model": [
        ("provider", "provider", "openai"),
        ("replacement", "model", "support-chat-next"),
        ("fallbacks", "model", "support-chat-small@1"),
        ("training", "dataset", "refund-transcripts"),
    ],
    "Provider": [],
    "Agent": [
        ("prompt", "prompt", "support/triage"),
        ("model", "model", "support-chat"),
        ("tools", "tool", "finish"),
        ("handoffs", "agent", "refunds@1"),
        ("completion.tool", "tool", "finish"),
        ("budget", "budget", "support-production"),
    ],
    "Budget": [
        ("holder", "team feature agent eval", "team:support"),
        ("parent", "budget", "company"),
        ("environment", "environment", "prod"),
        ("models", "model", "support-chat"),
    ],
    "Eval": [
        ("subjects", "prompt tool agent fragment model feature", "prompt:support/refund-reply@2"),
        ("dataset", "dataset", "refund-cases"),
        ("judge.prompt", "prompt", "judge/refund"),
        ("budget", "budget", "support-evals"),
    ],
    "Dataset": [],
    "Index": [("model", "model", "embed-small")],
    "Consumer": [
        ("of", "prompt fragment tool agent", "prompt:support/refund-reply"),
        ("of", "prompt fragment tool agent", "tool:issue-refund@1"),
    ],
    "Feature": [
        ("accountable", "team", "support"),
        *[
            ("parts", "prompt tool agent eval model index", text)
            for text in ("prompt:support/refund-reply", "agent:triage", "index:help-centre")
        ],
        ("signal", "eval", "refund-end-to-end"),
        ("demos.pins", " ".join(SLUGS), "prompt:support/refund-reply@2"),
    ],
    "Rollout": [
        ("target", "prompt agent model feature tool", "prompt:support/refund-reply@2"),
        ("environment", "environment", "prod"),
        ("stages.gates", "eval", "refund-quality"),
    ],
    "Environment": [
        ("overrides", "prompt tool model provider agent budget eval", "prompt:support/refund-reply"),
        ("overrides.model", "model", "support-chat-eu@1"),
        ("overrides", "prompt tool model provider agent budget eval", "agent:triage"),
        ("overrides.budget", "budget", "support-eu"),
        ("overrides", "prompt tool model provider agent budget eval", "provider:openai"),
        ("overrides", "prompt tool model provider agent budget eval", "model:support-chat"),
        ("overrides.fallbacks", "model", "support-chat-small"),
        ("overrides", "prompt tool model provider agent budget eval", "budget:support-production"),
        ("indexes", "index", "help-centre"),
    ],
    "Team": [],
    "Policy": [],
    "Waiver": [("resource", " ".join(SLUGS), "prompt:support/refund-reply@2")],
}


def _text(reference: Reference) -> str:
    kind = f"{reference.kind}:" if reference.kind else ""
    return f"{kind}{reference.name}" + ("" if reference.major is None else f"@{reference.major}")


@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_of_a_kind_is_found(accept: Callable[..., Any], kind: str) -> None:
    resource = accept(kind)
    replaced_by = ("deprecation.replaced_by", kind.lower(), f"{resource.name}-next@3")
    found = [(reference.field, " ".join(reference.kinds), _text(reference)) for reference in references(resource)]
    assert sorted(found) == sorted([OWNER, replaced_by, *HELD[kind]])


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("Prompt", [("owner",), ("deprecation", "replaced_by"), ("model",), ("tools", 0), ("tools", 1), ("fallback",)]),
        (
            "Rollout",
            [("owner",), ("deprecation", "replaced_by"), ("target",), ("environment",), ("stages", 0, "gates", 0)],
        ),
        (
            "Feature",
            [
                ("owner",),
                ("deprecation", "replaced_by"),
                ("accountable",),
                ("parts", 0),
                ("parts", 1),
                ("parts", 2),
                ("signal",),
                ("demos", 0, "pins", "prompt:support/refund-reply@2"),
            ],
        ),
    ],
)
def test_references_come_with_their_keys_in_order(accept: Callable[..., Any], kind: str, keys: list[Any]) -> None:
    assert [reference.keys for reference in references(accept(kind))] == keys


def test_a_resource_may_hold_none(accept: Callable[..., Any]) -> None:
    assert references(accept("Team", owner=..., deprecation=...)) == ()


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("a", (None, "a", None)),
        ("support/refund-reply@2", (None, "support/refund-reply", 2)),
        ("prompt:support/refund-reply@0", ("prompt", "support/refund-reply", 0)),
        ("openai/gpt-4.1", (None, "openai/gpt-4.1", None)),
        ("eval:a@999999999", ("eval", "a", 999_999_999)),
        ("promt:a", None),
        ("Prompt:a", None),
        (":a", None),
        ("prompt:", None),
        ("a@", None),
        ("a@1.2", None),
        ("a@v1", None),
        ("a@01", None),
        ("a@1@2", None),
        ("a@1234567890", None),
        ("a b", None),
        ("a\n", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_how_references_are_read(text: str, parsed: tuple[str | None, str, int | None] | None) -> None:
    assert parse_reference(text) == parsed


@given(
    kind=st.none() | st.sampled_from(sorted(SLUGS)),
    name=st.from_regex("[A-Za-z0-9][A-Za-z0-9._-]{0,9}(/[A-Za-z0-9][A-Za-z0-9._-]{0,9}){0,3}", fullmatch=True),
    major=st.none() | st.integers(0, 10**9 - 1),
)
def test_what_is_written_is_read_back(kind: str | None, name: str, major: int | None) -> None:
    assert parse_reference(_text(Reference("", (), kind, name, major, ()))) == (kind, name, major)


def test_reading_references_imports_no_pydantic() -> None:
    program = "import promptops.resources.references, sys; print([name for name in sys.modules if 'pydantic' in name])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


class Sample(Resource):
    """A kind whose mapping refers to others by its values only."""

    kind: Literal["Sample"] = "Sample"
    routes: Map[Label, Items[ModelReference]] = Field(default_factory=dict)


def test_values_of_a_mapping_can_refer() -> None:
    sample = Sample.model_validate({"name": "a", "routes": {"fast": ["small@1"], "good": ["large"]}})
    assert [(reference.field, reference.name, reference.keys) for reference in references(sample)] == [
        ("routes", "small", ("routes", "fast", 0)),
        ("routes", "large", ("routes", "good", 0)),
    ]


def test_what_is_malformed_is_no_reference() -> None:
    assert references(Sample.model_construct(name="a", owner="a b", deprecation=None, routes={})) == ()
