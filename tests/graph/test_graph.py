from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.graph.graph import Edge, Graph
from promptops.resources.entries import Entry
from promptops.resources.project import Project

MakeEntry = Callable[..., Entry]
MakeProject = Callable[[dict[str, list[str]]], Project]


def edges(graph: Graph) -> list[tuple[str, str, str]]:
    return [(edge.source, edge.type, edge.target) for node in graph.nodes for edge in graph.outgoing(node)]


def test_an_edge_leads_from_the_consumer_to_what_it_depends_on(make_project: MakeProject) -> None:
    graph = Graph.of(make_project({"prompt:refund@2": ["model model:chat", "tools tool:issue@1"], "tool:issue@1": []}))
    edge = Edge("prompt:refund@2", "tool:issue@1", "calls", "prompts/refund-v2.yaml", ("tools", 1))
    assert list(graph.nodes) == ["prompt:refund@2", "tool:issue@1"]
    assert graph.outgoing("prompt:refund@2") == [edge]
    assert graph.incoming("tool:issue@1") == [edge]
    assert not graph.outgoing("tool:issue@1")
    assert not graph.incoming("prompt:refund@2")


@pytest.mark.parametrize("field", ["owner", "deprecation.replaced_by", "replacement"])
def test_owners_and_successors_are_no_dependencies(field: str, make_project: MakeProject) -> None:
    graph = Graph.of(make_project({"model:a": [f"{field} model:b"], "model:b": []}))
    assert edges(graph) == []


def test_references_to_nothing_and_to_refused_resources_are_left_out(make_entry: MakeEntry) -> None:
    refused = make_entry("tool:broken", data="")
    consumer = make_entry("prompt:a", "tools tool:broken", "tools tool:gone", "include prompt:a")
    graph = Graph.of(Project([refused, consumer]))
    assert list(graph.nodes) == ["prompt:a"]
    assert edges(graph) == [("prompt:a", "includes", "prompt:a")]


def test_of_two_resources_with_one_reference_the_first_counts(make_entry: MakeEntry) -> None:
    first = make_entry("prompt:a@1", "tools tool:x", path="1.yaml")
    second = make_entry("prompt:a@1", "tools tool:y", path="2.yaml")
    others = [make_entry("tool:x", "invokes prompt:a"), make_entry("tool:y")]
    graph = Graph.of(Project([second, first, *others]))
    assert graph.nodes["prompt:a@1"] is first
    assert edges(graph) == [("prompt:a@1", "calls", "tool:x"), ("tool:x", "invokes", "prompt:a@1")]


def test_major_versions_are_nodes_of_their_own(make_project: MakeProject) -> None:
    graph = Graph.of(
        make_project(
            {"fragment:f@1": [], "fragment:f@2": [], "prompt:p": ["include fragment:f@1", "include fragment:f"]}
        )
    )
    assert edges(graph) == [("prompt:p", "includes", "fragment:f@1"), ("prompt:p", "includes", "fragment:f@2")]


def test_there_is_one_edge_for_each_place_that_refers(make_entry: MakeEntry) -> None:
    consumer = make_entry("prompt:p", "include fragment:f", "include fragment:f")
    same_text = consumer._replace(links=(*consumer.links, consumer.links[0]._replace(start=40, end=60)))
    graph = Graph.of(Project([same_text, make_entry("fragment:f")]))
    assert [edge.keys for edge in graph.outgoing("prompt:p")] == [("include", 0), ("include", 1)]


def test_a_project_without_resources_has_an_empty_graph() -> None:
    assert not Graph.of(Project([])).nodes
