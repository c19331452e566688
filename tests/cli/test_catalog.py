"""`promptops catalog` shows facts with days and sources, and reads newer ones from whoever wrote them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[[Mapping[str, str | bytes]], None]

_PRICES = {
    "gpt-4o": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 7, "input_cost_per_token": 1e-06}
}
_NOTICES = [{"provider": "OpenAI", "model_id": "gpt-4o", "shutdown_date": "2026-10-01"}]


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("o3-mini", ("openai/o3-mini", "retirement", "2026-10-23, then a call fails", "deprecations.info")),
        ("o3-mini", ("max_tokens (use max_completion_tokens)", "https://")),
        ("gpt-4o", ("an alias of gpt-4o-2024-05-13", "2.5 in, 10 out, USD for 1,000,000 tokens", "litellm")),
        ("gemini/gemini-2.5-pro", ("google/gemini-2.5-pro", "1.25 to 2.5 in")),
        ("us.anthropic.claude-opus-4-8", ("bedrock/anthropic.claude-opus-4-8",)),
        ("claude-opus-4-8", ("is pinned", "true")),
    ],
)
def test_it_shows_facts_with_their_sources(run: Run, model: str, words: tuple[str, ...]) -> None:
    result = run("catalog", "show", model)
    assert result.exit_code == 0
    assert [each for each in words if each not in result.stdout] == []


def test_it_shows_facts_to_programs(run: Run) -> None:
    found = json.loads(run("catalog", "show", "gpt-4o", "--format", "json").stdout)
    facts = {each["fact"]: each for each in found["facts"]}
    assert found["model"] == "openai/gpt-4o"
    assert facts["max input tokens"]["value"] == 128_000
    assert set(facts["price"]) == {"fact", "value", "source", "as_of", "url"}


@pytest.mark.parametrize(
    ("model", "words"),
    [("gpt-4p", "did you mean `gpt-4"), ("zzzzzzzzzz", "has no model"), ("\x1b[31m", "has no model")],
)
def test_an_unknown_model_is_refused(run: Run, model: str, words: str) -> None:
    result = run("catalog", "show", model)
    assert (result.exit_code, words in result.output) == (2, True)
    assert "\x1b" not in result.output


def test_what_is_new_goes_to_the_project_and_counts(run: Run, write: Write) -> None:
    write(
        {
            "promptops.yaml": "name: shop\n",
            "models/chat.yaml": "kind: Model\nname: chat\nid: openai/gpt-4o\n",
            "prices.json": json.dumps(_PRICES),
            "notices.json": json.dumps(_NOTICES),
        }
    )
    assert "retired-model" not in run("lint", "--as-of", "2099-01-01").stdout
    result = run("catalog", "update", "prices.json", "notices.json", "--as-of", "2098-12-31")
    assert (result.exit_code, result.stdout) == (0, "wrote promptops.catalog.jsonl: 1 model\n")
    assert "retired-model" in run("lint", "--as-of", "2099-01-01").stdout
    assert "2098-12-31" in run("catalog", "show", "gpt-4o").stdout
    assert run("catalog", "update", "promptops.catalog.jsonl").stdout == result.stdout


def test_all_of_it_goes_to_a_file(run: Run, write: Write) -> None:
    write({"prices.json": json.dumps(_PRICES)})
    result = run("catalog", "update", "prices.json", "--output", "all.jsonl")
    assert result.exit_code == 0
    assert '"model":"openai/gpt-4"' in Path("all.jsonl").read_text(encoding="utf-8")
    assert not Path("promptops.catalog.jsonl").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * 50_000_000, "has 50,000,000 bytes, and no catalogue has more than 8,388,608"),
        (b'{"as_of":"9999-12-31","catalog":1,"sources":{}}', "`file:1:10`: `as_of` must be a day"),
        (b'{"as_of":"2026-11-21","catalog":1,"sources":{}}\n{"model":"a/b"}', "`file:2:1`: the line lacks `says`"),
        (b'{"gpt-4o": {"litellm_provider": NaN}}', "`NaN` is no JSON value"),
        (b"\x00\xff", "file"),
        (b"[]", "is no catalogue"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused(run: Run, write: Write, content: bytes | None, words: str) -> None:
    if content is not None:
        write({"file": content})
    result = run("catalog", "update", "file")
    assert (result.exit_code, words in result.output) == (2, True)
    assert not Path("promptops.catalog.jsonl").exists()
