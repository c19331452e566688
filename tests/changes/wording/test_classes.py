from __future__ import annotations

import pytest

from promptops.changes.wording.comparison import compare


@pytest.mark.parametrize(
    ("before", "after", "classes"),
    [
        ("You should answer in English.", "You must answer in English.", {"modality"}),
        ("Quote prices in euros.", "Never quote prices in euros.", {"polarity"}),
        ("Do quote the old prices.", "Don\u2019t quote the old prices.", {"polarity"}),
        ("Give three short examples.", "Give five short examples.", {"quantity"}),
        ("Write 20 words about it.", "Write 30 words about it.", {"quantity"}),
        ("Answer the customer as JSON.", "Answer the customer as YAML.", {"format"}),
        ("Answer in **plain** English.", "Answer in plain English.", {"format"}),
        ("# Steps", "# Tasks and steps", {"structure"}),
        ("# Steps", "## Steps", {"structure"}),
        ("- Be kind.", "1. Be kind.", {"structure"}),
        ("Calcluate the total of it.", "Calculate the total of it.", {"typo"}),
        ("Be clear, and brief.", "Be clear and brief.", {"typo"}),
        ("Read the Essays first.", "Read the essays first.", {"typo"}),
        # Neither a name nor a short word is known to be misspelt, and two words are no slip.
        ("Call `go_to_url` with it.", "Call `go_to_uri` with it.", set()),
        ("Put the cat in here.", "Put the car in here.", set()),
        ("Writte the total here, plaese.", "Write the total here, please.", set()),
        ("Greet {{ user }} kindly.", "Greet {{ uses }} kindly.", set()),
        ('{"total": "amount"}', '{"total": "amounts"}', set()),
        ("Antworte immer auf Deutsch.", "Antworte stets auf Deutsch.", set()),
        ("Greet the customer warmly.", "Greet the visitor warmly.", set()),
        ("Say hello. Never promise a date.", "Say hello.", {"polarity"}),
        ("Say hello.", "Say hello. Use at most ten words.", {"quantity"}),
        ("Say hello.", "Say hello. Sign it.", set()),
    ],
)
def test_a_change_is_sorted_by_the_words_that_differ(before: str, after: str, classes: set[str]) -> None:
    (change,) = compare(before, after)
    assert set(change.classes) == classes
