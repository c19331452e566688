from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "ambiguous-reference"
PROMPT = "kind: Prompt\nname: a\nversion: 1.0.0\nbody: Answer.\n"
TOOL = "kind: Tool\nname: a\n"


@pytest.mark.parametrize(
    ("files", "place", "message", "advice"),
    [
        pytest.param(
            {"e.yaml": "kind: Environment\nname: e\noverrides:\n  a: {}\n", "t.yaml": TOOL},
            (4, 3, 4, 4),
            "`a` may be `prompt:a` or `tool:a`",
            "write the kind as well; without it, it is the prompt",
            id="the key of an override",
        ),
        pytest.param(
            {"e.yaml": "kind: Eval\nname: e\nsubjects: [tool:a, a@1]\n", "t.yaml": TOOL},
            (3, 20, 3, 23),
            "`a@1` may be `prompt:a@1` or `tool:a@1`",
            "write the kind as well; without it, it is the prompt",
            id="with a number",
        ),
        pytest.param(
            {
                "f.fragment.md": "---\nname: a\n---\nBe plain.\n",
                "b.prompt.md": "---\nname: b\n---\n{% include 'a' %}\n",
            },
            (4, 13, 4, 14),
            "`a` may be `fragment:a` or `prompt:a`",
            "write the kind as well; without it, it is the fragment",
            id="an include",
        ),
        pytest.param(
            {
                "w.yaml": "kind: Waiver\nname: w\nowner: support\nrule: overdue-review\nresource: a\n"
                "reason: r\nexpires: 2026-12-01\n",
                "a.yaml": TOOL.replace("Tool", "Team"),
            },
            (5, 11, 5, 12),
            "`a` may be `prompt:a` or `team:a`",
            "write the kind as well; without it, it is the prompt",
            id="any kind",
        ),
    ],
)
def test_what_may_mean_two_kinds_is_reported(
    files: dict[str, str], place: tuple[int, int, int, int], message: str, advice: str, lint: Lint
) -> None:
    (found,) = lint({"p.yaml": PROMPT, **files}, RULE)
    assert found.primary[1:] == place
    assert (found.message, found.help) == (message, advice)
    assert len(found.related) == 2


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"e.yaml": "kind: Eval\nname: a\nsubjects: [a]\n"}, id="a kind that cannot stand there"),
        pytest.param(
            {"e.yaml": "kind: Eval\nname: e\nsubjects: [prompt:a]\n", "t.yaml": TOOL}, id="the kind is written"
        ),
        pytest.param({"e.yaml": "kind: Agent\nname: e\nprompt: a\ntools: [a]\n", "t.yaml": TOOL}, id="one kind each"),
        pytest.param(
            {"e.yaml": "kind: Eval\nname: e\nsubjects: [a]\n", "p.yaml": PROMPT + "---\n" + PROMPT.replace("1.", "2.")},
            id="two versions",
        ),
    ],
)
def test_one_meaning_is_enough(files: dict[str, str], lint: Lint) -> None:
    assert lint({"p.yaml": PROMPT, **files}, RULE) == ()
