from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "include-cycle"


def fragments(*edges: str) -> dict[str, str]:
    """Return a file for each `name>included,included`."""
    found = {}
    for edge in edges:
        name, _, targets = edge.partition(">")
        includes = "".join(f"{{% include '{target}' %}}\n" for target in targets.split(",") if target)
        found[f"{name}.fragment.md"] = f"---\nname: {name}\n---\nText.\n{includes}"
    return found


def test_the_path_ends_where_it_begins(lint: Lint) -> None:
    (found,) = lint(fragments("a>b", "b>c", "c>a"), RULE)
    assert found.primary == ("a.fragment.md", 5, 13, 5, 14)
    assert found.message == "the includes never end: `a` → `b` → `c` → `a`"
    assert [(related.span[:3], related.text) for related in found.related] == [
        (("b.fragment.md", 5, 13), "`b` includes `c`"),
        (("c.fragment.md", 5, 13), "`c` includes `a`"),
    ]


def test_a_text_may_include_itself(lint: Lint) -> None:
    (found,) = lint(fragments("a>a"), RULE)
    assert (found.message, found.related) == ("the includes never end: `a` → `a`", ())


@pytest.mark.parametrize(
    ("edges", "messages"),
    [
        pytest.param(("a>b", "b>a", "c>d", "d>c"), ["`a` → `b` → `a`", "`c` → `d` → `c`"], id="two circles"),
        pytest.param(("a>b,c", "b>c", "c>a"), ["`a` → `c` → `a`"], id="the shorter way round"),
        pytest.param(("a>b", "b>c", "c>"), [], id="a chain"),
        pytest.param(("a>b,c", "b>d", "c>d", "d>"), [], id="two ways to one text"),
        pytest.param(("a>missing",), [], id="a text that is not there"),
    ],
)
def test_each_circle_is_reported_once(edges: tuple[str, ...], messages: list[str], lint: Lint) -> None:
    found = lint(fragments(*edges), RULE)
    assert [each.message for each in found] == [f"the includes never end: {message}" for message in messages]


def test_a_long_circle_is_cut(lint: Lint) -> None:
    edges = [f"n{number:02}>n{(number + 1) % 30:02}" for number in range(30)]
    (found,) = lint(fragments(*edges), RULE)
    assert found.message.endswith("`n19` → … → `n00`")
    assert len(found.related) == 19
