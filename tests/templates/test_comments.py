"""Comments of templates are blanks, at the same places."""

from __future__ import annotations

import time

import pytest

from promptops.templates import Language, PromptText, parse_template, without_comments


def said(text: str, language: Language) -> str:
    return without_comments(PromptText(("body",), text, parse_template(text, language)), language).text


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("jinja", "a {# b #} c", "a         c"),
        ("jinja", "a {#- b -#} c", "a           c"),
        ("jinja", "a\n{#\nb\r\n#}\nc", "a\n  \n \r\n  \nc"),
        ("jinja", "{# a {{ b }} #}c", f"{' ' * 15}c"),
        ("jinja", "{{ '{# a #}' }}", "{{ '{# a #}' }}"),
        ("jinja", "{% raw %}{# a #}{% endraw %}{# b #}", "{% raw %}{# a #}{% endraw %}       "),
        ("jinja", "{% if a %}{# b #}{% endif %}", "{% if a %}       {% endif %}"),
        ("jinja", "a # b", "a # b"),
        ("jinja", "{# a #} {{ b", "{# a #} {{ b"),
        ("nunjucks", "a {# b #} c", "a         c"),
        ("baml", "a {# b #} c", "a         c"),
        ("handlebars", "a {{! b }} c", "a          c"),
        ("handlebars", "a {{~! b }} c", "a           c"),
        ("handlebars", "a {{!-- b }} c --}} d", "a                   d"),
        ("handlebars", r"a \{{! b }} c", r"a \{{! b }} c"),
        ("mustache", "a {{!-- b }} c", "a            c"),
        ("mustache", "a {{! b }} {{=<% %>=}} c", "a {{! b }} {{=<% %>=}} c"),
        ("braces", "a {# b #} {{! c }}", "a {# b #} {{! c }}"),
        ("none", "a {# b #} {{! c }}", "a {# b #} {{! c }}"),
    ],
)
def test_comments_are_blanks(language: Language, text: str, expected: str) -> None:
    assert said(text, language) == expected


@pytest.mark.parametrize("language", ["jinja", "handlebars", "mustache"])
@pytest.mark.parametrize("piece", ["{#", "{{", "{%", "{{!", "{{!--", "{% raw %}", "{%" + " " * 90, "{# #}", "{{! }}"])
def test_the_time_grows_with_the_text_alone(language: Language, piece: str) -> None:
    start = time.process_time()
    without_comments(PromptText(("body",), piece * 100_000, parse_template("", language)), language)
    assert time.process_time() - start < 5
