from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.errors import UsageError
from promptops.graph.graph import Edge, Graph
from promptops.graph.selection import select
from promptops.resources.entries import Entry
from promptops.resources.project import Project

_OWNERS = {
    "prompt:support/refund-reply@1": "support",
    "prompt:support/refund-reply@2": "support",
    "tool:issue": "payments",
}

_CHAIN = {
    "agent:desk": ["prompt prompt:support/refund-reply@2", "tools tool:look-up"],
    "prompt:support/refund-reply@1": ["include fragment:common/safety"],
    "prompt:support/refund-reply@2": ["include fragment:common/safety", "tools tool:issue"],
    "fragment:common/safety": ["include fragment:common/base"],
    "fragment:common/base": [],
    "tool:issue": ["invokes agent:desk"],
    "tool:look-up": [],
    "eval:refund": ["subjects prompt:support/refund-reply@2", "judge.prompt prompt:judge"],
    "prompt:judge": [],
    "tool:c++, fast": [],
    "tool:ns:search": [],
}
_OLD, _NEW = "prompt:support/refund-reply@1", "prompt:support/refund-reply@2"
_SAFETY, _BASE = "fragment:common/safety", "fragment:common/base"


def owner_of(entry: Entry) -> str | None:
    return _OWNERS.get(entry.reference)


@pytest.fixture(scope="module")
def graph(make_project: Callable[[dict[str, list[str]]], Project]) -> Graph:
    return Graph.of(make_project(_CHAIN))


@pytest.mark.parametrize(
    ("selectors", "found"),
    [
        # names and references
        (["judge"], {"prompt:judge"}),
        (["name:judge"], {"prompt:judge"}),
        (["support/refund-reply"], {_OLD, _NEW}),
        (["support/refund-reply@2"], {_NEW}),
        ([_NEW], {_NEW}),
        (["prompt:support/refund-reply"], {_OLD, _NEW}),
        (["name:ns:search"], {"tool:ns:search"}),
        (["tool:ns:search"], {"tool:ns:search"}),
        # globs
        (["common/*"], {_SAFETY, _BASE}),
        (["prompt:*@1"], {_OLD}),
        (["*re*reply"], {_OLD, _NEW}),
        (["tool:*"], {"tool:issue", "tool:look-up", "tool:c++, fast", "tool:ns:search"}),
        (["tool:c*fast"], {"tool:c++, fast"}),
        (["owner:*"], {_OLD, _NEW, "tool:issue"}),
        # methods
        (["kind:fragment"], {_SAFETY, _BASE}),
        (["kind:Fragment"], {_SAFETY, _BASE}),
        (["kind:rollout"], set()),
        (["owner:support"], {_OLD, _NEW}),
        (["path:fragments"], {_SAFETY, _BASE}),
        (["path:./fragments/common/"], {_SAFETY, _BASE}),
        (["path:fragments/**/base.yaml"], {_BASE}),
        (["path:prompts/*.yaml"], {"prompt:judge"}),
        # graph operators
        (["+common/safety"], {_SAFETY, _BASE}),
        (["common/base+1"], {_BASE, _SAFETY}),
        (["common/base+2"], {_BASE, _SAFETY, _OLD, _NEW}),
        (["common/base+0"], {_BASE}),
        (["1+eval:refund"], {"eval:refund", _NEW, "prompt:judge"}),
        (["1+common/safety+1"], {_SAFETY, _BASE, _OLD, _NEW}),
        (["+prompt:judge+"], {"prompt:judge", "eval:refund"}),
        (["+agent:desk"], {"agent:desk", _NEW, _SAFETY, _BASE, "tool:issue", "tool:look-up"}),
        (["look-up+99999999999999999999"], {"tool:look-up", "agent:desk", "tool:issue", _NEW, "eval:refund"}),
        (
            ["@prompt:judge"],
            {"prompt:judge", "eval:refund", _NEW, _SAFETY, _BASE, "tool:issue", "agent:desk", "tool:look-up"},
        ),
        (["kind:fragment+1"], {_SAFETY, _BASE, _OLD, _NEW}),
        # sets
        (["judge tool:issue"], {"prompt:judge", "tool:issue"}),
        (["judge", "tool:issue"], {"prompt:judge", "tool:issue"}),
        (["kind:prompt,owner:support"], {_OLD, _NEW}),
        (["kind:tool,owner:support"], set()),
        (["  +common/safety,kind:fragment   judge "], {_SAFETY, _BASE, "prompt:judge"}),
        ([], set(_CHAIN)),
    ],
)
def test_what_a_selector_selects(selectors: list[str], found: set[str], graph: Graph) -> None:
    assert select(graph, selectors, [], owner_of) == found


def test_what_is_excluded_is_taken_away(graph: Graph) -> None:
    assert select(graph, ["kind:prompt"], ["support/refund-reply@1 judge"], owner_of) == {_NEW}
    assert select(graph, ["kind:prompt"], ["judge", "owner:support"], owner_of) == set()
    assert select(graph, [], ["kind:tool"], owner_of) == {each for each in _CHAIN if not each.startswith("tool:")}


@pytest.mark.parametrize(
    ("selector", "message", "help"),
    [
        ("onwer:support", "there is no selector method `onwer`", "did you mean `owner`?"),
        ("promt:judge", "there is no selector method `promt`", "did you mean `prompt`?"),
        ("tag:nightly", "there is no selector method `tag`", "the methods are `kind`, `name`, `owner`, `path`; a ref"),
        ("kind:promt", "there is no kind `promt`", "did you mean `prompt`?"),
        ("kind:everything", "there is no kind `everything`", "the kinds are `prompt`, `fragment`, `tool`"),
        ("owner:suport", "nothing belongs to an owner `suport`", "did you mean `support`?"),
        ("+juge+", "no resource is named `juge`", "did you mean `judge`?"),
        ("tool:judge", "no tool is named `judge`", "`promptops graph` lists every resource"),
        ("support/refund-reply@3", "no resource is named `support/refund-reply@3`", "`support/refund-reply@1`?"),
        ("refund-reply", "no resource is named `refund-reply`", "did you mean `support/refund-reply`?"),
        (
            "prompts/support",
            "no resource is named `prompts/support`",
            "to select by path, write `path:prompts/support`",
        ),
        ("zzz*", "no resource is named `zzz*`", "`promptops graph` lists every resource"),
        ("path:fragment", "no resource lies at `fragment`", "did you mean `fragments`?"),
        ("path:../x", "`../x` is not a path pattern below the root", "name a folder or file"),
        ("", "the selector `` names nothing", "write a name"),
        ("+", "the selector `+` names nothing", "write a name"),
        ("judge,", "the selector `` names nothing", "write a name"),
        ("kind:", "the selector `kind:` names nothing", "write a name"),
        ("@judge+", "`@` and `+` exclude each other in `@judge+`", "in both directions"),
        ("@2+judge", "`@` and `+` exclude each other in `@2+judge`", "in both directions"),
    ],
)
def test_what_matches_nothing_is_misuse(selector: str, message: str, help: str, graph: Graph) -> None:
    for selectors, exclude in (([selector], []), ([], [selector])):
        with pytest.raises(UsageError) as raised:
            select(graph, selectors, exclude, owner_of)
        assert str(raised.value) == message
        assert help in (raised.value.help or "")


def tool(name: str) -> Entry:
    return Entry(f"{name}.yaml", 0, "tool", name, None, "native", {}, None, (), None, (), (), "{}", "")


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Graph, nx.DiGraph[str], str]:
    """Return a graph of tools, the same for networkx, and the name of one of them."""
    names = st.sampled_from("abcdefgh"[: draw(st.integers(1, 8))])
    pairs = draw(st.sets(st.tuples(names, names), min_size=1, max_size=20))
    tools = [tool(name) for name in sorted(set().union(*pairs))]
    edges = [Edge(f"tool:{source}", f"tool:{target}", "invokes", "", ()) for source, target in sorted(pairs)]
    oracle: nx.DiGraph[str] = nx.DiGraph([(edge.source, edge.target) for edge in edges])
    return Graph({each.reference: each for each in tools}, edges), oracle, draw(st.sampled_from(tools)).name


def chosen(graph: Graph, selector: str) -> frozenset[str]:
    return select(graph, [selector], [], lambda _: None)


@given(graphs())
def test_operators_reach_what_networkx_reaches(case: tuple[Graph, nx.DiGraph[str], str]) -> None:
    graph, oracle, name = case
    node = f"tool:{name}"
    below = nx.ancestors(oracle, node) | {node}  # an edge leads from what depends to what it depends on
    assert chosen(graph, f"+{name}") == nx.descendants(oracle, node) | {node}
    assert chosen(graph, f"{name}+") == below
    assert chosen(graph, f"@{name}") == below.union(*(nx.descendants(oracle, each) for each in below))


@given(graphs(), st.integers(0, 4))
def test_steps_are_lengths_of_shortest_paths(case: tuple[Graph, nx.DiGraph[str], str], steps: int) -> None:
    graph, oracle, name = case
    down = nx.single_source_shortest_path_length(oracle, f"tool:{name}", cutoff=steps)
    up = nx.single_source_shortest_path_length(oracle.reverse(), f"tool:{name}", cutoff=steps)
    assert chosen(graph, f"{steps}+{name}") == set(down)
    assert chosen(graph, f"{name}+{steps}") == set(up)


@given(graphs())
def test_laws(case: tuple[Graph, nx.DiGraph[str], str]) -> None:
    graph, _, name = case
    itself = {f"tool:{name}"}
    assert itself <= chosen(graph, f"+{name}") & chosen(graph, f"{name}+")
    assert chosen(graph, f"+{name}+") == chosen(graph, f"+{name}") | chosen(graph, f"{name}+")
    assert chosen(graph, f"@{name}") >= chosen(graph, f"+{name}+")
    assert chosen(graph, f"+{name},{name}+") == chosen(graph, f"+{name}") & chosen(graph, f"{name}+")
    assert select(graph, [f"{name}+"], [f"{name}+"], lambda _: None) == frozenset()


@given(st.text("ab*", max_size=6), st.text("ab", min_size=1, max_size=8))
def test_a_star_stands_for_any_text(pattern: str, name: str) -> None:
    def matches(pattern: str, text: str) -> bool:
        if not pattern:
            return not text
        if pattern[0] == "*":
            return any(matches(pattern[1:], text[at:]) for at in range(len(text) + 1))
        return text[:1] == pattern[0] and matches(pattern[1:], text[1:])

    entry = tool(name)
    graph = Graph({entry.reference: entry}, [])
    if matches(pattern, name):
        assert chosen(graph, f"tool:{pattern}") == {entry.reference}
    else:
        with pytest.raises(UsageError):
            chosen(graph, f"tool:{pattern}")
