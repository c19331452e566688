"""How long circles of calls take to find: `python benchmarks/call_cycles.py` prints seconds of CPU.

The graph is built and searched for circles of each kind, those that are shown with the graph among them. The edges are
the same in every run; nothing is read from files. As in the command, nothing collects garbage.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from promptops.graph.call_cycles import KINDS, known_cycles
from promptops.graph.call_limits import CallLimits
from promptops.graph.calls import CallGraph
from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project

MANY: Final = 100_000
EDGES: Final = 500_000
COMPLETE: Final = 400
_SEED: Final = 20_270_601
_KINDS_OF: Final = {"handoffs": ("agent",), "fallbacks": ("model",), "invokes": ("prompt", "tool"), "tools": ("tool",)}

Edges = Callable[[], Iterator[tuple[int, int]]]


def project_of(size: int, edges: Edges, kind: str, field: str) -> Project:
    """Return a project of resources of one kind that refer to each other in one field."""
    links: list[list[Link]] = [[] for _ in range(size)]
    for source, target in edges():
        own = links[source]
        own.append(Link(field, _KINDS_OF[field], None, f"r{target}", None, (field, len(own))))
    return Project([_entry(kind, number, own) for number, own in enumerate(links)])


def tools_and_prompts() -> Project:
    """Return tools that invoke prompts, and prompts that may call tools, both at random."""
    draw = random.Random(_SEED)
    half = MANY // 2
    entries = []
    for kind, field in (("tool", "invokes"), ("prompt", "tools")):
        for number in range(half):
            targets = [draw.randrange(half) for _ in range(EDGES // MANY)]
            links = [
                Link(field, _KINDS_OF[field][:1], None, f"r{to}", None, (field, at)) for at, to in enumerate(targets)
            ]
            entries.append(_entry(kind, number, links))
    return Project(entries)


def _entry(kind: str, number: int, links: list[Link]) -> Entry:
    path, name = f"{kind}/{number:06}.yaml", f"r{number}"
    return Entry(path, 0, kind, name, None, "native", {}, None, tuple(links), None, (), (), "{}", "")


def at_random() -> Iterator[tuple[int, int]]:
    """Yield edges between any nodes: almost all of these are in one knot."""
    draw = random.Random(_SEED)
    for _ in range(EDGES):
        yield draw.randrange(MANY), draw.randrange(MANY)


def forwards() -> Iterator[tuple[int, int]]:
    """Yield as many edges that all lead to a greater number, so that there is no circle."""
    draw = random.Random(_SEED)
    for _ in range(EDGES):
        source = draw.randrange(MANY - 1)
        yield source, draw.randrange(source + 1, MANY)


def in_a_ring() -> Iterator[tuple[int, int]]:
    """Yield one circle through all nodes."""
    return ((node, (node + 1) % MANY) for node in range(MANY))


def complete() -> Iterator[tuple[int, int]]:
    """Yield an edge from each node to every greater one."""
    return ((source, target) for source in range(COMPLETE) for target in range(source + 1, COMPLETE))


CASES: Final[Mapping[str, Callable[[], Project]]] = {
    "100,000 agents, 500,000 hand-offs at random": lambda: project_of(MANY, at_random, "agent", "handoffs"),
    "100,000 agents, 500,000 hand-offs without a circle": lambda: project_of(MANY, forwards, "agent", "handoffs"),
    "100,000 models in one circle": lambda: project_of(MANY, in_a_ring, "model", "fallbacks"),
    "50,000 tools and 50,000 prompts, 500,000 calls at random": tools_and_prompts,
    "400 agents, each to all behind it": lambda: project_of(COMPLETE, complete, "agent", "handoffs"),
}


def main() -> None:
    """Print what each case takes, linking apart."""
    gc.disable()
    for name, make in CASES.items():
        project = make()
        linked = len(project.targets)
        began = time.process_time()
        graph, limits = CallGraph.of(project), CallLimits(project)
        built = time.process_time()
        found = sum(1 for kind in KINDS for _ in known_cycles(graph, limits, kind))
        ended = time.process_time()
        print(f"{name}: {linked:,} nodes, built in {built - began:.2f} s, {found} found in {ended - built:.2f} s")


if __name__ == "__main__":
    main()
