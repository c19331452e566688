from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from promptops.compiler import Compiler, Request
from promptops.diagnostics import Fault
from promptops.formats import NOT_OURS, Draft, Reading, SourceFile
from promptops.formats.litellm import read
from promptops.resources.validation import validate
from promptops.sources.trees import MISSING

DEPLOYMENT = "model_list:\n  - model_name: a\n    litellm_params: {model: openai/a}\n"
REAL = """\
model_list:
  - model_name: gpt-4o
    litellm_params: {model: azure/gpt-4o-eu, api_base: os.environ/BASE, rpm: 6}
    model_info: {mode: chat, id: "1", input_cost_per_token: 0.00003, max_input_tokens: 128000}
  - model_name: anthropic/*
    litellm_params: &all {model: anthropic/*}
router_settings: {routing_strategy: least-busy, timeout: 30, fallbacks: [{gpt-4o: [anthropic/claude]}]}
litellm_settings:
  default_fallbacks: [gpt-4o]
general_settings: {master_key: os.environ/KEY}
"""
TWO = DEPLOYMENT + "  - model_name: b\n    litellm_params: {model: openai/b}\n"


def read_config(text: str, path: str = "proxy/config.yaml") -> Reading:
    return read(SourceFile(path, dedent(text), lambda _: MISSING))


def models(reading: Reading) -> dict[str, Draft]:
    return {draft.data["name"]: draft for draft in reading.drafts if draft.kind == "Model"}


def said(reading: Reading) -> list[tuple[str, int, int]]:
    return [(fault.rule, fault.place.line, fault.place.column) for fault in reading.faults]


def only_fault(text: str) -> Fault:
    (fault,) = read_config(text).faults
    return fault


def test_a_repeated_model_name_is_load_balancing() -> None:
    reading = read_config("""\
        model_list:
          - model_name: gpt-4o
            litellm_params: {model: azure/gpt-4o-eu, rpm: 6}
            model_info: {mode: chat, max_input_tokens: 128000}
          - model_name: gpt-4o
            litellm_params: {model: azure/gpt-4o-us}
            model_info: {mode: chat, max_input_tokens: 64000}
        """)
    assert reading.faults == ()
    (model,) = reading.drafts
    deployments = model.data.pop("annotations")["litellm"]["deployments"]
    assert model.data == {"kind": "Model", "name": "gpt-4o", "provider": "azure", "type": "chat"}
    assert [each["litellm_params"]["model"] for each in deployments] == ["azure/gpt-4o-eu", "azure/gpt-4o-us"]
    assert model.range_of(("annotations", "litellm", "deployments", 1, "litellm_params", "model")).line == 6


@pytest.mark.parametrize(
    ("entry", "facts"),
    [
        ("litellm_params: {model: openai/gpt-4o}", {"provider": "openai", "id": "gpt-4o"}),
        ("litellm_params: {model: gpt-4o}", {"id": "gpt-4o"}),
        ("litellm_params: {model: openrouter/x/y}", {"provider": "openrouter", "id": "x/y"}),
        ("litellm_params: {model: x/y, custom_llm_provider: openai}", {"provider": "openai", "id": "x/y"}),
        ("litellm_params: {model: openai/x, custom_llm_provider: openai}", {"provider": "openai", "id": "x"}),
        ("litellm_params: {model: openai/*}", {"provider": "openai"}),
        ("litellm_params: {model: os.environ/MODEL}", {}),
        ("litellm_params: {model: 4}", {}),
        ("litellm_params: {model: m}\n    model_info: {mode: embedding}", {"id": "m", "type": "embedding"}),
        ("litellm_params: {model: m}\n    model_info: {mode: image_generation}", {"id": "m"}),
        (
            "litellm_params: {model: m}\n    model_info: {max_output_tokens: 5, max_input_tokens: -1}",
            {"id": "m", "max_output_tokens": 5},
        ),
        (
            "litellm_params: {model: m}\n    model_info: {supports_vision: true, supports_function_calling: false}",
            {"id": "m", "capabilities": ["vision"]},
        ),
        (
            "litellm_params: {model: m, input_cost_per_token: 1.5e-07, output_cost_per_token: 0.00003}",
            {"id": "m", "price": {"input": "0.15", "output": "30", "per": 1_000_000}},
        ),
        ("litellm_params: {model: m, input_cost_per_token: 1.0e-14}", {"id": "m"}),
        ("litellm_params: {model: m, input_cost_per_token: .inf}", {"id": "m"}),
        ("litellm_params: {model: m, output_cost_per_token: 0.1}", {"id": "m"}),
    ],
)
def test_what_is_known_of_a_model(entry: str, facts: dict[str, Any]) -> None:
    (draft,) = read_config(f"model_list:\n  - model_name: a\n    {entry}\n").drafts
    assert {key: value for key, value in draft.data.items() if key not in ("kind", "name", "annotations")} == facts
    resource, rejections = validate("Model", draft.data)
    assert resource is not None
    assert rejections == ()


def test_a_variable_of_the_environment_is_dynamic_and_no_name() -> None:
    (draft,) = read_config("model_list:\n- model_name: a\n  litellm_params: {model: os.environ/MODEL}\n").drafts
    assert draft.dynamic == (("annotations", "litellm", "deployments", 0, "litellm_params", "model"),)


@pytest.mark.parametrize("section", ["router_settings", "litellm_settings"])
def test_fallbacks_stand_in_either_section(section: str) -> None:
    reading = read_config(f"{TWO}{section}:\n  fallbacks:\n    - a: [b]\n")
    assert reading.faults == ()
    found = models(reading)
    assert found["a"].data["fallbacks"] == ["b"]
    assert "fallbacks" not in found["b"].data
    place = found["a"].range_of(("fallbacks", 0))
    assert (place.line, place.column) == (8, 11)


def test_of_fallbacks_in_both_sections_those_of_the_router_are_read() -> None:
    reading = read_config(TWO + "litellm_settings: {fallbacks: [{b: [a]}]}\nrouter_settings: {fallbacks: [{a: [b]}]}\n")
    assert {name: draft.data.get("fallbacks") for name, draft in models(reading).items()} == {"a": ["b"], "b": None}
    (fault,) = reading.faults
    assert (fault.rule, fault.keys, fault.place.line) == ("ignored-key", ("litellm_settings", "fallbacks"), 6)
    assert fault.related[0][0].line == 7


def test_default_fallbacks_are_those_of_models_without_others() -> None:
    reading = read_config(TWO + "litellm_settings: {default_fallbacks: [b, nobody]}\n")
    assert reading.faults == ()
    found = models(reading)
    assert found["a"].data["fallbacks"] == ["b", "nobody"]
    assert found["b"].data["fallbacks"] == ["nobody"]


def test_not_every_model_holds_a_long_list_of_default_fallbacks() -> None:
    names = ", ".join(f"m{number}" for number in range(1000))
    reading = read_config(f"{TWO}litellm_settings: {{default_fallbacks: [{names}]}}\n")
    assert all(len(draft.data["fallbacks"]) == 10 for draft in models(reading).values())


def test_a_fallback_to_nothing_is_found_where_it_is_written() -> None:
    fault = only_fault(TWO + "router_settings:\n  fallbacks:\n    - a: [b, bb]\n")
    assert (fault.rule, fault.place.line, fault.place.column) == ("unknown-reference", 8, 14)
    assert fault.help == "did you mean `b`?"


@pytest.mark.parametrize("name", ["context_window_fallbacks", "content_policy_fallbacks"])
def test_other_lists_of_fallbacks_are_looked_at_too(name: str) -> None:
    fault = only_fault(f"{TWO}litellm_settings:\n  {name}: [{{a: [nobody]}}]\n")
    assert (fault.rule, fault.place.line) == ("unknown-reference", 7)


@pytest.mark.parametrize(
    ("target", "more"),
    [
        ("openai/b", ""),  # what a deployment calls
        ("exact", "    model_info: {id: exact}\n"),
        ("alias", "router_settings: {model_group_alias: {alias: a}}\n"),
        ("anthropic/x", "  - model_name: anthropic/*\n    litellm_params: {model: anthropic/*}\n"),
        ("anything", "  - model_name: '*'\n    litellm_params: {model: openai/*}\n"),
        ("os.environ/FALLBACK", ""),
        ("elsewhere", "include: [more.yaml]\n"),
        ("elsewhere", "general_settings: {database_url: os.environ/DATABASE_URL}\n"),
        ("elsewhere", "general_settings: {store_model_in_db: true}\n"),
        ("elsewhere", "environment_variables: {STORE_MODEL_IN_DB: 'True'}\n"),
        ("elsewhere", "router_settings: {default_fallbacks: [a]}\n"),
    ],
)
def test_a_fallback_that_may_lead_somewhere_is_left_alone(target: str, more: str) -> None:
    assert read_config(f"{TWO}{more}litellm_settings:\n  fallbacks: [{{a: ['{target}']}}]\n").faults == ()


def test_fallbacks_that_the_environment_holds_are_left_alone() -> None:
    assert read_config(TWO + "litellm_settings: {fallbacks: os.environ/FALLBACKS}\n").faults == ()


def test_a_fallback_with_parameters_of_its_own_is_left_alone() -> None:
    assert read_config(TWO + "litellm_settings: {fallbacks: [{a: [{model: x, temperature: 0}]}]}\n").faults == ()


@pytest.mark.parametrize(
    ("value", "column"),
    [
        ("{a: [b]}", 14),
        ("nothing", 14),
        ("[b]", 15),
        ("[{a: [b], b: [a]}]", 15),
        ("[{a: b}]", 19),
    ],
)
def test_fallbacks_that_the_proxy_refuses(value: str, column: int) -> None:
    fault = only_fault(f"{TWO}router_settings:\n  fallbacks: {value}\n")
    assert (fault.rule, fault.place.line, fault.place.column) == ("invalid-value", 7, column)


@pytest.mark.parametrize(
    ("text", "line", "column", "missing"),
    [
        ("- litellm_params: {model: a}\n", 4, 3, "`model_name`"),
        ("- model_name: b\n", 4, 3, "`litellm_params`"),
        ("- model_name: b\n  litellm_params:\n", 5, 3, "`litellm_params`"),
        ("- model_name: b\n  litellm_params: {api_key: k}\n", 5, 3, "`model`"),
        ("- b\n", 4, 3, "mapping"),
    ],
)
def test_an_entry_without_which_the_proxy_does_not_start(text: str, line: int, column: int, missing: str) -> None:
    fault = only_fault("model_list:\n- model_name: a\n  litellm_params: {model: a}\n" + text)
    assert fault.rule == "invalid-value"
    assert (fault.place.line, fault.place.column) == (line, column)
    assert missing in fault.message


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("litellm_setting: {}", "did you mean `litellm_settings`?"),
        ("master_key: x", "move it below `general_settings`"),
        ("routing_strategy: x", "move it below `router_settings`"),
        ("callbacks: x", "move it below `litellm_settings`"),
        ("whatever: x", "remove it, or move it below the section that reads it"),
    ],
)
def test_a_root_key_that_upstream_ignores(text: str, help: str) -> None:
    fault = only_fault(f"{TWO}litellm_settings: {{}}\n{text}\n")
    assert (fault.rule, fault.place.line, fault.place.column, fault.help) == ("ignored-key", 7, 1, help)


def test_a_misspelt_root_key_can_be_put_right() -> None:
    fault = only_fault(f"{TWO}router_setings: {{}}\n")
    assert fault.edits == ((fault.place, "router_settings"),)


@pytest.mark.parametrize("key", ["x-shared", "_shared", ".shared", "shared: &all"])
def test_a_root_key_that_holds_what_others_repeat_is_left_alone(key: str) -> None:
    separator = "" if ":" in key else ":"
    assert read_config(f"{TWO}{key}{separator} {{a: 1}}\n").faults == ()


@pytest.mark.parametrize(
    ("text", "place", "home"),
    [
        ("litellm_settings:\n  master_key: x\n", (7, 3), "general_settings"),
        ("litellm_settings:\n  routing_strategy: x\n", (7, 3), "router_settings"),
        ("general_settings:\n  drop_params: true\n", (7, 3), "litellm_settings"),
        ("router_settings:\n  cache: true\n", (7, 3), "litellm_settings"),
        ("    api_key: x\n", (6, 5), "litellm_params"),
    ],
)
def test_a_key_in_the_wrong_section(text: str, place: tuple[int, int], home: str) -> None:
    fault = only_fault(TWO + text)
    assert (fault.rule, (fault.place.line, fault.place.column)) == ("ignored-key", place)
    assert fault.help == f"move it below `{home}`"


def test_the_proxy_is_a_provider_with_what_is_not_said_of_models() -> None:
    reading = read_config(
        TWO
        + "router_settings: {timeout: 30, num_retries: 2}\n"
        + "general_settings: {master_key: os.environ/PROXY_KEY}\nguardrails: [{guardrail_name: g}]\n"
    )
    proxy = reading.drafts[-1]
    assert (proxy.kind, proxy.data["name"]) == ("Provider", "proxy/config")
    assert (proxy.data["timeout"], proxy.data["retries"]) == ("30s", {"max_attempts": 3})
    assert proxy.data["credentials"] == [{"env": "PROXY_KEY"}]
    assert set(proxy.data["annotations"]["litellm"]) == {"router_settings", "general_settings", "guardrails"}
    assert proxy.range_of(("annotations", "litellm", "guardrails", 0, "guardrail_name")).line == 8
    assert validate("Provider", proxy.data)[1] == ()


@pytest.mark.parametrize("seconds", ["0", "-1", "true", "soon", "0.5", "1000000000"])
def test_an_odd_timeout_is_no_reason_to_refuse_the_file(seconds: str) -> None:
    draft = read_config(f"{TWO}litellm_settings: {{request_timeout: {seconds}, num_retries: {seconds}}}\n").drafts[-1]
    assert draft.data.get("timeout") == ("500ms" if seconds == "0.5" else None)
    assert validate("Provider", draft.data)[1] == ()


def test_a_key_that_is_written_out_is_found(tmp_path: Path) -> None:
    key = "sk-" + "proj-Q4fT8mZ2vK9xL1bN7cR5jH3gW6pY0sD4aE8uI2oM1qV6tB9nX3zC7kF5lJ"
    text = DEPLOYMENT + f"  - model_name: b\n    litellm_params:\n      model: openai/b\n      api_key: {key}\n"
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    (found,) = Compiler(Request(tmp_path, date(2026, 11, 1))).verdict.diagnostics
    assert (found.rule, found.primary.line, found.primary.column) == ("inlined-secret", 7, 16)


def test_of_two_equal_keys_the_last_is_read_upstream() -> None:
    fault = only_fault("litellm_settings:\n  cache: true\n  cache: false\n")
    assert (fault.rule, fault.help) == ("duplicate-key", "remove one of the two; only the last is read")


@pytest.mark.parametrize(
    "text",
    [
        "model_list:\n  - gpt-4\n",
        "model_list: litellm_params\n",
        "model_list:\n  - {name: a, litellm_params: none}\n",
        "litellm_settings: {}\nreplicaCount: 1\n",
        "image: x\nservice: y\nmodel_list: [{model_name: a, litellm_params: {model: a}}]\n",
        "litellm_settings: on\n",
        "- litellm_settings\n",
        f"{DEPLOYMENT}---\n{DEPLOYMENT}",
        "litellm_settings: {{ toYaml .Values }}\n",
        "",
    ],
)
def test_what_only_looks_like_a_proxy_is_left_alone(text: str) -> None:
    assert read_config(text) is NOT_OURS


def test_a_configuration_that_is_no_yaml_is_one_finding() -> None:
    assert said(read_config("model_list:\n  - litellm_params: [\n")) == [("invalid-yaml", 3, 1)]


_SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["a", "b", "*", "", "os.environ/A"])
)
_KEYS = st.sampled_from(
    [
        "model_list",
        "model_name",
        "litellm_params",
        "model",
        "model_info",
        "id",
        "mode",
        "fallbacks",
        "router_settings",
        "litellm_settings",
        "default_fallbacks",
        "general_settings",
        "timeout",
        "master_key",
        "model_group_alias",
        "a",
    ]
)
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=20
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=5), st.lists(_VALUES, max_size=3))
def test_any_document_is_compiled_and_none_of_its_resources_refused(data: dict[str, Any], entries: list[Any]) -> None:
    first = {"model_name": "a", "litellm_params": {"model": "openai/a"}}
    text = yaml.safe_dump({"litellm_settings": {}, **data, "model_list": [first, *entries]})
    reading = read_config(text)
    for draft in reading.drafts:
        assert validate(draft.kind, {**draft.data, "name": "name"})[1] == ()
    with TemporaryDirectory() as folder:
        Path(folder, "config.yaml").write_text(text, "utf-8")
        verdict = Compiler(Request(Path(folder), date(2026, 11, 1))).verdict
    assert verdict.resources == len(reading.drafts)


@given(st.integers(0, len(REAL)), st.integers(0, 40), st.text("{}[]:-&*!#\"' \nab", max_size=4))
def test_a_damaged_file_is_read_or_left_alone(start: int, length: int, put: str) -> None:
    reading = read_config(REAL[:start] + put + REAL[start + length :])
    assert reading is NOT_OURS or reading.dialect == "litellm"
    for draft in reading.drafts:
        assert validate(draft.kind, {**draft.data, "name": "name"})[1] == ()


def test_a_file_of_misplaced_and_misspelt_keys_is_still_a_configuration() -> None:
    text = "model_list:\n- model_name: a\n  litellm_params: {model: openai/gpt-4o}\nmaster_key: x\nroutersettings: {}\n"
    reading = read(SourceFile("proxy.yaml", text, lambda _: MISSING))
    assert [(fault.rule, fault.place.line) for fault in reading.faults] == [("ignored-key", 4), ("ignored-key", 5)]


def test_a_list_of_models_among_keys_of_another_tool_is_none() -> None:
    text = "model_list:\n- litellm_params: {model: a/b}\nworkflow: {}\nchannels: []\nbudget_owner: x\n"
    assert read(SourceFile("proxy.yaml", text, lambda _: MISSING)) is NOT_OURS
