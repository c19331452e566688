"""The three rules that tell of models in the place of others: each change is told by one of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptops.compiler.change_findings import ChangeFinding

Diff = Callable[..., tuple[ChangeFinding, ...]]

_RULES = ("changed-model-family", "changed-snapshot", "floated-model")


def told(found: tuple[ChangeFinding, ...]) -> list[tuple[str, str, str, int]]:
    """Return rule, severity, path and line of what the three rules say."""
    each = (finding.diagnostic for finding in found if finding.diagnostic.rule in _RULES)
    return [(one.rule, one.severity.value, one.primary.path, one.primary.line) for one in each]


def model(id_: str, name: str = "chat", **keys: str) -> str:
    more = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"kind: Model\nname: {name}\nid: {id_}\n{more}"


def prompt(name: str, uses: str) -> str:
    return f"---\nname: {name}\nmodel: {uses}\n---\nAnswer the question.\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("gpt-4o-2024-08-06", "gpt-4o-2024-11-20", [("changed-snapshot", "info")]),
        ("gpt-4o-2024-08-06", "gpt-4o", [("floated-model", "error")]),
        ("gpt-4o-2024-08-06", "claude-sonnet-4-20250514", [("changed-model-family", "warning")]),
        ("gpt-4o", "openai/gpt-4o", []),
        ("gpt-4o", '"gpt-4o"', []),
    ],
)
@pytest.mark.parametrize("is_resource", [True, False])
def test_a_replaced_model_is_told_once_where_it_is_named(
    before: str, after: str, expected: list[tuple[str, str]], diff: Diff, *, is_resource: bool
) -> None:
    write = model if is_resource else github
    path, line = ("models/chat.yaml", 3) if is_resource else ("ask.prompt.yml", 1)
    found = diff({path: write(before)}, {path: write(after)})
    assert told(found) == [(rule, severity, path, line) for rule, severity in expected]


def github(id_: str) -> str:
    return f"model: {id_}\nmessages:\n- role: user\n  content: Answer the question.\n"


def test_the_model_is_told_and_not_each_prompt_on_it_as_well(diff: Diff) -> None:
    before = {
        "models/chat.yaml": model("large-2026-01-02"),
        **{f"prompts/p{number}.prompt.md": prompt(f"p{number}", "chat") for number in range(3)},
    }
    found = diff(before, {"models/chat.yaml": model("large-2026-05-06")})
    assert told(found) == [("changed-snapshot", "info", "models/chat.yaml", 3)]
    (snapshot,) = (each for each in found if each.diagnostic.rule == "changed-snapshot")
    assert [each.name for each in snapshot.consumers] == ["prompt:p0", "prompt:p1", "prompt:p2"]


def test_a_prompt_that_names_another_model_is_told_at_its_line(diff: Diff) -> None:
    before = {
        "models/a.yaml": model("large-2026-01-02", "a"),
        "models/b.yaml": model("small-2026-01-02", "b"),
        "prompts/p.prompt.md": prompt("p", "a"),
    }
    found = diff(before, {"prompts/p.prompt.md": prompt("p", "b")})
    assert told(found) == [("changed-model-family", "warning", "prompts/p.prompt.md", 3)]


def test_a_prompt_follows_the_next_major_of_a_model_without_a_change_of_its_own(diff: Diff) -> None:
    before = {
        "models/one.yaml": model("large-2026-01-02", version="1.0.0"),
        "prompts/p.prompt.md": prompt("p", "chat"),
    }
    found = diff(before, {"models/two.yaml": model("large-2026-05-06", version="2.0.0")})
    assert told(found) == [("changed-snapshot", "info", "prompts/p.prompt.md", 3)]


def test_an_agent_on_the_model_of_its_prompt_is_not_told_beside_it(diff: Diff) -> None:
    before = {
        "models/a.yaml": model("large-2026-01-02", "a") + "---\n" + model("other-2026-01-02", "b"),
        "prompts/p.prompt.md": prompt("p", "a"),
        "agents/helper.yaml": "kind: Agent\nname: helper\nprompt: p\n",
    }
    found = diff(before, {"prompts/p.prompt.md": prompt("p", "b")})
    assert told(found) == [("changed-model-family", "warning", "prompts/p.prompt.md", 3)]


def test_the_agent_and_the_prompt_that_one_line_makes_are_told_once(diff: Diff) -> None:
    def team(id_: str) -> str:
        return f"agents:\n  root:\n    model: {id_}\n    description: d\n    instruction: Answer the question.\n"

    found = diff({"team.yaml": team("openai/gpt-4o")}, {"team.yaml": team("anthropic/claude-sonnet-4-0")})
    assert told(found) == [("changed-model-family", "warning", "team.yaml", 3)]


def test_the_name_of_a_deployment_proves_nothing(diff: Diff) -> None:
    def prompty(id_: str) -> str:
        configuration = f"type: azure_openai\n    azure_deployment: {id_}\n"
        return f"---\nname: Ask\nmodel:\n  api: chat\n  configuration:\n    {configuration}---\nsystem:\nAnswer.\n"

    found = diff({"ask.prompty": prompty("gpt-4o-2024-08-06")}, {"ask.prompty": prompty("gpt-4o")})
    assert [(rule, severity) for rule, severity, *_ in told(found)] == [("floated-model", "warning")]


def test_an_edit_of_prose_and_of_prices_replaces_no_model(diff: Diff) -> None:
    before = {"models/chat.yaml": model("large-2026-01-02"), "prompts/p.prompt.md": prompt("p", "chat")}
    changed = {
        "models/chat.yaml": model("large-2026-01-02", description="For answers."),
        "prompts/p.prompt.md": prompt("p", "chat").replace("Answer", "Do answer"),
    }
    assert told(diff(before, changed)) == []


def test_a_renamed_model_with_another_identifier_is_another_model(diff: Diff) -> None:
    before = {"models/chat.yaml": model("large-2026-01-02", "old-chat")}
    changed = {"models/chat.yaml": model("small-2026-01-02", "new-chat")}
    assert told(diff(before, changed)) == []


def test_an_experimental_prompt_may_move(diff: Diff) -> None:
    text = prompt("p", "gpt-4o-2024-08-06").replace("model:", "lifecycle: experimental\nmodel:")
    found = diff({"p.prompt.md": text}, {"p.prompt.md": text.replace("-2024-08-06", "")})
    assert [severity for _, severity, *_ in told(found)] in ([], ["info"])
