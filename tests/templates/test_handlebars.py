"""Handlebars: which inputs and partials a template uses, and what handlebars.js refuses."""

from __future__ import annotations

import re
import time
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.templates import EMPTY, Include, Template, TemplateError, Variable, parse_template
from promptops.templates.limits import MAX_BLOCKS, MAX_CHARACTERS, MAX_DEPTH, MAX_TOKENS

PATIENCE = 3.0
"""Seconds of CPU; what takes a third of a second may take longer where tests run, quadratic work takes far longer."""


def parse(text: str) -> Template:
    return parse_template(text, "handlebars")


# A template in which each use of an input is written as <name>.
MARKED = {
    "value": "Hello {{<name>}}!",
    "value in three braces": "{{{<name>}}} {{&<name>}} {{~<name>~}}",
    "path": "{{<user>.name}} {{<user>/name}} {{<user>.[0].name}} {{<user>.length}}",
    "name in brackets": "{{<[a b]>}} {{<[a]>.b}}",
    "name in quotes": "{{<\"a b\">}} {{<'c'>}}",
    "this": "{{this.<name>}} {{./<name>}} {{this/<name>}}",
    "helper": "{{list <a> \"b\" 12 true null undefined k=<c> l='d'}}",
    "dotprompt's helpers": '{{role "system"}}{{json <a> indent=2}}{{media url=<b> contentType=<c>}}'
    '{{section "s"}}{{history}}',
    "an input with the name of a helper": "{{json <role>}}{{this.<history>}}{{#if <json>}}{{/if}}",
    "subexpression": "{{#if (eq <a> (not <b> k=<c>))}}{{<d>}}{{/if}}",
    "if": "{{#if <a>}}{{<b>}}{{else if <c>}}{{<d>}}{{else}}{{<e>}}{{/if}}",
    "unless": "{{#unless <a>}}{{<b>}}{{^}}{{<c>}}{{/unless}}",
    "inverse": "{{^if <a>}}{{<b>}}{{else}}{{<c>}}{{/if}}{{^each <d>}}{{<e>}}{{else}}{{f}}{{/each}}",
    "ifEquals": "{{#ifEquals <a> 'b'}}{{<c>}}{{else}}{{<d>}}{{/ifEquals}}",
    "each": "{{#each <a>}}{{b}}{{this}}{{this.c}}{{@index}}{{@key}}{{else}}{{<d>}}{{/each}}{{<e>}}",
    "each of an item": "{{#each <a>}}{{#each b}}{{c}}{{../d}}{{../../<e>}}{{../../../f}}{{/each}}{{/each}}",
    "with": "{{#with <a>.b}}{{c}}{{../<d>}}{{#with e}}{{../f}}{{../../<g>}}{{/with}}{{/with}}",
    "with this": "{{#with this}}{{<a>}}{{/with}}",
    "with the root": "{{#each <a>}}{{#with @root}}{{<b>}}{{/with}}{{#with ..}}{{<c>}}{{/with}}{{/each}}",
    "if in each": "{{#each <a>}}{{#if b}}{{c}}{{../<d>}}{{/if}}{{/each}}",
    "the root": "{{#each <a>}}{{@root.<b>.c}}{{/each}}{{@root.<d>}}",
    "data": "{{@state.name}} {{@auth.email}} {{@first}} {{@../index}}",
    "names for items": "{{#each <a> as |item index|}}{{item.b}}{{index}}{{c}}{{../<item>}}{{/each}}{{<item>}}",
    "names for a value": "{{#with <a> as |b|}}{{b.c}}{{#if b}}{{b}}{{/if}}{{this.b}}{{/with}}{{<b>}}",
    "a name of a helper for items": "{{#each <a> as |role|}}{{role}}{{role.name}}{{/each}}",
    "partial": "{{> p}} {{> p <a>}} {{> p b=<c>}} {{> (which <d> e=<f>)}} {{#> p g=<h>}}{{<i>}}{{/p}}",
    "decorator": "{{* mark <a> b=<c>}}",
    "raw block": "{{{{raw <a> b=<c>}}}} {{d}} {{{{/raw}}}}{{<e>}}",
    "raw block in a raw block": "{{{{a}}}} {{{{b}}}} {{c}} {{{{/b}}}} {{d}} {{{{/a}}}}{{<e>}}",
    "comment": "{{! {{a}}{{!-- {{b}} }} --}}{{<c>}}{{!--}}{{<d>}}{{~!-- e --~}}{{<f>}}",
    "behind a backslash": "\\{{a}} {{<b>}} \\\\{{<c>}} \\{{d}}\\{{e}}\\\\{{<f>}}",
    "else as a name": "{{<elsewhere>}}{{#if <elses>}}{{else}}{{/if}}",
    "as a name": "{{<as>}}{{#each <as> as |as|}}{{as}}{{/each}}",
    "names beyond ASCII": "ä {{<größe>}} 😀 {{<名前>.x}} {{<a-b:c?>}} {{<$d>}} {{<0e>}}",
    "blanks": "{{ \t\n<a>\n.b}} {{#if\u00a0<c> }}{{ else }}{{/if\n}}",
    "braces in the text": '{"a": {"b": {{<c>}} }} } }}',
    "braces in strings": "{{list '}}' \"{{\" <a>}}",
}


@pytest.mark.parametrize("marked", MARKED.values(), ids=MARKED)
def test_inputs_are_found_where_they_stand(marked: str) -> None:
    text = re.sub(r"<([^<>]+)>", r"\1", marked)
    expected = []
    removed = 0
    for match in re.finditer(r"<([^<>]+)>", marked):
        expected.append((match.start() - removed, match[1]))
        removed += 2
    template = parse(text)
    assert template.error is None
    assert [(use.start, text[use.start : use.end]) for use in template.variables] == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [("{{[a b]}}", "a b"), ("{{'a b'}}", "a b"), ("{{[a\\]b]}}", "a]b"), ('{{"a\\"b"}}', 'a"b'), ("{{12}}", "12")],
)
def test_a_name_is_what_its_brackets_and_quotes_hold(text: str, name: str) -> None:
    assert [use.name for use in parse(text).variables] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "{{this}}",
        "{{.}}",
        "{{json this}}",
        "{{json .}}",
        "{{json @root}}",
        "{{#each this}}{{a}}{{/each}}",
        "{{lookup this 'a'}}",
        "{{#each a}}{{json ..}}{{/each}}",
        "{{> p this}}",
        "{{#with this}}{{json this}}{{/with}}",
        "{{#list}}{{name}}{{/list}}",
        "{{#helper a}}{{name}}{{/helper}}",
        "{{#helper a}}{{#each b}}{{../name}}{{/each}}{{/helper}}",
        "{{#*inline 'p'}}{{name}}{{/inline}}",
    ],
)
def test_a_use_of_nobody_knows_which_inputs_is_told(text: str) -> None:
    """A section may be about an item, or about what stands around it; only the values say which."""
    template = parse(text)
    assert template.error is None
    assert {include.target for include in template.includes if include.keyword == "this"} == {None}
    assert "name" not in {use.name for use in template.variables}


@pytest.mark.parametrize(
    "text",
    [
        "{{#each a}}{{this}}{{json this}}{{/each}}",
        "{{#with a}}{{json .}}{{../b}}{{/with}}",
        "{{#if a}}{{@this}}{{/if}}",
    ],
)
def test_an_item_is_not_all_of_the_inputs(text: str) -> None:
    assert parse(text).includes == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{> p}}", [("p", "p", "partial")]),
        ("{{>p}}{{~> p ~}}", [("p", "p", "partial"), ("p", "p", "partial")]),
        ("{{> shared/p}} {{> a.b-c}}", [("shared/p", "shared/p", "partial"), ("a.b-c", "a.b-c", "partial")]),
        ("{{> 'a b'}} {{> [a b]}}", [("a b", "'a b'", "partial"), ("a b", "[a b]", "partial")]),
        ("{{> 12}}", [("12", "12", "partial")]),
        ("{{> p a}} {{> p a=b}}", [("p", "p", "partial-of"), ("p", "p", "partial-of")]),
        ("{{#if a}}{{> p}}{{/if}}", [("p", "p", "partial")]),
        ("{{#each a}}{{> p}}{{else}}{{> q}}{{/each}}", [("p", "p", "partial-of"), ("q", "q", "partial")]),
        ("{{#> p}}{{> q}}{{/p}}", [("p", "p", "partial"), ("q", "q", "partial")]),
        ("{{> (which a)}}", [(None, "{{> (which a)}}", "partial")]),
        ("{{> @partial-block}}", []),
        ("{{#*inline 'p'}}a{{/inline}}{{> p}}{{> q}}", [("q", "q", "partial")]),
        ("{{! {{> p}} }}\\{{> q}}", []),
    ],
)
def test_partials_are_includes(text: str, expected: list[tuple[str | None, str, str]]) -> None:
    found = [(each.target, text[each.start : each.end], each.keyword) for each in parse(text).includes]
    assert found == expected


def test_a_partial_with_a_text_for_its_absence_need_not_be_there() -> None:
    assert [each.optional for each in parse("{{> p}}{{#> q}}a{{/q}}").includes] == [False, True]


class Refused(NamedTuple):
    """The template, the piece of it at which the error stands, the message, and a part of the advice."""

    text: str
    place: str
    message: str
    help: str | None = None


ERRORS = [
    Refused("a {{b", "{{", "`{{` is never closed", "end it with `}}`"),
    Refused("a {{{b", "{{{", "`{{{` is never closed", "end it with `}}}`"),
    Refused("{{#if a", "{{#", "`{{#` is never closed"),
    Refused("{{a {{b}}", "{{", "`{{` is never closed", "or write `\\{{` where it is text"),
    Refused("{{! a", "{{!", "the comment is never closed", "end it with `}}`"),
    Refused("{{!-- a }}", "{{!--", "the comment is never closed", "end it with `--}}`"),
    Refused("{{list 'a}}\nb", "'a}}", "the string is not closed", "end it with `'`"),
    Refused("{{}}", "}}", "expected a name, found `}}`"),
    Refused("{{#if a}}x", "{{#if a}}", "`{{#if}}` is never closed", "end it with `{{/if}}`"),
    Refused("{{#> p}}x", "{{#> p}}", "`{{#>p}}` is never closed"),
    Refused("x{{/if}}", "{{/if}}", "`{{/if}}` closes nothing", "remove it, or open the block"),
    Refused("{{#if a}}{{/each}}", "{{/each}}", "`{{/each}}` does not close `{{#if}}`", "write `{{/if}}`"),
    Refused("{{#a/b}}{{/a.b}}", "{{/a.b}}", "`{{/a.b}}` does not close `{{#a/b}}`"),
    Refused("{{#if a}}{{/if b}}", "{{/if b}}", "a closing tag holds the name of its block alone"),
    Refused("{{else}}", "{{else}}", "`{{else}}` stands outside of any block"),
    Refused(
        "{{#if a}}{{else}}{{else if b}}{{/if}}",
        "{{else if b}}",
        "`{{else}}` stands behind the block's last `{{else}}`",
    ),
    Refused("{{^a}}{{else if b}}{{/a}}", "{{else if b}}", "`{{^a}}` takes no `{{else}}`"),
    Refused("{{#> p}}{{else}}{{/p}}", "{{else}}", "`{{#>p}}` takes no `{{else}}`"),
    Refused("{{{a}}", "}}", "expected `}}}`, found `}}`", "as many braces"),
    Refused("{{a}}}", "}}}", "expected `}}`, found `}}}`"),
    Refused("{{#if a >= 18}}x{{/if}}", ">", "unexpected `>`", "`{{#ifEquals a b}}`"),
    Refused("{{#if a == b}}x{{/if}}", "= b", "unexpected `=`", "`{{#ifEquals a b}}`"),
    Refused("{{a | upper}}", "|", "unexpected `|`", "Handlebars has no filters"),
    Refused("{{#if !a}}{{/if}}", "!", "unexpected `!`", "`{{#unless value}}`"),
    Refused("{{#if a && b}}{{/if}}", "&", "unexpected `&`", "put one `{{#if}}` into another"),
    Refused("{{a[0]}}", "[", "unexpected `[`", "write `list.[0]`"),
    Refused("{{a(b)}}", "(", "unexpected `(`", "write `(helper value)`"),
    Refused("{{list a, b}}", ",", "unexpected `,`", "without commas"),
    Refused("{{a.[0]", "{{", "`{{` is never closed"),
    Refused("{{(a)}}", "(", "unexpected `(`", "the name of a helper comes first"),
    Refused("{{a (b}}", "}}", "expected `)`, found `}}`"),
    Refused("{{#each a as |b}}{{/each}}", "}}", "expected `|`, found `}}`"),
    Refused("{{a b=c d}}", "d", "unexpected `d`"),
    Refused("{{a.this}}", "a.this", "`a.this` is no path", "begin it with `../`"),
    Refused("{{> p a b}}", "{{> p a b}}", "a partial takes one value, not 2", "pass the others by name"),
    Refused("{{{{raw}}}} a", "{{{{raw}}}}", "the raw block is never closed"),
    Refused("{{{{raw}}}} {{{{/war}}}}", "{{{{/war}}}}", "`{{/war}}` does not close `{{{{raw}}`"),
]


MISUSES = [
    # In each of these handlebars.js runs dotprompt's helper, which fails, drops text or leaves its marker behind.
    Refused(
        '{{#role "system"}}a{{/role}}',
        '{{#role "system"}}',
        "`role` takes no block: the text inside it is dropped",
        'write `{{role "system"}}` before the text, without `{{/role}}`',
    ),
    Refused(
        '{{#section "s"}}a{{/section}}', '{{#section "s"}}', "`section` takes no block: the text inside it is dropped"
    ),
    Refused("{{#history}}a{{/history}}", "{{#history}}", "`history` takes no block: the text inside it is dropped"),
    Refused(
        "{{name}} ({{role}})", "{{role}}", "`role` takes at least one value, not 0", "`{{this.role}}` for the value"
    ),
    Refused("{{json}}", "{{json}}", "`json` takes one value, not 0"),
    Refused("{{json a b}}", "{{json a b}}", "`json` takes one value, not 2"),
    Refused("{{media a}}", "{{media a}}", "`media` takes named values alone, not 1", "write `{{media url=address}}`"),
    Refused("{{media contentType=a}}", "{{media contentType=a}}", "`media` has no `url`"),
    Refused("{{if a}}", "{{if a}}", "`if` needs a block", "write `{{#if value}} … {{/if}}`"),
    Refused("{{#if}}a{{/if}}", "{{#if}}", "`if` takes one value, not 0"),
    Refused("{{#if a b}}a{{/if}}", "{{#if a b}}", "`if` takes one value, not 2"),
    Refused("{{#each}}a{{/each}}", "{{#each}}", "`each` takes at least one value, not 0"),
    Refused("{{#if a}}{{else unless}}{{/if}}", "{{else unless}}", "`unless` takes one value, not 0"),
    Refused("{{#ifEquals a}}a{{/ifEquals}}", "{{#ifEquals a}}", "`ifEquals` takes two values, not 1"),
    Refused("{{#if (if a)}}a{{/if}}", "if", "`if` needs a block"),
    Refused("{{lookup a}}", "{{lookup a}}", "`lookup` takes at least two values, not 1"),
]


@pytest.mark.parametrize("case", [*ERRORS, *MISUSES], ids=lambda case: case.text)
def test_an_error_says_what_is_wrong_and_where(case: Refused) -> None:
    template = parse(case.text)
    assert template.error is not None
    message, start, end, advice = template.error
    assert message == case.message
    assert case.place.startswith(case.text[start:end])
    assert start in [match.start() for match in re.finditer(re.escape(case.place), case.text)]
    assert case.help is None or case.help in (advice or "")
    assert template == Template(error=template.error)


PIECES = (
    *(
        "{{",
        "}}",
        "{{{",
        "}}}",
        "{{{{",
        "}}}}",
        "{{#",
        "{{/",
        "{{^",
        "{{else",
        "{{!",
        "{{!--",
        "--}}",
        "~",
        "#",
        "/",
        ">",
    ),
    *(
        "if",
        "each",
        "a",
        "this",
        ".",
        "..",
        "@root.",
        '"x"',
        "'",
        "12",
        "(",
        ")",
        "=",
        "|",
        "as |",
        "[",
        "]",
        "\\",
        " ",
    ),
    *("\n", "{{a}}", "{{#if a}}", "{{/if}}", "{{#each b}}", "{{/each}}", "{{> p}}", "{{else}}", "é", "\0", "\ud800"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_whatever_is_written_has_an_answer_with_places_in_it(text: str) -> None:
    template = parse(text)
    found: tuple[Variable | Include | TemplateError, ...] = (
        *template.variables,
        *template.includes,
        *filter(None, [template.error]),
    )
    assert all(0 <= each.start < each.end <= len(text) for each in found)


def repeated(before: str, piece: str, behind: str = "") -> str:
    return before + piece * ((MAX_CHARACTERS - len(before) - len(behind)) // len(piece)) + behind


@pytest.mark.parametrize(
    ("before", "piece", "behind"),
    [
        *[("", piece, "") for piece in ("{", "{{", "{{ ", "{{a}}", "{{#if a}}", "{{!a}}", "{{!-- ", "{{!--a--}}")],
        *[
            ("", piece, "")
            for piece in ("\\{{", "\\\\{{a}}", "{{{{a}}}}", "{{{{a}}}}{{{{/a}}}}", "{{^ ", "{{else", "}")
        ],
        *[
            ("{{", piece, "}}")
            for piece in ("a", "a ", "a.", "../", "a=b ", "(", "[", '\\"', " ", "~", "as ", "1", "'")
        ],
        *[("{{a '", "\\'", ""), ("{{a [", "\\]", ""), ("{{!", "a", ""), ("{{!--", "-", "")],
        *[
            ("{{", " ", "else"),
            ("{{{{a}}}}", "{", ""),
            ("{{{{a}}}}", "{{{{b}}}}", ""),
            ("{{#if a}}", "{{else if a}}", "{{/if}}"),
        ],
    ],
    ids=repr,
)
def test_no_text_takes_long(before: str, piece: str, behind: str) -> None:
    text = repeated(before, piece, behind)
    start = time.process_time()
    template = parse(text)
    assert time.process_time() - start < PATIENCE
    assert template.error is None or len(template.error.message) < 200


def test_blocks_calls_and_tokens_are_bounded() -> None:
    def blocks(count: int) -> str:
        return "{{#if a}}" * count + "{{/if}}" * count

    def calls(count: int) -> str:
        return "{{a " + "(b " * count + ")" * count + "}}"

    assert parse(blocks(MAX_BLOCKS)).error is None
    assert parse(calls(MAX_DEPTH)).error is None
    for text in (blocks(MAX_BLOCKS + 1), calls(MAX_DEPTH + 1)):
        assert "nested too deeply" in str(parse(text).error)
    assert f"more than {MAX_TOKENS:,} tokens" in str(parse("{{a}}" * MAX_TOKENS).error)


def test_text_without_tags_is_empty() -> None:
    assert parse('{"a": {"b": 1}}') == EMPTY
    assert parse("") is EMPTY
