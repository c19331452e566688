from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.changes.models.ids import MAX_ID, difference, id_of_model, model_id, sources


@pytest.mark.parametrize(
    ("written", "family", "pin"),
    [
        ("gpt-4o", "gpt-4o", ""),
        ("gpt-4o-2024-08-06", "gpt-4o", "2024-08-06"),
        ("gpt-4-0613", "gpt-4", "0613"),
        ("gpt-4-1106-preview", "gpt-4", "1106-preview"),
        ("claude-3-5-sonnet-20241022", "claude-3-5-sonnet", "20241022"),
        ("claude-3-5-sonnet-v2@20241022", "claude-3-5-sonnet-v2", "20241022"),
        ("gemini-1.5-pro-002", "gemini-1.5-pro", "002"),
        ("gemini-2.5-flash-preview-05-20", "gemini-2.5-flash-preview", "05-20"),
        ("mistral-large-2411", "mistral-large", "2411"),
        ("command-r-08-2024", "command-r", "08-2024"),
        ("us.anthropic.claude-sonnet-4-20250514-v1:0", "claude-sonnet-4", "20250514-v1"),
        ("ft:gpt-4o-mini-2024-07-18:kestrel::abc", "gpt-4o-mini", "2024-07-18"),
        # Numbers that are no dates belong to the name.
        ("llama3-8b-8192", "llama3-8b-8192", ""),
        ("mixtral-8x7b-32768", "mixtral-8x7b-32768", ""),
        ("gpt-3.5-turbo", "gpt-3.5-turbo", ""),
        ("phi-4", "phi-4", ""),
    ],
)
def test_an_identifier_falls_into_family_and_pin(written: str, family: str, pin: str) -> None:
    found = model_id(written)
    assert (found.family, found.pin, found.is_pinned) == (family, pin, bool(pin))


@pytest.mark.parametrize("written", ["latest", "auto", "gpt-4o-latest", "mistral/ministral-8b-latest", "llama3:latest"])
def test_what_says_that_it_moves_is_not_pinned(written: str) -> None:
    assert model_id(written).floats
    assert not model_id(written).is_pinned


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("gpt-4o-2024-08-06", "gpt-4o-2024-11-20", "snapshot"),
        ("gpt-4o", "gpt-4o-2024-11-20", "snapshot"),
        ("gpt-4o-2024-08-06", "gpt-4o", "floated"),
        ("gpt-4o-2024-08-06", "claude-3-5-sonnet-latest", "floated"),
        ("gpt-4o-2024-08-06", "gpt-4.1", "family"),
        ("gpt-4o", "gpt-4o-mini", "family"),
        ("vertexai/gemini-2.0-flash", "googleai/gemini-2.0-flash", "provider"),
        ("us.anthropic.claude-3-haiku-20240307-v1:0", "eu.anthropic.claude-3-haiku-20240307-v1:0", "provider"),
        ("us.anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-3-haiku-20240307-v1:0", None),
        ("ft:gpt-4o-mini-2024-07-18:kestrel::a", "ft:gpt-4o-mini-2024-07-18:kestrel::b", "snapshot"),
        ("gpt-4o", "openai/gpt-4o", None),
        ("gpt-4o", "GPT-4o ", None),
        ("gemini-pro", "gemini-pro-latest", None),
        ("amazon.titan-embed-image-v1:0", "amazon.titan-embed-image-v1", None),
    ],
)
def test_two_identifiers_differ_in_the_gravest_way(before: str, after: str, expected: str | None) -> None:
    assert difference(model_id(before), model_id(after)) == expected


def test_the_provider_counts_only_where_both_name_one() -> None:
    old, new, unsaid = (model_id("gpt-4o", provider) for provider in ("openai", "azure", ""))
    assert (difference(old, new), difference(old, unsaid), difference(unsaid, new)) == ("provider", None, None)
    assert sources(old, new) == ("openai", "azure")
    assert [each.is_deployment for each in (old, new, unsaid)] == [False, True, False]


def test_a_model_is_known_by_its_keys() -> None:
    found = id_of_model({"id": "gpt-4o", "provider": "provider:openai@2"})
    assert found is not None
    assert found.provider == "openai"
    assert id_of_model({"provider": "openai"}) is None


@given(st.text(max_size=2 * MAX_ID), st.text(max_size=20))
def test_any_text_is_taken_apart_and_equals_itself(written: str, provider: str) -> None:
    found = model_id(written, provider)
    assert len(found.family) <= 2 * MAX_ID
    assert difference(found, model_id(written, provider)) is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("gemini", "google", None),
        ("google", "vertex_ai", "provider"),
        ("grok", "xai", None),
        ("bedrock", "amazon-bedrock", None),
        ("azure", "azure_openai", None),
        ("azure", "openai", "provider"),
        ("Gateway", "gateway", None),
    ],
)
def test_a_provider_that_is_spelt_otherwise_is_the_same(before: str, after: str, expected: str | None) -> None:
    assert difference(model_id("m-2026-01-02", before), model_id("m-2026-01-02", after)) == expected
    assert difference(model_id(f"{before}/m-2026-01-02"), model_id(f"{after}/m-2026-01-02")) == expected
