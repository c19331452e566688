"""`retired-model` and `retiring-model`: what a model's end is judged by, and how gravely."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from promptops.diagnostics import Diagnostic

Lint = Callable[..., tuple[Diagnostic, ...]]

_NATIVE = "kind: Model\nname: chat\n{}\n"
_PROMPTFOO = "prompts: ['Answer {{q}}']\nproviders: [openai:gpt-4, openai:gpt-5]\ntests: [{vars: {q: hi}}]\n"
_LITELLM = "model_list:\n- model_name: chat\n  litellm_params: {model: openai/gpt-4}\n"
_PROMPTY = "---\nmodel: {{id: {}, apiType: chat{}}}\n---\nGreet.\n"
_DOCKER = "version: '2'\nagents:\n  root: {model: openai/gpt-4, description: Answers., instruction: Answer.}\n"
_AZURE = ", connection: {azure_deployment: gpt-4}"


def severities(found: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(each.rule, each.severity.value) for each in found if each.rule in ("retired-model", "retiring-model")]


RETIRED = [("retired-model", "error")]
MAYBE_RETIRED = [("retired-model", "warning")]
RETIRING = [("retiring-model", "warning")]


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ("id: meridian-large\nretires_on: 2026-10-31", RETIRED),
        ("id: meridian-large\nretires_on: 2026-11-01", RETIRED),
        ("id: meridian-large\nretires_on: 2026-11-02", RETIRING),
        ("id: meridian-large\nretires_on: 2027-01-30", RETIRING),
        ("id: meridian-large\nretires_on: 2027-01-31", []),
        ("id: meridian-large\nretires_on: 9999-12-31", []),
        ("id: meridian-large\nretires_on: 0001-01-01", RETIRED),
        ("retires_on: 2026-10-31", RETIRED),
        ("id: meridian-large", []),
        ("id: openai/gpt-4", RETIRED),
        ("id: gpt-4", MAYBE_RETIRED),
        ("id: gpt-4\nretires_on: 2028-01-01", []),
        ("id: gpt-4\nlifecycle: retired\ndeprecation: {replaced_by: chat}", []),
        ("id: azure/gpt-4o", []),
        ("id: anthropic/claude-sonnet-4-5", RETIRING),
        ("id: nobody/knows-this", []),
        ("id: ft:gpt-4-0613:our-org::abc", []),
    ],
)
def test_a_native_model(lint: Lint, says: str, expected: list[tuple[str, str]]) -> None:
    assert severities(lint({"models/chat.yaml": _NATIVE.format(says)})) == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"promptfooconfig.yaml": _PROMPTFOO}, MAYBE_RETIRED),
        ({"litellm.yaml": _LITELLM}, RETIRED),
        ({"agents.yaml": _DOCKER}, RETIRED),
        ({"greet.prompty": _PROMPTY.format("gpt-4", "")}, MAYBE_RETIRED),
        ({"greet.prompty": _PROMPTY.format("gpt-4", _AZURE)}, []),
        ({"greet.prompty": _PROMPTY.format("gpt-4", ", provider: azure")}, []),
        ({"greet.prompty": _PROMPTY.format("gpt-4", ", provider: foundry")}, []),
        ({"greet.prompty": _PROMPTY.format("gpt-4", ", provider: openai")}, MAYBE_RETIRED),
        ({"greet.prompt.yml": "messages:\n- {role: user, content: Greet.}\nmodel: openai/gpt-4\n"}, MAYBE_RETIRED),
        ({"litellm.yaml": _LITELLM.replace("gpt-4}", "gpt-4, api_base: https://example.com}")}, []),
        ({"litellm.yaml": _LITELLM.replace("openai/", "openrouter/openai/")}, []),
        ({"greet.prompty": _PROMPTY.format("nobody-knows", "")}, []),
    ],
)
def test_other_dialects(lint: Lint, files: Mapping[str, str], expected: list[tuple[str, str]]) -> None:
    assert severities(lint(files)) == expected


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ("id: meridian-large\nretires_on: 2026-11-02", "`meridian-large` is retired on 2026-11-02, in 1 day"),
        ("id: meridian-large\nretires_on: 2026-11-09", "in 8 days"),
        ("id: vertex_ai/gemini-2.5-flash", "may be retired by now: nobody promises it beyond 2026-10-20"),
        ("id: xai/grok-3", "was retired on 2026-05-15 (says xAI: model retirement on May 15, 2026, 2026-11-21)"),
        ("id: xai/grok-3", ": another model answers"),
        ("id: openai/gpt-4", ": calls fail"),
    ],
)
def test_the_message_says_when_and_who_says_so(lint: Lint, says: str, words: str) -> None:
    (found,) = (each for each in lint({"models/chat.yaml": _NATIVE.format(says)}) if each.rule.startswith("reti"))
    assert words in found.message


@pytest.mark.parametrize(
    ("files", "advice"),
    [
        (
            {"models/chat.yaml": _NATIVE.format("id: m\nretires_on: 2026-11-09")},
            "move to another model, and name it as the `replacement`: run",
        ),
        ({"litellm.yaml": _LITELLM.replace("openai/gpt-4", "gemini/gemini-1.5-pro")}, "move to another model: run"),
    ],
)
def test_only_a_file_of_our_own_has_a_place_for_the_replacement(
    files: Mapping[str, str], advice: str, lint: Lint
) -> None:
    (found,) = (each for each in lint(files) if each.rule.startswith("reti"))
    assert found.help is not None
    assert found.help.startswith(advice)


def test_the_advice_names_the_replacement_and_the_users(lint: Lint) -> None:
    model = _NATIVE.format("id: meridian-large\nretires_on: 2026-11-09\nreplacement: next")
    following = "kind: Model\nname: next\nid: meridian-large-2\n"
    prompt = "---\nname: reply\nmodel: chat\n---\nAnswer.\n"
    files = {"models/chat.yaml": model, "models/next.yaml": following, "prompts/reply.prompt.md": prompt}
    (found,) = lint(files, "retiring-model")
    assert found.help is not None
    assert found.help.startswith("move to `next`")
    assert [(each.span.path, each.span.line) for each in found.related] == [("prompts/reply.prompt.md", 3)]


@pytest.mark.parametrize(("days", "step"), [(90, "90"), (31, "90"), (30, "30"), (8, "30"), (7, "7"), (1, "7")])
def test_an_accepted_finding_comes_back_at_each_step(lint: Lint, days: int, step: str) -> None:
    day = {90: "2027-01-30", 31: "2026-12-02", 30: "2026-12-01", 8: "2026-11-09", 7: "2026-11-08", 1: "2026-11-02"}
    (found,) = lint({"models/chat.yaml": _NATIVE.format(f"id: m\nretires_on: {day[days]}")}, "retiring-model")
    assert str(found.keys[-1]).split()[-1] == step


@pytest.mark.parametrize(("notice", "count"), [(0, 0), (7, 0), (8, 1), (730, 1)])
def test_the_horizon_can_be_set(lint: Lint, notice: int, count: int) -> None:
    config = f"rules: {{retiring-model: {{options: {{notice_days: {notice}}}}}}}\n"
    files = {"promptops.yaml": config, "models/chat.yaml": _NATIVE.format("id: m\nretires_on: 2026-11-09")}
    assert len(lint(files, "retiring-model")) == count


def test_an_agent_and_the_prompt_in_it_are_told_once(lint: Lint) -> None:
    assert len(lint({"agents.yaml": _DOCKER}, "retired-model")) == 1
