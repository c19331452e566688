"""Mustache templates: their names, their partials, and what every implementation refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.templates import Template, parse_template

PIECES = (
    *("{{", "}}", "{{{", "}}}", "{{#a}}", "{{/a}}", "{{^b}}", "{{/b}}", "{{ a.b }}", "{{&a}}", "{{>p}}", "{{! c }}"),
    *("{{=<% %>=}}", "<%a%>", "<%={{ }}=%>", "<%#a%>", " ", "\n", "é", "{", "}", "#", "{{=", "=}}", "{{.}}"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def parse(text: str) -> Template:
    return parse_template(text, "mustache")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dear {{name}}, {{ greeting }}", ["name", "greeting"]),
        ("{{{raw}}} {{&plain}} {{& spaced }}", ["raw", "plain", "spaced"]),
        ("{{customer.first name}}", ["customer"]),
        ("{{! a comment with {{name}} in it", []),
        ("{{.}} {{ }} {{.a}}", []),
        ("{{=<% %>=}}<%name%> {{text}}<%={{ }}=%>{{other}}", ["name", "other"]),
        ("{{{two braces}} {{name}}", ["name"]),
        ("a {{", []),
        ("{{\n name\n}}", ["name"]),
    ],
)
def test_a_name_stands_between_delimiters(text: str, names: list[str]) -> None:
    template = parse(text)
    assert template.error is None
    assert [use.name for use in template.variables] == names
    assert [text[use.start : use.end] for use in template.variables] == names


def test_a_name_in_a_list_may_be_one_of_an_item() -> None:
    template = parse("{{#items}}{{name}} {{#inner}}x{{/inner}}{{/items}}{{^items}}{{none}}{{/items}}{{after}}")
    assert [use.name for use in template.variables] == ["items", "items", "none", "after"]


def test_partials_are_included_and_a_computed_one_has_no_name() -> None:
    text = "{{> common/safety }}{{>*which}}"
    template = parse(text)
    assert [(each.target, each.keyword) for each in template.includes] == [
        ("common/safety", "partial"),
        (None, "partial"),
    ]
    assert [text[each.start : each.end] for each in template.includes] == ["common/safety", "*which"]


@pytest.mark.parametrize(
    ("text", "place", "message", "help"),
    [
        ("a {{name", "{{", "`{{` is never closed", "end it with `}}`"),
        ("{{=<% %>=}} <%name", "<%", "`<%` is never closed", "end it with `%>`"),
        ("{{#a}} {{ b }}", "{{#a}}", "`{{#a}}` is never closed", "end it with `{{/a}}`"),
        ("{{#a}}{{^ b }}{{/a}}{{/b}}", "{{/a}}", "`{{/a}}` stands where `{{/b}}` must come first", "in the order"),
        ("text {{/a}}", "{{/a}}", "`{{/a}}` closes nothing", "open the section before"),
        ("{{=x}}", "=x", "a tag that begins with `=` must end with it", "choose delimiters"),
        ("{{#a}}{{#b}}{{/b}}", "{{#a}}", "`{{#a}}` is never closed", "{{/a}}"),
    ],
)
def test_what_every_implementation_refuses_is_said_where_it_stands(
    text: str, place: str, message: str, help: str
) -> None:
    template = parse(text)
    assert template.error is not None
    assert text[template.error.start : template.error.end] == place
    assert template.error.message == message
    assert help in (template.error.help or "")
    assert (template.variables, template.includes) == ((), ())


TAKEN = (
    "{{ a.b }}}}}#",
    "{{{{{.}}\n{{&a}}{",
    "=}}{{>p}}{{.}}{{{}}}{{==}}",
    "#<%a%>{{# a }}{{/ a}}",
    "{{{=<% %>=}}<%={{ }}=%>{{&a}}",
    "{{#a}}}{{/a}}{{^b}}}}}{{! c }}{{/b}}",
    "{{<%={{ }}=%>{{#a}}\n{{&a}}{{/ a}}}",
    "{{#a}}{{#a}}/{{/a}}{{/ a}}{{{# a }}",
)
REFUSED = (
    "<%={{ }}=%>{{#a}}{{{{{{{{{{! c }}",
    "{{a}}/{{/a}}=}}}}}",
    "{{={{a}}{{^b}}{{/a}}",
    "{{.}}{{.}}\n{=}}{{{",
)
"""What Chevron 0.14, of 160,000 random templates, takes and refuses."""


@pytest.mark.parametrize("text", TAKEN)
def test_what_chevron_takes_is_taken(text: str) -> None:
    assert parse(text).error is None


@pytest.mark.parametrize("text", REFUSED)
def test_what_chevron_refuses_is_refused(text: str) -> None:
    assert parse(text).error is not None


@given(TEXTS)
def test_every_text_is_a_template_or_has_an_error_in_it(text: str) -> None:
    template = parse(text)
    places = [(use.start, use.end) for use in template.variables]
    places += [(each.start, each.end) for each in template.includes if each.target]
    places += [(template.error.start, template.error.end)] if template.error else []
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(text[use.start : use.end] == use.name for use in template.variables)


def test_a_template_full_of_open_tags_takes_no_longer_for_it() -> None:
    assert parse("{{#a}}" * 100_000).error is not None
    assert len(parse("{{a}}" * 100_000).variables) == 100_000
