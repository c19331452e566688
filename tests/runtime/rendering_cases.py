"""Templates and values: what each gives is what Jinja2 makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

Values: TypeAlias = Mapping[str, Any]


class Case(NamedTuple):
    """A template and the values that it is rendered with; `defaults` are those of the fragments that it includes.

    One `beyond` the limits of programs has no text, whatever Jinja2 makes of it.
    """

    template: str
    values: Mapping[str, Any] = {}
    defaults: Mapping[str, Values] = {}
    beyond: bool = False


NESTED = {"a": [1, 2.5, None, True, "x'y", 'q"', "\n\t\\\x07é\u200b"], "b": {"c": {}}}
RECORDS = [{"name": "Ann", "age": 31}, {"name": "Bo", "age": 7, "note": ""}, {"name": "Cy"}]
FLOATS = [0.1, 1e-5, 0.0001, 123456.789, -2.5, 1.5e-7, 5e-324, 0.30000000000000004]
WHOLE = [1.0, -0.0, 1e15, 1e16, 123456789012345680.0, 1.5e300]

FRAGMENTS = {
    "fragment:tone@1": "Be {{ mood }}, {{ name }}.{% set name = 'Bo' %}",
    "fragment:list@1": "{% for x in items %}{{ loop.index }}:{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "fragment:outer@1": "<{% include 'fragment:tone@1' %}>",
}

BEYOND = [
    "9007199254740992",
    "-9007199254740992",
    "9007199254740991.9",
    "1e16",
    "1e400",
    "-1e400",
    "9" * 400,
    "9" * 5000,
]
"""Numerals of numbers that not every language knows exactly."""

TESTED: Sequence[Any] = (0, 0.0, "", "0", [], {}, [0], None, False, -1)

CASES: Mapping[str, Sequence[Case]] = {
    "values": [
        Case("plain"),
        Case("{{ name }}", {"name": "Ann"}),
        Case("{{ name }}", {"name": "{{ other }} {% if %} <b>&"}),
        Case("[{{ gone }}]"),
        Case("{{ a }} {{ b }} {{ c }} {{ d }}", {"a": True, "b": False, "c": None, "d": -12}),
        Case("{{ x }}", {"x": NESTED}),
        Case("{{ x }}", {"x": ["it's", 'say "hi"', "both ' and \"", "\u00a0\u2028\ud7ff\U0001f600\U000e0001"]}),
        *[Case("{{ x }}", {"x": value}) for value in FLOATS],
        Case("{{ x.a.b }} {{ x['a']['b'] }} {{ x.a['b'] }}", {"x": {"a": {"b": "deep"}}}),
        Case("[{{ x.gone }}] [{{ x['gone'] }}] [{{ n.gone }}] [{{ t.gone }}]", {"x": {}, "n": None, "t": "text"}),
        Case("{{ gone.part }}"),
        Case("{{ gone['part'] }}"),
        Case("{{ x.gone.part }}", {"x": {}}),
        Case("{{ x[0] }} {{ x[-1] }} [{{ x[9] }}] {{ x[i] }} {{ t[1] }}", {"x": ["a", "b", "c"], "i": 1, "t": "é😀x"}),
        Case("{{ x[1:] }} {{ x[:2] }} {{ x[-2:] }} {{ x[1:i] }} {{ x[:] }} {{ x[5:] }}", {"x": [1, 2, 3], "i": 2}),
        Case("{{ t[1:3] }}|{{ t[:-1] }}|{{ t[-3:] }}", {"t": "a😀bé"}),
        Case("{{ x[1:] }}", {"x": {"a": 1}}),
        Case("{{ x['1:'] }}{{ x[true] }}", {"x": ["a", "b"]}),
        Case("{{ 'it''s' }} {{ \"a\\nb\" }} {{ 7 }} {{ -3 }} {{ 1.5 }} {{ [1, 'a', none] }} {{ true }}"),
    ],
    "expressions": [
        Case("{{ a or 'none' }} {{ a and b }} {{ b or a }} {{ not a }} {{ not b }}", {"a": "", "b": "x"}),
        Case("{{ gone or 'x' }} {{ [] or {} or 0 }}".replace("{}", "none")),
        Case("{{ a ~ 1 ~ none ~ true ~ gone ~ [1] }}", {"a": "x"}),
        Case(
            "{{ 7 + 3 }} {{ 7 - 9 }} {{ 7 * 3 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 'a' + 'b' }} "
            "{{ [1] + [2] }}"
        ),
        Case("{{ true + 1 }} {{ n * n }}", {"n": 94906265}),
        Case("{{ 0.5 + 0.25 }} {{ 2.5 * x }}", {"x": 3}),
        Case("{{ a + 1 }}", {"a": "x"}),
        Case("{{ gone + 1 }}"),
        Case("{{ 7 // n }}", {"n": 0}),
        Case(
            "{{ 1 == 1.0 }} {{ true == 1 }} {{ '1' == 1 }} {{ none == gone }} {{ gone == lost }} {{ x == y }}",
            {"x": [1, {"a": 2}], "y": [1, {"a": 2}]},
        ),
        Case(
            "{{ 1 < 2 }} {{ 2 <= 2 }} {{ 'b' > 'a' }} {{ 'Z' < 'a' }} {{ [1, 2] < [1, 3] }} {{ 1 != 2 }} {{ 1 >= 2 }}"
        ),
        Case("{{ '\\ud7ff' < '😀' }} {{ '\uff5e' < '😀' }}"),
        Case("{{ 1 < x < 10 }} {{ 1 < x > 7 }} {{ x == 5 == 5 }}", {"x": 5}),
        Case("{{ 'a' < 1 }}"),
        Case("{{ none < 1 }}"),
        Case("{{ gone < 1 }}"),
        Case(
            "{{ 'b' in 'abc' }} {{ 1 in [true] }} {{ 'a' in x }} {{ 'z' not in x }} {{ 1 in gone }} "
            "{{ x.a in (1, 2) }}",
            {"x": {"a": 1}},
        ),
        Case("{{ 1 in 'abc' }}"),
        Case("{{ 1 in 5 }}"),
        Case("{{ [1] in x }}", {"x": {"a": 1}}),
        Case("{{ 'yes' if a else 'no' }} {{ 'yes' if b else 'no' }} [{{ 'yes' if b }}]", {"a": [0], "b": []}),
        Case(
            "{{ a is defined }} {{ gone is defined }} {{ gone is undefined }} {{ a is not none }} {{ n is none }}",
            {"a": 1, "n": None},
        ),
        *[
            Case(
                "{% for x in xs %}{{ x is " + test + " }} {% endfor %}{{ gone is " + test + " }}",
                {"xs": [0, 3, 1.5, True, None, "a", [1], {"a": 1}]},
            )
            for test in (
                "string",
                "number",
                "integer",
                "float",
                "boolean",
                "true",
                "false",
                "mapping",
                "sequence",
                "none",
            )
        ],
        Case(
            "{{ 3 is odd }} {{ 4 is even }} {{ 9 is divisibleby 3 }} {{ 3 is gt 2 }} {{ 3 is eq 3 }} "
            "{{ 'a' is in ['a'] }} {{ -3 is odd }}"
        ),
        Case("{{ 'a' is odd }}"),
        Case(
            "{{ x.get('a') }} {{ x.get('z') }} {{ x.get('z', 0) }} {{ x.keys()|list }} {{ x.values()|join('-') }}",
            {"x": {"a": 1, "b": 2}},
        ),
        Case("{{ x.get('a') }}", {"x": "text"}),
        Case(
            "{{ t.strip() }}|{{ t.upper() }}|{{ t.lower() }}|{{ t.split() }}|{{ t.split(', ') }}"
            "|{{ t.replace('a', 'b') }}|{{ t.startswith(' A') }}|{{ t.endswith('a') }}",
            {"t": " Alpha, beta "},
        ),
        Case("{{ t.strip() }}", {"t": 5}),
        Case("{{ t.split('') }}", {"t": "a"}),
        Case("{{ t.split() }}|{{ t.split('ab') }}", {"t": "\u2003 a\x1fb \ufeffc\u00a0ab"}),
    ],
    "blocks": [
        Case("{% if a %}A{% elif b %}B{% elif c %}C{% else %}D{% endif %}", {"c": 1}),
        Case("{% if a %}A{% elif b %}B{% endif %}."),
        *[Case("{% if x %}yes{% else %}no{% endif %}", {"x": value}) for value in TESTED],
        Case("a  {%- if true %}  b  {%- endif -%}  \n c\n{# note -#}  d {{- 1 -}} e\n"),
        Case("{% raw %}{{ x }} {% if %}{% endraw %}{# {{ x }} #}"),
        Case("{% for x in xs %}{{ x }},{% endfor %}", {"xs": [1, "b", None]}),
        Case(
            "{% for x in xs %}{{ x }}{% else %}empty{% endfor %}{% for x in gone %}{{ x }}{% else %}gone{% endfor %}",
            {"xs": []},
        ),
        Case("{% for c in text %}[{{ c }}]{% endfor %}", {"text": "é😀"}),
        Case(
            "{% for key in x %}{{ key }}{% endfor %}{% for k, v in x.items() %} {{ k }}={{ v }}{% endfor %}",
            {"x": {"b": 1, "a": 2, "10": 3, "2": 4}},
        ),
        Case("{% for k, v in x|items %}{{ k }}={{ v }} {% endfor %}", {"x": {"b": 1}}),
        Case("{% for a, b in xs %}{{ b }}{{ a }} {% endfor %}", {"xs": [[1, 2], "xy", {"k": 1, "l": 2}]}),
        Case("{% for a, b in xs %}{{ a }}{% endfor %}", {"xs": [[1, 2, 3]]}),
        Case("{% for x in xs %}{{ x }}{% endfor %}", {"xs": 5}),
        Case("{% for x in xs %}{{ x }}{% endfor %}", {"xs": None}),
        Case(
            "{% for x in xs %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}"
            "{{ loop.first }}{{ loop.last }}{{ loop.length }} {% endfor %}",
            {"xs": "ab"},
        ),
        Case(
            "{% for x in xs if x is odd %}{{ loop.index }}/{{ loop.length }}:{{ x }} {% else %}none{% endfor %}",
            {"xs": [1, 2, 3]},
        ),
        Case("{% for x in xs if x > 9 %}{{ x }}{% else %}none{% endfor %}", {"xs": [1, 2, 3]}),
        Case(
            "{% for x in xs %}{% for y in xs %}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}",
            {"xs": [1, 2]},
        ),
        Case(
            "{% for x in xs %}{% for y in ys %}{{ y }}{% else %}{{ loop.index }}{% endfor %}{% endfor %}",
            {"xs": [1, 2], "ys": []},
        ),
        Case("{% set n = 1 %}{{ n }}{% set n = n + 1 %}{{ n }}"),
        Case("{% if a %}{% set n = 1 %}{% endif %}[{{ n }}]{% if b %}{% set n = 2 %}{% endif %}[{{ n }}]", {"b": True}),
        Case("{% set n = 0 %}{% for x in xs %}{{ n }}{% set n = n + x %}{{ n }} {% endfor %}{{ n }}", {"xs": [1, 2]}),
        Case(
            "{% for x in xs %}{% if x == 2 %}{% set found = x %}{% endif %}[{{ found }}]{% endfor %}[{{ found }}]",
            {"xs": [1, 2, 3]},
        ),
        Case("{% for x in x %}{{ x }}{% endfor %}{{ x }}", {"x": [1, 2]}),
        Case("{% for x in [] %}{% else %}{% set y = 1 %}{{ y }}{% endfor %}[{{ y }}]"),
        Case("\r\n{{ a }}\r\nb\rc", {"a": "x\r\ny"}),
    ],
    "filters": [
        Case("{{ t|upper }} {{ t|lower }} {{ t|capitalize }} {{ t|title }}", {"t": "straSSE ünd o'neill (a-b) ŉ ǆ"}),
        Case("{{ none|upper }} {{ 5|upper }} [{{ gone|upper }}] {{ true|lower }}"),
        Case("[{{ t|trim }}]", {"t": "\u2003\x1c a \u00a0\x85\n"}),
        Case("[{{ t|trim }}]", {"t": "\ufeffa\u200b"}),
        Case(
            "{{ gone|default('d') }} {{ n|default('d') }} {{ e|default('d') }}[{{ e|default('d', true) }}]{{ gone|d }}",
            {"n": None, "e": ""},
        ),
        Case(
            "{{ xs|first }} {{ xs|last }} [{{ none_of|first }}] {{ t|first }}{{ t|last }} {{ x|first }} {{ x|last }}",
            {"xs": [1, 2], "none_of": [], "t": "é😀", "x": {"a": 1, "b": 2}},
        ),
        Case("{{ 5|first }}"),
        Case(
            "{{ xs|length }} {{ t|count }} {{ x|length }} {{ gone|length }} {{ x.keys()|length }}",
            {"xs": [1, 2], "t": "é😀", "x": {"a": 1}},
        ),
        Case("{{ none|length }}"),
        Case(
            "{{ xs|join }} {{ xs|join(', ') }} {{ xs|join(1) }} {{ t|join('-') }} [{{ gone|join }}]",
            {"xs": [1, "a", None, True], "t": "é😀"},
        ),
        Case("{{ xs|join(', ', attribute='name') }} {{ xs|join(attribute='age') }}", {"xs": RECORDS}),
        Case("{{ xs|map(attribute='name')|join('/') }} {{ xs|map(attribute='age')|list }}", {"xs": RECORDS[:2]}),
        Case(
            "{{ xs|map(attribute='a.0.b')|list }} {{ none_of|map(attribute='a')|list }}",
            {"xs": [{"a": [{"b": 1}]}], "none_of": None},
        ),
        Case("{{ xs|map(attribute='a.b')|list }}", {"xs": [{}]}),
        Case(
            "{{ xs|selectattr('age')|map(attribute='name')|join }} "
            "{{ xs|rejectattr('age')|map(attribute='name')|join }}",
            {"xs": RECORDS},
        ),
        Case(
            "{{ xs|selectattr('age', 'defined')|map(attribute='name')|join }} "
            "{{ xs|selectattr('name', 'equalto', 'Bo')|list }} "
            "{{ xs|rejectattr('name', 'in', ['Bo', 'Cy'])|list|length }}",
            {"xs": RECORDS},
        ),
        Case("{{ xs|selectattr('age', 'gt', 10)|list }}", {"xs": RECORDS}),
        Case(
            "{{ t|replace('a', 'bb') }} {{ t|replace('a', '', 1) }} {{ t|replace('', '.') }} {{ 121|replace(1, 3) }}",
            {"t": "a😀a"},
        ),
        Case(
            "{{ t|indent }}|{{ t|indent(2, true) }}|{{ t|indent(1, blank=true) }}|{{ t|indent('> ') }}",
            {"t": "a\nb\n\nc\r\nd\u2028e\x0bf\n"},
        ),
        Case("{{ ''|indent(2, true) }}|{{ 'a'|indent(2) }}"),
        Case("{{ 5|indent }}"),
        Case("{{ x|tojson }}", {"x": NESTED}),
        Case(
            "{{ x|tojson }} {{ t|tojson }} {{ [1.5, true, none]|tojson }}",
            {"x": {"b": [], "a": {}, "é": "<&'>"}, "t": '"\\/\x7f\u2028😀\b'},
        ),
        Case("{{ x|tojson(indent=2) }} {{ []|tojson(indent=1) }}", {"x": {"b": [1, {}], "a": {"c": None}}}),
        Case("{{ x|tojson }}", {"x": FLOATS}),
        Case("{{ gone|tojson }}"),
        Case(
            "{{ '12'|int }} {{ ' -7 '|int }} {{ '1_000'|int }} {{ '1.9'|int }} {{ 'x'|int }} "
            "{{ 'x'|int(5) }} {{ 1.9|int }} {{ -1.9|int }} {{ true|int }} {{ none|int }} {{ [1]|int(3) }} "
            "{{ '1e3'|int }} {{ ''|int }} {{ '+4'|int }} {{ '0x1f'|int }} {{ '٣'|int }}"
        ),
        Case("{{ gone|int }}"),
        Case("{{ 5|string ~ none|string }} {{ 'ab'|list }} {{ x|list }} {{ gone|list }}", {"x": {"a": 1}}),
        Case("{{ 5|list }}"),
        Case(
            "{{ 'aé😀'|reverse|join }} {{ [1, 2]|reverse|list }} {{ x|reverse|list }} [{{ gone|reverse|join }}]",
            {"x": {"a": 1, "b": 2}},
        ),
        Case(
            "{{ t|truncate(9) }}|{{ t|truncate(9, true) }}|{{ t|truncate(9, false, '…') }}"
            "|{{ t|truncate(11, leeway=0) }}|{{ t|truncate(3, true, '', 0) }}|{{ 'short'|truncate(5) }}",
            {"t": "foo bar baz qux"},
        ),
        Case("{{ t|truncate(1) }}", {"t": "foo bar baz"}),
        Case("{{ t|trim|upper|replace('A', 'x')|default('d')|first }}", {"t": "  abc "}),
    ],
    "reals": [
        *[Case("{{ x }} {{ [x] }} {{ x|tojson }}", {"x": value}) for value in WHOLE],
        Case("{{ 1.0 }} {{ x + 1 }} {{ 2.5 * 2 }} {{ 7.5 // 2 }} {{ x is float }} {{ x is integer }}", {"x": 1.0}),
    ],
    "limits": [
        Case(
            "{{ n + 0 }} {{ '9007199254740991'|int }} {{ '-9007199254740991'|int }} {{ '9.5e14'|int }} "
            "{{ 'inf'|int(3) }} {{ 'nan'|int(4) }}",
            {"n": 2**53 - 1},
        ),
        Case("{{ n + 1 }}", {"n": 2**53 - 1}, beyond=True),
        Case("{{ n * n }}", {"n": -94906266}, beyond=True),
        *[Case("{{ t|int }}", {"t": text}, beyond=True) for text in BEYOND],
        Case("{{ x|int }}", {"x": 1.5e300}, beyond=True),
        Case("{{ (x * x)|int(7) }}", {"x": 1.5e300}, beyond=True),
        Case("{{ '9007199254740992'|int(7) }}", beyond=True),
    ],
    "includes": [
        Case("{% set mood = 'kind' %}{% include 'fragment:tone@1' %} {{ name }}", {"name": "Ann"}),
        Case("{% include 'fragment:tone@1' without context %}|{% include 'fragment:tone@1' %}", {"name": "Ann"}),
        Case("{% include 'fragment:tone@1' %}", {"name": "Ann"}, {"fragment:tone@1": {"mood": "warm", "name": "you"}}),
        Case(
            "{% include 'fragment:tone@1' without context %}",
            {"name": "Ann"},
            {"fragment:tone@1": {"mood": "warm", "name": "you"}},
        ),
        Case(
            "{% for name in names %}{% include 'fragment:outer@1' %}{% endfor %}",
            {"names": ["Ann", "Bo"]},
            {"fragment:tone@1": {"mood": "warm"}},
        ),
        Case(
            "{% for x in 'ab' %}{{ loop.index }}{% include 'fragment:list@1' %}{{ loop.index }} {% endfor %}",
            {"items": ["p", "q"]},
        ),
    ],
}

REFUSED: Mapping[str, Any] = {
    "no list": {"write": 1},
    "a number in the place of a step": [1],
    "an empty step": [[]],
    "an empty text is no step by itself": [["", 1]],
    "an unknown step": [["exec", ["name", "x"]]],
    "an unknown expression": [["write", ["call", ["name", "x"]]]],
    "a text in the place of an expression": [["write", "x"]],
    "a missing part": [["write"]],
    "a part too many": [["write", ["name", "x"], 1]],
    "a name that is a number": [["write", ["name", 1]]],
    "a constant that is a list": [["write", ["const", [1]]]],
    "a constant that is not exact": [["write", ["const", 9007199254740993]]],
    "a fraction": [["write", ["const", 1.5]]],
    "a fraction that is none": [["write", ["float", "x"]]],
    "an unknown filter": [["write", ["filter", "attr", ["name", "x"], ["const", "y"]]]],
    "too many arguments": [["write", ["filter", "upper", ["name", "x"], ["const", "y"]]]],
    "too few arguments": [["write", ["filter", "replace", ["name", "x"], ["const", "y"]]]],
    "an unknown test": [["write", ["test", "callable", ["name", "x"]]]],
    "an unknown method": [["write", ["method", "format", ["name", "x"]]]],
    "an attribute that is computed": [["write", ["filter", "map", ["name", "x"], ["name", "y"]]]],
    "a test that is computed": [["write", ["filter", "selectattr", ["name", "x"], ["const", "a"], ["name", "y"]]]],
    "an unknown operator": [["write", ["compare", ["name", "x"], "is", ["name", "y"]]]],
    "a comparison without operator": [["write", ["compare", ["name", "x"]]]],
    "a condition without a last block": [["if", ["name", "x"], ["a"]]],
    "a loop that binds nothing": [["for", [], ["name", "x"], None, [], []]],
    "a loop that binds no name": [["for", [1], ["name", "x"], None, [], []]],
    "`loop` outside of a loop": [["write", ["loop", "index"]]],
    "an unknown part of `loop`": [["for", ["x"], ["name", "x"], None, [["write", ["loop", "cycle"]]], []]],
    "`loop` behind the loop": [["for", ["x"], ["name", "x"], None, [], [["write", ["loop", "index"]]]]],
    "`set` of no name": [["set", ["name", "x"], ["const", 1]]],
    "an include of no reference": [["include", None, True]],
    "an include with a wrong flag": [["include", "fragment:a", 1]],
}
