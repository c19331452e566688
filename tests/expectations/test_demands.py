from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.expectations.demands import json_demand


@pytest.mark.parametrize(
    ("text", "demand"),
    [
        ("Be brief. Respond only with a JSON object.", "Respond only with a JSON"),
        ("You must output strictly valid JSON.", "output strictly valid JSON"),
        ("Your response MUST be in JSON format", "response MUST be in JSON"),
        ("The output should be valid JSON:", "output should be valid JSON"),
        ("Format your answer as JSON.", "Format your answer as JSON"),
        ("Provide your response as a JSON object with the keys", "Provide your response as a JSON"),
        ("Please return the result\nin JSON", "return the result\nin JSON"),
        ("return only well-formed json", "return only well-formed json"),
        ("Explain JSON to yourself, then reply in JSON", "reply in JSON"),
        ("If the order is late, answer in JSON", "answer in JSON"),
    ],
)
def test_a_demand_is_found_with_its_verb(text: str, demand: str) -> None:
    start = text.index(demand)
    assert json_demand(text) == (start, start + len(demand))


@pytest.mark.parametrize(
    "text",
    [
        "Never answer in JSON.",
        "Do not return JSON",
        "You don\u2019t respond with JSON",
        "Answer without any JSON",
        "The customer sends JSON",
        "Given the output JSON of the search, write a summary",
        "Reply to questions about JSON",
        "Write JSON schemas for developers",
        "You help users write JSON",
        "Tools that return JSON are slow",
        "The function can output JSON",
        "Explain how to generate JSON",
        'When the user asks you to "return JSON", be polite',
        "The answer is stored in JSON",
        "Output:\n```json\n{}\n```",
        "Call JSON.parse, and answer",
        "Summarise the answer.\n\nJSON follows",
        "Answer in XML, not in jsonl",
        "",
    ],
)
def test_what_only_speaks_of_json_is_left_alone(text: str) -> None:
    assert json_demand(text) is None


@given(st.text(st.sampled_from("aeJSONjson .,\n'return output must be valid")))
def test_the_place_is_one_in_the_text(text: str) -> None:
    found = json_demand(text)
    assert found is None or text[slice(*found)].lower().endswith("json")
