from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

RULE = "incompatible-fallback"


def model(name: str, says: str, fallbacks: str = "") -> str:
    more = f"fallbacks: [{fallbacks}]\n" if fallbacks else ""
    return f"kind: Model\nname: {name}\n{says}\n{more}"


def prompt(name: str, more: str = "output: {schema: {type: object, properties: {a: {type: string}}}}") -> str:
    return f"---\nname: {name}\nmodel: main\n{more}\n---\nAnswer the question.\n"


@pytest.mark.parametrize(
    ("main", "spare", "needs", "said"),
    [
        (
            "capabilities: [json-schema]",
            "capabilities: [tools]",
            "output: {schema: {type: object, properties: {a: {type: string}}}}",
            "does not have the capability `json-schema`; the prompt `p` has an output schema",
        ),
        ("capabilities: [json-schema]", "capabilities: [tools, json-schema]", "output: {schema: {type: object}}", None),
        # what the primary lacks as well, and what the fallback says nothing of
        ("capabilities: [tools]", "capabilities: [vision]", "output: {schema: {type: object}}", None),
        ("capabilities: [json-schema]", "id: spare-2027-01-01", "output: {schema: {type: object}}", None),
        (
            "max_output_tokens: 8000",
            "max_output_tokens: 4000",
            "parameters: {max_output_tokens: 5000}",
            "writes fewer than 5,000 tokens; the prompt `p` asks for up to 5,000 tokens",
        ),
        ("max_output_tokens: 8000", "max_output_tokens: 4000", "parameters: {max_output_tokens: 4000}", None),
        ("type: chat", "type: embedding", "tuned_for: main", "is no chat model; the prompt `p` is a chat"),
        # a rule of its own is about the parameters
        ("parameters: [temperature]", "parameters: [seed]", "parameters: {temperature: 0}", None),
    ],
)
def test_what_a_fallback_lacks(main: str, spare: str, needs: str, said: str | None, lint: Lint) -> None:
    files = {
        "main.yaml": model("main", main, "spare"),
        "spare.yaml": model("spare", spare),
        "p.prompt.md": prompt("p", needs),
    }
    found = lint(files, RULE)
    assert [each.message for each in found] == ([f"the fallback `spare` of `main` {said}"] if said else [])


def test_it_is_told_at_the_fallback_once_for_all_who_need_it(lint: Lint) -> None:
    files = {
        "main.yaml": model("main", "capabilities: [json-schema]", "spare"),
        "spare.yaml": model("spare", "capabilities: [tools]"),
        "p.prompt.md": prompt("p"),
        "q.prompt.md": prompt("q"),
    }
    (found,) = lint(files, RULE)
    assert (found.primary.path, found.primary.line) == ("main.yaml", 4)
    assert found.message.endswith("the prompt `p` has an output schema, as 1 more do")
    assert [(each.span.path, each.text) for each in found.related] == [
        ("p.prompt.md", "it is needed here"),
        ("spare.yaml", "what it can do"),
    ]


@pytest.mark.parametrize(
    ("agent", "is_told"),
    [
        ("prompt: p\ntools: [t]", True),  # on the model of its prompt
        ("model: main\ntools: [t]", True),
        ("prompt: p\nmodel: spare\ntools: [t]", False),
        ("prompt: p\ntools: [t]\nlifecycle: retired", False),
    ],
)
def test_an_agent_needs_tools_of_the_model_that_answers_it(agent: str, lint: Lint, *, is_told: bool) -> None:
    files = {
        "main.yaml": model("main", "capabilities: [tools]", "spare"),
        "spare.yaml": model("spare", "capabilities: [vision]"),
        "p.prompt.md": prompt("p", "description: x"),
        "t.yaml": "kind: Tool\nname: t\n",
        "a.yaml": f"kind: Agent\nname: a\n{agent}\n",
    }
    assert bool(lint(files, RULE)) == is_told


@pytest.mark.parametrize("fallbacks", ["", "main", "gone", "good"])
def test_no_fallback_and_a_good_one_are_silent(fallbacks: str, lint: Lint) -> None:
    files = {
        "main.yaml": model("main", "capabilities: [json-schema]", fallbacks),
        "good.yaml": model("good", "capabilities: [json-schema]"),
        "p.prompt.md": prompt("p"),
    }
    assert lint(files, RULE) == ()


def test_a_proxy_lists_what_is_known_and_not_all_that_there_is(lint: Lint) -> None:
    deployments = (
        "- model_name: main\n  litellm_params: {model: openai/gpt-4o}\n  model_info: {supports_response_schema: true}\n"
        "- model_name: spare\n  litellm_params: {model: openai/gpt-4.1}\n"
        "  model_info: {supports_function_calling: true}\n"
    )
    config = f"model_list:\n{deployments}litellm_settings:\n  fallbacks: [{{main: [spare]}}]\n"
    assert lint({"config.yaml": config, "p.prompt.md": prompt("p")}, RULE) == ()
