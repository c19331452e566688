from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from promptops.sources.documents import MAX_CHARACTERS, MAX_DEPTH, MAX_NODES
from promptops.sources.yaml import read_yaml
from promptops.sources.yaml_composer import MAX_ALIASES, MAX_TAG_DIRECTIVES

TOO_DEEP = f"values are nested more than {MAX_DEPTH} deep"
TOO_MANY = f"the file holds more than {MAX_NODES:,} keys and values"
EXPANDED = f"aliases make more than {MAX_NODES:,} keys and values of this"


def depth_of(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()))
    return 1 + max(map(depth_of, value)) if isinstance(value, list) else 1


def message_of(text: str) -> str:
    documents, (fault,) = read_yaml(text)
    assert documents == ()
    assert fault.rule == "invalid-yaml"
    assert fault.help
    return fault.message


def brackets(levels: int) -> str:
    return "[" * levels + "x" + "]" * levels


def braces(levels: int) -> str:
    return "{a: " * levels + "x" + "}" * levels


def dashes(levels: int) -> str:
    return "- " * levels + "x"


def question_marks(levels: int) -> str:
    return "? a\n: " + "- " * (levels - 1) + "x"


def steps(levels: int, step: str = " ", line: str = "a:\n") -> str:
    return "".join(step * level + line for level in range(levels)) + step * levels + "x"


def wide_steps(levels: int) -> str:
    return steps(levels, "   ")


def dashes_on_lines(levels: int) -> str:
    return steps(levels, line="-\n")


def steps_with_carriage_returns(levels: int) -> str:
    return steps(levels, line="a:\r")


def lists_at_their_keys(levels: int) -> str:
    lines = [" " * (level // 2) + ("-\n" if level % 2 else "a:\n") for level in range(levels)]
    return "".join(lines) + " " * levels + "x"


def steps_and_brackets(levels: int) -> str:
    return steps(levels // 2).removesuffix("x") + brackets(levels - levels // 2)


NESTINGS = [
    brackets,
    braces,
    dashes,
    question_marks,
    steps,
    wide_steps,
    dashes_on_lines,
    steps_with_carriage_returns,
    lists_at_their_keys,
    steps_and_brackets,
]


@pytest.mark.parametrize("nest", NESTINGS)
def test_values_nest_as_deep_as_the_limit_and_no_deeper(nest: Callable[[int], str]) -> None:
    (document,), faults = read_yaml(nest(MAX_DEPTH - 1))
    assert (depth_of(document.value), faults) == (MAX_DEPTH, ())
    assert message_of(nest(MAX_DEPTH)) == TOO_DEEP


def test_line_breaks_of_yaml_1_1_cannot_hide_nesting() -> None:
    no_stand_in_is_left = "# " + "".join(map(chr, range(0xE000, 0xF900))) + "\n"
    assert message_of(no_stand_in_is_left + steps(MAX_DEPTH, line="a:\x85")) == TOO_DEEP


@pytest.mark.parametrize("text", [brackets(20_000), dashes(20_000), "{" * 100_000, "{{" * 50_000, steps(1_000)])
def test_nesting_that_would_exhaust_the_stack_is_a_fault(text: str) -> None:
    assert message_of(text) == TOO_DEEP


def test_documents_before_the_one_that_nests_too_deep_are_kept() -> None:
    (document,), (fault,) = read_yaml(f"a: b\n---\n{brackets(MAX_DEPTH)}")
    assert (document.value, fault.message, fault.place.line) == ({"a": "b"}, TOO_DEEP, 3)


def test_aliases_add_to_the_depth_of_where_they_stand() -> None:
    half = MAX_DEPTH // 2
    text = f"- &a {brackets(half)}\n- " + "[" * half + "*a" + "]" * half
    assert message_of(text) == TOO_DEEP


@pytest.mark.parametrize(
    "text",
    [
        "- a\n" * MAX_NODES,
        "[" + "a," * MAX_NODES + "]",
        "{" + "a," * (MAX_NODES // 2) + "}",
        "[" + "a: b," * (MAX_NODES // 3 + 1) + "]",
        "? \n" * (MAX_NODES // 2),
        "--- a\n" * (MAX_NODES + 1),
    ],
)
def test_a_file_of_too_many_values_is_a_fault(text: str) -> None:
    assert read_yaml(text)[1][-1].message == TOO_MANY


def test_a_long_text_is_no_problem() -> None:
    text = "a: |\n" + "  some - text, with: marks [and] {more} of them?\n" * 20_000
    (document,), faults = read_yaml(text)
    assert (len(document.value["a"]), faults) == (len(text) - 5 - 40_000, ())


def bomb(levels: int, width: int) -> str:
    lines = ["a0: &a0 x"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]" for level in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (bomb(30, 9), EXPANDED),
        (f"a: &a {{{', '.join(f'k{n}: 1' for n in range(1_000))}}}\nb: {{<<: [{', '.join(['*a'] * 500)}]}}", EXPANDED),
        ("--- &a [" + "x," * 150 + "]\n" + f"---\na: &a [{'x,' * 1_000}]\nb: [{'*a,' * 150}]\n" * 2, EXPANDED),
        (f"- &a x\n- [{'*a, ' * MAX_ALIASES}*a]", f"the file holds more than {MAX_ALIASES:,} aliases"),
        (
            f"- &a {'x' * 1_000_000}\n- [{'*a, ' * 9}]",
            f"aliases make more than {MAX_CHARACTERS:,} characters of this",
        ),
        ("&a [*a]", "an alias repeats a value that it is itself a part of"),
        ("a: &a\n  b: {c: *a}", "an alias repeats a value that it is itself a part of"),
        ("a: &a {<<: *a}", "an alias repeats a value that it is itself a part of"),
        ("&a [*a, *a, *a]", "an alias repeats a value that it is itself a part of"),
        ("x" * (MAX_CHARACTERS + 1), f"the file holds more than {MAX_CHARACTERS:,} characters"),
        (
            "".join(f"%TAG !{n}! x\n" for n in range(MAX_TAG_DIRECTIVES + 1)) + "---\na",
            f"the file holds more than {MAX_TAG_DIRECTIVES} `%TAG` directives",
        ),
    ],
    ids=range(11),
)
def test_bombs_are_faults(text: str, message: str) -> None:
    assert read_yaml(text)[1][-1].message == message


def test_aliases_within_the_limits_are_read() -> None:
    text = f"- &a x\n- [{'*a, ' * (MAX_ALIASES - 1)}*a]"
    (document,), faults = read_yaml(text)
    assert (len(document.value[1]), faults) == (MAX_ALIASES, ())


def test_the_words_of_a_directive_inside_a_text_do_not_count() -> None:
    (document,), faults = read_yaml("a: |\n" + "  about %TAG\n" * (MAX_TAG_DIRECTIVES + 1))
    assert (document.value["a"].count("%TAG"), faults) == (MAX_TAG_DIRECTIVES + 1, ())
