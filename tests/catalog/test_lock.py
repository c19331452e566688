"""A lock says what a project is, reads back what it wrote, and tells what moved."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.catalog.lock import Difference, Lock, LockedModel, LockFile, differences, read_lock
from promptops.diagnostics import Fault
from promptops.resources.project import Project

ProjectOf = Callable[[Mapping[str, str]], Project]

FILES = {
    "models/chat.yaml": "kind: Model\nname: chat\nprovider: openai\nid: gpt-4o-2024-08-06\n",
    "models/alias.yaml": "kind: Model\nname: alias\nid: claude-sonnet-4-5\n",
    "models/floating.yaml": "kind: Model\nname: floating\nid: gpt-4o\n",
    "models/own.yaml": "kind: Model\nname: own\nid: meridian-large\nprice: {input: 1}\n",
    "prompts/greet.prompty": "---\nmodel: {id: gpt-4o-mini, apiType: chat}\n---\nGreet.\n",
    "prompts/reply.prompt.md": "---\nname: reply\nversion: 1.2.0\n---\nAnswer.\n",
}


def test_it_has_each_model_with_its_snapshot_and_the_facts_of_the_catalogue(project_of: ProjectOf) -> None:
    lock = Lock.of(project_of(FILES))
    snapshots = {name: model.snapshot for name, model in lock.models.items()}
    assert snapshots == {
        "gpt-4o-mini": "gpt-4o-mini-2024-07-18",
        "model:alias": "claude-sonnet-4-5-20250929",
        "model:chat": "gpt-4o-2024-08-06",
        "model:floating": "",
        "model:own": "",
    }
    assert lock.models["model:chat"].facts["price"]["input"] == 2_500_000
    assert lock.models["model:own"].facts == {}


def test_it_has_each_resource_with_its_digest(project_of: ProjectOf) -> None:
    project = project_of(FILES)
    lock = Lock.of(project)
    assert ("prompts/reply.prompt.md", "prompt:reply@1") in lock.resources
    assert list(lock.resources) == sorted(lock.resources)
    assert {digest for digests in lock.resources.values() for digest in digests} == {
        entry.digest for entry in project.entries
    }


def test_the_text_is_one_sorted_line_a_thing_and_reads_back(project_of: ProjectOf) -> None:
    lock = Lock.of(project_of(FILES))
    found = read_lock(lock.text)
    assert isinstance(found, LockFile)
    assert found.lock == lock
    assert lock.text.count("\n") == 1 + len(lock.models) + len(lock.resources)


def test_two_runs_write_the_same(project_of: ProjectOf) -> None:
    assert Lock.of(project_of(FILES)).text == Lock.of(project_of(dict(reversed(FILES.items())))).text


_NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
_FACTS = st.dictionaries(_NAMES, st.integers(-9, 9) | _NAMES, max_size=2)
_MODELS = st.dictionaries(_NAMES, st.builds(LockedModel, _NAMES, _NAMES, _NAMES, _FACTS), max_size=3)
_DIGESTS = st.lists(st.sampled_from(["a" * 64, "0" * 64]), min_size=1, max_size=3).map(tuple)
_LOCKS = st.builds(
    Lock, st.just("2026-11-21"), _MODELS, st.dictionaries(st.tuples(_NAMES, _NAMES), _DIGESTS, max_size=3)
)


@given(_LOCKS)
def test_every_lock_reads_back(lock: Lock) -> None:
    found = read_lock(lock.text)
    assert isinstance(found, LockFile)
    assert found.lock == lock
    assert list(differences(found.lock, lock)) == []


@given(_LOCKS, _LOCKS)
def test_what_is_new_one_way_is_gone_the_other_way(first: Lock, second: Lock) -> None:
    mirror = {"new": "gone", "gone": "new"}
    there = {each._replace(change=mirror.get(each.change, each.change)) for each in differences(first, second)}  # type: ignore[arg-type] # the mirror of a change is one
    assert there == set(differences(second, first))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, []),
        (
            {"prompts/reply.prompt.md": "---\nname: reply\nversion: 1.2.0\n---\nAnswer briefly.\n"},
            [Difference("changed", "prompt:reply@1", "prompts/reply.prompt.md")],
        ),
        (
            {"prompts/reply.prompt.md": "---\nname: answer\nversion: 1.2.0\n---\nAnswer.\n"},
            [
                Difference("new", "prompt:answer@1", "prompts/reply.prompt.md"),
                Difference("gone", "prompt:reply@1", "prompts/reply.prompt.md"),
            ],
        ),
        (
            {"models/own.yaml": "kind: Model\nname: own\nid: meridian-small\nprice: {input: 1}\n"},
            [Difference("changed", "model:own", "models/own.yaml")],
        ),
        (
            {"prompts/greet.prompty": "---\nmodel: {id: gpt-4o, apiType: chat}\n---\nGreet.\n"},
            [
                Difference("changed", "prompt:prompts/greet", "prompts/greet.prompty"),
                Difference("new", "gpt-4o"),
                Difference("gone", "gpt-4o-mini"),
            ],
        ),
    ],
)
def test_what_moved_is_told(project_of: ProjectOf, files: Mapping[str, str], expected: list[Difference]) -> None:
    before, after = Lock.of(project_of(FILES)), Lock.of(project_of({**FILES, **files}))
    assert list(differences(before, after)) == expected


def test_facts_that_moved_are_told_by_name(project_of: ProjectOf) -> None:
    now = Lock.of(project_of(FILES))
    model = now.models["model:chat"]
    others = {**model.facts, "max_output_tokens": 1, "price": {"input": 1}}
    then = now._replace(models={**now.models, "model:chat": model._replace(facts=others, snapshot="x")})
    assert list(differences(then, now)) == [
        Difference("facts", "model:chat", "", ("snapshot", "max_output_tokens", "price"))
    ]


HEAD = '{"catalog":"2026-11-21","lock":1}'
RESOURCE = {"resource": "prompt:a", "path": "a.md", "digests": ["0" * 64]}


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in RESOURCE.items() if name != key}


@pytest.mark.parametrize(
    ("lines", "number", "column", "words"),
    [
        ((), 1, 1, ""),
        (("<<<<<<< HEAD",), 1, 1, ""),
        ((HEAD, "<<<<<<< HEAD"), 2, 1, ""),
        ((HEAD, RESOURCE, RESOURCE), 3, 1, "says again what line 2 says"),
        ((HEAD, {"model": "m"}, {"model": "m"}), 3, 1, "says again what line 2 says"),
        ((HEAD, without("path")), 2, 1, "lacks `path`"),
        ((HEAD, {**RESOURCE, "digests": ["x"]}), 2, 53, "must be a list of digests"),
        ((HEAD, {**RESOURCE, "digests": []}), 2, 53, "must be a list of digests"),
        ((HEAD, {**RESOURCE, "path": ""}), 2, 34, "must be a text"),
        ((HEAD, {**RESOURCE, "extra": 1}), 2, None, "is no key"),
        ((HEAD, {"model": "m", "facts": []}), 2, 25, "must be a mapping"),
        ((HEAD, {"model": ["m"]}), 2, 11, "must be a text"),
        ((HEAD, {"model": "m", "facts": {"a": float("nan")}}), 2, None, "`NaN` is no JSON value"),
        ((HEAD, "3"), 2, 1, "must be a mapping"),
        ((HEAD, "9" * 5_000), 2, 1, "too long"),
        (('{"catalog":"2026-11-21","lock":2}',), 1, None, "the only version"),
        (('{"catalog":"2026-11-21","lock":true}',), 1, None, "the only version"),
        (('{"catalog":"9999-12-31","lock":1}',), 1, None, "must be a day"),
        (('{"lock":1}',), 1, 1, "lacks `catalog`"),
    ],
)
def test_a_lock_from_a_stranger_is_refused_at_line_and_column(
    lines: tuple[Any, ...], number: int, column: int | None, words: str
) -> None:
    text = "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines)
    fault = read_lock(text)
    assert isinstance(fault, Fault)
    assert (fault.rule, fault.place.line) == ("lock-out-of-date", number)
    assert column in (None, fault.place.column)
    assert words in fault.message
    assert fault.help
