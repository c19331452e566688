from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unbounded-fanout"
AGENT = "kind: Agent\nname: a\nmodel: m\ntools: [t]\n"
MODEL = "kind: Model\nname: m\n"
PRICED = f"{MODEL}context_window: 1000\nmax_output_tokens: 10\nprice: {{input: 1, output: 1}}\n"
CALLING = "kind: Tool\nname: t\ndescription: Does it.\ninvokes: [model:m]\n"


@pytest.mark.parametrize(
    "tool",
    [
        pytest.param(CALLING, id="a model"),
        pytest.param(
            f"{CALLING.replace('model:m', 'tool:u')}---\n{CALLING.replace('name: t', 'name: u')}", id="farther"
        ),
    ],
)
def test_tools_that_call_models_need_a_limit(tool: str, lint: Lint) -> None:
    files = {"a.yaml": f"{AGENT}limits: {{max_turns: 4}}\n", "t.yaml": tool, "m.yaml": MODEL}
    (found,) = lint(files, RULE)
    assert (found.primary.line, found.message) == (
        4,
        "a run of `a` may call `t` any number of times, and each call leads to calls of models",
    )


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a.yaml": f"{AGENT}limits: {{max_turns: 4, max_tool_calls: 9}}\n"}, id="limited"),
        pytest.param({"a.yaml": AGENT}, id="told by another rule"),
        pytest.param({"t.yaml": CALLING.replace("invokes: [model:m]", "")}, id="no model"),
        pytest.param(
            {
                "a.yaml": f"{AGENT}prompt: p\nlimits: {{max_turns: 4, max_cost: 1}}\n",
                "p.prompt.md": "---\nname: p\n---\nAnswer.\n",
                "t.yaml": CALLING.replace("model:m", "prompt:p2"),
                "p2.prompt.md": "---\nname: p2\nmodel: m\n---\nAnswer this.\n",
                "m.yaml": PRICED,
            },
            id="money limits it",
        ),
    ],
)
def test_what_is_limited_or_calls_no_model_is_fine(files: dict[str, str], lint: Lint) -> None:
    limited = {"a.yaml": f"{AGENT}limits: {{max_turns: 4}}\n", "t.yaml": CALLING, "m.yaml": MODEL}
    assert lint({**limited, **files}, RULE) == ()


MONEY = {
    "a.yaml": f"{AGENT}prompt: p\nlimits: {{max_turns: 4, max_cost: 1}}\n",
    "p.prompt.md": "---\nname: p\n---\nAnswer.\n",
    "t.yaml": CALLING.replace("model:m", "prompt:p2"),
    "p2.prompt.md": "---\nname: p2\nmodel: m\n---\nAnswer this.\n",
    "m.yaml": PRICED,
}
UNPRICED = "kind: Model\nname: n\ncontext_window: 1000\nmax_output_tokens: 10\n"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        pytest.param(
            {"m.yaml": f"{PRICED}fallbacks: [n]\n", "n.yaml": UNPRICED},
            "`max_cost` does not end the calls of a run of `a`: the price of `model:n` is not known",
            id="a fallback without a price",
        ),
        pytest.param(
            {"m.yaml": f"{MODEL}fallbacks: [n]\n", "n.yaml": UNPRICED},
            "`max_cost` does not end the calls of a run of `a`: the price of `model:m` is not known, "
            "nor that of 1 more",
            id="two without a price",
        ),
        pytest.param(
            {"m.yaml": PRICED, "t.yaml": CALLING},
            "a run of `a` may call `t` any number of times, and each call leads to calls of models",
            id="a call that may cost nothing at any price",
        ),
        pytest.param(
            {"m.yaml": f"{PRICED}fallbacks: [n]\n", "n.yaml": f"{UNPRICED}price: {{input: 0, output: 0}}\n"},
            "a run of `a` may call `t` any number of times, and each call leads to calls of models",
            id="a model that is free",
        ),
        pytest.param(
            {"a.yaml": f"{AGENT}prompt: p\nlimits: {{max_turns: 4}}\n", "m.yaml": MODEL},
            "a run of `a` may call `t` any number of times, and each call leads to calls of models",
            id="no limit on spending",
        ),
    ],
)
def test_a_missing_price_is_named_where_it_is_all_that_is_missing(
    files: dict[str, str], message: str, lint: Lint
) -> None:
    (found,) = lint({**MONEY, **files}, RULE)
    assert found.message == message
