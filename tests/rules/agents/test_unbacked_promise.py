from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unbacked-promise"
PAY = {"pay.yaml": "kind: Tool\nname: pay\npromises: [Money is on  its way]\n"}


def prompt(body: str, more: str = "", name: str = "p") -> dict[str, str]:
    return {f"{name}.prompt.md": f"---\nname: {name}\n{more}---\n{body}\n"}


def fragment(body: str) -> dict[str, str]:
    return {"f.fragment.md": f"---\nname: f\n---\n{body}\n"}


def agent(more: str, name: str = "a") -> dict[str, str]:
    return {f"{name}.yaml": f"kind: Agent\nname: {name}\nlimits: {{max_turns: 3, max_cost: 1}}\n{more}\n"}


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ("Your money is on its way.", (4, 6)),
        ("Say: MONEY IS\non   its way!", (4, 6)),
        ("One.\n\n* money is on its way", (6, 3)),
        ("Do not joke. The money is on its way.", (4, 18)),
        ("Never ask twice.\n- The money is on its way.", (5, 7)),
        ("Money is on its wayside.", None),
        ("Smoney is on its way.", None),
        ("Your money is there.", None),
        # when it may be said, or that it may not
        ("Never say that the money is on its way.", None),
        ("Say that money is on its way only once you are sure.", None),
        ("Only once it is paid, say: money is on its way.", None),
        ("When a colleague has paid, tell them that money is on its way.", None),
        ("Never say: money is on its way.", None),
        ('Bad example: "money is on its way".', None),
        ("Never use these phrases:\n\n- trust me\n- money is on its way", None),
        ("## What you must not say\n1. Money is on its way.", None),
        ("**Phrases to avoid:**\n* money is on its way\n", None),
        ("The customer may believe that money is on its way; correct them.", None),
        ("You must not joke. Close with: money is on its way.", (4, 32)),
        ("Close with one of these:\n- money is on its way", (5, 3)),
        ("Do not joke.\n\nMoney is on its way. Do not add anything.", (6, 1)),
        ("Only once it is paid say that money is on its way.", None),
        ("Don't promise that money is on its way.", None),
        ("{# money is on its way #}Hello.", None),
    ],
)
def test_a_whole_phrase_in_any_case_and_across_lines(body: str, at: tuple[int, int] | None, lint: Lint) -> None:
    found = lint({**PAY, **prompt(body)}, RULE)
    assert [(each.primary.line, each.primary.column) for each in found] == ([] if at is None else [at])


PROMISE = "Your money is on its way."


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (prompt(PROMISE, "tools: [pay]\n"), []),
        (prompt(PROMISE, "tools: [gone]\n"), ["p.prompt.md"]),
        # each agent that follows it must be able to
        ({**prompt(PROMISE), **agent("prompt: p\ntools: [pay]")}, []),
        ({**prompt(PROMISE), **agent("prompt: p\ntools: [pay]"), **agent("prompt: p", "b")}, ["p.prompt.md"]),
        ({**prompt(PROMISE, "tools: [pay]\n"), **agent("prompt: p")}, []),
        # or somebody whom it works with
        ({**prompt(PROMISE), **agent("prompt: p\nhandoffs: [b]"), **agent("tools: [pay]", "b")}, []),
        (
            {
                **prompt(PROMISE, "tools: [desk]\n"),
                "desk.yaml": "kind: Tool\nname: desk\ninvokes: ['agent:b']\n",
                **agent("tools: [pay]", "b"),
            },
            [],
        ),
        # a fragment promises for those that include it
        (fragment(PROMISE), []),
        ({**fragment(PROMISE), **prompt("{% include 'f' %}")}, ["p.prompt.md"]),
        ({**fragment(PROMISE), **prompt("{% include 'f' %}", "tools: [pay]\n"), **prompt("{% include 'f' %}", "", "q")},
         ["q.prompt.md"]),
        # a text in YAML, and one in a file of its own
        ({"p.yaml": f"kind: Prompt\nname: p\nmessages: [{{role: system, content: {PROMISE}}}]\n"}, ["p.yaml"]),
        (
            {
                "v.md": PROMISE,
                "p.yaml": "kind: Prompt\nname: p\nvariants: [{name: v, file: ./v.md}, {name: w, body: Hello.}]\n",
            },
            ["p.yaml"],
        ),
        ({**prompt(PROMISE, "lifecycle: retired\n")}, []),
        # what programs of other formats grant is not known
        ({"a.prompty": f"---\nname: a\nmodel: {{api: chat}}\n---\nsystem:\n{PROMISE}\n"}, []),
    ],
)  # fmt: skip
def test_who_must_have_the_tool(files: dict[str, str], told: list[str], lint: Lint) -> None:
    assert [each.primary.path for each in lint({**PAY, **files}, RULE)] == told


def test_what_is_said(lint: Lint) -> None:
    files = {**PAY, **fragment(PROMISE), **prompt("{% include 'f' %}"), **agent("prompt: p")}
    (found,) = lint(files, RULE)
    assert found.message == "`Money is on  its way` is true only after a call of `pay`, which the agent `a` cannot call"
    assert found.primary[:3] == ("p.prompt.md", 4, 13)
    assert [(each.span[:2], each.text) for each in found.related] == [
        (("f.fragment.md", 4), "it is said here"),
        (("pay.yaml", 3), "the tool says so"),
    ]


@pytest.mark.parametrize("promise", ["(a+)+$", "[", "\\\\", "!!!", "größer", "x" * 300])
def test_odd_phrases_are_text(promise: str, lint: Lint) -> None:
    tool = f"kind: Tool\nname: pay\npromises: ['{promise}']\n"
    body = f"Say {promise.replace(chr(92) * 2, chr(92))} and aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"
    found = lint({"pay.yaml": tool, **prompt(body)}, RULE)
    assert len(found) == (promise not in ("[", "\\\\", "!!!"))
