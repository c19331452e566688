"""Models are found by whatever name files have for them, and a project's own file knows better."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from promptops.catalog import Catalog, Price, Retirement
from promptops.catalog.records import table_of
from promptops.resources.entries import Link
from promptops.resources.project import Project

ProjectOf = Callable[[Mapping[str, str]], Project]

TEXT = """\
{"as_of":"2026-11-21","catalog":1,"sources":{"page":{"as_of":"2026-11-01","license":"facts","title":"a page",\
"url":"https://example.com"}}}
{"model":"anthropic/claude-x","says":[{"max_output_tokens":9,"retires":"2027-01-01","snapshot":"claude-x-20250101",\
"source":"page"}]}
{"model":"anthropic/claude-x-20250101","says":[{"max_input_tokens":7,"precision":"day","retires":"2026-12-31",\
"source":"page"}]}
{"model":"azure/gpt-x","says":[{"max_input_tokens":3,"source":"page"}]}
{"model":"bedrock/anthropic.claude-x-v1:0","says":[{"max_input_tokens":5,"price":{"input":"3"},"source":"page"}]}
{"model":"openai/ft:gpt-x","says":[{"max_input_tokens":2,"source":"page"}]}
{"model":"openai/gpt-x","says":[{"context_window":10,"has":["tools"],"max_input_tokens":8,"price":{"input":"2.5",\
"most_input":"5","output":"10"},"refuses":{"max_tokens":"max_completion_tokens"},"retires":"2027-02-03",\
"source":"page","type":"chat"},{"after":"fails","as_of":"2026-10-01","lacks":["vision"],"source":"page",\
"url":"https://example.com/end"}]}
{"model":"openai/gpt-x-2026-01-02","says":[{"source":"page"}]}
"""


@pytest.fixture
def catalog() -> Catalog:
    return Catalog(table_of(TEXT))


@pytest.mark.parametrize(
    ("written", "provider", "key"),
    [
        ("gpt-x", "", "openai/gpt-x"),
        ("GPT-X ", "", "openai/gpt-x"),
        ("gpt-x", "openai", "openai/gpt-x"),
        ("gpt-x", "OpenAI", "openai/gpt-x"),
        ("gpt-x", "openai-eu", "openai/gpt-x"),
        ("gpt-x", "azure_openai", "azure/gpt-x"),
        ("gpt-x", "azure-eu-west", "azure/gpt-x"),
        ("azure/gpt-x", "", "azure/gpt-x"),
        ("openai/gpt-x", "some-gateway", "openai/gpt-x"),
        ("openai/gpt-x", "openai", "openai/gpt-x"),
        ("gpt-x", "some-gateway", "openai/gpt-x"),
        ("gpt-x", "mistral", ""),
        ("claude-x", "claude", "anthropic/claude-x"),
        ("us.anthropic.claude-x-v1:0", "", "bedrock/anthropic.claude-x-v1:0"),
        ("eu.anthropic.claude-x-v1:0", "amazon-bedrock", "bedrock/anthropic.claude-x-v1:0"),
        ("ft:gpt-x:my-org::abc", "", "openai/ft:gpt-x"),
        ("", "openai", ""),
        ("/", "", ""),
        ("gpt-y", "", ""),
        ("x" * 10_000, "openai/" * 1_000, ""),
    ],
)
def test_a_model_is_found_by_its_name(catalog: Catalog, written: str, provider: str, key: str) -> None:
    facts = catalog.facts_on(written, provider)
    assert (facts.key, facts.is_known, facts.id) == (key, bool(key), written)


@pytest.mark.parametrize(
    ("written", "provider", "expected"),
    [
        ("gpt-x", "", {"assumed", "price"}),
        ("gpt-x", "openai", {"price"}),
        ("openai/gpt-x", "", {"price"}),
        ("gpt-x", "some-gateway", {"assumed"}),
        ("openai/gpt-x", "some-gateway", {"assumed"}),
        ("anthropic.claude-x-v1:0", "bedrock", {"price"}),
        ("us.anthropic.claude-x-v1:0", "bedrock", set()),
    ],
)
def test_who_serves_a_model_decides_on_what_is_known(
    catalog: Catalog, written: str, provider: str, expected: set[str]
) -> None:
    facts = catalog.facts_on(written, provider)
    found = {"assumed": facts.is_assumed, "price": facts.price is not None}
    assert {name for name, holds in found.items() if holds} == expected
    assert facts.max_input_tokens is not None


def test_every_fact_has_its_day_and_source(catalog: Catalog) -> None:
    facts = catalog.facts_on("gpt-x", "openai")
    assert facts.price is not None
    assert facts.price.value == Price(2_500_000, 10_000_000, 1_000_000, 5_000_000, 10_000_000)
    assert facts.lacks is not None
    assert (facts.lacks.origin.title, facts.lacks.origin.as_of, facts.lacks.origin.url) == (
        "a page",
        date(2026, 10, 1),
        "https://example.com/end",
    )
    assert facts.input_limit is not None
    assert facts.input_limit.value == 8
    assert facts.retirement is not None
    assert facts.retirement.value == Retirement(date(2027, 2, 3), "earliest", "fails")
    assert facts.snapshots == ("gpt-x-2026-01-02",)


def test_an_alias_has_the_facts_of_what_it_stands_for(catalog: Catalog) -> None:
    facts = catalog.facts_on("claude-x")
    assert facts.max_input_tokens is not None
    assert facts.max_output_tokens is not None
    assert facts.retirement is not None
    assert (facts.max_input_tokens.value, facts.max_output_tokens.value) == (7, 9)
    assert facts.retirement.value == Retirement(date(2026, 12, 31), "day")


def test_an_unknown_model_has_no_facts(catalog: Catalog) -> None:
    facts = catalog.facts_on("gpt-y", "Some Gateway")
    assert (facts.provider, facts.price, facts.type, facts.input_limit) == ("some-gateway", None, None, None)


MODEL = """\
kind: Model
name: chat
provider: openai
id: gpt-4
"""


def test_the_file_of_a_model_goes_first_field_by_field(project_of: ProjectOf) -> None:
    own = "context_window: 77\ncapabilities: [tools]\nparameters: [seed]\nretires_on: 2030-01-02\nprice: {input: 1.5}\n"
    project = project_of({"models/chat.yaml": MODEL + own})
    (entry,) = project.of_kind("model")
    facts = Catalog.of(project).facts_of(entry)
    assert facts.context_window is not None
    assert facts.context_window.origin.place == entry.at("context_window")
    assert facts.price is not None
    assert facts.price.value == Price(1_500_000, None, 1_000_000, 1_500_000, None)
    assert facts.retirement is not None
    assert facts.retirement.value == Retirement(date(2030, 1, 2), "day", "fails")
    assert (facts.has_all, facts.lacks) == (True, None)
    assert facts.accepts is not None
    assert facts.accepts.value == {"seed"}
    assert facts.max_output_tokens is not None
    assert facts.max_output_tokens.origin.place is None
    assert facts.replacement is not None


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        ("{input: 0, output: 0}", Price(0, 0, 1_000_000, 0, 0)),
        ("{input: 0.000001, per: 1}", Price(1, None, 1, 1, None)),
        ("{input: '9007199254.740991', output: 1}", Price(2**53 - 1, 1_000_000, 1_000_000, 2**53 - 1, 1_000_000)),
    ],
)
def test_prices_are_whole_micro_dollars(project_of: ProjectOf, price: str, expected: Price) -> None:
    project = project_of({"models/chat.yaml": f"{MODEL}price: {price}\n"})
    fact = Catalog.of(project).facts_of(next(project.of_kind("model"))).price
    assert fact is not None
    assert fact.value == expected


def test_a_link_leads_to_a_file_or_to_a_name(project_of: ProjectOf) -> None:
    project = project_of({"models/chat.yaml": MODEL, "tools/t.yaml": "kind: Tool\nname: t\ndescription: Looks up.\n"})
    catalog, link = Catalog.of(project), Link("model", ("model",), None, "o3-mini", None, ("model",))
    (model,), (tool,) = project.of_kind("model"), project.of_kind("tool")
    assert catalog.facts_for(link, None).key == "openai/o3-mini"
    assert catalog.facts_for(link, model).key == "openai/gpt-4"
    assert not catalog.facts_for(link, tool).is_known


def test_a_project_has_one_catalogue(project_of: ProjectOf) -> None:
    project = project_of({})
    assert Catalog.of(project) is Catalog.of(project)


OWN = (
    '{{"as_of":"{day}","catalog":1,"sources":{{"ours":{{"as_of":"2026-11-01","license":"ours","title":"our contract",'
    '"url":"https://example.com"}}}}}}\n'
    '{{"model":"openai/gpt-4","says":[{{"max_input_tokens":5,"source":"ours"}}]}}\n'
    '{{"model":"openai/our-own","says":[{{"max_input_tokens":6,"source":"ours"}}]}}\n'
)


@pytest.mark.parametrize(("day", "limit"), [("2099-01-01", 5), ("2015-01-01", 8192)])
def test_the_newer_of_two_catalogues_goes_first(project_of: ProjectOf, day: str, limit: int) -> None:
    catalog = Catalog.of(project_of({"promptops.catalog.jsonl": OWN.format(day=day)}))
    known, own = catalog.facts_on("gpt-4"), catalog.facts_on("our-own", "openai")
    assert known.max_input_tokens is not None
    assert own.max_input_tokens is not None
    assert (known.max_input_tokens.value, own.max_input_tokens.value) == (limit, 6)
    assert own.max_input_tokens.origin.title == "our contract"
    assert catalog.facts_on("gpt-4o").is_known


def test_a_catalogue_that_cannot_be_read_is_none(project_of: ProjectOf) -> None:
    catalog = Catalog.of(project_of({"promptops.catalog.jsonl": OWN.format(day="9999-12-31")}))
    assert not catalog.facts_on("our-own", "openai").is_known
    assert catalog.facts_on("gpt-4").is_known
