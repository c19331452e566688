from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.graph.reach import reached_from
from promptops.graph.serving import Serving
from promptops.resources.entries import Entry
from promptops.resources.project import Project

MakeProject = Callable[[dict[str, list[str]]], Project]

MODELS = {
    "model:a": ["provider provider:one"],
    "model:b": ["provider provider:two"],
    "model:c": ["provider provider:one", "fallbacks model:b"],
    "model:d": ["provider provider:one", "fallbacks model:a"],
    "model:e": [],
    "model:f": ["fallbacks model:g", "provider provider:one"],
    "model:g": ["fallbacks model:f", "provider provider:one"],
    "provider:one": [],
    "provider:two": [],
}


def named(project: Project, reference: str) -> Entry:
    return next(entry for entry in project.entries if entry.reference == reference)


@pytest.mark.parametrize(
    ("links", "sole"),
    [
        (["model model:a"], "one"),
        (["model model:b"], "two"),
        (["model model:c"], None),
        (["model model:d"], "one"),
        (["model model:f"], "one"),
        # nobody says who serves it
        (["model model:e"], None),
        (["model model:a", "tools tool:t"], None),
        (["model model:a", "tools tool:u"], "one"),
        ([], None),
    ],
)
def test_who_serves_every_model_that_is_reached(links: list[str], sole: str | None, make_project: MakeProject) -> None:
    tools = {"tool:t": ["invokes model:b"], "tool:u": ["invokes prompt:p"]}
    project = make_project({**MODELS, **tools, "prompt:p": links, "feature:x": ["parts prompt:p"]})
    feature = named(project, "feature:x")
    found = Serving(project).sole_providers([feature]).get(id(feature))
    assert (found and found.name) == sole


def test_models_of_other_types_do_not_count(make_entry: Callable[..., Entry]) -> None:
    embedding = make_entry("model:v", "provider provider:two", data='{"type": "embedding"}')
    chat = make_entry("model:a", "provider provider:one", data='{"type": "chat"}')
    tool = make_entry("tool:t", "invokes model:v")
    prompt = make_entry("prompt:p", "model model:a", "tools tool:t")
    found = Serving(Project([embedding, chat, tool, prompt])).sole_providers([prompt, tool])
    assert found[id(prompt)].name == "one"
    assert id(tool) not in found


def test_a_model_is_in_use_when_something_calls_it_or_one_that_it_stands_in_for(make_project: MakeProject) -> None:
    project = make_project({**MODELS, "prompt:p": ["model model:c"], "eval:e": ["subjects model:e"]})
    serving = Serving(project)
    assert {entry.name for entry in project.entries if id(entry) in serving.called} == {"c", "b"}
    call = serving.called[id(named(project, "model:b"))]
    assert (call.source.reference, call.at.keys) == ("prompt:p", ("model", 0))
    by_name = {entry.name: serving.by_provider.get(id(entry), []) for entry in project.of_kind("provider")}
    assert {name: [model.name for model in models] for name, models in by_name.items()} == {"one": ["c"], "two": ["b"]}


def test_it_is_found_out_once_for_each_project(make_project: MakeProject) -> None:
    project = make_project(MODELS)
    assert Serving.of(project) is Serving.of(project)
    assert Serving.of(make_project(MODELS)) is not Serving.of(project)


def test_what_a_request_reaches(make_project: MakeProject) -> None:
    project = make_project(
        {
            "feature:x": ["parts agent:a", "parts eval:e"],
            "agent:a": ["handoffs agent:b", "prompt prompt:p"],
            "agent:b": ["handoffs agent:a", "tools tool:t"],
            "prompt:p": ["include fragment:f", "model model:c"],
            "tool:t": ["invokes tool:u"],
            "tool:u": [],
            "fragment:f": [],
            "eval:e": [],
            **MODELS,
        }
    )
    graph, met = Serving(project).graph, set[int]()
    start = [named(project, "feature:x")]
    names = ["x", "a", "b", "p", "t", "c", "u"]
    assert [entry.name for entry in reached_from(graph, start, set())] == names
    assert [entry.name for entry in reached_from(graph, start, set(), most=3)] == names[:3]
    stopped = reached_from(graph, start, met, lambda call: call.target.kind != "agent")
    assert [entry.name for entry in stopped] == ["x"]
    assert reached_from(graph, start, met) == []
