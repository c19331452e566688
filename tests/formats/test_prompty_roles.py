"""Where the messages of a body begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.formats.prompty.roles import turns_of

LINES = ("system:", "  # User :", 'assistant[name="Ann", n=1]:', "function:", "You: help", "user: now", "", "  ", "a")


def messages(body: str) -> list[tuple[str, str]]:
    return [(turn.role, body[turn.start : turn.end]) for turn in turns_of(body, "jinja")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("system:\nA\n\nuser:\nB\n", [("system", "A"), ("user", "B")]),
        ("# System:\n\n\nA\n#user:\nB", [("system", "A"), ("user", "B")]),
        ("A\nuser:\nB", [("system", "A"), ("user", "B")]),
        ('user[name="Ann", n=1]:\nA\n  assistant :  \nB', [("user", "A"), ("assistant", "B")]),
        ("function:\nA\ntool:\nB\ndeveloper:\nC", [("tool", "A"), ("tool", "B"), ("developer", "C")]),
        ("system:\nuser:\n  A\n", [("user", "  A")]),
        ("user:\n![image]({{ picture }})", [("user", "![image]({{ picture }})")]),
        ("user:\n{% if a %}A{% endif %}\nassistant:\nB", [("user", "{% if a %}A{% endif %}"), ("assistant", "B")]),
    ],
)  # fmt: skip
def test_a_role_line_begins_a_message(body: str, expected: list[tuple[str, str]]) -> None:
    assert messages(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "No role at all",
        "The user:\nA",
        "user: A",
        "## user:\nA",
        "{% for a in b %}\nuser:\n{{ a }}\n{% endfor %}",
        "system:\nA\n{% if a %}\nuser:\nB\n{% endif %}",
        "system:\n{# a comment\nuser:\n#}",
        "system:\n{% raw %}\nuser:\n{% endraw %}",
        "system:\n{% set a = 1 %}\nuser:\n{{ a }}",
        "system:\n{%- macro a() %}A{% endmacro %}\nuser:\n{{ a() }}",
        "system:\nA\n![thread]\n{{ a }}",
        "tools:\n- id: a\nsystem:\nA",
    ],
)
def test_what_only_rendering_can_divide_stays_whole(body: str) -> None:
    assert messages(body) == []


def test_a_section_of_mustaches_holds_no_role_line() -> None:
    assert turns_of("user:\n{{#a}}\nassistant:\n{{/a}}", "mustache") == ()
    assert len(turns_of("user:\n{{#a}}A{{/a}}\nassistant:\nB", "mustache")) == 2


@given(st.lists(st.sampled_from(LINES), max_size=10).map("\n".join))
def test_messages_follow_one_another_and_say_something(body: str) -> None:
    turns = turns_of(body, "jinja")
    edges = [edge for turn in turns for edge in (turn.start, turn.end)]
    assert edges == sorted(edges)
    assert all(body[turn.start : turn.end].strip() for turn in turns)


def test_a_long_line_that_is_no_role_line_takes_no_longer_for_it() -> None:
    text = "A\n#" + " " * 500_000 + "user[" + "a" * 500_000
    assert messages(f"user:\n{text}") == [("user", text)]
