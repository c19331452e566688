"""Resources whose texts include each other in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from promptops.graph.components import shortest_cycle, strongly_connected
from promptops.resources.entries import Entry, Link
from promptops.resources.project import Project

Step = tuple[Entry, Link]
"""A resource, and its first include of the next one."""


def include_cycles(project: Project) -> Iterator[tuple[Step, ...]]:
    """Yield one shortest cycle of includes for each set of resources that all include each other, in order of files.

    The last step leads back to the first resource, which is the first of the cycle in order of files; a resource that
    includes itself is a cycle of one step.
    """
    includes = _first_includes(project)
    included = {key for _, links in includes for key in links}
    steps = [(entry, links) for entry, links in includes if entry.identity in included]
    numbers = {entry.identity: number for number, (entry, _) in enumerate(steps)}
    successors = [[numbers[key] for key in links if key in numbers] for _, links in steps]
    for component in sorted(strongly_connected(successors)):
        cycle = shortest_cycle(successors, component)
        if cycle:
            following = [steps[number][0].identity for number in cycle[1:]]
            yield tuple([(steps[at][0], steps[at][1][key]) for at, key in zip(cycle, following, strict=False)])


def _first_includes(project: Project) -> list[tuple[Entry, dict[tuple[str, int], Link]]]:
    """Return each resource that includes others, with the first link to each of them."""
    found = []
    for entry, includes in project.including:
        links: dict[tuple[str, int], Link] = {}
        for link, target in includes:
            if target is not None:
                links.setdefault(target.identity, link)
        if links:
            found.append((entry, links))
    return found
