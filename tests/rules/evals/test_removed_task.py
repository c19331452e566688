"""A name under which a group runs a task must be given by some file, where one gave it before."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

KEYS = "dataset_path: example/medicine\noutput_type: generate_until\ndoc_to_text: '{{question}}'\n"
TASK, GROUP, OTHER = "tasks/anatomy.yaml", "tasks/_medicine.yaml", "tasks/other.yaml"


def task(name: str, more: str = "") -> str:
    return f"task: {name}\n{more}{KEYS}"


def group(*members: str, name: str = "medicine") -> str:
    return f"group: {name}\ntask:\n" + "".join(f"- {member}\n" for member in members)


def told(diff: Diff, before: Mapping[str, str], changed: Mapping[str, str | None]) -> list[tuple[str, str, int]]:
    found = (each.diagnostic for each in diff(before, changed, "removed-task"))
    return [(each.severity.value, each.primary.path, each.primary.line) for each in found]


RUN = {TASK: task("anatomy"), GROUP: group("heart", "anatomy"), OTHER: task("heart", "tag: organs\n")}


@pytest.mark.parametrize(
    ("before", "changed", "line"),
    [
        (RUN, {TASK: task("body")}, 4),
        (RUN, {TASK: None}, 4),
        ({**RUN, GROUP: group("anatomy", "organs")}, {OTHER: task("heart")}, 4),
        ({**RUN, GROUP: group("anatomy", "organs")}, {OTHER: task("heart", "tag: [parts]\n")}, 4),
        ({**RUN, "tasks/_all.yaml": group("medicine", name="all")}, {GROUP: group("anatomy", name="doctors")}, 3),
    ],
)
def test_a_name_that_no_file_gives_any_more(
    diff: Diff, before: Mapping[str, str], changed: Mapping[str, str | None], line: int
) -> None:
    path = "tasks/_all.yaml" if "tasks/_all.yaml" in before else GROUP
    assert told(diff, before, changed) == [("error", path, line)]


@pytest.mark.parametrize(
    ("before", "changed"),
    [
        (RUN, {TASK: None, "tasks/body/anatomy.yaml": task("anatomy")}),
        (RUN, {TASK: task("body"), GROUP: group("heart", "body")}),
        (RUN, {TASK: task("body"), "tasks/more.yaml": task("anatomy")}),
        (RUN, {TASK: task("body"), GROUP: None}),
        ({**RUN, GROUP: group("heart", "hellaswag")}, {TASK: task("body")}),
        ({**RUN, GROUP: group("organs"), TASK: task("anatomy", "tag: organs\n")}, {TASK: task("anatomy")}),
        ({**RUN, GROUP: "group: medicine\ntask:\n- {task: anatomy, num_fewshot: 1}\n"}, {TASK: task("body")}),
    ],
)
def test_a_name_that_is_given_or_was_none(
    diff: Diff, before: Mapping[str, str], changed: Mapping[str, str | None]
) -> None:
    assert told(diff, before, changed) == []


def test_a_program_that_has_the_name_makes_it_a_warning(diff: Diff) -> None:
    before = {**RUN, "tasks/anatomy.py": 'register_task("anatomy")\n'}
    assert told(diff, before, {TASK: task("body")}) == [("warning", GROUP, 4)]
