from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from promptops.diagnostics import Span
from promptops.errors import UsageError
from promptops.graph.graph import Edge, Graph
from promptops.reports.graphs import FORMATS, render_graph
from promptops.reports.graphs.circles import Circle, End, Step
from promptops.reports.printable import printable
from promptops.resources.entries import Entry

_SCHEMA: Final = Path(__file__).parents[2] / "schemas" / "graph.schema.json"
_PUBLISHED: Final[dict[str, Any]] = json.loads(_SCHEMA.read_text(encoding="utf-8"))
_VALIDATOR: Final = Draft202012Validator(_PUBLISHED)

_LOADED: Final = """
import sys
from promptops.reports.graphs import FORMATS
print(*(module for module, _ in FORMATS.values() if module in sys.modules))
"""

_HOSTILE: Final = (
    '"]; click A "javascript:alert(1)"',
    "a\nclick n0 callback",
    "a\r\n%%{init: {'theme': 'dark'}}%%",
    "style a:b#quot;",
    "`**bold** <img src=x onerror=alert(1)>`",
    'a"]\n  n0 --> n1\nsubgraph x["',
    "\\",
    '\\" ]; } digraph x {',
    "end",
    "\x1b[2J\u202e\u200b",
    "##[command]x ##vso[task.setvariable]y",
    "::error::x",
    "__init__",
    "größe 名前 😀",
    "\ud800",
    "a & b | c > d",
)

_MERMAID: Final = re.compile(
    r"flowchart LR\n"
    r"(?P<note>  %% [^%\n]+\n)?"
    r'(?P<nodes>(?:  n\d+\["(?:[A-Za-z0-9 ./:@_-]|[^\x00-\x7f]|#\d+;)+"\]\n)*)'
    r'(?P<edges>(?:  n\d+ -->\|"[a-z ]+"\| n\d+\n)*)'
)
_DOT: Final = re.compile(
    r"digraph promptops \{\n  rankdir=LR;\n  node \[shape=box\];\n"
    r'(?P<nodes>(?:  n\d+ \[label="(?:[A-Za-z0-9 ./:@_-]|[^\x00-\x7f]|&#\d+;)+"\];\n)*)'
    r'(?P<edges>(?:  n\d+ -> n\d+ \[label="[a-z ]+"\];\n)*)'
    r"\}\n"
)
_TEXT_NODE: Final = re.compile(r"^(?![├╰\n])[^\n]+ · [^\n]+\n(?:[├╰]── [^\n]+\n)*", re.MULTILINE)


def entry(kind: str, name: str, version: str | None = None, *, path: str = "", owner: str | None = None) -> Entry:
    governance = {"owner": owner} if owner else {}
    where = path or f"{kind}s/{name}.yaml"
    return Entry(where, 0, kind, name, version, "native", governance, None, (), None, (), (), "{}", "")


def graph_of(entries: list[Entry], *edges: tuple[str, str, str]) -> Graph:
    nodes = {each.reference: each for each in entries}
    return Graph(
        nodes,
        [
            Edge(source, target, verb, nodes[source].path, ("keys", number))
            for number, (source, verb, target) in enumerate(edges)
        ],
    )


def owner_of(entry: Entry) -> str | None:
    owner: str | None = entry.governance.get("owner")
    return owner


def draw(format: str, graph: Graph, selected: frozenset[str] | None = None) -> str:
    return render_graph(format, graph, frozenset(graph.nodes) if selected is None else selected, owner_of)


@pytest.fixture(scope="module")
def refund() -> Graph:
    """Return a graph with a cycle, two places that say the same, and a resource that stands alone."""
    return graph_of(
        [
            entry("prompt", "support/refund", "2.1.0", path="prompts/refund.prompt.md", owner="support"),
            entry("agent", "desk", owner="support"),
            entry("fragment", "safety", "1.0.0", owner="trust"),
            entry("tool", "issue", "1.4.0", owner="payments"),
            entry("model", "chat"),
        ],
        ("prompt:support/refund@2", "runs on", "model:chat"),
        ("prompt:support/refund@2", "includes", "fragment:safety@1"),
        ("prompt:support/refund@2", "calls", "tool:issue@1"),
        ("prompt:support/refund@2", "includes", "fragment:safety@1"),
        ("tool:issue@1", "invokes", "agent:desk"),
        ("agent:desk", "follows", "prompt:support/refund@2"),
        ("agent:desk", "hands off to", "agent:desk"),
    )


_TEXT = """\
agent:desk · agents/desk.yaml · support
├── follows prompt:support/refund@2 (prompts/refund.prompt.md)
╰── hands off to agent:desk (agents/desk.yaml)
fragment:safety@1 · fragments/safety.yaml · trust
model:chat · models/chat.yaml · no owner
prompt:support/refund@2 · prompts/refund.prompt.md · support
├── calls tool:issue@1 (tools/issue.yaml)
├── includes fragment:safety@1 (fragments/safety.yaml)
╰── runs on model:chat (models/chat.yaml)
tool:issue@1 · tools/issue.yaml · payments
╰── invokes agent:desk (agents/desk.yaml)

5 resources, 6 links between them
"""

_MERMAID_TEXT = """\
flowchart LR
  n0["agent:desk"]
  n1["fragment:safety@1"]
  n2["model:chat"]
  n3["prompt:support/refund@2"]
  n4["tool:issue@1"]
  n0 -->|"follows"| n3
  n0 -->|"hands off to"| n0
  n3 -->|"calls"| n4
  n3 -->|"includes"| n1
  n3 -->|"runs on"| n2
  n4 -->|"invokes"| n0
"""

_DOT_TEXT = """\
digraph promptops {
  rankdir=LR;
  node [shape=box];
  n0 [label="agent:desk"];
  n1 [label="fragment:safety@1"];
  n2 [label="model:chat"];
  n3 [label="prompt:support/refund@2"];
  n4 [label="tool:issue@1"];
  n0 -> n3 [label="follows"];
  n0 -> n0 [label="hands off to"];
  n3 -> n4 [label="calls"];
  n3 -> n1 [label="includes"];
  n3 -> n2 [label="runs on"];
  n4 -> n0 [label="invokes"];
}
"""


@pytest.mark.parametrize(("format", "text"), [("text", _TEXT), ("mermaid", _MERMAID_TEXT), ("dot", _DOT_TEXT)])
def test_a_drawing(format: str, text: str, refund: Graph) -> None:
    assert draw(format, refund) == text


def test_json_holds_every_place(refund: Graph) -> None:
    output = json.loads(draw("json", refund))
    assert output["nodes"][3] == {
        "reference": "prompt:support/refund@2",
        "kind": "prompt",
        "name": "support/refund",
        "version": "2.1.0",
        "owner": "support",
        "path": "prompts/refund.prompt.md",
        "dynamic": [],
    }
    assert [(edge["source"], edge["type"], edge["keys"]) for edge in output["edges"]] == [
        ("agent:desk", "follows", ["keys", 5]),
        ("agent:desk", "hands off to", ["keys", 6]),
        ("prompt:support/refund@2", "calls", ["keys", 2]),
        ("prompt:support/refund@2", "includes", ["keys", 1]),
        ("prompt:support/refund@2", "includes", ["keys", 3]),
        ("prompt:support/refund@2", "runs on", ["keys", 0]),
        ("tool:issue@1", "invokes", ["keys", 4]),
    ]


def test_only_what_is_selected_is_drawn_and_the_text_counts_the_rest(refund: Graph) -> None:
    selected = frozenset({"prompt:support/refund@2", "model:chat", "tool:issue@1", "no:such"})
    assert draw("text", refund, selected) == (
        "model:chat · models/chat.yaml · no owner\n"
        "prompt:support/refund@2 · prompts/refund.prompt.md · support\n"
        "├── calls tool:issue@1 (tools/issue.yaml)\n"
        "├── runs on model:chat (models/chat.yaml)\n"
        "╰── and 1 resource not selected\n"
        "tool:issue@1 · tools/issue.yaml · payments\n"
        "╰── and 1 resource not selected\n"
        "\n"
        "3 resources, 2 links between them\n"
    )
    output = json.loads(draw("json", refund, selected))
    assert {node["reference"] for node in output["nodes"]} == selected - {"no:such"}
    assert [edge["type"] for edge in output["edges"]] == ["calls", "runs on"]


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("text", "0 resources, 0 links between them\n"),
        ("mermaid", "flowchart LR\n"),
        ("dot", "digraph promptops {\n  rankdir=LR;\n  node [shape=box];\n}\n"),
        ("json", '{\n  "nodes": [],\n  "edges": [],\n  "cycles": []\n}\n'),
    ],
)
def test_an_empty_drawing(format: str, text: str, refund: Graph) -> None:
    assert draw(format, refund, frozenset()) == text


@pytest.mark.parametrize("format", FORMATS)
def test_the_order_in_which_a_graph_was_built_does_not_show(format: str, refund: Graph) -> None:
    edges = [edge for node in refund.nodes for edge in refund.outgoing(node)]
    again = Graph(dict(reversed([*refund.nodes.items()])), reversed(edges))
    assert draw(format, again) == draw(format, refund)


def test_colour_is_for_the_text_alone_and_changes_nothing_else(refund: Graph) -> None:
    for name in FORMATS:
        coloured = render_graph(name, refund, frozenset(refund.nodes), owner_of, colour=True)
        assert re.sub(r"\x1b\[[0-9;]+m", "", coloured) == draw(name, refund)
        assert ("\x1b" in coloured) == (name == "text")


def test_an_unknown_format_is_a_usage_error(refund: Graph) -> None:
    with pytest.raises(UsageError, match="there is no format `svg`") as raised:
        draw("svg", refund)
    assert raised.value.help == "choose one of text, mermaid, dot, json"


def test_a_format_is_imported_when_it_is_asked_for() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], check=True, capture_output=True, text=True)
    assert done.stdout.split() == []


def hostile_graph(names: list[str]) -> Graph:
    """Return tools in a ring, with strange names, paths and owners."""
    tools = [entry("tool", name, path=f"{name}.json", owner=name) for name in dict.fromkeys(names)]
    following = [*tools[1:], *tools[:1]]
    ring = zip(tools, following, strict=True)
    return graph_of(tools, *((one.reference, "invokes", other.reference) for one, other in ring))


def labels(format: str, text: str) -> list[str]:
    """Return the labels as a reader of the drawing sees them."""
    if format == "mermaid":
        return [re.sub(r"#(\d+);", lambda match: chr(int(match[1])), each) for each in re.findall(r'\["(.*)"\]', text)]
    return [html.unescape(each).replace("\\\\", "\\") for each in re.findall(r'label="(.*)"\];', text)]


_names = st.lists(st.sampled_from(_HOSTILE) | st.characters(exclude_categories=()), min_size=1, max_size=4).map("".join)


@given(st.lists(_names, min_size=1, max_size=5))
def test_no_name_is_more_than_a_label(names: list[str]) -> None:
    graph = hostile_graph(names)
    shown = [printable(reference) for reference in sorted(graph.nodes)]
    for name, grammar in (("mermaid", _MERMAID), ("dot", _DOT)):
        match = grammar.fullmatch(draw(name, graph))
        assert match
        assert labels(name, match["nodes"]) == shown
        assert len(match["edges"].splitlines()) == len(graph.nodes)


@given(st.lists(_names, min_size=1, max_size=5))
def test_no_name_steers_the_terminal_or_adds_a_line(names: list[str]) -> None:
    graph = hostile_graph(names)
    body, blank, closing = draw("text", graph).rpartition("\n\n")
    assert blank
    assert closing.startswith(f"{len(graph.nodes)} resource")
    assert [len(tree.splitlines()) for tree in _TEXT_NODE.findall(f"{body}\n")] == [2] * len(graph.nodes)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\ud800-\udfff]|##\[|##vso\[", body)


@given(st.lists(_names, min_size=1, max_size=5))
def test_json_is_as_the_published_schema_says(names: list[str]) -> None:
    graph = hostile_graph(names)
    output = json.loads(draw("json", graph))
    _VALIDATOR.validate(output)
    assert len(output["nodes"]) == len(output["edges"]) == len(graph.nodes)


def test_keys_come_in_the_order_of_the_schema(refund: Graph) -> None:
    Draft202012Validator.check_schema(_PUBLISHED)
    output, definitions = json.loads(draw("json", refund)), _PUBLISHED["$defs"]
    _VALIDATOR.validate(output)
    assert list(output) == list(_PUBLISHED["properties"])
    assert {tuple(node) for node in output["nodes"]} == {tuple(definitions["node"]["properties"])}
    assert {tuple(edge) for edge in output["edges"]} == {tuple(definitions["edge"]["properties"])}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        (("nodes", 0, "reference"), "nothing"),
        (("nodes", 0, "kind"), "Agent"),
        (("nodes", 0, "extra"), 1),
        (("nodes", 0, "version"), 2),
        (("edges", 0, "type"), ""),
        (("edges", 0, "keys", 0), None),
        (("edges", 0, "source"), None),
        (("more",), {}),
    ],
)
def test_the_schema_refuses_what_is_never_written(pointer: tuple[str | int, ...], value: object, refund: Graph) -> None:
    output = json.loads(draw("json", refund))
    *parents, last = pointer
    target: Any = output
    for key in parents:
        target = target[key]
    target[last] = value
    assert not _VALIDATOR.is_valid(output)


@pytest.mark.parametrize(("size", "noted"), [(100, False), (501, True), (2_500, True)])
def test_a_drawing_that_mermaid_refuses_by_default_says_so(size: int, noted: bool) -> None:  # noqa: FBT001  a column of the table
    match = _MERMAID.fullmatch(draw("mermaid", hostile_graph([f"t{number}" for number in range(size)])))
    assert match
    assert len(match["nodes"].splitlines()) == len(match["edges"].splitlines()) == size
    assert bool(match["note"]) == noted


def circle(*ends: End) -> Circle:
    there = Span("agents/desk.yaml", 7, 3, 7, 9)
    back = Span("agents/\x1b[2J.yaml", 2, 1, 2, 5)
    steps = (
        Step("agent:desk", "agent:clerk", "hands off to", there, ("handoffs", 0)),
        Step("agent:clerk", "agent:desk", "hands off to", back, ("handoffs", 1)),
    )
    return Circle("hand-offs", steps, ends)


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((), "nothing ends it"),
        ((End("agent:desk", "`max_turns: 3`"),), "ended by `max_turns: 3` of agent:desk"),
        (
            (End("tool:a", "`max_depth: 0`"), End("tool:b", "`max_depth: 1`")),
            "ended by `max_depth: 0` of tool:a; `max_depth: 1` of tool:b",
        ),
    ],
)
def test_a_circle_is_told_with_what_ends_it(ends: tuple[End, ...], said: str, refund: Graph) -> None:
    text = render_graph("text", refund, frozenset(), owner_of, [circle(*ends)])
    assert text.splitlines() == [
        f"a circle of hand-offs · {said}",
        "├── agent:desk hands off to agent:clerk (agents/desk.yaml:7)",
        "╰── agent:clerk hands off to agent:desk (agents/\\u{1b}[2J.yaml:2)",
        "",
        "0 resources, 0 links between them",
    ]


def test_the_circles_in_json_are_as_published(refund: Graph) -> None:
    drawn = json.loads(render_graph("json", refund, frozenset(), owner_of, [circle(End("agent:desk", "x")), circle()]))
    _VALIDATOR.validate(drawn)
    assert [(each["kind"], each["limits"]) for each in drawn["cycles"]] == [
        ("hand-offs", [{"reference": "agent:desk", "words": "x"}]),
        ("hand-offs", []),
    ]
    assert drawn["cycles"][0]["calls"][0] == {
        "source": "agent:desk",
        "target": "agent:clerk",
        "type": "hands off to",
        "path": "agents/desk.yaml",
        "line": 7,
        "keys": ["handoffs", 0],
    }


@pytest.mark.parametrize("format", ["mermaid", "dot"])
def test_drawings_show_circles_by_themselves(format: str, refund: Graph) -> None:
    everything = frozenset(refund.nodes)
    assert render_graph(format, refund, everything, owner_of, [circle()]) == draw(format, refund)
