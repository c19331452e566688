from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

RULE = "incompatible-fallback"


def model(name: str, capabilities: str, fallbacks: str = "") -> str:
    more = f"fallbacks: [{fallbacks}]\n" if fallbacks else ""
    return f"kind: Model\nname: {name}\ncapabilities: [{capabilities}]\n{more}"


def prompt(name: str) -> str:
    schema = "output: {schema: {type: object, properties: {a: {type: string}}}}"
    return f"---\nname: {name}\nmodel: main\n{schema}\n---\nAnswer the question.\n"


@pytest.mark.parametrize(
    ("main", "spare", "is_told"),
    [
        ("json-schema", "tools", True),
        ("json-schema", "tools, json-schema", False),
        ("tools", "vision", False),  # the primary lacks it as well
    ],
)
def test_an_added_fallback_is_told_at_its_line_once_for_all_prompts(
    main: str, spare: str, diff: Diff, *, is_told: bool
) -> None:
    before = {
        "main.yaml": model("main", main),
        "spare.yaml": model("spare", spare),
        "p.prompt.md": prompt("p"),
        "q.prompt.md": prompt("q"),
    }
    found = diff(before, {"main.yaml": model("main", main, "spare")}, RULE)
    places = [(each.diagnostic.primary.path, each.diagnostic.primary.line) for each in found]
    assert places == ([("main.yaml", 4)] if is_told else [])
    assert [[each.name for each in one.consumers] for one in found] == [["prompt:p", "prompt:q"]] * is_told


def test_a_fallback_that_loses_what_it_had_is_told_at_the_primary(diff: Diff) -> None:
    before = {
        "main.yaml": model("main", "json-schema", "spare"),
        "spare.yaml": model("spare", "json-schema, tools"),
        "p.prompt.md": prompt("p"),
    }
    found = diff(before, {"spare.yaml": model("spare", "tools")}, RULE)
    assert [(each.diagnostic.primary.path, each.diagnostic.primary.line) for each in found] == [("main.yaml", 4)]


def test_a_fallback_that_lacked_it_before_is_no_news(diff: Diff) -> None:
    before = {
        "main.yaml": model("main", "json-schema", "spare"),
        "spare.yaml": model("spare", "tools"),
        "p.prompt.md": prompt("p"),
    }
    assert diff(before, {"spare.yaml": model("spare", "tools, vision")}, RULE) == ()
    assert diff(before, {"main.yaml": model("main", "json-schema, vision", "spare")}, RULE) == ()


@pytest.mark.parametrize("fallbacks", ["", "other"])
def test_to_take_a_fallback_away_or_name_a_good_one_is_silent(fallbacks: str, diff: Diff) -> None:
    before = {
        "main.yaml": model("main", "json-schema", "spare"),
        "spare.yaml": model("spare", "tools"),
        "other.yaml": model("other", "json-schema"),
        "p.prompt.md": prompt("p"),
    }
    assert diff(before, {"main.yaml": model("main", "json-schema", fallbacks)}, RULE) == ()


def test_a_proxy_lists_what_is_known_and_not_all_that_there_is(diff: Diff) -> None:
    def proxy(fallbacks: str) -> str:
        known = "model_info: {supports_response_schema: true}"
        deployments = (
            f"- model_name: main\n  litellm_params: {{model: openai/gpt-4o}}\n  {known}\n"
            "- model_name: spare\n  litellm_params: {model: openai/gpt-4.1}\n"
            "  model_info: {supports_function_calling: true}\n"
        )
        return f"model_list:\n{deployments}litellm_settings:\n  fallbacks: {fallbacks}\n"

    before = {"config.yaml": proxy("[]"), "p.prompt.md": prompt("p")}
    assert diff(before, {"config.yaml": proxy("[{main: [spare]}]")}, RULE) == ()
