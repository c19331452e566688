from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.fixing import apply_edits, edits_by_file
from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "unused-suppression"
AGENT = "kind: Agent\nname: a\n"


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        pytest.param(
            f"{AGENT}tools: []  # promptops: ignore[unknown-tool] soon\n", f"{AGENT}tools: []\n", id="behind a value"
        ),
        pytest.param(
            f"{AGENT}# promptops: ignore[unknown-tool] soon\ntools: []\n",
            f"{AGENT}tools: []\n",
            id="on a line of its own",
        ),
        pytest.param(f"{AGENT}# promptops: ignore[unknown-tool] soon", AGENT, id="on the last line"),
        pytest.param(
            f"{AGENT}tools: []  # promptops: ignore[unknown-tool, no-such-rule] soon\n",
            f"{AGENT}tools: []\n",
            id="all of several",
        ),
        pytest.param(
            f"{AGENT}tools: [t]  # promptops: ignore[no-such-rule, unknown-tool,unused-input] soon\n",
            f"{AGENT}tools: [t]  # promptops: ignore[unknown-tool] soon\n",
            id="some of several",
        ),
        pytest.param(
            f"{AGENT}tools: []  # promptops: ignore[unknown-tool] soon\r\n",
            f"{AGENT}tools: []\r\n",
            id="foreign line ends",
        ),
    ],
)
def test_the_fix_takes_out_what_silences_nothing(text: str, fixed: str, lint: Lint) -> None:
    edits = edits_by_file(lint({"a.yaml": text}, RULE))
    assert apply_edits(text, edits["a.yaml"]) == fixed
    assert lint({"a.yaml": fixed}) == ()


@pytest.mark.parametrize(
    ("body", "fixed"),
    [
        pytest.param(
            "Answer. {# promptops: ignore[unknown-reference] soon #}\n", "Answer. \n", id="white space around it stays"
        ),
        pytest.param(
            "Answer. {#- promptops: ignore[unknown-reference] soon #}\n", None, id="its dash strips white space"
        ),
        pytest.param("Answer. {# promptops: ignore[unknown-reference] soon -#}\n", None, id="as does one behind it"),
        pytest.param("Answer. {# promptops: ignore[unknown-reference] soon\nor late #}\n", None, id="it goes on below"),
    ],
)
def test_the_fix_leaves_the_text_of_a_prompt_as_it_is(body: str, fixed: str | None, lint: Lint) -> None:
    header = "---\nname: p\n---\n"
    found = lint({"p.prompt.md": header + body}, RULE)
    assert [each.message for each in found] == ["`unknown-reference` finds nothing here to silence"]
    edits = edits_by_file(found).get("p.prompt.md")
    assert (apply_edits(header + body, edits) if edits else None) == (None if fixed is None else header + fixed)


def test_an_id_of_no_rule_is_reported_with_the_one_that_is_meant(lint: Lint) -> None:
    (found,) = lint({"a.yaml": f"{AGENT}tools: []  # promptops: ignore[unkown-tool] soon\n"}, RULE)
    assert found.primary == ("a.yaml", 3, 12, 3, 49)
    assert (found.message, found.help) == ("there is no rule `unkown-tool`", "did you mean `unknown-tool`?")


def test_one_comment_may_silence_the_report_of_itself(lint: Lint) -> None:
    comment = "# promptops: ignore[unknown-tool, unused-suppression] the tool comes and goes"
    assert lint({"a.yaml": f"{AGENT}tools: []  {comment}\n"}, RULE) == ()


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a.yaml": f"{AGENT}tools: [t]  # promptops: ignore[unknown-tool] soon\n"}, id="it is needed"),
        pytest.param(
            {
                "promptops.yaml": "rules: {unknown-tool: off}\n",
                "a.yaml": f"{AGENT}tools: []  # promptops: ignore[unknown-tool] soon\n",
            },
            id="the rule is off",
        ),
        pytest.param(
            {"a.yaml": f"{AGENT}tools: []  # promptops: ignore[unknown-tool]\n"}, id="it has no reason anyway"
        ),
    ],
)
def test_what_is_needed_or_broken_is_left_alone(files: dict[str, str], lint: Lint) -> None:
    assert lint(files, RULE) == ()
