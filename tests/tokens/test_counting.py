from __future__ import annotations

import subprocess
import sys
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptops.tokens import TokenCount, bytes_of, count
from promptops.tokens.counting import LONGEST_TOKEN, MAX_COUNTED


@pytest.mark.parametrize(
    ("model", "text", "tokens"),
    [
        ("gpt-4", "antidisestablishmentarianism", 6),
        ("gpt-4", "2 + 2 = 4", 7),
        ("gpt-4", "お誕生日おめでとう", 9),
        ("gpt-4o", "お誕生日おめでとう", 8),
        ("gpt-3.5-turbo", "tiktoken is great!", 6),
        ("o200k_base", "hello world", 2),
        ("gpt-4o", "", 0),
        pytest.param("gpt-4o", "<|endoftext|>", 7, id="the name of a special token is text"),
        pytest.param("gpt-4o", "\ufffd", 1, id="a replacement character"),
        pytest.param("gpt-4o", "\ud800", 1, id="a lone surrogate is sent as one"),
    ],
)
def test_models_with_a_public_vocabulary_are_counted(model: str, text: str, tokens: int) -> None:
    found = count(text, model)
    assert (found.least, found.greatest, found.grade) == (tokens, tokens, "vocabulary")
    assert found.basis == f"counted with {found.tokenizer}"


@pytest.mark.parametrize(
    ("model", "tokenizer"),
    [
        ("gpt-4o-2024-08-06", "o200k_base"),
        ("openai/gpt-4.1-mini", "o200k_base"),
        ("openrouter/openai/o3", "o200k_base"),
        ("gpt-5.1", "o200k_base"),
        ("ft:gpt-4o-mini:acme::7p4lURel", "o200k_base"),
        ("GPT-4-0613", "cl100k_base"),
        ("azure/gpt-35-turbo", "cl100k_base"),
        ("text-embedding-3-small", "cl100k_base"),
        ("claude-sonnet-4-5", "bytes"),
        ("mistral/gpt-4o", "bytes"),
        ("gpt-4ox", "bytes"),
        ("gpt-40", "bytes"),
        ("o30", "bytes"),
        ("", "bytes"),
    ],
)
def test_the_vocabulary_follows_from_the_identifier(model: str, tokenizer: str) -> None:
    assert count("a", model).tokenizer == tokenizer


def test_other_models_have_a_token_for_each_byte_at_most() -> None:
    assert count("é" * LONGEST_TOKEN, "claude-x") == TokenCount(2, 2 * LONGEST_TOKEN, "bytes", "bytes")
    assert count("\ud800", "claude-x").greatest == bytes_of("\ud800") == bytes_of("\ufffd")


@settings(deadline=None)  # the first count imports the counter
@given(text=st.text(st.characters(codec="utf-8"), max_size=300), model=st.sampled_from(["gpt-4", "gpt-4o"]))
def test_what_holds_for_every_tokenizer_holds_for_those_that_count(text: str, model: str) -> None:
    exact, bound = count(text, model), count(text, "unknown")
    assert bound.least <= exact.least == exact.greatest <= bound.greatest


@pytest.mark.parametrize("unit", ["a", " ", "\n", "'", "1", " \n", "ab", "é", "\0", "e\u0301"])
def test_long_runs_take_no_longer_than_other_texts(unit: str) -> None:
    count("warm", "gpt-4o")
    began = perf_counter()
    found = count(unit * (400_000 // len(unit)), "gpt-4o")
    assert perf_counter() - began < 2
    assert found.grade == "vocabulary"


def test_a_text_that_is_too_long_to_count_has_bounds() -> None:
    assert count("a" * MAX_COUNTED, "gpt-4o").grade == "bytes"
    assert count("x y" * 100_000, "gpt-4o") == TokenCount(200_000, 200_000, "vocabulary", "o200k_base")


def test_the_counter_is_loaded_when_something_is_counted_and_not_the_package_around_it() -> None:
    program = (
        "import sys; from promptops.tokens import count, counting; count('a', 'claude'); "
        "assert counting._bindings.cache_info().currsize == 0; count('a', 'gpt-4o'); "
        "assert counting._bindings.cache_info().currsize == 1; assert 'bpe_openai' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
