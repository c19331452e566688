"""The catalogue in the package is what its own reader accepts, and says of every fact from where it is."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from promptops.canonical import canonical_json
from promptops.catalog import Catalog, Fact
from promptops.catalog.reading import read_catalog
from promptops.catalog.records import Table
from promptops.catalog.shipped import shipped_text


def test_it_passes_the_strict_reader_and_is_canonical() -> None:
    table = read_catalog(shipped_text())
    assert isinstance(table, Table)
    keys = list(table.lines)
    assert keys == sorted(keys)
    for key in keys:
        assert table.lines[key] == canonical_json({"model": key, "says": table.records(key)})


def test_every_fact_has_a_day_and_an_address() -> None:
    catalog, facts = Catalog.shipped(), 0
    for key in catalog.keys:
        for value in catalog.facts_on(key):
            if isinstance(value, Fact):
                facts += 1
                assert value.origin.as_of is not None
                assert date(2023, 1, 1) <= value.origin.as_of <= catalog.as_of
                assert value.origin.url.startswith("https://")
    assert facts > len(catalog.keys)


def test_every_key_finds_itself() -> None:
    catalog = Catalog.shipped()
    assert [key for key in catalog.keys if catalog.facts_on(key).key != key] == []


@pytest.mark.parametrize(
    ("written", "after"),
    [("openai/gpt-4", "fails"), ("anthropic/claude-3-opus-latest", "fails"), ("xai/grok-3", "rerouted")],
)
def test_what_has_gone_is_known_as_gone(written: str, after: str) -> None:
    fact = Catalog.shipped().facts_on(written).retirement
    assert fact is not None
    assert fact.value.is_over(date(2026, 11, 21))
    assert fact.value.after == after


@pytest.mark.parametrize("written", ["claude-opus-4-6", "claude-sonnet-5", "claude-opus-4-8"])
def test_names_without_a_day_may_be_those_of_snapshots(written: str) -> None:
    assert Catalog.shipped().facts_on(written).is_pinned is not None


def test_it_is_read_when_a_model_is_looked_up() -> None:
    program = "import promptops.catalog.catalog as c; print(c.Catalog.shipped.cache_info().currsize)"
    found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert found.stdout == "0\n"
