from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.graph.cycles import include_cycles
from promptops.resources.entries import Entry
from promptops.resources.project import Project

MakeProject = Callable[[dict[str, list[str]]], Project]


@pytest.mark.parametrize(
    ("resources", "cycles"),
    [
        ({"prompt:p": ["include fragment:a"], "fragment:a": ["include fragment:b"], "fragment:b": []}, []),
        ({"fragment:a": ["include fragment:a"]}, [["fragment:a"]]),
        (
            {
                "prompt:p": ["include fragment:b"],
                "fragment:a": ["include fragment:b"],
                "fragment:b": ["include fragment:a"],
            },
            [["fragment:a", "fragment:b"]],
        ),
        # the long way round the same resources is not told as well
        (
            {
                "fragment:a": ["include fragment:b"],
                "fragment:b": ["include fragment:c", "include fragment:a"],
                "fragment:c": ["include fragment:a"],
            },
            [["fragment:a", "fragment:b"]],
        ),
        (
            {
                "fragment:d": ["include fragment:d"],
                "fragment:c": ["include fragment:b"],
                "fragment:b": ["include fragment:c"],
                "fragment:a@1": ["include fragment:a@2"],
                "fragment:a@2": ["include fragment:a@1"],
            },
            [["fragment:a@1", "fragment:a@2"], ["fragment:b", "fragment:c"], ["fragment:d"]],
        ),
        ({"agent:a": ["handoffs agent:a"], "fragment:f": ["tools fragment:f"]}, []),
        ({"fragment:a": ["include fragment:gone", "include fragment:b@9"], "fragment:b@1": ["include fragment:a"]}, []),
    ],
)
def test_one_shortest_cycle_for_each_knot(
    resources: dict[str, list[str]], cycles: list[list[str]], make_project: MakeProject
) -> None:
    found = list(include_cycles(make_project(resources)))
    assert [[entry.reference for entry, _ in cycle] for cycle in found] == cycles


def test_a_step_holds_the_first_link_to_the_next_resource(make_project: MakeProject) -> None:
    project = make_project(
        {
            "fragment:a": ["include fragment:c", "include fragment:b", "include fragment:b@1"],
            "fragment:b@1": ["include fragment:a"],
            "fragment:c": [],
        }
    )
    ((first, second),) = include_cycles(project)
    assert [(step[0].reference, list(step[1].keys)) for step in (first, second)] == [
        ("fragment:a", ["include", 1]),
        ("fragment:b@1", ["include", 0]),
    ]
    assert project.resolve(first[1]) is second[0]
    assert project.resolve(second[1]) is first[0]


def test_resources_of_one_file_and_of_one_name_are_told_apart(make_entry: Callable[..., Entry]) -> None:
    entries = [
        make_entry("fragment:a", "include fragment:b", path="all.yaml", ordinal=0),
        make_entry("fragment:b", "include fragment:a", path="all.yaml", ordinal=1),
        make_entry("fragment:a", "include fragment:a", path="copy.yaml"),
        make_entry("fragment:x", "include fragment:y", path="z.yaml", ordinal=-1, data=""),
        make_entry("fragment:y", "include fragment:x", path="y.yaml"),
    ]
    (cycle,) = include_cycles(Project(entries))
    assert [(entry.path, entry.ordinal) for entry, _ in cycle] == [("all.yaml", 0), ("all.yaml", 1)]
