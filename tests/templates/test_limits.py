"""No text is too large, too deep or too strange to get an answer, and none takes long."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

import pytest

from promptops.templates import Template, parse_template
from promptops.templates.limits import MAX_BLOCKS, MAX_CHARACTERS, MAX_DEPTH, MAX_TOKENS

PATIENCE = 3.0
"""Seconds of CPU; what takes a third of a second may take longer where tests run, quadratic work takes far longer."""

# What stands before and behind, and what is repeated between.
MANY_TOKENS = {
    ("", ""): [
        *("{", "{{", "{%", "{#", "{{ ", "{{{%{#", "{%-  ", "{% raw", "{% raw %}", "{{ a }} {# ", "{##}", "\r\n{"),
        *("{{ a }}", "{{ a() }}", "{% if a %}", "{% set a = b %}", "{{ a\r\n}}"),
    ],
    ("{{ ", " }}"): [
        *("'", "\"'", "''", "a ", "a+", "x|", "(", "[", "{a:", "not ", "-", "a if b else ", "}", "\\"),
        *("1.", "9e", "a.", "a is not ", "f("),
    ],
    ("{% if a %}", "{% endif %}"): ["{% elif b %}", "{% else %}", "{% elif b %}{% set c = d %}"],
    ("{% ", " %}"): ["if ", "include 'a',", "endif ", "trans a,", "set a,"],
}
FEW_TOKENS = {
    ("{{ ", " }}"): ["9", "9_", "0_", "a", "\u2003", "\n"],
    ("{{ '", ""): ["a", "\\a", "\n", "\ud800"],
    ("{{ '", "' }}"): ["a", "\\a", "\\x41", "\\N{DASH}", "\n", "\ud800"],
    ("{#", ""): ["a", "-", "#", "-}", "{#"],
    ("{% raw %}", ""): ["a", "{% ", "{%- ", "{% endraw", " ", "{%-endraw\n"],
    ("{{ a -}}", "{{- b }}"): [" ", "\n", "{ "],
    ("{% ", " %}"): ["a", " "],
}
HOSTILE = [
    (before, piece, behind, size)
    for around, size in ((MANY_TOKENS, MAX_TOKENS), (FEW_TOKENS, MAX_CHARACTERS))
    for (before, behind), pieces in around.items()
    for piece in pieces
]


@pytest.mark.parametrize(("before", "piece", "behind", "size"), HOSTILE)
def test_a_hostile_text_is_answered_soon(before: str, piece: str, behind: str, size: int) -> None:
    text = before + piece * ((size - len(before) - len(behind)) // len(piece)) + behind
    began = time.process_time()
    template = parse_template(text)
    assert time.process_time() - began < PATIENCE
    assert template.error is None or 0 <= template.error.start <= template.error.end <= len(text)


@pytest.mark.parametrize(
    "unit",
    [
        "{{% if a{0} %}}{{% set b{0} = 1 %}}{{% endif %}}{{{{ b{0} }}}}",
        "{{% set a{0} = 1 %}}{{% block b{0} %}}{{{{ a0 }}}}{{% endblock %}}",
        "{{{{ a{0} + 1 }}}}",
    ],
)
def test_many_names_are_answered_soon(unit: str) -> None:
    text = "".join(unit.format(number) for number in range(MAX_TOKENS // 40))
    began = time.process_time()
    assert parse_template(text).error is None
    assert time.process_time() - began < PATIENCE


def error(template: Template) -> tuple[str, int]:
    assert template.error is not None
    return template.error.message, template.error.start


def test_a_text_that_is_too_long_is_refused() -> None:
    text = "{{ a }}".ljust(MAX_CHARACTERS)
    assert parse_template(text).error is None
    assert error(parse_template(text + " ")) == ("the template is longer than 1,048,576 characters", MAX_CHARACTERS)


def test_a_text_with_too_many_tokens_is_refused_at_the_first_of_them() -> None:
    # An opening, the name, `+` and the last name, and the end.
    terms = (MAX_TOKENS - 3) // 2
    text = "{{" + "a+" * terms + "a}}"
    assert len(parse_template(text).variables) == terms + 1
    assert error(parse_template(text + "{{b}}")) == ("the template has more than 50,000 tokens", len(text) + 2)


NESTED: dict[str, tuple[Callable[[int], str], int, int]] = {
    "brackets": (lambda depth: "{{ " + "(" * depth + "a" + ")" * depth + " }}", MAX_DEPTH - 1, 3 + MAX_DEPTH),
    "calls": (lambda depth: "{{ " + "f(" * depth + ")" * depth + " }}", MAX_DEPTH, 3 + 2 * MAX_DEPTH),
    "not": (lambda depth: "{{ " + "not " * depth + "a }}", MAX_DEPTH - 1, 3 + 4 * (MAX_DEPTH - 1)),
    "signs": (lambda depth: "{{ " + "-" * depth + "a }}", MAX_DEPTH - 1, 3 + MAX_DEPTH - 1),
    "else": (lambda depth: "{{ " + "a if b else " * depth + "c }}", MAX_DEPTH - 1, 3 + 12 * MAX_DEPTH),
    "if": (lambda depth: "{% if a %}" * depth + "{% endif %}" * depth, MAX_BLOCKS, 10 * MAX_BLOCKS + 3),
    "for": (lambda depth: "{% for a in b %}" * depth + "{% endfor %}" * depth, MAX_BLOCKS, 16 * MAX_BLOCKS + 3),
}


@pytest.mark.parametrize(("nested", "deepest", "place"), NESTED.values(), ids=NESTED)
def test_a_template_is_refused_where_it_becomes_too_deep(
    nested: Callable[[int], str], deepest: int, place: int
) -> None:
    assert parse_template(nested(deepest)).error is None
    assert error(parse_template(nested(deepest + 1))) == ("nested too deeply", place)
    assert error(parse_template(nested(1_000))) == ("nested too deeply", place)


def test_both_limits_of_depth_can_be_reached_at_once_under_a_deep_caller() -> None:
    text = "{% if a %}" * MAX_BLOCKS + "{{ " + "f(" * (MAX_DEPTH - 1) + "a" + ")" * (MAX_DEPTH - 1) + " }}"
    text += "{% endif %}" * MAX_BLOCKS
    assert parse_template(text).error is None


def test_a_caller_at_the_end_of_the_stack_gets_an_answer() -> None:
    text = "{% set a = 1 %}" + "{{ " + "(" * 20 + "a" + ")" * 20 + " }}"

    def messages(depth: int) -> set[str | None]:
        template = parse_template(text)
        found = {template.error and template.error.message}
        try:
            return found | messages(depth + 1)
        except RecursionError:
            return found

    assert messages(0) == {None, "nested too deeply"}


@pytest.mark.parametrize("number", ["9" * 100_000, "9**9**9**9", "1e999999", "0x" + "f" * 100_000, "'a' * 100000000"])
def test_no_number_is_calculated(number: str) -> None:
    template = parse_template(f"{{{{ {number} }}}}{{% set a = [{number}] %}}{{{{ b[{number}:{number}] }}}}")
    assert template.error is None
    assert [name for name, _, _ in template.variables] == ["b"]


def test_long_chains_are_not_deep() -> None:
    chains = ("a" + "+a" * 5000, "a" + "|b" * 5000, "a" + ".b" * 5000, "a" + "[0]" * 5000, "a" + " and a" * 5000)
    texts = ["{{ " + chain + " }}" for chain in itertools.chain(chains, ["a" + "()" * 5000])]
    assert [parse_template(text).error for text in texts] == [None] * len(texts)
