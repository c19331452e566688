"""`unsupported-parameter` and `missing-capability`: what a prompt asks of the models that answer it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

_PROMPT = "---\nname: reply\nmodel: chat\n{}\n---\nAnswer.\n"
_TOOL = "kind: Tool\nname: find\ndescription: Finds an order.\neffects: read\n"


def files(model: str, prompt: str, **others: str) -> dict[str, str]:
    found = {"prompts/reply.prompt.md": _PROMPT.format(prompt), "tools/find.yaml": _TOOL}
    for name, says in {"chat": model, **others}.items():
        found[f"models/{name}.yaml"] = f"kind: Model\nname: {name}\n{says}\n"
    return found


def told(found: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(each.severity.value, str(each.keys[-2])) for each in found]


@pytest.mark.parametrize(
    ("model", "parameters", "expected"),
    [
        ("parameters: [temperature]", "temperature: 2", []),
        ("parameters: [temperature]", "seed: 1", [("error", "seed")]),
        ("parameters: [temperature]", "temperature: 1, seed: 1, top_k: 2", [("error", "seed"), ("error", "top_k")]),
        ("id: openai/o3-mini", "max_tokens: 5", [("error", "max_tokens")]),
        ("id: openai/o3-mini", "temperature: 0.2", [("error", "temperature")]),
        ("id: openai/o3-mini", "temperature: 1", []),
        ("id: openai/o3-mini", "temperature: 1.0, top_p: 1, presence_penalty: 0", []),
        ("id: openai/o3-mini", "max_completion_tokens: 5, reasoning_effort: low", []),
        ("id: openai/o3-mini\nparameters: [max_tokens]", "max_tokens: 5", []),
        ("id: o3-mini", "max_tokens: 5", [("warning", "max_tokens")]),
        ("id: o3-mini\nprovider: gateway", "max_tokens: 5", [("warning", "max_tokens")]),
        ("id: anthropic/claude-opus-4-8", "top_k: 5", [("error", "top_k")]),
        ("id: openai/gpt-4o", "max_tokens: 5, temperature: 0", []),
        ("id: nobody-knows", "max_tokens: 5", []),
    ],
)
def test_parameters(lint: Lint, model: str, parameters: str, expected: list[tuple[str, str]]) -> None:
    assert told(lint(files(model, f"parameters: {{{parameters}}}"), "unsupported-parameter")) == expected


def test_each_fallback_must_take_the_parameters(lint: Lint) -> None:
    project = files(
        "fallbacks: [first, second]\nparameters: [seed]",
        "parameters: {seed: 1}",
        first="parameters: [top_p]",
        second="parameters: [seed]",
    )
    (found,) = lint(project, "unsupported-parameter")
    assert found.message == "`first`, which stands in for `chat`, does not accept `seed`"


def test_an_agent_on_a_model_of_its_own_passes_the_parameters_of_its_prompt(lint: Lint) -> None:
    project = files("parameters: [seed]", "parameters: {seed: 1}", other="parameters: [top_p]")
    project["agents/a.yaml"] = "kind: Agent\nname: a\nprompt: reply\nmodel: other\n"
    (found,) = lint(project, "unsupported-parameter")
    assert found.primary.path == "prompts/reply.prompt.md"
    assert "`other`" in found.message


@pytest.mark.parametrize(
    ("accepts", "instead"),
    [("[max_completion_tokens]", "set `max_completion_tokens` in its place"), ("[seed]", "leave it out")],
)
def test_the_advice_knows_the_other_names_of_a_limit(lint: Lint, accepts: str, instead: str) -> None:
    (found,) = lint(files(f"parameters: {accepts}", "parameters: {max_tokens: 5}"), "unsupported-parameter")
    assert found.help is not None
    assert found.help.startswith(instead)


_SCHEMA = "output: {schema: {type: object}}"


@pytest.mark.parametrize(
    ("model", "prompt", "expected"),
    [
        ("capabilities: [tools]", _SCHEMA, ["error"]),
        ("capabilities: [structured-outputs]", _SCHEMA, []),
        ("capabilities: [json-schema]", "tools: [find]", ["error"]),
        ("capabilities: [json-schema]", "output: {format: json}", []),
        ("description: says nothing", _SCHEMA, []),
        ("id: openai/o3-deep-research", _SCHEMA, ["warning"]),
        ("id: openai/gpt-4o", _SCHEMA, []),
        ("id: openai/o3-deep-research\ncapabilities: [json-schema]", _SCHEMA, []),
        ("type: embedding", "contract: {}", ["error"]),
        ("id: openai/text-embedding-3-small\ntype: chat", "contract: {}", []),
    ],
)
def test_capabilities(lint: Lint, model: str, prompt: str, expected: list[str]) -> None:
    found = lint(files(model, prompt), "missing-capability")
    assert [each.severity.value for each in found] == expected
