from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.templates import parse_template
from promptops.templates.format import FormatError, fields

TEXTS = st.text(alphabet="{}[]!:.a1 é\n", max_size=24) | st.text(max_size=40)
MAX_TEXT = 100_000


def python_fields(text: str, depth: int = 0) -> list[str] | None:
    """Return the names of the fields that Python finds, outer ones first, None for what it refuses."""
    found: list[str] = []
    try:
        for _, name, spec, _ in string.Formatter().parse(text):
            if name is None:
                continue
            found.append(name)
            if spec and depth:
                if "{" in spec or "}" in spec:
                    return None
            elif spec:
                inner = python_fields(spec, 1)
                if inner is None:
                    return None
                found.extend(inner)
    except ValueError:
        return None
    return found


@given(TEXTS)
def test_the_fields_are_those_that_python_finds(text: str) -> None:
    try:
        found = [field.name for field in fields(text)]
    except FormatError:
        assert python_fields(text) is None
    else:
        assert found == python_fields(text)


@given(TEXTS)
def test_what_is_found_stands_where_it_is_said_to(text: str) -> None:
    template = parse_template(text, "format")
    assert all(text[use.start : use.end] == use.name for use in template.variables)
    error = template.error
    assert error is None or (not template.variables and 0 <= error.start < error.end <= len(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{a} and {b}", ["a", "b"]),
        ("{{a}} and {b}", ["b"]),
        ("{user.name} {items[0]} {x!r:>10}", ["user", "items", "x"]),
        ("{a:{width}}", ["a", "width"]),
        ("{} {0} {0.x} { a } {'a'}", []),
        ("{größe}", ["größe"]),
        ("{a[}]} {b}", ["a", "b"]),
    ],
)
def test_variables_are_the_names_that_fields_begin_with(text: str, names: list[str]) -> None:
    assert [use.name for use in parse_template(text, "format").variables] == names


@pytest.mark.parametrize(
    ("text", "message", "piece"),
    [
        ("a { b", "the `{` opened here is not closed", "{"),
        ("a } b {x}", "`}` closes nothing", "}"),
        ("{a{b}}", "`{` stands inside a field", "{"),
        ("{a!rr}", "`!` is followed by more than one letter", "!rr"),
        ("{a:{b:{c}}}", "fields are nested more than twice", "{c}"),
        ("{a!", "the `{` opened here is not closed", "{"),
        ("{a[0", "the `{` opened here is not closed", "{"),
        ("{a:b", "the `{` opened here is not closed", "{"),
    ],
)
def test_an_error_is_shown_where_it_is(text: str, message: str, piece: str) -> None:
    error = parse_template(text, "format").error
    assert error is not None
    assert (error.message, text[error.start : error.end]) == (message, piece)


@pytest.mark.parametrize("piece", ["{", "}", "{a", "{a[", "{a:{", "{a!", "{{", "{a}", "{a:{b}}"])
def test_no_text_is_slow(piece: str) -> None:
    parse_template(piece * (MAX_TEXT // len(piece)), "format")
