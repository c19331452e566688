"""What others maintain becomes facts with sources; what is absurd in it is left out."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from promptops.catalog import Catalog, Retirement
from promptops.catalog.records import table_of
from promptops.catalog.upstream.building import Upstream, build
from promptops.catalog.upstream.narrowing import only_new
from promptops.catalog.upstream.reading import GivenFile, catalogue_of
from promptops.errors import PromptopsError, UsageError

TODAY = date(2026, 11, 21)
EMPTY = Catalog(table_of('{"as_of":"2026-11-01","catalog":1,"sources":{}}\n'))


def built(prices: Any = None, notices: Any = None) -> Catalog:
    return Catalog(table_of(build(Upstream(prices or {}, notices or []), TODAY, EMPTY)))


def priced(name: str = "gpt-x", **facts: Any) -> dict[str, Any]:
    return {name: {"litellm_provider": "openai", "mode": "chat", **facts}}


def notice(model: str = "gpt-x", provider: str = "OpenAI", **facts: Any) -> dict[str, Any]:
    return {"provider": provider, "model_id": model, **facts}


@pytest.mark.parametrize(
    ("name", "facts", "key"),
    [
        ("gpt-x", {}, "openai/gpt-x"),
        ("gemini/gemini-x", {"litellm_provider": "gemini"}, "google/gemini-x"),
        ("gemini-x", {"litellm_provider": "vertex_ai-language-models"}, "vertex/gemini-x"),
        ("azure/gpt-x", {"litellm_provider": "azure"}, "azure/gpt-x"),
        ("anthropic.claude-x", {"litellm_provider": "bedrock_converse"}, "bedrock/anthropic.claude-x"),
        ("embed-x", {"litellm_provider": "cohere", "mode": "embedding"}, "cohere/embed-x"),
        ("us.anthropic.claude-x", {"litellm_provider": "bedrock_converse"}, None),
        ("azure/eu/gpt-x", {"litellm_provider": "azure"}, None),
        ("dall-e", {"mode": "image_generation"}, None),
        ("gpt-x", {"litellm_provider": "somebody"}, None),
        ("gpt x", {}, None),
        ("x" * 1_000, {}, None),
    ],
)
def test_models_of_known_providers_that_chat_embed_or_rank(name: str, facts: dict[str, Any], key: str | None) -> None:
    found = {each for each in built(priced(name, **facts)).keys if not each.startswith("xai/")}
    assert found == ({key} if key else set())


@pytest.mark.parametrize(
    ("given", "price"),
    [
        ({"input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05}, (2_500_000, 10_000_000, 10_000_000)),
        (
            {
                "input_cost_per_token": 1e-06,
                "output_cost_per_token": 2e-06,
                "output_cost_per_token_above_200k_tokens": 3e-06,
                "output_cost_per_token_above_200k_tokens_priority": 9e-06,
            },
            (1_000_000, 2_000_000, 3_000_000),
        ),
        ({"input_cost_per_token": 0, "output_cost_per_token": 0}, None),
        ({"input_cost_per_token": -1e-06}, None),
        ({"input_cost_per_token": float("nan")}, None),
        ({"input_cost_per_token": float("inf")}, None),
        ({"input_cost_per_token": 1e-300}, None),
        ({"input_cost_per_token": True}, None),
        ({"input_cost_per_token": "2"}, None),
        ({"output_cost_per_token": 1e-06}, None),
    ],
)
def test_prices_are_exact_or_left_out(given: dict[str, Any], price: tuple[int, int, int] | None) -> None:
    fact = built(priced(**given)).facts_on("gpt-x").price
    assert (None if fact is None else (fact.value.input, fact.value.output, fact.value.most_output)) == price


@pytest.mark.parametrize("limit", [0, -1, True, 1.5, "128000", 10**18, None])
def test_an_absurd_limit_is_left_out(limit: Any) -> None:
    facts = built(priced(max_input_tokens=limit, max_output_tokens=7)).facts_on("gpt-x")
    assert facts.max_input_tokens is None
    assert facts.max_output_tokens is not None


def test_flags_are_what_is_there_and_what_is_not() -> None:
    facts = built(priced(supports_vision=False, supports_function_calling=True, supports_reasoning=None))
    assert facts.facts_on("gpt-x").has is not None
    has, lacks = facts.facts_on("gpt-x").has, facts.facts_on("gpt-x").lacks
    assert has is not None
    assert lacks is not None
    assert (set(has.value), set(lacks.value)) == ({"tools"}, {"vision"})


_MAY = "2026-05-01"
_JUNE = "2026-06-01"


@pytest.mark.parametrize(
    ("prices", "notices", "expected"),
    [
        (priced(deprecation_date=_MAY), [], ("day", _MAY)),
        ({"c": {"litellm_provider": "anthropic", "mode": "chat", "deprecation_date": _MAY}}, [], ("earliest", _MAY)),
        ({}, [notice(shutdown_date=_MAY)], ("day", _MAY)),
        (priced(), [notice(shutdown_date=_MAY)], ("day", _MAY)),
        (priced(deprecation_date=_MAY), [notice(shutdown_date=_MAY)], ("day", _MAY)),
        (priced(deprecation_date=_MAY), [notice(shutdown_date=_JUNE)], ("earliest", _JUNE)),
        (priced(deprecation_date=_JUNE), [notice(shutdown_date=_MAY)], ("earliest", _JUNE)),
        ({}, [notice("g", "Google", shutdown_date=_MAY)], ("day", _MAY)),
        ({}, [notice("g", "Google", shutdown_date="2027-05-01")], ("earliest", "2027-05-01")),
        ({}, [notice("a", "Azure", shutdown_date=_MAY)], ("earliest", _MAY)),
        ({}, [notice(shutdown_date="9999-12-31")], None),
        ({}, [notice(shutdown_date="2026-02-30")], None),
        ({}, [notice(shutdown_date=20260501)], None),
        ({}, [notice("Agent Builder", shutdown_date=_MAY)], None),
        ({}, [notice("gpt-x-completions", shutdown_date=_MAY)], None),
        ({}, [notice(provider="Somebody", shutdown_date=_MAY)], None),
        ({}, [1, None, "x", {}], None),
    ],
)
def test_an_end_is_certain_where_sources_agree(prices: Any, notices: Any, expected: tuple[str, str] | None) -> None:
    catalog = built(prices, notices)
    ends = [catalog.facts_on(key).retirement for key in catalog.keys if not key.startswith("xai/")]
    found = [(end.value.precision, end.value.day.isoformat()) for end in ends if end is not None]
    assert found == ([] if expected is None else [expected])


def test_a_notice_has_its_own_day_and_address() -> None:
    given = notice(
        shutdown_date=_JUNE,
        deprecation_date=_MAY,
        replacement_models=["gpt-y", "gpt-z"],
        last_observed="2026-05-09",
        url="https://example.com/notice",
    )
    facts = built(notices=[given]).facts_on("gpt-x")
    assert facts.retirement is not None
    assert facts.retirement.value == Retirement(date(2026, 6, 1), "day", "fails")
    assert (facts.retirement.origin.as_of, facts.retirement.origin.url) == (
        date(2026, 5, 9),
        "https://example.com/notice",
    )
    assert facts.deprecated_on is not None
    assert facts.replacement is not None
    assert (facts.deprecated_on.value, facts.replacement.value) == (date(2026, 5, 1), "gpt-y")


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("o3-mini", {"max_tokens", "temperature"}),
        ("gpt-5-mini-2025-08-07", {"max_tokens", "temperature"}),
        ("gpt-5.4-2026-03-05", {"max_tokens"}),
        ("gpt-5-chat-latest", set()),
        ("gpt-4o", set()),
    ],
)
def test_reasoning_models_refuse_parameters(name: str, refused: set[str]) -> None:
    fact = built(priced(name)).facts_on(name).refuses
    names = set() if fact is None else set(fact.value) & {"max_tokens", "temperature"}
    assert names == refused


def test_what_the_new_feed_has_no_more_stays() -> None:
    known = Catalog(table_of(build(Upstream({}, [notice(shutdown_date=_MAY)]), TODAY, EMPTY)))
    later = Catalog(table_of(build(Upstream(priced("gpt-y"), [notice("gpt-z", shutdown_date=_MAY)]), TODAY, known)))
    assert {"openai/gpt-x", "openai/gpt-y", "openai/gpt-z"} <= later.keys


def test_what_is_not_given_stays_as_it_is_known() -> None:
    known = Catalog(table_of(build(Upstream(priced(max_input_tokens=7), []), TODAY, EMPTY)))
    text = build(Upstream(notices=[notice(shutdown_date=_MAY)]), date(2026, 12, 1), known)
    facts = Catalog(table_of(text)).facts_on("gpt-x")
    assert facts.max_input_tokens is not None
    assert facts.max_input_tokens.origin.as_of == TODAY
    assert facts.retirement is not None


def test_only_what_is_new_goes_to_a_project() -> None:
    known = Catalog(table_of(build(Upstream(priced() | priced("gpt-y"), []), TODAY, EMPTY)))
    text = build(Upstream(priced() | priced("gpt-y", max_input_tokens=7) | priced("gpt-z"), []), TODAY, EMPTY)
    assert set(table_of(only_new(text, known)).lines) == {"openai/gpt-y", "openai/gpt-z"}


def files(*contents: Any) -> list[GivenFile]:
    texts = (content if isinstance(content, bytes) else json.dumps(content).encode() for content in contents)
    return [GivenFile(f"{number}.json", text) for number, text in enumerate(texts)]


PRICES, NOTICES = priced(), [notice(shutdown_date=_MAY)]


def test_files_are_told_apart_by_what_is_in_them() -> None:
    text = catalogue_of(files(NOTICES, PRICES), TODAY, EMPTY)
    assert "openai/gpt-x" in table_of(text).lines
    assert catalogue_of(files(text.encode()), TODAY, EMPTY) == text


@pytest.mark.parametrize(
    ("contents", "error", "words"),
    [
        ((b"\xff\xfe\x00",), PromptopsError, "0.json"),
        ((b"",), PromptopsError, "0.json"),
        ((b'{"a": 1',), PromptopsError, "0.json:1:8"),
        ((b'{"a": NaN}',), PromptopsError, "`NaN` is no JSON value"),
        ((b"[" * 5_000,), PromptopsError, "nested"),
        (({"a": {}},), PromptopsError, "no price file of litellm"),
        ((3,), PromptopsError, "no price file of litellm"),
        ((b'{"catalog":1,"sources":{}}',), PromptopsError, "lacks `as_of`"),
        ((PRICES, PRICES), UsageError, "of one kind"),
        ((b'{"catalog":1,"as_of":"2026-11-01","sources":{}}', PRICES), UsageError, "complete by itself"),
    ],
)
def test_what_is_no_catalogue_is_refused(contents: Any, error: type[PromptopsError], words: str) -> None:
    with pytest.raises(error, match=words):
        catalogue_of(files(*contents), TODAY, EMPTY)
