from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.graph.calls import CallGraph
from promptops.resources.entries import Entry
from promptops.resources.project import Project

MakeProject = Callable[[dict[str, list[str]]], Project]


def named(project: Project, reference: str) -> Entry:
    return next(entry for entry in project.entries if entry.reference == reference)


def edges(graph: CallGraph, entry: Entry) -> list[tuple[str, str]]:
    return [(call.type, call.target.reference) for call in graph.edges_from(entry)]


@pytest.mark.parametrize(
    ("source", "links", "expected"),
    [
        (
            "agent:a",
            ["prompt prompt:p", "model model:m", "tools tool:t", "completion.tool tool:t", "handoffs agent:a"],
            [
                ("calls", "prompt:p"),
                ("calls", "model:m"),
                ("calls", "tool:t"),
                ("calls", "tool:t"),
                ("hands off to", "agent:a"),
            ],
        ),
        (
            "prompt:q",
            ["model model:m", "tools tool:t", "include fragment:f"],
            [("calls", "model:m"), ("calls", "tool:t"), ("includes", "fragment:f")],
        ),
        (
            "tool:u",
            ["invokes prompt:p", "invokes tool:u", "invokes agent:a", "invokes model:m"],
            [
                ("invokes", "prompt:p"),
                ("invokes", "tool:u"),
                ("invokes", "agent:a"),
                ("invokes", "model:m"),
            ],
        ),
        ("model:n", ["fallbacks model:m", "replacement model:n"], [("falls back to", "model:m")]),
        ("eval:e", ["subjects agent:a", "judge.prompt prompt:p"], [("judges", "agent:a"), ("calls", "prompt:p")]),
        # what a feature is measured by is no call, and neither is what leads nowhere
        ("feature:x", ["parts agent:a", "parts eval:e", "parts tool:gone", "budget budget:b"], [("calls", "agent:a")]),
    ],
)
def test_the_edges_of_each_kind(
    source: str, links: list[str], expected: list[tuple[str, str]], make_project: MakeProject
) -> None:
    others: dict[str, list[str]] = {each: [] for each in ("prompt:p", "model:m", "tool:t", "agent:a", "fragment:f")}
    project = make_project({**others, "eval:e": [], "budget:b": [], source: links})
    assert edges(CallGraph.of(project), named(project, source)) == expected


def test_an_edge_knows_where_it_is_written(make_project: MakeProject) -> None:
    project = make_project({"agent:a": ["tools tool:s", "tools tool:t"], "tool:s": [], "tool:t": []})
    _, call = CallGraph.of(project).edges_from(named(project, "agent:a"))
    assert (call.at.path, call.at.keys) == ("agents/a.yaml", ("tools", 1))
    assert CallGraph.of(project).edges_to(named(project, "tool:t")) == [call]


def test_there_is_one_graph_a_project(make_project: MakeProject) -> None:
    project = make_project({"agent:a": []})
    assert CallGraph.of(project) is CallGraph.of(project)
    assert CallGraph.of(project) is not CallGraph.of(make_project({"agent:a": []}))


def test_an_agent_calls_what_its_prompt_grants_and_its_own_first(make_project: MakeProject) -> None:
    resources = {
        "agent:a": ["prompt prompt:p", "tools tool:t", "completion.tool tool:end"],
        "agent:b": ["prompt prompt:p", "model model:own"],
        "agent:c": [],
        "prompt:p": ["model model:m", "tools tool:s", "tools tool:t"],
        **{each: [] for each in ("tool:t", "tool:s", "tool:end", "model:m", "model:own")},
    }
    project = make_project(resources)
    graph = CallGraph.of(project)
    calls = graph.tools_of(named(project, "agent:a"))
    assert [(call.target.name, call.source.name, call.holder.reference) for call in calls] == [
        ("t", "a", "agent:a"),
        ("end", "a", "agent:a"),
        ("s", "a", "prompt:p"),
    ]
    models = [graph.model_call_of(named(project, f"agent:{name}")) for name in "abc"]
    assert [call and call.target.name for call in models] == ["m", "own", None]


def test_what_is_refused_or_retired_is_no_node(make_entry: Callable[..., Entry]) -> None:
    caller = make_entry("agent:a", "tools tool:refused", "tools tool:retired", "tools tool:t")
    retired = make_entry("tool:retired", "invokes tool:t")._replace(governance={"lifecycle": "retired"})
    project = Project([caller, make_entry("tool:refused", data=""), retired, make_entry("tool:t")])
    graph = CallGraph.of(project)
    assert [entry.reference for entry in graph.nodes] == ["agent:a", "tool:t"]
    assert edges(graph, caller) == [("calls", "tool:t")]
    assert graph.edges_from(retired) == ()


def test_the_fallbacks_of_a_model_come_in_their_order(make_project: MakeProject) -> None:
    project = make_project({"model:a": ["fallbacks model:c", "fallbacks model:b"], "model:b": [], "model:c": []})
    calls = CallGraph.of(project).fallbacks_of(named(project, "model:a"))
    assert [call.target.name for call in calls] == ["c", "b"]
