from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.graph.call_cycles import KINDS, every_cycle, known_cycles, unbounded_cycles
from promptops.graph.call_families import CycleKind
from promptops.graph.call_limits import CallLimits
from promptops.graph.calls import CallGraph
from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project

MakeProject = Callable[[dict[str, list[str]]], Project]
MakeEntry = Callable[..., Entry]


def paths(project: Project, kind: CycleKind) -> list[str]:
    """Return the circles that nothing ends, as `a → b → a`."""
    found = unbounded_cycles(CallGraph.of(project), CallLimits(project), kind)
    return [" → ".join(cycle.path) for cycle in found]


def told(project: Project) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {kind: paths(project, kind) for kind in KINDS}
    return {kind: cycles for kind, cycles in found.items() if cycles}


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        # each kind, and each circle under one of them
        (
            {"tool:a": ["invokes tool:b"], "tool:b": ["invokes tool:a"]},
            {"tools": ["tool:a → tool:b → tool:a"]},
        ),
        ({"tool:a": ["invokes tool:a"]}, {"tools": ["tool:a → tool:a"]}),
        (
            {"tool:a": ["invokes prompt:p"], "prompt:p": ["tools tool:a"]},
            {"reentrancy": ["tool:a → prompt:p → tool:a"]},
        ),
        (
            {"tool:z": ["invokes agent:a"], "agent:a": ["prompt prompt:p"], "prompt:p": ["tools tool:z"]},
            {"reentrancy": ["tool:z → agent:a → prompt:p → tool:z"]},
        ),
        (
            {"tool:z": ["invokes agent:a"], "agent:a": ["handoffs agent:b"], "agent:b": ["completion.tool tool:z"]},
            {"reentrancy": ["tool:z → agent:a → agent:b → tool:z"]},
        ),
        ({"agent:a": ["handoffs agent:a"]}, {"hand-offs": ["agent:a → agent:a"]}),
        (
            {"model:a": ["fallbacks model:b"], "model:b": ["fallbacks model:a"]},
            {"fallbacks": ["model:a → model:b → model:a"]},
        ),
        # a knot with circles of two kinds tells each of them once
        (
            {
                "tool:a": ["invokes tool:b", "invokes prompt:p"],
                "tool:b": ["invokes tool:a"],
                "prompt:p": ["tools tool:b"],
            },
            {
                "tools": ["tool:a → tool:b → tool:a"],
                "reentrancy": ["tool:a → prompt:p → tool:b → tool:a"],
            },
        ),
        (
            {
                "agent:a": ["handoffs agent:b", "tools tool:t"],
                "agent:b": ["handoffs agent:a"],
                "tool:t": ["invokes agent:b"],
            },
            {
                "hand-offs": ["agent:a → agent:b → agent:a"],
                "reentrancy": ["tool:t → agent:b → agent:a → tool:t"],
            },
        ),
        # what is no circle of calls
        ({"prompt:p": ["include prompt:p"]}, {}),
        ({"agent:a": ["handoffs agent:gone", "handoffs agent:b@9"], "agent:b@1": ["handoffs agent:a"]}, {}),
        ({"tool:a": ["invokes model:m"], "model:m": [], "prompt:p": ["tools tool:a"]}, {}),
        (
            {
                "tool:a": ["invokes prompt:p"],
                "prompt:p": ["include prompt:q", "model model:m"],
                "prompt:q": ["tools tool:a"],
                "model:m": [],
            },
            {},
        ),
        ({"eval:e": ["subjects agent:a"], "agent:a": ["tools tool:t"], "tool:t": []}, {}),
    ],
)
def test_each_circle_is_of_one_kind(
    resources: dict[str, list[str]], expected: dict[str, list[str]], make_project: MakeProject
) -> None:
    assert told(make_project(resources)) == expected


def limited(make_entry: MakeEntry, reference: str, data: dict[str, Any], *links: str) -> Entry:
    return make_entry(reference, *links, data=json.dumps(data))


TURNS = {"limits": {"max_turns": 3}}
BOTH = {"limits": {"max_turns": 3, "max_cost": "2.5"}}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, "nothing"),
        (TURNS, {}, "nothing"),
        ({"limits": {"max_cost": "2.5", "timeout": "5m"}}, {}, "nothing"),
        # turns of one agent and spending of the other are no limit together
        (TURNS, {"limits": {"max_cost": "1"}}, "nothing"),
        (BOTH, {}, "`max_turns: 3` and `max_cost: 2.5`"),
        ({}, BOTH, "`max_turns: 3` and `max_cost: 2.5`"),
        ({"limits": {"max_turns": 1, "max_cost": "0"}}, {}, "`max_turns: 1` and `max_cost: 0`"),
    ],
)
def test_turns_and_spending_of_one_agent_end_a_circle(
    first: dict[str, Any], second: dict[str, Any], expected: str, make_entry: MakeEntry
) -> None:
    project = Project(
        [
            limited(make_entry, "agent:a", first, "handoffs agent:b"),
            limited(make_entry, "agent:b", second, "handoffs agent:a"),
        ]
    )
    (cycle,) = every_cycle(project)
    assert [limit.words for limit in cycle.limits] == ([] if expected == "nothing" else [expected])
    assert bool(paths(project, "hand-offs")) == (expected == "nothing")


@pytest.mark.parametrize(
    ("budgets", "is_ended"),
    [
        ({"budget:b": {"on_exceed": "block"}}, True),
        ({"budget:b": {"on_exceed": "alert"}}, False),
        ({"budget:b": {}}, False),
        ({"budget:b parent budget:c": {}, "budget:c": {"on_exceed": "block"}}, True),
        # a budget that is a part of itself ends nothing, and neither does one that nobody draws on
        ({"budget:b parent budget:c": {}, "budget:c parent budget:b": {"on_exceed": "degrade"}}, False),
        ({"budget:b": {}, "budget:c": {"on_exceed": "block"}}, False),
        ({"budget:b": {}, "budget:c holder agent:a": {"on_exceed": "block"}}, True),
    ],
)
def test_a_budget_that_blocks_is_a_limit_on_spending(
    budgets: dict[str, dict[str, Any]], make_entry: MakeEntry, *, is_ended: bool
) -> None:
    entries = [limited(make_entry, "agent:a", TURNS, "handoffs agent:a", "budget budget:b")]
    for written, data in budgets.items():
        reference, _, link = written.partition(" ")
        entries.append(limited(make_entry, reference, data, *([link] if link else [])))
    assert bool(paths(Project(entries), "hand-offs")) != is_ended


@pytest.mark.parametrize(
    ("tool", "other", "expected"),
    [
        ({}, {}, ["tool:a → prompt:p → tool:a"]),
        ({"reentrancy": {"max_depth": 1}}, {}, ["tool:b → prompt:p → tool:b"]),
        ({"reentrancy": {"max_depth": 0}}, {"reentrancy": {"max_depth": 7}}, []),
    ],
)
def test_a_depth_ends_the_circles_through_its_tool_alone(
    tool: dict[str, Any], other: dict[str, Any], expected: list[str], make_entry: MakeEntry
) -> None:
    project = Project(
        [
            limited(make_entry, "tool:a", tool, "invokes prompt:p"),
            limited(make_entry, "tool:b", other, "invokes prompt:p"),
            make_entry("prompt:p", "tools tool:a", "tools tool:b"),
        ]
    )
    assert paths(project, "reentrancy") == expected


def test_every_resource_of_a_knot_is_on_a_known_circle(make_project: MakeProject) -> None:
    project = make_project(
        {
            "agent:root": ["handoffs agent:web", "handoffs agent:files"],
            "agent:web": ["handoffs agent:sum"],
            "agent:files": ["handoffs agent:table", "handoffs agent:redact"],
            "agent:redact": ["handoffs agent:table"],
            "agent:sum": ["handoffs agent:root"],
            "agent:table": ["handoffs agent:root"],
        }
    )
    (first,) = unbounded_cycles(CallGraph.of(project), CallLimits(project), "hand-offs")
    assert (len(first.calls), first.others) == (3, 3)
    cycles = list(every_cycle(project))
    assert {name for cycle in cycles for name in cycle.path} == {entry.reference for entry in project.entries}
    assert [list(cycle.path) for cycle in cycles].count(list(first.path)) == 1


def test_resources_of_one_name_are_told_apart(make_entry: MakeEntry) -> None:
    twice = [make_entry("agent:a", "handoffs agent:b", path=f"{name}.yaml") for name in ("x", "y")]
    project = Project([*twice, make_entry("agent:b", "handoffs agent:a")])
    assert paths(project, "hand-offs") == ["agent:b → agent:a → agent:b"]
    (cycle,) = every_cycle(project)
    assert project.resolve(cycle.calls[0].link) is cycle.calls[0].target


@pytest.mark.parametrize(("kind", "field"), [("agent", "handoffs"), ("tool", "invokes"), ("model", "fallbacks")])
def test_a_long_chain_and_a_long_circle_need_no_stack(kind: str, field: str) -> None:
    def chain(size: int, last: int) -> Project:
        entries = []
        for number in range(size):
            target = number + 1 if number + 1 < size else last
            link = Link(field, (kind,), None, f"n{target}", None, (field, 0))
            path = f"{number:06}.yaml"
            entries.append(
                Entry(path, 0, kind, f"n{number}", None, "native", {}, None, (link,), None, (), (), "{}", "")
            )
        return Project(entries)

    assert told(chain(10_000, 10_000)) == {}
    ((found,),) = told(chain(10_000, 0)).values()
    assert found.count("→") == 10_000


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Return tools, prompts, agents and models that call each other at random, some of them with limits."""
    names = draw(st.lists(st.sampled_from(["tool:t", "prompt:p", "agent:a", "model:m"]), min_size=1, max_size=9))
    references = [f"{name}{number}" for number, name in enumerate(names)]
    fields: dict[str, list[tuple[str, tuple[str, ...]]]] = {
        "tool": [("invokes", ("tool", "prompt", "agent", "model"))],
        "prompt": [("tools", ("tool",)), ("model", ("model",))],
        "agent": [("tools", ("tool",)), ("handoffs", ("agent",)), ("prompt", ("prompt",))],
        "model": [("fallbacks", ("model",))],
    }
    limits = {"tool": {"reentrancy": {"max_depth": 1}}, "agent": BOTH}
    entries = []
    for reference in references:
        kind, _, name = reference.partition(":")
        links: list[Link] = []
        for field, kinds in fields[kind]:
            targets = [each for each in references if each.partition(":")[0] in kinds]
            for target in draw(st.lists(st.sampled_from(targets), max_size=3)) if targets else ():
                to, _, called = target.partition(":")
                links.append(Link(field, kinds, to, called, None, (field, len(links))))
        data = json.dumps(limits.get(kind, {})) if draw(st.booleans()) else "{}"
        path = f"{reference}.yaml"
        entries.append(Entry(path, 0, kind, name, None, "native", {}, None, tuple(links), None, (), (), data, ""))
    return Project(entries)


@given(projects())
def test_something_is_told_if_and_only_if_there_is_a_circle_without_a_limit(project: Project) -> None:
    graph, limits = CallGraph.of(project), CallLimits(project)
    calls: nx.DiGraph[str] = nx.DiGraph()
    for entry in graph.nodes:
        for call in graph.edges_from(entry):
            if limits.of(entry) is None and limits.of(call.target) is None:
                calls.add_edge(entry.reference, call.target.reference)
    found = [cycle for kind in KINDS for cycle in unbounded_cycles(graph, limits, kind)]
    assert bool(found) != nx.is_directed_acyclic_graph(calls)
    for cycle in found:
        assert cycle.path[0] == cycle.path[-1]
        assert all(calls.has_edge(*step) for step in pairwise(cycle.path))


@given(projects())
def test_each_circle_is_told_once_and_has_no_resource_twice(project: Project) -> None:
    graph, limits = CallGraph.of(project), CallLimits(project)
    cycles = [cycle for kind in KINDS for cycle in known_cycles(graph, limits, kind)]
    met = [frozenset(pairwise(cycle.path)) for cycle in cycles]
    assert len(met) == len(set(met))
    assert all(len(set(cycle.path)) == len(cycle.calls) for cycle in cycles)
    for cycle in cycles:
        limited = {call.source.identity for call in cycle.calls if limits.of(call.source) is not None}
        assert {limit.entry.identity for limit in cycle.limits} == limited
