"""Templates of configured dialects are linked by the names of their files."""

from __future__ import annotations

from collections.abc import Callable

from promptops.compiler import Compiler
from promptops.graph.graph import Graph

Write = Callable[[dict[str, str | bytes | None]], None]
Make = Callable[..., Compiler]


def test_the_graph_leads_to_what_was_read_from_the_file(write: Write, compiler: Make) -> None:
    write({"promptops.yaml": "sources: [{files: 'app/**/*.j2', dialect: jinja}]\n"})
    write({"app/mail/a.j2": "{% extends 'layout.j2' %}{% block b %}{% include 'parts/tone.j2' %}{% endblock %}"})
    write({"app/layout.j2": "{% import 'macros.j2' as macros %}{{ x }}", "app/parts/tone.j2": "Be plain."})
    write({"app/macros.j2": "{% macro m() %}{% endmacro %}", "app/parts/odd.j2": "{% from 'parts/odd.j2' import x %}"})
    compiled = compiler().compiled
    graph = Graph.of(compiled.project)
    edges = [(edge.source, edge.target) for name in graph.nodes for edge in graph.outgoing(name)]
    assert edges == [
        ("prompt:app/layout", "prompt:app/macros"),
        ("prompt:app/mail/a", "prompt:app/layout"),
        ("prompt:app/mail/a", "prompt:app/parts/tone"),
    ]
    assert compiled.verdict.diagnostics == ()


def test_templates_that_include_each_other_by_file_never_end(write: Write, compiler: Make) -> None:
    write({"promptops.yaml": "sources: [{files: '*.j2', dialect: jinja}]\n"})
    write({"a.j2": "{% include 'b.j2' %}", "b.j2": "\n{% include 'a.j2' %}"})
    (found,) = compiler().verdict.diagnostics
    assert (found.rule, found.primary.path, found.primary.line, found.primary.column) == (
        "include-cycle",
        "a.j2",
        1,
        13,
    )
