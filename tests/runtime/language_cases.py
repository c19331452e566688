"""Texts of other languages than Jinja2, with what their own engines make of two sets of values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from promptops.templates import Language
from promptops.templates.programs import Given, compile_text

_ITEM = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "late": {"type": "boolean"}},
    "required": ["id"],
    "additionalProperties": False,
}
_USER = {
    "type": "object",
    "properties": {"first": {"type": "string"}, "more": {"type": "object"}},
    "additionalProperties": False,
}
INPUTS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "vip": {"type": "boolean"},
        "price": {"type": "number"},
        "count": {"type": "integer"},
        "note": {"type": ["string", "null"]},
        "orders": {"type": "array", "items": _ITEM},
        "tags": {"type": "array", "items": {"type": "string"}},
        "user": _USER,
    },
    "required": ["name", "orders"],
}
VALUES: Sequence[Mapping[str, Any]] = (
    {
        "name": 'O\'Neil & <b>"Co"</b>',
        "vip": True,
        "price": 2.0,
        "count": 3,
        "note": None,
        "orders": [{"id": "A1", "late": True}, {"id": "B2"}],
        "tags": ["x", "", "y"],
        "user": {"first": "Ann", "more": {"x": "deep"}},
        "any": "{{name}} {name}",
    },
    {"name": "", "vip": False, "price": 0.5, "orders": [], "any": False},
)


class LanguageCase(NamedTuple):
    """A text, and what is made of it with each of the values; None where that fails."""

    language: Language
    template: str
    texts: Sequence[str | None]


CASES: Sequence[LanguageCase] = (
    LanguageCase(
        "format",
        "{{{name}}} costs {price} for {any}",
        ['{O\'Neil & <b>"Co"</b>} costs 2.0 for {{name}} {name}', "{} costs 0.5 for False"],
    ),
    LanguageCase("format", "{user[first]}, {orders[0][id]}, {name[0]}, {orders[1][late]}", [None, None]),
    LanguageCase("format", "{gone}", [None, None]),
    LanguageCase("format", "{vip} {count} {note} {tags}", ["True 3 None ['x', '', 'y']", None]),
    LanguageCase(
        "mustache",
        "Dear {{name}}, {{{name}}}, {{&any}}.",
        [
            "Dear O'Neil &amp; &lt;b&gt;&quot;Co&quot;&lt;/b&gt;, O'Neil & <b>\"Co\"</b>, {{name}} {name}.",
            "Dear , , False.",
        ],
    ),
    LanguageCase(
        "mustache",
        "{{price}} {{count}} {{vip}} [{{note}}] [{{gone}}] {{any}} {{tags}}",
        ["2.0 3 True [] [] {{name}} {name} ['x', '', 'y']", "0.5  False [] [] False "],
    ),
    LanguageCase(
        "mustache",
        "{{#vip}}\nYes, {{&name}}.\n{{/vip}}\n{{^vip}}\nNo.\n{{/vip}}\nEnd.\n",
        ['Yes, O\'Neil & <b>"Co"</b>.\nEnd.\n', "No.\nEnd.\n"],
    ),
    LanguageCase(
        "mustache",
        "{{#orders}}\n- {{{id}}}{{#late}} (late){{/late}}\n{{/orders}}\n{{^orders}}none{{/orders}}",
        ["- A1 (late)\n- B2\n", "none"],
    ),
    LanguageCase("mustache", "{{#tags}}[{{{.}}}]{{/tags}}", ["[x][y]", ""]),
    LanguageCase("mustache", "{{#user}}{{{first}}} {{user.more.x}}{{/user}}|{{user.gone.x}}", ["Ann deep|", "|"]),
    LanguageCase("mustache", "{{#note}}a {{.}}{{/note}}{{^note}}b{{/note}}{{! note }}", ["b", "b"]),
    LanguageCase(
        "handlebars", "Dear {{name}}, {{{any}}}.", ['Dear O\'Neil & <b>"Co"</b>, {{name}} {name}.', "Dear , false."]
    ),
    LanguageCase(
        "handlebars",
        "{{price}}, {{count}}, {{vip}}, [{{note}}] [{{gone}}]",
        ["2, 3, true, [] []", "0.5, , false, [] []"],
    ),
    LanguageCase(
        "handlebars",
        "{{#if vip}}\nYes, {{name}}.\n{{else if count}}\nMaybe.\n{{else}}\nNo.\n{{/if}}\n",
        ['Yes, O\'Neil & <b>"Co"</b>.\n', "No.\n"],
    ),
    LanguageCase(
        "handlebars",
        "{{#each orders}}\n{{@index}}. {{id}}: {{../name}}{{#if @last}}.{{/if}} {{late}}\n{{else}}\nnone\n{{/each}}",
        ['0. A1: O\'Neil & <b>"Co"</b> true\n1. B2: O\'Neil & <b>"Co"</b>. \n', "none\n"],
    ),
    LanguageCase(
        "handlebars", "{{#each tags as |tag|}}[{{tag}}]{{/each}}{{#unless vip}}!{{/unless}}", ["[x][][y]", "!"]
    ),
    LanguageCase(
        "handlebars",
        "{{user.first}} {{user.more.x}} {{user.gone.x}} {{#if user.more}}more{{/if}}",
        ["Ann deep  more", "   "],
    ),
    LanguageCase("handlebars", "a {{~name~}} b \\{{name}}", ['aO\'Neil & <b>"Co"</b>b {{name}}', "ab {{name}}"]),
)


def vectors() -> list[dict[str, Any]]:
    """Return each case with the program of its text, once for each of the values."""
    return [
        {
            "language": case.language,
            "template": case.template,
            "program": _program(case),
            "values": values,
            "text": text,
        }
        for case in CASES
        for values, text in zip(VALUES, case.texts, strict=True)
    ]


def _program(case: LanguageCase) -> Any:
    compiled = compile_text(case.template, case.language, None, Given(INPUTS, raw=True))
    assert compiled.program is not None, (case.template, compiled.refusals)
    return compiled.program
