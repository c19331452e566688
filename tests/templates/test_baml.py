from __future__ import annotations

import pytest

from promptops.templates import parse_template


def names(text: str) -> list[str]:
    return [use.name for use in parse_template(text, "baml").variables]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no tags, { one: brace }", []),
        ("{{ a }} {{ b.c }}", ["a", "b"]),
        ('{{ _.role("user") }}{{ ctx.output_format }}{{ ctx.client.name }}', []),
        ("{% for x in a %}{{ x }}{{ loop.index }}{% endfor %}", ["a"]),
        ("{{ a == null }}", ["a"]),
        ("{{ Chat(a, b) }}", ["a", "b"]),
        ("{% macro m(x) %}{{ x }}{% endmacro %}{{ m(a) }}", ["a"]),
        ("{% do range(1) %}{{ a|length }}", ["a"]),
        ("{% raw %}{% include 'x' %}{{ y }}{% endraw %}{{ a }}", ["a"]),
        ("{# {% include 'x' %} #}{{ '{% block b %}' ~ a }}", ["a"]),
    ],
)
def test_what_baml_provides_is_no_variable(text: str, expected: list[str]) -> None:
    assert parse_template(text, "baml").error is None
    assert names(text) == expected


def test_a_call_is_an_include_of_what_some_file_declares() -> None:
    (include,) = parse_template("{{ Chat (a) }}", "baml").includes
    assert (include.target, include.start, include.end) == ("Chat", 3, 7)


@pytest.mark.parametrize(
    "tag",
    [
        *("include 'x'", "import 'x' as y", "from 'x' import y", "extends 'x'", "block b", "with x = 1"),
        *("filter upper", "autoescape true", "call m(a)", "trans", "break", "continue"),
    ],
)
def test_tags_that_baml_does_not_know_are_errors(tag: str) -> None:
    """Each is refused by BAML itself, though Jinja2 with its extensions knows it."""
    keyword = tag.split(maxsplit=1)[0]
    around = {"break": ("{% for x in a %}", "{% endfor %}"), "continue": ("{% for x in a %}", "{% endfor %}")}
    before, behind = around.get(keyword, ("", ""))
    ends = "" if keyword in ("include", "import", "from", "extends", "break", "continue") else f"{{% end{keyword} %}}"
    text = f"{before}{{% {tag} %}}{ends}{behind}"
    error = parse_template(text, "baml").error
    assert error is not None
    assert error.message == f"BAML knows no tag `{keyword}`"
    assert text[error.start : error.end] == keyword


@pytest.mark.parametrize(
    "text", ["{{ a ", "{% if a %}x", '{{"x": 1}}', "{# x", "{% foo %}", "{% while a %}{% endwhile %}"]
)
def test_what_is_no_template_is_refused(text: str) -> None:
    assert parse_template(text, "baml").error is not None
