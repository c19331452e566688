from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "context-overflow"
PROMPT = "---\nname: p\nmodel: m\nparameters: {{max_output_tokens: {answer}}}\n---\n{text}\n"
WINDOW = ": the window of `model:m` holds 1,000"
MODEL = "kind: Model\nname: m\nid: {id}\ncontext_window: 1000\n"


def project(text: str, *, answer: int = 100, id: str = "gpt-4o") -> dict[str, str]:
    return {"p.prompt.md": PROMPT.format(answer=answer, text=text), "m.yaml": MODEL.format(id=id)}


@pytest.mark.parametrize(
    ("files", "severity", "message"),
    [
        pytest.param(
            project("word " * 950),
            "error",
            f"the text has at least 950 tokens (counted with o200k_base) and an answer of 100{WINDOW}",
            id="counted",
        ),
        pytest.param(
            project("word " * 500, id="other"),
            "warning",
            f"the text has up to 2,516 tokens (a byte a token) and an answer of 100{WINDOW}",
            id="no vocabulary",
        ),
        pytest.param(
            project("Answer.", answer=1_000),
            "error",
            f"the text has at least 2 tokens (counted with o200k_base) and an answer of 1,000{WINDOW}",
            id="the answer alone",
        ),
    ],
)
def test_what_does_not_fit_is_reported(files: dict[str, str], severity: str, message: str, lint: Lint) -> None:
    assert [(each.severity, each.message) for each in lint(files, RULE)] == [(severity, message)]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(project("word " * 800), id="it fits, though not in bytes"),
        pytest.param(project("{% if x %}" + "word " * 950 + "{% endif %}", id="gpt-4o", answer=0), id="it need not be"),
        pytest.param(project("{% for x in y %}word{% endfor %}" * 100), id="nobody knows how often"),
        pytest.param(project("{{ document }}"), id="an input may be of any size"),
        pytest.param({**project("word " * 5_000), "m.yaml": "kind: Model\nname: m\n"}, id="no window is known"),
    ],
)
def test_what_may_fit_is_fine(files: dict[str, str], lint: Lint) -> None:
    assert lint(files, RULE) == ()


def test_what_is_included_counts_and_fallbacks_too(lint: Lint) -> None:
    files = {
        **project('{% include "part" %} {% include "part" %}'),
        "part.fragment.md": "---\nname: part\n---\n" + "word " * 300,
        "m.yaml": "kind: Model\nname: m\nid: gpt-4o\ncontext_window: 2000\nfallbacks: [n]\n",
        "n.yaml": "kind: Model\nname: n\nid: gpt-4\ncontext_window: 600\n",
    }
    (found,) = lint(files, RULE)
    assert found.message.endswith("and an answer of 100: the window of `model:n` holds 600")
    assert found.severity == "error"
