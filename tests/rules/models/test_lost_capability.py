from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

RULE = "lost-capability"
PROMPT = "---\nname: p\nmodel: {}\n{}\n---\nAnswer the question.\n"
TOOL = "kind: Tool\nname: find\ndescription: Finds orders.\nparameters: {type: object, properties: {}}\n"
SCHEMA = "output: {schema: {type: object, properties: {a: {type: string}}}}"


def model(name: str, keys: str) -> str:
    return f"kind: Model\nname: {name}\n{keys}\n"


def said(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, int]]:
    each = (finding.diagnostic for finding in found)
    return [(one.severity.value, one.primary.path, one.primary.line) for one in each]


CASES = [
    ("capabilities: [tools]", "capabilities: [json-schema]", "tools: [find]", "error"),
    ("capabilities: [tools]", "capabilities: [function-calling]", "tools: [find]", None),
    ("capabilities: [json-schema, tools]", "capabilities: [tools]", SCHEMA, "error"),
    ("capabilities: [structured-output]", "capabilities: [json-schema]", SCHEMA, None),
    ("parameters: [seed, top_p]", "parameters: [top_p]", "parameters: {seed: 7}", "error"),
    ("description: d", "parameters: [top_p]", "parameters: {seed: 7}", "error"),
    ("max_output_tokens: 900", "max_output_tokens: 800", "parameters: {max_tokens: 900}", "error"),
    ("context_window: 900", "context_window: 900\nmax_output_tokens: 10", "parameters: {max_tokens: 900}", "error"),
    ("type: chat", "type: embedding", "description: d", "error"),
    # It lacked it before.
    ("parameters: [top_p]", "parameters: [top_p, temperature]", "parameters: {seed: 7}", None),
    ("max_output_tokens: 800", "max_output_tokens: 700", "parameters: {max_tokens: 900}", None),
    # Nothing needs it.
    ("capabilities: [tools, json-schema]", "capabilities: [json-schema]", "description: d", None),
    ("max_output_tokens: 900", "max_output_tokens: 800", "parameters: {max_tokens: 800}", None),
    # It gained.
    ("capabilities: [json-schema]", "capabilities: [json-schema, tools]", "tools: [find]", None),
]


@pytest.mark.parametrize(("before", "after", "needs", "severity"), CASES)
def test_a_need_that_the_model_no_longer_meets_is_told_at_the_need(
    before: str, after: str, needs: str, severity: str | None, diff: Diff
) -> None:
    files = {"m.yaml": model("m", before), "p.prompt.md": PROMPT.format("m", needs), "t.yaml": TOOL}
    found = diff(files, {"m.yaml": model("m", after)}, RULE)
    line = 3 if "type: embedding" in after else 4
    assert said(found) == ([] if severity is None else [(severity, "p.prompt.md", line)])


@pytest.mark.parametrize(("before", "after", "needs", "severity"), CASES)
def test_to_move_to_another_model_is_the_same(
    before: str, after: str, needs: str, severity: str | None, diff: Diff
) -> None:
    files = {
        "m.yaml": model("m", before),
        "n.yaml": model("n", after),
        "p.prompt.md": PROMPT.format("m", needs),
        "t.yaml": TOOL,
    }
    found = diff(files, {"p.prompt.md": PROMPT.format("n", needs)}, RULE)
    assert [each.diagnostic.severity.value for each in found] == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("capabilities: [tools, vision]", "capabilities: [tools]", "no longer states the capability `vision`"),
        ("context_window: 400000", "context_window: 128000", "reads 128000 tokens now, and read 400000"),
    ],
)
@pytest.mark.parametrize("is_used", [True, False])
def test_what_cannot_be_seen_to_be_needed_is_a_warning_where_something_runs_on_it(
    before: str, after: str, message: str, diff: Diff, *, is_used: bool
) -> None:
    files = {"m.yaml": model("m", before)} | ({"p.prompt.md": PROMPT.format("m", "description: d")} if is_used else {})
    found = diff(files, {"m.yaml": model("m", after)}, RULE)
    assert said(found) == ([("warning", "m.yaml", 3)] if is_used else [])
    assert all(message in each.diagnostic.message for each in found)


def test_a_statement_that_is_taken_out_is_a_warning(diff: Diff) -> None:
    files = {"m.yaml": model("m", "capabilities: [json-schema]"), "p.prompt.md": PROMPT.format("m", SCHEMA)}
    assert said(diff(files, {"m.yaml": model("m", "description: d")}, RULE)) == [("warning", "p.prompt.md", 4)]


def test_a_model_that_says_nothing_lacks_nothing(diff: Diff) -> None:
    files = {
        "m.yaml": model("m", "capabilities: [json-schema]\nparameters: [seed]"),
        "n.yaml": model("n", "description: Says nothing."),
        "p.prompt.md": PROMPT.format("m", f"{SCHEMA}\nparameters: {{seed: 1}}"),
    }
    for name in ("n", "somebody/elses-model"):
        changed = PROMPT.format(name, f"{SCHEMA}\nparameters: {{seed: 1}}")
        assert diff(files, {"p.prompt.md": changed}, RULE) == ()


def test_an_agent_needs_what_it_does_and_its_prompt_does(diff: Diff) -> None:
    files = {
        "m.yaml": model("m", "capabilities: [tools, json-schema]"),
        "p.prompt.md": PROMPT.format("m", SCHEMA),
        "t.yaml": TOOL,
        "a.yaml": "kind: Agent\nname: a\nprompt: p\ntools: [find]\n",
    }
    found = diff(files, {"m.yaml": model("m", "capabilities: [vision]")}, RULE)
    assert said(found) == [("error", "a.yaml", 4), ("error", "p.prompt.md", 4)]


def test_a_retired_prompt_needs_nothing(diff: Diff) -> None:
    text = PROMPT.format("m", f"{SCHEMA}\nlifecycle: retired")
    files = {"m.yaml": model("m", "capabilities: [json-schema]"), "p.prompt.md": text}
    assert diff(files, {"m.yaml": model("m", "capabilities: [tools]")}, RULE) == ()
