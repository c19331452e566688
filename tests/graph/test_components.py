from __future__ import annotations

import time
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.graph.components import SEARCHED_EDGES, covering_cycles, shortest_cycle, strongly_connected

Successors = list[list[int]]


@st.composite
def graphs(draw: st.DrawFn) -> Successors:
    """Return lists of successors, unsorted and with repetitions."""
    size = draw(st.integers(0, 12))
    nodes = st.integers(0, size - 1) if size else st.nothing()
    return draw(st.lists(st.lists(nodes, max_size=4), min_size=size, max_size=size))


def digraph(successors: Successors) -> nx.DiGraph[int]:
    found: nx.DiGraph[int] = nx.DiGraph()
    found.add_nodes_from(range(len(successors)))
    found.add_edges_from((node, other) for node, others in enumerate(successors) for other in others)
    return found


def all_shortest_cycles(graph: nx.DiGraph[int], component: list[int]) -> list[list[int]]:
    """Return every shortest cycle, begun at its smallest node, by way of simple paths."""
    inside = graph.subgraph(component)
    cycles = [[*path, path[0]] for path in nx.simple_cycles(inside)]
    least = min((len(cycle) for cycle in cycles), default=0)
    rotated = []
    for cycle in cycles:
        at = cycle.index(min(cycle))
        rotated.append([*cycle[at:-1], *cycle[:at], cycle[at]])
    return [cycle for cycle in rotated if len(cycle) == least]


@given(graphs())
def test_components_are_those_of_networkx(successors: Successors) -> None:
    found = strongly_connected(successors)
    assert sorted(found) == sorted(
        sorted(component) for component in nx.strongly_connected_components(digraph(successors))
    )
    assert all(component == sorted(component) for component in found)


@given(graphs())
def test_components_come_in_reverse_topological_order(successors: Successors) -> None:
    place = {node: number for number, found in enumerate(strongly_connected(successors)) for node in found}
    assert all(place[node] >= place[other] for node, others in enumerate(successors) for other in others)


@given(graphs())
def test_the_cycle_is_the_first_of_the_shortest(successors: Successors) -> None:
    graph = digraph(successors)
    for component in strongly_connected(successors):
        expected = min(all_shortest_cycles(graph, component), default=[])
        assert shortest_cycle(successors, component) == expected


@given(graphs(), st.integers(0, 12))
def test_a_cycle_may_be_asked_for_that_has_a_node_below_a_number(successors: Successors, below: int) -> None:
    graph = digraph(successors)
    for component in strongly_connected(successors):
        cycles = [[*path, path[0]] for path in nx.simple_cycles(graph.subgraph(component)) if min(path) < below]
        found = shortest_cycle(successors, component, below)
        assert len(found) == min(map(len, cycles), default=0)
        assert not found or found[0] == min(found) < below


@given(graphs(), st.integers(0, 12))
def test_each_node_of_a_knot_is_on_a_covering_cycle(successors: Successors, below: int) -> None:
    graph = digraph(successors)
    for component in strongly_connected(successors):
        found = list(covering_cycles(successors, component, below))
        on_cycles = {node for path in nx.simple_cycles(graph.subgraph(component)) for node in path}
        wanted = {node for node in on_cycles if node < below}
        assert wanted <= {node for cycle in found for node in cycle} <= on_cycles
        assert all(graph.has_edge(*step) for cycle in found for step in pairwise(cycle))
        starts = [cycle[0] for cycle in found]
        assert starts == sorted(starts)
        assert all(start not in cycle for at, start in enumerate(starts) for cycle in found[:at])


@pytest.mark.parametrize(
    ("successors", "cycle"),
    [
        ([[]], []),
        ([[0]], [0, 0]),
        ([[1], [1, 0]], [1, 1]),
        ([[1], [2], [0]], [0, 1, 2, 0]),
        # the short way round does not pass through the smallest node
        ([[1], [2], [3, 0], [2]], [2, 3, 2]),
        # of two that are equally long, the smaller second node
        ([[2, 1], [0], [0]], [0, 1, 0]),
    ],
)
def test_which_cycle_is_shown(successors: Successors, cycle: list[int]) -> None:
    assert shortest_cycle(successors, range(len(successors))) == cycle


def test_a_chain_of_any_length_needs_no_stack() -> None:
    size = 100_000
    ring = [[(node + 1) % size] for node in range(size)]
    chain = [*ring[:-1], []]
    assert len(strongly_connected(ring)) == 1
    assert shortest_cycle(ring, range(size)) == [*range(size), 0]
    assert strongly_connected(chain) == [[node] for node in reversed(range(size))]


def test_a_large_component_is_searched_from_its_first_nodes_only() -> None:
    size = SEARCHED_EDGES // 2
    # a ring in both directions but for one edge, and a node at its far end that leads to itself
    successors = [[node + 1, node - 1] for node in range(size)]
    successors[0], successors[-1] = [1], [size - 2, size - 1, 0]
    started = time.process_time()
    cycle = shortest_cycle(successors, range(size))
    assert cycle == [0, 1, 0]
    assert time.process_time() - started < 10  # from each node it would be hours


def test_the_cycle_of_a_large_component_is_one() -> None:
    size = 20_000
    successors = [[(node + 1) % size, (node * 7 + 3) % size] * 6 for node in range(size)]
    (component,) = strongly_connected(successors)
    cycle = shortest_cycle(successors, component)
    assert cycle[0] == cycle[-1]
    assert all(other in successors[node] for node, other in pairwise(cycle))
