"""What rendering refuses: programs that are none, and what takes too long or too much."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from promptops.runtime.rendering.program import MAX_INSIDE, Program, ProgramError, RenderError
from promptops.runtime.rendering.steps import MAX_INCLUDES
from promptops.runtime.rendering.values import MAX_ITEMS, MAX_TEXT
from promptops.templates.programs import compile_text


def program_of(template: str) -> Program:
    return Program.of(compile_text(template, "jinja").program)


NOTHING: Mapping[str, Program] = {}


def rendered(template: str, **values: Any) -> str:
    return program_of(template).render(values, NOTHING.__getitem__)


LONG = "x" * (MAX_TEXT // 4)
TOO_MUCH = [
    ("{% for a in xs %}{% for b in xs %}{% endfor %}{% endfor %}", {"xs": list(range(1001))}, "rounds"),
    ("{% for a in xs %}{{ t }}{% endfor %}", {"xs": list(range(1000)), "t": LONG}, "characters"),
    ("{{ t }}{{ t }}{{ t }}{{ t }}{{ t }}", {"t": LONG}, "characters"),
    ("{{ t|replace('x', 'xxxxxxxxx') }}", {"t": LONG}, "characters"),
    ("{{ t|replace('', 'xxxxxxxxx') }}", {"t": LONG}, "characters"),
    ("{{ [t, t, t, t]|join(t) }}", {"t": LONG}, "characters"),
    ("{{ t ~ t ~ t ~ t ~ t }}", {"t": LONG}, "characters"),
    ("{{ t + t + t + t + t }}", {"t": LONG}, "characters"),
    ("{{ t|indent(n) }}", {"t": "a\nb", "n": 10**12}, "characters"),
    ("{{ t|indent(9999) }}", {"t": "a\n" * 9999}, "characters"),
    ("{{ xs + xs }}", {"xs": [0] * (MAX_ITEMS // 2 + 1)}, "items"),
    ("{{ xs|tojson(indent=99999999) }}", {"xs": [1]}, "indentation"),
    ("{{ n * n }}", {"n": 2**27}, "a number is larger than 9007199254740991"),
]


@pytest.mark.parametrize(("template", "values", "message"), TOO_MUCH)
def test_what_takes_too_much_fails(template: str, values: Mapping[str, Any], message: str) -> None:
    with pytest.raises(RenderError, match=message):
        rendered(template, **values)


def test_what_includes_itself_fails() -> None:
    circle = Program.of([["include", "fragment:a", True]])
    with pytest.raises(RenderError, match=f"more than {MAX_INSIDE} texts include each other"):
        circle.render({}, lambda _: circle)


def test_what_includes_too_often_fails() -> None:
    leaf = Program.of(["x"])
    many = Program.of([["for", ["i"], ["name", "xs"], None, [["include", "fragment:a", False]], []]])
    assert many.includes == {"fragment:a"}
    with pytest.raises(RenderError, match="includes more than"):
        many.render({"xs": list(range(MAX_INCLUDES + 1))}, lambda _: leaf)


def test_a_program_is_refused_that_is_nested_or_long_without_end() -> None:
    deep: Any = ["name", "x"]
    for _ in range(100_000):
        deep = ["not", deep]
    with pytest.raises(ProgramError, match="nested too deeply"):
        Program.of([["write", deep]])
    with pytest.raises(ProgramError, match="too long"):
        Program.of([["write", ["name", "x"]]] * 200_001)


FAILURES = [
    ("{{ a.b.c }}", "`a.b` is asked for a part and has no value"),
    ("{{ a['x']['y'] }}", "a value is asked for a part and has no value"),
    ("{{ gone.part }}", "`gone` is asked for a part and has no value"),
    ("{{ n // 0 }}", "a number is divided by zero"),
    ("{{ name < n }}", "'<' not supported between instances of 'str' and 'int'"),
    ("{% for a, b in [name] %}{% endfor %}", "a value is not what the template takes"),
    ("{{ day }}", "a value of the type `datetime` cannot be written"),
]


@pytest.mark.parametrize(("template", "message"), FAILURES)
def test_messages_say_what_is_wrong_and_never_a_value(template: str, message: str) -> None:
    with pytest.raises(RenderError) as caught:
        rendered(template, a={}, n=1, name="hunter2", day=datetime(2026, 11, 1, tzinfo=UTC))
    assert str(caught.value) == f"the text cannot be rendered: {message}"
    assert caught.value.code == "cannot-render"
    assert "hunter2" not in str(caught.value)


def test_a_value_becomes_no_instruction() -> None:
    hostile = "{{ 7 * 7 }}{% include 'x' %}{# #}"
    assert rendered("{{ a }}|{% set b = a %}{{ b|upper }}|{{ [a]|join }}", a=hostile).startswith(f"{hostile}|")
    assert rendered("[{{ a['__class__'] }}]", a="x") == "[]"


def test_values_are_left_as_they_are() -> None:
    values = {"xs": [1, [2]], "x": {"a": 1}, "n": 1}
    rendered("{% set n = 2 %}{% for x in xs %}{% set y = n %}{% endfor %}{{ xs|reverse|list }}", **values)
    assert values == {"xs": [1, [2]], "x": {"a": 1}, "n": 1}


def test_defaults_are_for_what_has_no_value() -> None:
    program = Program.of([["write", ["name", "a"]], ["write", ["name", "b"]]], {"a": 1, "b": 2})
    assert program.render({"b": None}, NOTHING.__getitem__) == "1None"
