from __future__ import annotations

import pytest

from promptops.diagnostics import Range
from promptops.sources.text import LineIndex
from promptops.sources.yaml import read_yaml

FIXABLE = [
    ("a: {{ x }}\n", "{{ x }}", '"{{ x }}"'),
    ("a: {{x}}   # note\n", "{{x}}", '"{{x}}"'),
    ("- {{ x }}\n- b\n", "{{ x }}", '"{{ x }}"'),
    ("a: [b, {{ x }}, c]\n", "{{ x }}", '"{{ x }}"'),
    ("{a: {{ x }}}\n", "{{ x }}", '"{{ x }}"'),
    ("{{ x }}: b\n", "{{ x }}", '"{{ x }}"'),
    ("{{ x }}\n", "{{ x }}", '"{{ x }}"'),
    ('a: {{ x | default("y") }}\n', '{{ x | default("y") }}', "'{{ x | default(\"y\") }}'"),
    ("a: {{ x }} and text\nb: 1\n", "{{ x }} and text", '"{{ x }} and text"'),
    ("a: {{ x }}{{ y }}\n", "{{ x }}{{ y }}", '"{{ x }}{{ y }}"'),
    ("a: {% if x %}y{% endif %}\n", "{% if x %}y{% endif %}", '"{% if x %}y{% endif %}"'),
    ("a: {# note #} x\nb: 1\n", "{# note #} x", '"{# note #} x"'),
    ("a: {{#if x}}y{{/if}}\nb: 1\n", "{{#if x}}y{{/if}}", '"{{#if x}}y{{/if}}"'),
    ("a: {{> part }}\n", "{{> part }}", '"{{> part }}"'),
    ("a: {{@index}}\n", "{{@index}}", '"{{@index}}"'),
    ("a: {{{ x y }}}: z\n", "{{{ x y }}}: z", '"{{{ x y }}}: z"'),
    ("a: {{ x['k'] }}\n", "{{ x['k'] }}", "\"{{ x['k'] }}\""),
    ('a: {{ x["k"] }} it\'s\n', '{{ x["k"] }} it\'s', "'{{ x[\"k\"] }} it''s'"),
    ("a:\n  - b: 1\n    'c d': {{ x }}, z\n", "{{ x }}, z", '"{{ x }}, z"'),
    ("a: {{ x }} y\r\nb: 1\r\n", "{{ x }} y", '"{{ x }} y"'),
]


def cut(text: str, place: Range) -> tuple[int, int]:
    lines = LineIndex(text)
    return lines.offset(place.line, place.column), lines.offset(place.end_line, place.end_column)


@pytest.mark.parametrize(("text", "source", "quoted"), FIXABLE)
def test_an_unquoted_template_is_a_finding_of_its_own(text: str, source: str, quoted: str) -> None:
    _, (fault,) = read_yaml(text)
    start, end = cut(text, fault.place)
    assert fault.rule == "unquoted-template"
    assert text[start:end] == source
    assert fault.help == f"write `{quoted}`"
    assert fault.edits == ((fault.place, quoted),)
    assert fault.fix_title


@pytest.mark.parametrize(("text", "source", "quoted"), FIXABLE)
def test_its_fix_makes_the_file_readable_and_keeps_the_text(text: str, source: str, quoted: str) -> None:
    start = text.index(source)
    (document,), faults = read_yaml(text[:start] + quoted + text[start + len(source) :])
    assert faults == ()
    assert repr(source)[1:-1].replace("\\'", "'") in repr(document.value).replace("\\'", "'")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("a: {{ x }}\n  more text\n", "{{ x }}"),
        ("a: {{ x }} y # note\n", "{{ x }} y # note"),
        ("a: [{{ x }} y]\n", "{{ x }}"),
        ("a: {{ x\n  }}\n", "{{ x\n  }}"),
        ("a: [{% x %}\nb: 1\n", "{% x %}"),
        ("{a: {{ x y: z }\n", "{{ x y: z }"),
        ("{% for x in y %}\na: {{ x }}\n{% endfor %}\n", "{% for x in y %}"),
        ("a:\n  {{ x }} y\n", "{{ x }} y"),
    ],
)
def test_there_is_no_fix_when_the_value_may_go_on(text: str, source: str) -> None:
    _, (fault,) = read_yaml(text)
    start, end = cut(text, fault.place)
    assert (fault.rule, text[start:end], fault.edits, fault.fix_title) == ("unquoted-template", source, (), None)


def test_a_long_value_is_not_repeated_in_the_help() -> None:
    _, (fault,) = read_yaml("a: {{ x }} " + "y" * 60 + "\n")
    assert fault.help == "put the whole value in quotes"
    assert len(fault.edits) == 1


def test_the_value_is_kept_as_the_text_that_it_was_meant_to_be() -> None:
    (document,), faults = read_yaml("a: {{ x }}\nb: [{{ y }}]\nc: 1\n")
    assert document.value == {"a": "{{ x }}", "b": ["{{ y }}"], "c": 1}
    assert [fault.keys for fault in faults] == [("a",), ("b", 0)]
    assert document.range_of(("a",)) == Range(1, 4, 1, 11)


def test_a_template_that_is_to_be_merged_is_reported_once() -> None:
    (document,), (fault,) = read_yaml("<<: {{ x }}\na: 1\n")
    assert (document.value, fault.rule) == ({"a": 1}, "unquoted-template")


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  b: {{ x }}\n c: 1\n",
        "a: |\n    b: {{ x }}\n  \tc: 1\n",
        'a: "b: {{ x \\q }}"\n',
        'a: "b: {{ x }}\n',
        "# a: {{ x }}\nb: @\n",
        "a: text {{ x }}: y\n",
        "a: {b: 1, c\nd: 2\n",
        "a: '{{ x }}'\nb: 1: 2\n",
        "a: {? b}}\n",
    ],
)
def test_other_errors_near_a_template_stay_what_they_are(text: str) -> None:
    _, (fault,) = read_yaml(text)
    assert fault.rule == "invalid-yaml"


def test_a_template_inside_a_plain_value_is_no_mistake() -> None:
    (document,), faults = read_yaml("a: Use {{ x }}\nb: '{{ x }}'\nc: |\n  {{ x }}\n")
    assert (document.value["a"], faults) == ("Use {{ x }}", ())
